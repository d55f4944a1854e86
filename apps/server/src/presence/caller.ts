import type { ErrorCode, RequestName, RequestPayload } from '@deskside/protocol'

/** Whom a socket's ticket stands for. A customer's participant id is that of their knock. */
export type Principal =
  | { readonly kind: 'representative'; readonly userId: string; readonly name: string; readonly authSessionId: string }
  | { readonly kind: 'customer'; readonly sessionId: string; readonly participantId: string }

/** A request's sender in a session, as the server knows them; no message names its own sender. */
export interface Caller {
  readonly principal: Principal
  readonly participantId: string
  readonly deviceId: string
}

/** What a feature does with its requests. */
export type Handlers<M extends RequestName> = { readonly [K in M]: (caller: Caller, payload: RequestPayload<K>) => Promise<unknown> }

export interface SessionSockets {
  /** Closes every socket of an account, for instance because it signed out everywhere. */
  closeAccount(userId: string, why: ErrorCode): void
  /** Closes the sockets of one sign-in. */
  closeSignIn(authSessionId: string): void
}
