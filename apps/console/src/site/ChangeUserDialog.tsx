import { newPasswordSchema, personNameSchema, roleSchema } from '@deskside/protocol'
import type { UserRow } from '@deskside/protocol'
import { Button, Checkbox, Dialog, Notice, TextField } from '@deskside/ui'
import { useId } from 'react'
import { z } from 'zod'
import { PasswordField } from '../account/index.ts'
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
  const form = useId()
  const { problems, busy, onSubmit } = useForm({
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
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Change ${user.name}`}
      description={user.email}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} look="primary" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        {problems.whole ? (
          <Notice tone="danger" role="alert">
            {problems.whole}
          </Notice>
        ) : null}
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          defaultValue={user.name}
          required
          error={problems.fields['name']}
        />
        <RoleField defaultValue={user.role} />
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          hint="Leave it empty to keep the old one."
          error={problems.fields['password']}
        />
        <Checkbox name="disabled" label="Disabled: may not sign in" defaultChecked={user.disabled} />
        <p className="text-sm text-ink-soft">
          A new role, a new password or disabling ends all of {own ? 'your' : 'their'} sign-ins at once
          {own ? ', this one too' : ''}.
        </p>
      </form>
    </Dialog>
  )
}
