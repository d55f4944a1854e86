import type { Platform } from '@deskside/protocol'
import { fetchPass, startDownload } from '@deskside/realtime'
import type { SessionClient } from '@deskside/realtime'
import { Button, Dialog, Notice, PROGRAM_WORDS, Spinner, formatCode, formatSize, useObservable } from '@deskside/ui'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { ownFirst, useOwnPlatform, useProgramFiles } from '../download/program-files.ts'
import { sentenceOf } from '../platform/queries.ts'
import type { ShareDesk } from './share-desk.ts'

interface GetOwnProgramProps {
  readonly client: SessionClient
  readonly desk: ShareDesk
}

/** The way to my own Support Manager, when I want to show something that only it can let others use. */
export function GetOwnProgram({ client, desk }: GetOwnProgramProps) {
  const { awaiting } = useObservable(desk.state)
  return (
    <Dialog
      open={awaiting !== null}
      onOpenChange={(open) => open || desk.stopAwaiting()}
      title="You need the Support Manager on your computer"
      description="A browser can show your screen, but lets nobody else use it. The Support Manager can. It is not installed, and it ends with the session."
    >
      {awaiting === null ? null : <Steps sessionId={client.sessionId} />}
    </Dialog>
  )
}

interface Got {
  readonly platform: Platform
  readonly code: string
}

function Steps({ sessionId }: { readonly sessionId: string }) {
  const { data: files, error } = useProgramFiles()
  const { data: own } = useOwnPlatform()
  const { got, busy, problem, get } = useDownload(sessionId)
  if (error)
    return (
      <Notice tone="danger" role="alert">
        {sentenceOf(error)}
      </Notice>
    )
  if (!files || own === undefined) return <Waiting>One moment…</Waiting>
  const offered = ownFirst(files, own)
  const first = offered.find(({ platform }) => platform === (got?.platform ?? own))
  const others = offered.filter((file) => file !== first)
  if (offered.length === 0)
    return <Notice tone="warn">This server has no Support Manager to download. Ask whoever runs it.</Notice>
  return (
    <div className="flex flex-col items-start gap-4">
      {first ? (
        <Button
          look={got ? 'secondary' : 'primary'}
          busy={busy}
          icon={<Download aria-hidden="true" className="size-4.5" />}
          onClick={() => get(first.platform)}
        >
          {got ? 'Download again' : `Download for ${PROGRAM_WORDS[first.platform].system} (${formatSize(first.size)})`}
        </Button>
      ) : (
        <Notice tone="warn">There is no Support Manager for the computer that you are on.</Notice>
      )}
      {problem ? (
        <Notice tone="danger" role="alert">
          {problem}
        </Notice>
      ) : null}
      {got ? <Start got={got} /> : null}
      {got ? (
        <Waiting>Waiting for the program. When it is here the customer is asked by itself.</Waiting>
      ) : (
        <p className="text-sm text-ink-soft">Nobody is asked anything yet.</p>
      )}
      <Others platforms={others.map(({ platform }) => platform)} onGet={get} />
    </div>
  )
}

function useDownload(sessionId: string) {
  const [got, setGot] = useState<Got>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const load = async (platform: Platform): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { code } = await fetchPass(sessionId)
      startDownload(platform, code)
      setGot({ platform, code })
    } catch (reason) {
      setProblem(sentenceOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return { got, busy, problem, get: (platform: Platform) => void load(platform) }
}

function Start({ got: { platform, code } }: { readonly got: Got }) {
  const { start, warns } = PROGRAM_WORDS[platform]
  return (
    <div className="flex flex-col gap-1">
      {start.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p className="text-sm text-ink-soft">{warns}</p>
      <p className="text-sm text-ink-soft">
        Should it ask for a code: <strong className="font-mono whitespace-nowrap text-ink">{formatCode(code)}</strong>
      </p>
    </div>
  )
}

function Waiting({ children }: { readonly children: string }) {
  return (
    <p role="status" className="flex w-full items-center gap-3 rounded-card bg-surface-sunken px-4 py-3">
      <Spinner className="size-5 shrink-0 text-accent-ink" />
      <span>{children}</span>
    </p>
  )
}

interface OthersProps {
  readonly platforms: readonly Platform[]
  readonly onGet: (platform: Platform) => void
}

function Others({ platforms, onGet }: OthersProps) {
  if (platforms.length === 0) return null
  return (
    <details>
      <summary className="cursor-pointer font-medium text-accent-ink underline-offset-2 hover:underline">
        Another kind of computer
      </summary>
      <div className="flex flex-wrap gap-2 pt-2">
        {platforms.map((platform) => (
          <Button key={platform} size="small" onClick={() => onGet(platform)}>
            Download for {PROGRAM_WORDS[platform].system}
          </Button>
        ))}
      </div>
    </details>
  )
}
