import { setUpSchema } from '@deskside/protocol'
import { Button, Notice, TextField } from '@deskside/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { PasswordField } from '../account/index.ts'
import { EntryCard } from '../platform/EntryCard.tsx'
import { useFirstField, useForm } from '../platform/forms.ts'
import { usePageTitle } from '../platform/page-title.ts'
import { ACCOUNT_KEY } from '../platform/queries.ts'
import { setUpSite } from './site.ts'

/** Reads the one-time token out of the address and takes it away from there: addresses end up in histories and pictures. */
function useTokenFromAddress(): string {
  const [token] = useState(() => location.hash.slice(1))
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [])
  return token
}

/** First run: makes the site and its first administrator. */
export function SetUpPage() {
  usePageTitle('Set up')
  const token = useTokenFromAddress()
  const queries = useQueryClient()
  const first = useFirstField()
  const navigate = useNavigate()
  const { problems, busy, onSubmit } = useForm({
    schema: setUpSchema,
    read: (data) => ({ ...Object.fromEntries(data), token }),
    send: async (values) => {
      const account = await setUpSite(values)
      queries.clear()
      queries.setQueryData(ACCOUNT_KEY, account)
      await navigate({ to: '/console', replace: true })
    },
  })
  if (token === '') return <NoToken />
  return (
    <EntryCard title="Welcome" lead="Two minutes, and your site is ready. You become its first administrator.">
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        {problems.whole || problems.fields['token'] ? (
          <Notice tone="danger" role="alert">
            {problems.whole ?? 'This set-up link is not whole. Use the link that the server printed when it started.'}
          </Notice>
        ) : null}
        <TextField
          label="Your name"
          ref={first}
          name="name"
          autoComplete="name"
          required
          hint="Customers see it."
          error={problems.fields['name']}
        />
        <TextField
          label="E-mail"
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
          autoComplete="new-password"
          required
          hint="At least 12 characters. A few words that only you would put together are good."
          error={problems.fields['password']}
        />
        <TextField
          label="Site name"
          name="siteName"
          autoComplete="organization"
          required
          hint="Your company’s name, as customers know it."
          error={problems.fields['siteName']}
        />
        <Button type="submit" look="primary" size="large" busy={busy}>
          Create site
        </Button>
      </form>
    </EntryCard>
  )
}

function NoToken() {
  return (
    <EntryCard title="Set up" lead="This page needs its one-time link.">
      <p>
        When the server starts for the first time, it prints a line that begins with <strong>First run:</strong> and a
        link. Open that whole link, with everything after the # sign.
      </p>
    </EntryCard>
  )
}
