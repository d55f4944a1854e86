import { getAsset, getRawAsset, isSea } from 'node:sea'
import { readAddressSlot } from '@deskside/protocol'

/** Names of the one-file program's assets. */
export const ABOUT_ASSET = 'about.json'
export const ADDRESS_ASSET = 'address'

export interface About {
  /** For instance "0.1.0"; "source" when run from its sources. */
  readonly version: string
  /** Which sources it was built from: 16 hexadecimal digits of their hash. */
  readonly builtFrom: string
  /** The native parts that travel inside, by name: their SHA-256 in hexadecimal. */
  readonly addons: Readonly<Record<string, string>>
}

/** What the build wrote into the one-file program about itself. */
export function about(): About {
  if (!isSea()) return { version: 'source', builtFrom: 'source', addons: {} }
  return JSON.parse(getAsset(ABOUT_ASSET, 'utf8')) as About
}

export type ServerAddress = { readonly origin: string } | { readonly problem: string }

/**
 * Which server this program serves. A built program knows the one address that was put into it and takes no other
 * (THREATS F3); one that is run from its sources takes what the developer names.
 */
export function serverAddress(named: string | undefined): ServerAddress {
  if (!isSea()) return namedAddress(named)
  if (named !== undefined)
    return { problem: 'This program serves one server only, the one it was made for. It takes no other address.' }
  const slot = readAddressSlot(new Uint8Array(getRawAsset(ADDRESS_ASSET)))
  if (slot.is === 'address') return { origin: slot.origin }
  if (slot.is === 'empty')
    return { problem: 'This program was made for no server yet. Download it from the page of your support.' }
  return { problem: 'This program is damaged or was tampered with. Download it again from the page of your support.' }
}

function namedAddress(named: string | undefined): ServerAddress {
  if (named === undefined) return { problem: 'Run from its sources, the program needs --server ADDRESS.' }
  const origin = URL.parse(named)?.origin
  return origin?.startsWith('http') ? { origin } : { problem: `"${named}" is not the address of a server.` }
}
