import { newPasswordSchema, personNameSchema, roleSchema } from '@deskside/protocol'
import type { UserRow } from '@deskside/protocol'
import { Checkbox, TextField } from '@deskside/ui'
import { z } from 'zod'
import { PasswordField } from '../account/index.ts'
import { FormDialog } from '../platform/FormDialog.tsx'
import { useForm } from '../platform/forms.ts'
import { RoleField } from './RoleField.tsx'
import { useUserCalls } from './site.ts'

const schema = z.object({
  name: personNameSchema,
  role: roleSchema,
  disabled: z.literal('on').optional(),
  password: z.union([z.literal(''), newPasswordSchema], 'A password has 12 to 128 characters.'),
})

interface ChangeUserDialogProps {
  readonly user: UserRow
  /** It is the administrator themself. */
  readonly own: boolean
  readonly onClose: () => void
}

/** Changes a person's name, role or password, and lets them in or not. Only what differs is sent. */
export function ChangeUserDialog({ user, own, onClose }: ChangeUserDialogProps) {
  const { change } = useUserCalls()
  const form = useForm({
    schema,
    send: async ({ name, role, disabled, password }) => {
      const off = disabled === 'on'
      const changes = {
        ...(name === user.name ? {} : { name }),
        ...(role === user.role ? {} : { role }),
        ...(off === user.disabled ? {} : { disabled: off }),
        ...(password === '' ? {} : { password }),
      }
      if (Object.keys(changes).length > 0) await change.mutateAsync({ id: user.id, ...changes })
      onClose()
    },
  })
  return (
    <FormDialog form={form} title={`Change ${user.name}`} description={user.email} onClose={onClose}>
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        defaultValue={user.name}
        required
        error={form.problems.fields['name']}
      />
      <RoleField defaultValue={user.role} />
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        hint="Leave it empty to keep the old one."
        error={form.problems.fields['password']}
      />
      <Checkbox name="disabled" label="Disabled: may not sign in" defaultChecked={user.disabled} />
      <p className="text-sm text-ink-soft">
        A new role, a new password or disabling ends all of {own ? 'your' : 'their'} sign-ins at once
        {own ? ', this one too' : ''}.
      </p>
    </FormDialog>
  )
}
