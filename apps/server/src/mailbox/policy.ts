import type { User } from '../platform/caller.ts'

/** Whose mailboxes somebody sees and what they may do in them. One line a rule. */
export const seesMailboxesOf = (user: Pick<User, 'role'>): 'all' | 'own' =>
  user.role === 'representative' ? 'own' : 'all'
export const deletesMail = (user: Pick<User, 'role'>): boolean => user.role !== 'representative'
