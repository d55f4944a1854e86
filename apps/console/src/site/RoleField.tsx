import { roleSchema } from '@deskside/protocol'
import type { Role } from '@deskside/protocol'
import { useId } from 'react'
import { ROLE_WORDS } from '../account/index.ts'

const MAY: Readonly<Record<Role, string>> = {
  representative: 'helps customers',
  manager: 'helps customers, and reads everybody’s sessions',
  administrator: 'all of that, and looks after people and the site',
}

/** Which role, with what each may do. */
export function RoleField({ defaultValue }: { readonly defaultValue: Role }) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Role</legend>
      {roleSchema.options.toReversed().map((role) => (
        <label key={role} className="flex items-start gap-3 py-1">
          <input
            type="radio"
            name="role"
            value={role}
            defaultChecked={role === defaultValue}
            aria-describedby={`${name}-${role}`}
            className="mt-1 size-4.5 shrink-0 accent-accent"
          />
          <span>
            {ROLE_WORDS[role]}
            <span id={`${name}-${role}`} className="block text-sm text-ink-soft">
              {MAY[role]}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
