import { customerStandingSchema, siteSchema } from '@deskside/protocol'
import type { CustomerStanding, Site } from '@deskside/protocol'
import { ApiError, callApi } from '@deskside/realtime'
import { Button, Notice, Spinner } from '@deskside/ui'
import { createElement, useCallback, useEffect, useState } from 'react'
import { JoinView } from './invite/JoinView.tsx'
import { PartedView } from './session/PartedView.tsx'
import type { LiveView, LiveViewProps } from './session/LiveView.tsx'
import { moveOn, originOf } from './platform/address.ts'
import type { Entry } from './platform/address.ts'
import { useQueueView } from './queue/use-queue-view.ts'
import { Shell } from './platform/Shell.tsx'
import { isAsked } from './survey/use-survey.ts'

/**
 * The session's part is large and is not needed to type a number: it comes while that is done. Not by React's lazy(), which
 * holds back what it waited for by a third of a second, however soon it came.
 */
function useLiveView(needed: boolean): typeof LiveView | undefined {
  const [show, setShow] = useState<typeof LiveView>()
  useEffect(() => {
    import('./session/LiveView.tsx').then(
      (module) => setShow(() => (props: LiveViewProps) => createElement(module.LiveView, props)),
      () => {
        // The server has a newer page meanwhile. Where this browser stands is known there: nothing is lost by a reload.
        if (needed) location.reload()
      },
    )
  }, [needed])
  return show
}

type Loaded = { readonly site: Site; readonly standing: CustomerStanding; readonly backIn?: string | undefined }

/** Where a session ended in which nobody was left to help, its customer may be back in a queue's line. */
async function backInLine(standing: CustomerStanding): Promise<string | undefined> {
  if (standing.is !== 'over' || standing.reason !== 'ended') return undefined
  const { comeBack } = await import('./queue/come-back.ts')
  return comeBack()
}

async function load(came: Entry): Promise<Loaded> {
  if (came.by === 'hand-over') await (await import('./invite/take-hand-over.ts')).takeHandOver(came.token)
  const [site, standing] = await Promise.all([
    callApi({ method: 'GET', path: '/api/v1/site', answer: siteSchema }),
    callApi({ method: 'GET', path: '/api/v1/join', answer: customerStandingSchema }),
  ])
  const backIn = came.by === 'link' ? undefined : await backInLine(standing)
  if (backIn !== undefined) return { site, standing: { is: 'nobody' }, backIn }
  const over = standing.is === 'over' || standing.is === 'turned-away'
  // Somebody who followed a new link, or opened the page anew, is not told of an old session, unless something is asked of it.
  const asked = standing.is === 'over' && came.by === 'number' && (await isAsked())
  return { site, standing: over && !asked ? { is: 'nobody' } : standing }
}

/** Where this browser stands, and how its page moves from there. */
function useStanding(came: Entry) {
  const [entry, setEntry] = useState(came)
  const [loaded, setLoaded] = useState<Loaded>()
  const [problem, setProblem] = useState<string>()
  const [leaving, setLeaving] = useState(false)
  /** To the line of a queue, which has a page of its own. */
  const goBack = useCallback((slug: string): void => {
    moveOn(`/q/${slug}`)
    setEntry({ by: 'queue', slug })
  }, [])
  const ask = useCallback(() => {
    load(came).then(
      (now) => {
        if (now.backIn !== undefined) goBack(now.backIn)
        setLoaded(now)
      },
      (error: unknown) =>
        setProblem(error instanceof ApiError ? error.message : 'The page could not be loaded. Reload it.'),
    )
  }, [came, goBack])
  useEffect(ask, [ask])
  const askAgain = (): void => {
    setProblem(undefined)
    ask()
  }
  const stand = useCallback(
    (standing: CustomerStanding): void => setLoaded((before) => before && { site: before.site, standing }),
    [],
  )
  /** Out of the session: it is over, or its customer waits again. Who cannot be told finds it out by a reload. */
  const goOut = useCallback(
    (standing: CustomerStanding): void => {
      if (standing.is !== 'over') return stand(standing)
      setLeaving(true)
      backInLine(standing)
        .catch(() => undefined)
        .then((slug) => {
          if (slug !== undefined) goBack(slug)
          stand(slug === undefined ? standing : { is: 'nobody' })
          setLeaving(false)
        })
    },
    [stand, goBack],
  )
  /** Out of the queue into the session, which is at the plain address for whoever reloads it or comes back. */
  const goIn = useCallback(
    (standing: CustomerStanding): void => {
      moveOn('/', originOf(came))
      setEntry({ by: 'number' })
      stand(standing)
    },
    [came, stand],
  )
  /** After the session: to the queue again, or to the next number. */
  const startAnew = (): void => {
    const from = originOf(came)
    if (from?.by === 'queue') moveOn(`/q/${from.slug}`)
    setEntry(from?.by === 'queue' ? from : { by: 'number' })
    stand({ is: 'nobody' })
  }
  return { entry, loaded, problem, leaving, askAgain, stand, goIn, goOut, startAnew }
}

/** The customer's page: where the server says that this browser stands decides what is on it. */
export function App({ entry: came }: { readonly entry: Entry }) {
  const { entry, loaded, problem, leaving, askAgain, stand, goIn, goOut, startAnew } = useStanding(came)
  const live = loaded?.standing.is === 'waiting' || loaded?.standing.is === 'admitted'
  const showLive = useLiveView(live)
  const showQueue = useQueueView(entry.by === 'queue')

  if (!loaded) {
    return (
      <Shell siteName="Live help" title="Get help">
        {problem ? (
          <Notice tone="warn" role="alert" actions={<Button onClick={askAgain}>Try again</Button>}>
            {problem}
          </Notice>
        ) : (
          <OneMoment />
        )}
      </Shell>
    )
  }
  const { site, standing } = loaded
  if (standing.is === 'turned-away' || standing.is === 'over')
    return <PartedView site={site} standing={standing} from={originOf(came)?.by} onAgain={startAnew} />
  if (standing.is === 'nobody' && entry.by !== 'queue') return <JoinView site={site} entry={entry} onJoined={stand} />
  if (standing.is === 'nobody' && entry.by === 'queue' && showQueue)
    return showQueue({ siteName: site.name, slug: entry.slug, onStanding: goIn })
  if (standing.is !== 'nobody' && showLive && !leaving) return showLive({ site, standing, onStanding: goOut })
  return (
    <Shell siteName={site.name} title="Get help">
      <OneMoment />
    </Shell>
  )
}

function OneMoment() {
  return (
    <p role="status" className="flex items-center gap-3 py-8 text-ink-soft">
      <Spinner /> One moment…
    </p>
  )
}
