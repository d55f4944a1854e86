import { CAPABILITY_OF } from '@deskside/protocol'
import type { DeviceKind } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, Notice, Spinner, formatClock, useObservable } from '@deskside/ui'
import { lazyRouteComponent } from '@tanstack/react-router'
import { Info, RotateCw, ShieldPlus, SquareTerminal } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { Suspense } from 'react'
import type { ReactNode } from 'react'
import { CapabilityButton, standingOf } from '../consent/index.ts'
import { Begin } from './Begin.tsx'
import { deviceDeskOf } from './device-desk.ts'
import type { DeviceResults } from './device-desk.ts'
import { endWords } from './device-words.ts'
import { InformationTable } from './InformationTable.tsx'
import { ScriptTool } from './ScriptTool.tsx'

const Terminal = lazyRouteComponent(() => import('./Terminal.tsx'), 'Terminal')

interface DevicePanelProps {
  readonly client: SessionClient
}

/** Information, restart, scripts, elevation and a command line: what each is, how it stands, and what came of it. */
export function DevicePanel({ client }: DevicePanelProps) {
  const results = useObservable(deviceDeskOf(client).state)
  const view = useObservable(client.state)
  const closed = standingOf(view, client.participantId, 'device.information')
  return (
    <div className="flex flex-col divide-y divide-line">
      {closed.is === 'closed' ? <Notice>{closed.because}</Notice> : null}
      <Tool client={client} kind="information" icon={Info} label="System information" hint={HINTS.information}>
        {results.information ? <InformationTable information={results.information} /> : null}
      </Tool>
      <ScriptTool client={client} />
      <Tool client={client} kind="shell" icon={SquareTerminal} label="Remote shell" hint={HINTS.shell}>
        <ShellResult client={client} shell={results.shell} />
      </Tool>
      <Tool client={client} kind="restart" icon={RotateCw} label="Restart computer" hint={HINTS.restart}>
        <RestartResult restart={results.restart} />
      </Tool>
      <Tool client={client} kind="elevate" icon={ShieldPlus} label="Elevation" hint={HINTS.elevate}>
        {results.elevated ? <p>The Support Manager works with administrator rights now.</p> : null}
      </Tool>
    </div>
  )
}

const HINTS: Readonly<Record<Exclude<DeviceKind, 'script'>, string>> = {
  information: 'System, memory, disks and network of the customer’s computer. No files and no passwords.',
  shell: 'A command line there, with what the customer may do. It lasts until one of you ends it.',
  restart: 'The computer restarts, and the Support Manager comes back into this session by itself within half an hour.',
  elevate: 'The Support Manager starts anew with administrator rights. The customer types the password there.',
}

interface ToolProps extends DevicePanelProps {
  readonly kind: Exclude<DeviceKind, 'script'>
  readonly icon: LucideIcon
  readonly label: string
  readonly hint: string
  readonly children: ReactNode
}

function Tool({ client, kind, icon: Icon, label, hint, children }: ToolProps) {
  const desk = deviceDeskOf(client)
  const { refusals } = useObservable(desk.state)
  return (
    <section aria-label={label} className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0">
      <CapabilityButton
        client={client}
        capability={CAPABILITY_OF[kind]}
        label={label}
        icon={<Icon aria-hidden="true" className="size-4.5 shrink-0" />}
        hint={hint}
        ask={() => desk.ask(kind)}
        problem={refusals[kind]}
      />
      <Begin client={client} kind={kind} />
      {children}
    </section>
  )
}

function ShellResult({ client, shell }: DevicePanelProps & { readonly shell: DeviceResults['shell'] }) {
  const desk = deviceDeskOf(client)
  if (!shell) return null
  return (
    <>
      <Suspense
        fallback={
          <p className="flex items-center gap-2">
            <Spinner /> Opening…
          </p>
        }
      >
        <Terminal key={shell.grantId} desk={desk} />
      </Suspense>
      <div className="flex flex-wrap items-center gap-3">
        {shell.end ? (
          <p role="status">{endWords(shell.end)}</p>
        ) : (
          <Button look="danger-quiet" size="small" onClick={() => desk.closeShell()}>
            End remote shell
          </Button>
        )}
      </div>
    </>
  )
}

function RestartResult({ restart }: { readonly restart: DeviceResults['restart'] }) {
  if (!restart) return null
  return (
    <p role="status" className="flex items-center gap-2">
      {restart.is === 'going' ? <Spinner /> : null}
      {restart.is === 'going'
        ? `Restarting… The Support Manager comes back by itself, at the latest at ${formatClock(restart.until)}.`
        : 'The computer is back, and so is the Support Manager.'}
    </p>
  )
}
