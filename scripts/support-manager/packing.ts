import type { Platform, SlotPlace } from '@deskside/protocol'

/** How a system's downloadable file is made of its executable. */
export interface Packing {
  readonly version: string
  readonly origin: string | undefined
  readonly platform: Platform
}
export interface Packed {
  /** For instance "Support-Manager-linux-x64.tar.gz". */
  readonly file: string
  readonly bytes: Buffer
  /** Where an address can be put in; undefined when one is in. */
  readonly slot: SlotPlace | undefined
}
