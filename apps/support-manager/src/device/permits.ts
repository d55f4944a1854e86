import type { Capability, DeviceOutcome, RequestDetail } from '@deskside/protocol'

/** A live approval of the one representative whose page this is, as this program itself knows it. */
export interface Permit {
  readonly id: string
  /** For a script: its name, and in `text` its interpreter and all that is run. */
  readonly detail: RequestDetail | null
}

/** How the use of an approval came out (device R3). */
export interface UseReport {
  readonly grantId: string
  readonly outcome: DeviceOutcome
  readonly exitCode: number | null
}

/** What the desk asks before every single thing that it does (device R1). */
export interface DevicePermits {
  /** The approval of this kind that stands now; of no other kind. */
  grant(capability: Capability): Permit | undefined
  /** Something began or ended. */
  onChange(listener: () => void): () => void
  /**
   * Makes the one use of an approval: true once in the life of this program, whichever page asks (device R2).
   */
  use(grantId: string): boolean
  /** Tells the story how the use came out, and ends the approval. */
  done(report: UseReport): void
}
