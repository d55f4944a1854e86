import type { Capability } from '@deskside/protocol'
import type { CapabilityWords, SessionWords } from './words/session-words.ts'

/** What a customer reads of a capability. What this version does not offer is never asked for. */
export function capabilityWords({ capabilities }: SessionWords, capability: Capability): CapabilityWords {
  const said = `: ${capability}`
  return capabilities[capability] ?? { asks: said, may: said, does: said, what: capability, means: [] }
}
