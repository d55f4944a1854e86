import { signInSchema } from '@deskside/protocol'
import { Button, Notice, TextField } from '@deskside/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useFirstField, useForm } from '../platform/forms.ts'
import { usePageTitle } from '../platform/page-title.ts'
import { ACCOUNT_KEY } from '../platform/queries.ts'
import { EntryCard } from '../platform/EntryCard.tsx'
import { signIn } from './account.ts'
import { PasswordField } from './PasswordField.tsx'
import { safeNext } from './safe-next.ts'

const schema = signInSchema
  .refine(({ email }) => email.trim() !== '', { path: ['email'], message: 'Write your e-mail address.' })
  .refine(({ password }) => password !== '', { path: ['password'], message: 'Write your password.' })

/** Shown in place of any page that needs somebody signed in; afterwards that page is there. */
export function SignInPage({ siteName }: { readonly siteName: string | undefined }) {
  usePageTitle('Sign in')
  const queries = useQueryClient()
  const first = useFirstField()
  const router = useRouter()
  const { problems, busy, onSubmit } = useForm({
    schema,
    send: async ({ email, password }) => {
      const account = await signIn({ email: email.trim(), password })
      const next = new URLSearchParams(location.search).get('next')
      if (next !== null) await router.navigate({ href: safeNext(next, location.origin), replace: true })
      queries.setQueryData(ACCOUNT_KEY, account)
    },
  })
  return (
    <EntryCard title="Sign in" lead={siteName ? `to the console of ${siteName}` : 'to the console'}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        {problems.whole ? (
          <Notice tone="danger" role="alert">
            {problems.whole}
          </Notice>
        ) : null}
        <TextField
          label="E-mail"
          ref={first}
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={problems.fields['email']}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          error={problems.fields['password']}
        />
        <Button type="submit" look="primary" size="large" busy={busy}>
          Sign in
        </Button>
      </form>
      <p className="mt-6 text-sm text-ink-soft">Forgotten your password? Your administrator can set a new one.</p>
    </EntryCard>
  )
}
