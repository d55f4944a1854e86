import type { User } from '../platform/caller.ts'

/** Who may do what with sessions over HTTP; what happens inside a session is judged by its story. One line a rule. */
export const seesAllSessions = (user: User): boolean => user.role !== 'representative'
export const readsSession = (user: User, memberId: string | undefined): boolean =>
  memberId !== undefined || seesAllSessions(user)
export const writesInSession = (memberId: string | undefined): boolean => memberId !== undefined
