import type { Account } from '@deskside/protocol'
import { Badge, Button, Checkbox, Notice, Spinner, formatMoment, useObservable } from '@deskside/ui'
import { LogOut } from 'lucide-react'
import { Card, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { changeSettings, settings } from '../platform/settings.ts'
import { useAccount, useEndSignIn, useSignIns, useSignOut } from './account.ts'
import { ROLE_WORDS } from './role-words.ts'

/** Me: who I am here, where I am signed in, and how I like the console. */
export function AccountPage() {
  usePageTitle('My account')
  const { data: account } = useAccount()
  if (!account) return null
  return (
    <Page title="My account">
      <Who account={account} />
      <SignIns />
      <Preferences />
    </Page>
  )
}

function Who({ account }: { readonly account: Account }) {
  return (
    <Card title="About me">
      <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-[auto_1fr] wrap-anywhere">
        <dt className="text-ink-soft">Name</dt>
        <dd>{account.name}</dd>
        <dt className="text-ink-soft">E-mail</dt>
        <dd>{account.email}</dd>
        <dt className="text-ink-soft">Role</dt>
        <dd>{ROLE_WORDS[account.role]}</dd>
      </dl>
      <p className="mt-3 text-sm text-ink-soft">An administrator changes your name, role and password.</p>
    </Card>
  )
}

function SignIns() {
  const { data, error, isPending } = useSignIns()
  const end = useEndSignIn()
  const signOut = useSignOut()
  const problem = error ?? end.error ?? signOut.error
  return (
    <Card title="Where I am signed in">
      {problem ? (
        <Notice tone="danger" role="alert" className="mb-3">
          {sentenceOf(problem)}
        </Notice>
      ) : null}
      {isPending ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {data?.signIns.map((signIn) => (
          <li key={signIn.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <div className="min-w-0">
              <p className="font-medium wrap-anywhere">
                {signIn.browser} {signIn.current ? <Badge tone="good">This browser</Badge> : null}
              </p>
              <p className="text-sm text-ink-soft">
                Since {formatMoment(signIn.createdAt)}, until {formatMoment(signIn.expiresAt)} at the latest
              </p>
            </div>
            {signIn.current ? null : (
              <Button
                size="small"
                aria-label={`Sign out there: ${signIn.browser}, signed in ${formatMoment(signIn.createdAt)}`}
                busy={end.isPending && end.variables === signIn.id}
                onClick={() => end.mutate(signIn.id)}
              >
                Sign out there
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          look="danger-quiet"
          icon={<LogOut aria-hidden="true" className="size-4.5" />}
          busy={signOut.isPending}
          onClick={() => signOut.mutate({ everywhere: true })}
        >
          Sign out everywhere
        </Button>
        <p className="text-sm text-ink-soft">Also here. Live sessions wait five minutes for you to come back.</p>
      </div>
    </Card>
  )
}

function Preferences() {
  const { sound, shortcuts } = useObservable(settings)
  return (
    <Card title="How I like the console">
      <Checkbox
        label="Play a sound when somebody knocks"
        checked={sound}
        onChange={(event) => changeSettings({ sound: event.target.checked })}
      />
      <Checkbox
        label="Single-key shortcuts: [ ] Z ?"
        checked={shortcuts}
        onChange={(event) => changeSettings({ shortcuts: event.target.checked })}
      />
    </Card>
  )
}
