import { isShare, needsSupportManager, showsComputer } from '@deskside/protocol'
import type { Capability, Grant } from '@deskside/protocol'
import { runsProgram } from '@deskside/realtime'
import type { SessionClient } from '@deskside/realtime'
import { Button, Notice, cx, useObservable } from '@deskside/ui'
import { ClipboardCopy, Eye, MonitorUp, MousePointerClick, ShieldCheck, Square, SquareTerminal } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { captureProblem } from '../screen/capture-problem.ts'
import { ProgramLine } from '../download/ProgramLine.tsx'
import { wordsOf } from './capability-words.ts'
import { permissionSentence } from './permission-words.ts'

/** Everything that is allowed now, always in sight, each with its Stop. */
export function Permissions({ client }: { readonly client: SessionClient }) {
  const { story } = useObservable(client.state)
  const grants = Object.values(story.consent.grants).sort((a, b) => a.grantedAt - b.grantedAt)
  const nameOf = (id: string) => story.session.participants[id]?.name ?? 'Your representative'
  const nothing = grants.length === 0 && story.consent.everything.length === 0
  return (
    <>
      <section aria-label="What is allowed now" aria-live="assertive" className="flex flex-col gap-2">
        {nothing ? (
          <p className="flex items-center gap-3 rounded-card border border-line bg-surface px-4 py-3 text-ink-soft">
            <ShieldCheck aria-hidden="true" className="size-5 shrink-0 text-good-ink" />
            Nobody sees or touches anything on your computer.
          </p>
        ) : null}
        {grants.map((grant) => (
          <Permission key={grant.id} client={client} grant={grant} name={nameOf(grant.representativeId)} />
        ))}
        {story.consent.everything.map(({ representativeId }) => (
          <Row
            key={representativeId}
            text={`${nameOf(representativeId)} is allowed everything they ask for. You see each thing here.`}
          >
            <Button
              size="small"
              onClick={() => void client.send('consent.revoke-everything', { representativeId }).catch(() => undefined)}
            >
              Ask me again each time
            </Button>
          </Row>
        ))}
        {grants.length > 0 ? (
          <p className="text-sm text-ink-soft pointer-coarse:hidden">Stop everything at once: Ctrl + Alt + End.</p>
        ) : null}
      </section>
      <ProgramLine client={client} />
    </>
  )
}

function Permission({
  client,
  grant,
  name,
}: {
  readonly client: SessionClient
  readonly grant: Grant
  readonly name: string
}) {
  const { story, devices } = useObservable(client.state)
  const { outgoing } = useObservable(client.screen.state)
  const { capability } = grant
  const words = wordsOf(capability)
  const own = outgoing.some((p) => p.grantId === grant.id)
  const capture = story.screen[grant.id]
  const byProgram = capture?.streamId === null && !isShare(capability)
  const running = own ? 'here' : byProgram ? 'program' : capture ? 'elsewhere' : 'nothing'
  // A Support Manager captures by itself, and some things nothing else may capture (screen R18).
  const program = needsSupportManager(capability) !== undefined || runsProgram(devices, client.participantId)
  return (
    <Row strong={own || byProgram} icon={iconOf(capability)} text={permissionSentence({ name, capability, running })}>
      {showsComputer(capability) && running === 'nothing' && !program ? <Choose client={client} grant={grant} /> : null}
      <Button
        size="small"
        look="danger"
        icon={<Square aria-hidden="true" className="size-3.5 fill-current" />}
        onClick={() => client.screen.stop(grant.id)}
      >
        Stop {words.what}
      </Button>
    </Row>
  )
}

function iconOf(capability: Capability): LucideIcon {
  if (isShare(capability)) return MonitorUp
  if (capability.startsWith('clipboard.')) return ClipboardCopy
  if (capability.startsWith('device.')) return SquareTerminal
  return capability.endsWith('.control') ? MousePointerClick : Eye
}

/** After a reload, or when everything is allowed: the browser still wants a click before it shows anything. */
function Choose({ client, grant }: { readonly client: SessionClient; readonly grant: Grant }) {
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const choose = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const result = await client.screen.capture(grant.capability)
      if (result.ok) await client.screen.begin(grant.id, result.capture)
      else setProblem(captureProblem(result.why, grant.capability))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'That did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      {problem ? (
        <Notice tone="warn" role="alert" className="basis-full">
          {problem}
        </Notice>
      ) : null}
      <Button size="small" look="primary" busy={busy} onClick={() => void choose()}>
        Choose what to show
      </Button>
    </>
  )
}

function Row({
  text,
  icon: Icon = Eye,
  strong = false,
  children,
}: {
  readonly text: string
  readonly icon?: LucideIcon
  readonly strong?: boolean
  readonly children: ReactNode
}) {
  return (
    <div
      className={cx(
        'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border-2 px-4 py-3',
        strong ? 'border-danger bg-danger-soft text-danger-ink' : 'border-line bg-surface',
      )}
    >
      <p className="flex min-w-0 flex-1 basis-56 items-center gap-3 font-medium wrap-anywhere">
        <Icon aria-hidden="true" className="size-5 shrink-0" />
        {text}
      </p>
      {children}
    </div>
  )
}
