import { createUserSchema } from '@deskside/protocol'
import { TextField } from '@deskside/ui'
import { PasswordField } from '../account/index.ts'
import { FormDialog } from '../platform/FormDialog.tsx'
import { useForm } from '../platform/forms.ts'
import { RoleField } from './RoleField.tsx'
import { useUserCalls } from './site.ts'

/** Adds a person; the administrator tells them their first password. */
export function CreateUserDialog({ onClose }: { readonly onClose: () => void }) {
  const { create } = useUserCalls()
  const form = useForm({
    schema: createUserSchema,
    send: async (values) => {
      await create.mutateAsync(values)
      onClose()
    },
  })
  return (
    <FormDialog form={form} title="Add a person" send="Add" onClose={onClose}>
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        required
        hint="Customers see it."
        error={form.problems.fields['name']}
      />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="off"
        required
        error={form.problems.fields['email']}
      />
      <RoleField defaultValue="representative" />
      <PasswordField
        label="First password"
        name="password"
        autoComplete="new-password"
        required
        hint="At least 12 characters. Tell it to them yourself."
        error={form.problems.fields['password']}
      />
    </FormDialog>
  )
}
