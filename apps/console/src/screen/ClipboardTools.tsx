import { grantOf } from '@deskside/protocol'
import type { Capability } from '@deskside/protocol'
import type { ProgramViews, SessionClient } from '@deskside/realtime'
import { Popover, SendClipboard, ToolButton, useObservable, useSendsByItself } from '@deskside/ui'
import { ClipboardCopy, ClipboardPaste } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { CapabilityButton } from '../consent/index.ts'
import { StopButton } from './StopButton.tsx'

interface ClipboardToolsProps {
  readonly client: SessionClient
  readonly clipboard: ProgramViews['clipboard']
  readonly customerName: string
}

/** The two clipboards: each direction is asked for by itself, and then works by the keys that everybody knows. */
export function ClipboardTools({ client, clipboard, customerName }: ClipboardToolsProps) {
  const { consent } = useObservable(client.state).story
  const on = DIRECTIONS.some(({ capability }) => grantOf(consent, client.participantId, capability))
  return (
    <Popover
      title="Clipboard"
      trigger={<ToolButton label={on ? 'Clipboard on' : 'Clipboard'} icon={ClipboardCopy} opens />}
    >
      {DIRECTIONS.map((direction) => (
        <Direction
          key={direction.capability}
          client={client}
          clipboard={clipboard}
          {...direction}
          customerName={customerName}
        />
      ))}
    </Popover>
  )
}

interface DirectionWords {
  readonly capability: Capability
  readonly label: string
  readonly icon: LucideIcon
  readonly works: (name: string, byItself: boolean) => string
}

const DIRECTIONS: readonly DirectionWords[] = [
  {
    capability: 'clipboard.in',
    label: 'Request Paste There',
    icon: ClipboardPaste,
    works: (name, byItself) =>
      `Copy here, ${byItself ? '' : 'press “Send my clipboard”, '}click into the picture and press Ctrl + V: it is pasted on ${name}’s computer.`,
  },
  {
    capability: 'clipboard.out',
    label: 'Request Copy From There',
    icon: ClipboardCopy,
    works: (name) => `What is copied on ${name}’s computer from now on can be pasted here.`,
  },
]

interface DirectionProps extends DirectionWords {
  readonly client: SessionClient
  readonly clipboard: ProgramViews['clipboard']
  readonly customerName: string
}

function Direction({ client, clipboard, capability, label, icon: Icon, works, customerName }: DirectionProps) {
  const { consent } = useObservable(client.state).story
  const grant = grantOf(consent, client.participantId, capability)
  const words = works(customerName, useSendsByItself())
  if (!grant) {
    return (
      <CapabilityButton
        client={client}
        capability={capability}
        label={label}
        icon={<Icon aria-hidden="true" className="size-4.5 shrink-0" />}
        hint={words}
        ask={() => client.send('consent.request', { capability })}
        small
      />
    )
  }
  return (
    <div className="flex flex-col items-start gap-2">
      <p className="flex items-start gap-2 text-sm">
        <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-accent-ink" />
        {words}
      </p>
      {capability === 'clipboard.in' ? <SendClipboard client={clipboard} /> : null}
      <StopButton client={client} grant={grant} />
    </div>
  )
}
