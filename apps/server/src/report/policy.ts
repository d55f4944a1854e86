import type { User } from '../platform/caller.ts'

/** Who may see which figures (report R8). One line a rule. */
export const seesAllFigures = (user: User): boolean => user.role !== 'representative'
