import type { Role } from '@deskside/protocol'

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  administrator: 'Administrator',
  manager: 'Manager',
  representative: 'Representative',
}
