import type { Packed, Packing } from './packing.ts'
export async function packWindows(program: Buffer, { platform }: Packing): Promise<Packed> {
  return { file: `Support-Manager-${platform}.exe`, bytes: program, slot: undefined }
}
