import { expect, test } from 'vitest'
import { ADDRESS_SLOT_BYTES, addressMarker, addressPatches, readAddressSlot, writeAddressSlot } from './address-slot.ts'

const ORIGIN = 'https://support.example.com'

test('F3: a slot says the address that was put in, or that there is none', () => {
  for (const origin of [
    ORIGIN,
    'https://a-b.example:8443',
    'http://127.0.0.1:40123',
    'http://[::1]:8080',
    'http://localhost',
  ])
    expect(readAddressSlot(writeAddressSlot(origin))).toEqual({ is: 'address', origin })
  expect(readAddressSlot(writeAddressSlot())).toEqual({ is: 'empty' })
  expect(writeAddressSlot(ORIGIN)).toHaveLength(ADDRESS_SLOT_BYTES)
  expect(writeAddressSlot(ORIGIN).slice(0, 32)).toEqual(addressMarker())
})

test('F3: every changed bit of a slot breaks it', () => {
  for (const slot of [writeAddressSlot(ORIGIN), writeAddressSlot()])
    for (let bit = 0; bit < slot.length * 8; bit += 1) {
      const changed = slot.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(readAddressSlot(changed)).toEqual({ is: 'broken' })
    }
  expect(readAddressSlot(writeAddressSlot(ORIGIN).slice(1))).toEqual({ is: 'broken' })
})

test('F3: another address written over the first is found out by the sum', () => {
  const slot = writeAddressSlot(ORIGIN)
  slot.set(
    Array.from('https://support.evil.com   ', (letter) => letter.charCodeAt(0)),
    40,
  )
  expect(readAddressSlot(slot)).toEqual({ is: 'broken' })
})

test.each([
  'support.example.com',
  'https://user@example.com',
  'https://example.com/help',
  'ftp://example.com',
  'https://EXAMPLE.com',
  `https://${'a'.repeat(600)}.example`,
  'https://exa mple.com',
])('F3: %s is no address that can be put in', (origin) => expect(() => writeAddressSlot(origin)).toThrow(RangeError))

test('[download R6] the patches of a pressed file carry the sum that gzip wants', () => {
  const [slot, sum] = addressPatches({ offset: 1000, crc32At: 1512 }, ORIGIN)
  expect(slot).toEqual({ at: 1000, bytes: writeAddressSlot(ORIGIN) })
  // As gzip itself has it, little end first.
  expect(sum).toEqual({ at: 1512, bytes: Uint8Array.of(0x4c, 0x96, 0x8f, 0x18) })
  expect(addressPatches({ offset: 1000 }, ORIGIN)).toHaveLength(1)
})
