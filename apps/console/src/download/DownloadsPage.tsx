import { programFilePath } from '@deskside/protocol'
import type { ProgramFile } from '@deskside/protocol'
import { Badge, Notice, PROGRAM_WORDS, Spinner, cx, formatMoment, formatSize } from '@deskside/ui'
import { Download, HardDriveDownload } from 'lucide-react'
import { CopyButton } from '../platform/CopyButton.tsx'
import { Card, NothingHere, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { useSite } from '../site/index.ts'
import { ownFirst, useOwnPlatform, useProgramFiles } from './program-files.ts'
import { SessionCodes } from './SessionCodes.tsx'

/** The Support Manager to be fetched by hand, and what is to be known of it. */
export function DownloadsPage() {
  usePageTitle('Downloads')
  const { data: site } = useSite()
  return (
    <Page
      title="Downloads"
      lead="The Support Manager: the small program for what a browser cannot do, on the customer’s computer or on yours."
    >
      {site && !site.supportManagerAllowed ? (
        <Notice tone="warn">
          Your administrators decided that this site does without the Support Manager. Sessions work in the browser:
          seeing screens, showing yours, and chat.
        </Notice>
      ) : (
        <Offered />
      )}
    </Page>
  )
}

function Offered() {
  const { data: files, error, isPending } = useProgramFiles()
  const { data: own } = useOwnPlatform()
  if (error) {
    return (
      <Notice tone="danger" role="alert">
        {sentenceOf(error)}
      </Notice>
    )
  }
  if (isPending || own === undefined) {
    return (
      <p className="flex items-center gap-2">
        <Spinner /> Looking…
      </p>
    )
  }
  if (files.length === 0) {
    return (
      <NothingHere icon={<HardDriveDownload className="size-7" />} title="There is nothing to download yet">
        This server has no Support Manager. Whoever runs it builds one, or sets one beside the server.
      </NothingHere>
    )
  }
  return (
    <>
      <Files files={ownFirst(files, own)} own={own} />
      <SessionCodes />
      <Card title="What it does on a computer">
        <div className="flex flex-col gap-2">
          <p>
            It is not installed and needs no rights of an administrator. It shows nothing and does nothing until the
            person at the computer allows it in its own window.
          </p>
          <p>
            To remove it: close its window and delete the file. When a session ends it ends by itself and takes away
            what it put on the computer.
          </p>
          <p>
            To check a file, compare its SHA-256 with the one above: on Windows by <Command>certutil -hashfile</Command>
            , on a Mac by <Command>shasum -a 256</Command>, on Linux by <Command>sha256sum</Command>.
          </p>
        </div>
      </Card>
    </>
  )
}

function Command({ children }: { readonly children: string }) {
  return <code className="rounded bg-surface-sunken px-1.5 py-0.5 font-mono text-sm">{children}</code>
}

function Files({
  files,
  own,
}: {
  readonly files: readonly ProgramFile[]
  readonly own: ProgramFile['platform'] | null
}) {
  const unsigned = files.some((f) => !f.signed)
  return (
    <Card title="Support Manager">
      {unsigned ? (
        <Notice tone="warn" className="mb-4">
          Files marked “Not signed” carry no publisher’s name. Windows and macOS warn before they start one, and a
          company’s protection may refuse it.
        </Notice>
      ) : null}
      <ul className="divide-y divide-line">
        {files.map((file, index) => (
          <FileRow key={file.platform} file={file} own={file.platform === own} primary={index === 0} />
        ))}
      </ul>
    </Card>
  )
}

interface FileRowProps {
  readonly file: ProgramFile
  /** Whether it is for the computer that this page is read on. */
  readonly own: boolean
  readonly primary: boolean
}

function FileRow({ file: { platform, version, size, sha256, builtAt, signed }, own, primary }: FileRowProps) {
  const { system, needs, start, warns } = PROGRAM_WORDS[platform]
  return (
    <li className="flex flex-col gap-3 py-5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold">
            {system}
            {own ? <Badge tone="accent">This computer</Badge> : null}
            {signed ? null : <Badge tone="warn">Not signed</Badge>}
          </h3>
          <p className="text-ink-soft">{needs}</p>
          <p className="text-sm text-ink-soft">
            Version {version}, {formatSize(size)},{' '}
            <time dateTime={new Date(builtAt).toISOString()}>{formatMoment(builtAt)}</time>
          </p>
        </div>
        <a
          href={programFilePath(platform)}
          download
          className={cx(
            'inline-flex min-h-10 items-center justify-center gap-2 rounded-control border px-4 py-1.5 font-medium',
            primary
              ? 'border-transparent bg-accent text-on-accent hover:bg-accent-hover'
              : 'border-line-strong bg-surface text-ink hover:bg-surface-hover',
          )}
        >
          <Download aria-hidden="true" className="size-4.5 shrink-0" />
          Download for {system}
        </a>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 basis-64 text-sm">
          <span className="text-ink-soft">SHA-256 </span>
          <code className="font-mono wrap-anywhere">{sha256}</code>
        </p>
        <CopyButton label="Copy SHA-256" aria-label={`Copy SHA-256 for ${system}`} text={sha256} size="small" />
      </div>
      <details>
        <summary className="cursor-pointer font-medium text-accent-ink underline-offset-2 hover:underline">
          How to start it on {system}
        </summary>
        <div className="flex flex-col gap-1 pt-2 text-ink-soft">
          {start.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <p>{warns}</p>
        </div>
      </details>
    </li>
  )
}
