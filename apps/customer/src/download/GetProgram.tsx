import type { Platform, ProgramFile } from '@deskside/protocol'
import { fetchPass, fetchProgramFiles, startDownload } from '@deskside/realtime'
import { Button, Notice, PROGRAM_WORDS, Spinner, cx, formatCode, formatSize, ownPlatform } from '@deskside/ui'
import { Check, Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'

export interface GetProgramProps {
  /** Of the representative who asked. */
  readonly name: string
}

interface Got {
  readonly platform: Platform
  readonly code: string
}

/** Three steps from a question to the window in which it is answered; once that is connected, the question itself says so. */
export function GetProgram({ name }: GetProgramProps) {
  const { files, own, problem: missing } = useFiles()
  const { got, busy, problem, get } = useDownload()
  const platform = got?.platform ?? own
  const file = files?.find((f) => f.platform === platform)
  if (!files && !missing) return <Waiting>One moment…</Waiting>
  if (missing) return <Notice tone="warn">{missing}</Notice>
  const words = platform && PROGRAM_WORDS[platform]
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">
        The Support Manager is a small program. It is not installed: it runs while <bdi>{name}</bdi> helps you, and is
        gone after that. You need no rights of an administrator.
      </p>
      <ol className="flex flex-col gap-4">
        <Step number={1} title="Download" done={got !== undefined}>
          {file && words ? (
            <Button
              look={got ? 'secondary' : 'primary'}
              size={got ? 'medium' : 'large'}
              busy={busy}
              icon={<Download aria-hidden="true" className="size-5 shrink-0" />}
              onClick={() => get(file.platform)}
            >
              {got ? 'Download again' : `Download for ${words.system} (${formatSize(file.size)})`}
            </Button>
          ) : (
            <p>
              There is no Support Manager for the computer that you are on. Choose another one below, or press Decline.
            </p>
          )}
          {problem ? (
            <Notice tone="warn" role="alert">
              {problem}
            </Notice>
          ) : null}
        </Step>
        <Step number={2} title="Open the file">
          {words ? <Lines lines={words.start} /> : null}
        </Step>
        <Step number={3} title="Answer in the small window that appears">
          <p>It asks you the same question again. Only what you allow there is allowed.</p>
        </Step>
      </ol>
      {/* There from the beginning, so that it is read out when the words come. */}
      <div role="status" className="empty:absolute">
        {got ? <Waiting>The download has started. Waiting for the program…</Waiting> : null}
      </div>
      <Help file={file} got={got} />
      <Others files={files?.filter((f) => f !== file) ?? []} onGet={get} />
    </div>
  )
}

function useFiles() {
  const [files, setFiles] = useState<readonly ProgramFile[]>()
  const [own, setOwn] = useState<Platform>()
  const [problem, setProblem] = useState<string>()
  useEffect(() => {
    const load = async (): Promise<void> => {
      setOwn(await ownPlatform())
      const found = await fetchProgramFiles()
      setFiles(found)
      if (found.length === 0)
        setProblem('The Support Manager cannot be downloaded here. Press Decline, and say so in the chat.')
    }
    load().catch((error: unknown) => setProblem(sentenceOf(error)))
  }, [])
  return { files, own, problem }
}

function useDownload() {
  const [got, setGot] = useState<Got>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const load = async (platform: Platform): Promise<void> => {
    setProblem(undefined)
    setBusy(true)
    try {
      const { code } = await fetchPass()
      startDownload(platform, code)
      setGot({ platform, code })
    } catch (error) {
      setProblem(sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }
  return { got, busy, problem, get: (platform: Platform) => void load(platform) }
}

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'That did not work. Try again.'

interface StepProps {
  readonly number: number
  readonly title: string
  readonly done?: boolean
  readonly children: ReactNode
}

function Step({ number, title, done = false, children }: StepProps) {
  return (
    <li className="flex items-start gap-3">
      <span
        aria-hidden="true"
        className={cx(
          'edge-in-forced-colors grid size-8 shrink-0 place-items-center rounded-full font-semibold',
          done ? 'bg-good-soft text-good-ink' : 'bg-accent-soft text-accent-ink',
        )}
      >
        {done ? <Check className="size-4.5" /> : number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p className="pt-1 font-semibold">
          {title}
          {done ? <span className="sr-only"> (done)</span> : null}
        </p>
        {children}
      </div>
    </li>
  )
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div className="text-ink-soft">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  )
}

function Waiting({ children }: { readonly children: ReactNode }) {
  return (
    <p className="flex items-center gap-3 rounded-card bg-surface-sunken px-4 py-3">
      <Spinner className="size-5 shrink-0 text-accent-ink" />
      <span>{children}</span>
    </p>
  )
}

const SUMMARY = 'cursor-pointer font-medium text-accent-ink underline-offset-2 hover:underline'

/** What to do when the browser or the system warns, or the window does not know the session. */
function Help({ file, got }: { readonly file: ProgramFile | undefined; readonly got: Got | undefined }) {
  return (
    <details>
      <summary className={SUMMARY}>It warns about the file, or asks for a code</summary>
      <div className="flex flex-col gap-2 pt-2 text-ink-soft">
        {file ? (
          <p>
            Your browser or computer may warn of a file that few people have
            {file.signed ? '' : ' and that nobody signed'}. Go on only if you asked for help yourself, and this page is
            at <strong>{window.location.host}</strong>. {PROGRAM_WORDS[file.platform].warns}
          </p>
        ) : null}
        <p>
          {got ? (
            <>
              If the small window asks for a code, type{' '}
              <strong className="font-mono whitespace-nowrap text-ink">{formatCode(got.code)}</strong>. It works once,
              for ten minutes.
            </>
          ) : (
            'If the small window asks for a code: it stands here after the download.'
          )}
        </p>
      </div>
    </details>
  )
}

interface OthersProps {
  readonly files: readonly ProgramFile[]
  readonly onGet: (platform: Platform) => void
}

function Others({ files, onGet }: OthersProps) {
  if (files.length === 0) return null
  return (
    <details>
      <summary className={SUMMARY}>Another kind of computer</summary>
      <ul className="flex flex-col gap-2 pt-2">
        {files.map(({ platform, size }) => (
          <li key={platform} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Button size="small" onClick={() => onGet(platform)}>
              Download for {PROGRAM_WORDS[platform].system}
            </Button>
            <span className="text-sm text-ink-soft">
              {PROGRAM_WORDS[platform].needs}, {formatSize(size)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
