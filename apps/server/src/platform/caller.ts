import type { ErrorCode, Program, RequestName, RequestPayload, Role } from '@deskside/protocol'

/** Who makes a request, by their sign-in. A customer has none: what they may do hangs on the token of their session. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'user'
      readonly userId: string
      readonly name: string
      readonly role: Role
      readonly authSessionId: string
    }
export type User = Extract<Caller, { kind: 'user' }>

/** Who may use a route: undefined lets the caller pass, a code refuses. Every route names one. */
export type Policy = (caller: Caller) => ErrorCode | undefined

/** Open to everyone: the sign-in page, the way in for customers. */
export const everyone: Policy = () => undefined
export const signedIn: Policy = (caller) => (caller.kind === 'user' ? undefined : 'account.signed-out')
/** Managers and administrators. */
export const manager: Policy = (caller) =>
  signedIn(caller) ?? (caller.kind === 'user' && caller.role !== 'representative' ? undefined : 'account.forbidden')
export const administrator: Policy = (caller) =>
  signedIn(caller) ?? (caller.kind === 'user' && caller.role === 'administrator' ? undefined : 'account.forbidden')

/** Whom a socket's ticket stands for. A customer's participant id is that of their knock. */
export type Principal =
  | {
      readonly kind: 'representative'
      readonly userId: string
      readonly name: string
      readonly authSessionId: string
      readonly program: Program
      /** The one session that a Support Manager was fetched for; undefined for a page, which has them all. */
      readonly onlySessionId?: string
      /** Which of its participant's Support Managers it is; undefined for a page. */
      readonly accessId?: string
    }
  | {
      readonly kind: 'customer'
      readonly sessionId: string
      readonly participantId: string
      readonly program: Program
      /** The same. */
      readonly accessId?: string
    }

/** A socket request's sender in a session, as the server knows them; no message names its own sender. */
export interface Sender {
  readonly principal: Principal
  readonly participantId: string
  readonly deviceId: string
}

/** What a feature does with its socket requests. */
export type Handlers<M extends RequestName> = {
  readonly [K in M]: (sender: Sender, payload: RequestPayload<K>) => Promise<unknown>
}
