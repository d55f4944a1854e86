import type { Capability, DeviceOutcome } from '@deskside/protocol'
import { ApiError } from '@deskside/realtime'
import type { SupportSession } from '../session/support-session.ts'
import type { DevicePermits, Permit } from './permits.ts'

interface DevicePermitsParts {
  readonly session: SupportSession
  /** Whose page it is. */
  readonly participantId: string
  /** The approvals that were used in this life of the program, by whatever page. */
  readonly used: Set<string>
  readonly onChange: (listener: () => void) => () => void
  /** The server knows how a use came out, as far as it can be reached. */
  readonly reported?: ((capability: Capability | undefined, outcome: DeviceOutcome) => void) | undefined
}

/** A page's permits as this program's own approvals give them (THREATS C1). */
export function devicePermits(parts: DevicePermitsParts): DevicePermits {
  const { session, participantId, used, onChange, reported } = parts
  return {
    grant(capability): Permit | undefined {
      const grant = session.approvals.permit(participantId, capability)?.grant
      return grant && { id: grant.id, detail: grant.detail }
    },
    onChange,
    use(grantId) {
      if (used.has(grantId)) return false
      used.add(grantId)
      return true
    },
    done(report) {
      const capability = session.approvals.live().find(({ grant }) => grant.id === report.grantId)?.grant.capability
      const told = session.client?.send('device.report', report) ?? Promise.resolve()
      session.done(report.grantId)
      told
        // The session may be over by now: its story ends with that.
        .catch((error: unknown) => (error instanceof ApiError ? undefined : Promise.reject(error)))
        .finally(() => reported?.(capability, report.outcome))
    },
  }
}
