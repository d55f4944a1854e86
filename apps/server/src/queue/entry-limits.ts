import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { addressKeys, createFailureCounter } from '../platform/failure-counter.ts'
import { hashToken } from '../platform/ids.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Entries that are made from one address in an hour; from its network five times as many. */
const ENTRIES_AN_HOUR = 30
/** Entries in one queue that come from the pages of one site in a minute: of a hostile one, open in many visitors' browsers. */
const ENTRIES_A_MINUTE_OF_SITE = 120

export interface EntryLimits {
  /**
   * Counts, too: who is refused has asked. @returns the address as it is kept. @throws AppError request.too-many
   */
  count(entry: { readonly queueId: string; readonly address: string; readonly site: string | undefined }): string
}

export function createEntryLimits(clock: Clock): EntryLimits {
  const addresses = createFailureCounter(clock, HOUR_MS)
  const sites = createFailureCounter(clock, MINUTE_MS)
  return {
    count({ queueId, address, site }) {
      const { own, network } = addressKeys(address)
      if (addresses.count(own) >= ENTRIES_AN_HOUR || addresses.count(network) >= ENTRIES_AN_HOUR * 5)
        throw new AppError('request.too-many')
      const key = `${queueId} ${site}`
      if (site !== undefined && sites.count(key) >= ENTRIES_A_MINUTE_OF_SITE) throw new AppError('request.too-many')
      for (const each of [own, network]) addresses.add(each)
      if (site !== undefined) sites.add(key)
      return hashToken(own)
    },
  }
}
