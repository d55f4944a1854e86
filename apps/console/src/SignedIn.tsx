import type { Account } from '@deskside/protocol'
import { createLiveClient } from '@deskside/realtime'
import { Button, Spinner } from '@deskside/ui'
import { useEffect, useState } from 'react'
import { SignInPage, useAccount } from './account/index.ts'
import { Frame } from './Frame.tsx'
import { EntryCard } from './platform/EntryCard.tsx'
import { LiveProvider } from './platform/live.tsx'
import { sentenceOf } from './platform/queries.ts'
import { useSite } from './site/index.ts'

/** The door: the page for whoever is signed in, else the sign-in in its place, at the same address. */
export function SignedIn() {
  const { data: account, error, refetch, isFetching } = useAccount()
  const { data: site } = useSite()
  if (account) return <WithLive key={account.id} account={account} />
  if (account === null) {
    if (site && !site.setUp) return <NotSetUp />
    return <SignInPage siteName={site?.name} />
  }
  if (error) {
    return (
      <EntryCard title="One moment" lead={sentenceOf(error)}>
        <Button busy={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      </EntryCard>
    )
  }
  return (
    <div role="status" className="grid min-h-dvh place-items-center">
      <span className="flex items-center gap-2 text-ink-soft">
        <Spinner /> Opening Deskside…
      </span>
    </div>
  )
}

function NotSetUp() {
  return (
    <EntryCard title="Almost there" lead="This site is not set up yet.">
      <p>
        When the server starts for the first time, it prints a line that begins with <strong>First run:</strong> and a
        link. Open that link to make the site and its first administrator.
      </p>
    </EntryCard>
  )
}

/** How a customer's Support Manager is opened: comes when there is one. */
const openProgram = () => import('@deskside/realtime/program').then((program) => program.openProgram)

/** One live connection for as long as somebody is signed in. */
function WithLive({ account }: { readonly account: Account }) {
  const [client] = useState(() => createLiveClient({ as: 'representative', program: openProgram }))
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  return (
    <LiveProvider client={client}>
      <Frame account={account} />
    </LiveProvider>
  )
}
