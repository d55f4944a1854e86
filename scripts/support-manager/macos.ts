import type { Packed, Packing } from './packing.ts'
export async function packMac(program: Buffer, { platform }: Packing): Promise<Packed> {
  return { file: `Support-Manager-${platform}.zip`, bytes: program, slot: undefined }
}
