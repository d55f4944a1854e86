import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { ADDRESS_SLOT_BYTES, addressPatches, writeAddressSlot } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { gzipAround } from './gzip-members.ts'
import { TAR_HEADER_BYTES, tarOf } from './tar.ts'

const ORIGIN = 'https://support.example.com'

test('[download R6] a pressed archive takes an address as it is, and unpacks to the program with that address', async () => {
  // Longer than what is pressed in one go, and no multiple of anything.
  const noise = Buffer.alloc(20_000_001, 'what a program may consist of')
  const at = 17_000_003
  const program = Buffer.concat([noise.subarray(0, at), writeAddressSlot(), noise.subarray(at)])
  const tar = tarOf('Support-Manager', program)
  const { bytes, ...place } = await gzipAround(tar, { at: TAR_HEADER_BYTES + at, length: ADDRESS_SLOT_BYTES }, 1)
  expect(gunzipSync(bytes).equals(tar)).toBe(true)
  for (const patch of addressPatches(place, ORIGIN)) bytes.set(patch.bytes, patch.at)
  const folder = mkdtempSync(join(tmpdir(), 'deskside-gzip-'))
  try {
    writeFileSync(join(folder, 'file.tar.gz'), bytes)
    execFileSync('tar', ['-xzf', 'file.tar.gz'], { cwd: folder })
    const unpacked = readFileSync(join(folder, 'Support-Manager'))
    expect(unpacked.equals(Buffer.concat([noise.subarray(0, at), writeAddressSlot(ORIGIN), noise.subarray(at)]))).toBe(
      true,
    )
    // Browsers take the right to be run from what they download; the archive brings it back.
    expect(statSync(join(folder, 'Support-Manager')).mode & 0o777).toBe(0o755)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('[download R6] an address without its sum is noticed by whoever unpacks', async () => {
  const { bytes, ...place } = await gzipAround(writeAddressSlot() as Buffer, { at: 0, length: ADDRESS_SLOT_BYTES }, 1)
  const [slot] = addressPatches(place, ORIGIN)
  bytes.set(slot?.bytes ?? [], slot?.at)
  expect(() => gunzipSync(bytes)).toThrow('incorrect data check')
})
