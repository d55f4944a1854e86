import { createUserSchema } from '@deskside/protocol'
import { Button, Dialog, Notice, TextField } from '@deskside/ui'
import { useId } from 'react'
import { PasswordField } from '../account/index.ts'
import { useForm } from '../platform/forms.ts'
import { RoleField } from './RoleField.tsx'
import { useUserCalls } from './site.ts'

/** Adds a person; the administrator tells them their first password. */
export function CreateUserDialog({ onClose }: { readonly onClose: () => void }) {
  const { create } = useUserCalls()
  const form = useId()
  const { problems, busy, onSubmit } = useForm({
    schema: createUserSchema,
    send: async (values) => {
      await create.mutateAsync(values)
      onClose()
    },
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Add a person"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={form} look="primary" busy={busy}>
            Add
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
          required
          hint="Customers see it."
          error={problems.fields['name']}
        />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="off"
          required
          error={problems.fields['email']}
        />
        <RoleField defaultValue="representative" />
        <PasswordField
          label="First password"
          name="password"
          autoComplete="new-password"
          required
          hint="At least 12 characters. Tell it to them yourself."
          error={problems.fields['password']}
        />
      </form>
    </Dialog>
  )
}
