import { Button, Notice, Spinner, useObservable } from '@deskside/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useLive } from './platform/live.tsx'
import { ACCOUNT_KEY } from './platform/queries.ts'

/** A short cut heals before anybody needs to know. */
const PATIENCE_MS = 700

/** Says that the connection is away, and that nothing is lost by it; or that this page must be opened anew. */
export function ConnectionBanner() {
  const { connection, goodbye, build } = useObservable(useLive().state)
  const away = useLasting(connection === 'offline' || connection === 'connecting', PATIENCE_MS)
  const newer = useNewerBuild(build)
  useSignedOut(goodbye?.code === 'account.signed-out')
  return (
    <div role="status" aria-label="Connection" className="shrink-0">
      {bannerFor()}
    </div>
  )

  function bannerFor(): ReactNode {
    const reload = (
      <Button size="small" onClick={() => location.reload()}>
        Reload
      </Button>
    )
    if (connection === 'closed' && goodbye) {
      return (
        <Notice tone="danger" className={BAR} actions={reload}>
          {goodbye.message}
        </Notice>
      )
    }
    if (away)
      return (
        <Notice tone="warn" className={BAR} icon={<Spinner className="size-5" />}>
          Reconnecting… nothing is lost.
        </Notice>
      )
    if (newer)
      return (
        <Notice tone="accent" className={BAR} actions={reload}>
          A newer version of this page is here.
        </Notice>
      )
    return null
  }
}

const BAR = 'rounded-none py-2'

/** Whether something has been so for a while. */
function useLasting(now: boolean, milliseconds: number): boolean {
  const [since, setSince] = useState<number>()
  useEffect(() => {
    if (!now) return undefined
    const timer = setTimeout(() => setSince(Date.now()), milliseconds)
    return () => {
      clearTimeout(timer)
      setSince(undefined)
    }
  }, [now, milliseconds])
  return now && since !== undefined
}

/** Whether the server's pages are of another build than when this one was opened. */
function useNewerBuild(build: string | null): boolean {
  const [first, setFirst] = useState(build)
  if (first === null && build !== null) setFirst(build)
  return first !== null && build !== null && build !== first
}

/** Signed out elsewhere: the sign-in takes the place of the page, which is there again afterwards. */
function useSignedOut(signedOut: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (signedOut) queries.setQueryData(ACCOUNT_KEY, null)
  }, [signedOut, queries])
}
