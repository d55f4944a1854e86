import { AWAY_REASONS } from '@deskside/protocol'
import type { Inbox } from '@deskside/protocol'
import { Badge, Button, Checkbox, IconButton, Popover, StatusDot, useObservable, useToast } from '@deskside/ui'
import { Bell, BellOff, BellRing } from 'lucide-react'
import { useId, useState } from 'react'
import { chime } from '../platform/chime.ts'
import { useLive, useServerNow } from '../platform/live.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { MISSED_WORDS, REASON_WORDS, STATE_TONES, STATE_WORDS, chosenBy, optionOf } from './agent-words.ts'
import { alertSettings, changeAlerts } from './alert-settings.ts'
import { useDesktopNotices } from './announce.ts'
import { ChooseDialog } from './ChooseDialog.tsx'
import { useInbox } from './inbox.ts'
import { SetBy } from './SetBy.tsx'
import { WrapUp } from './WrapUp.tsx'

/** For whoever serves a queue: how they stand, and who waits. */
export function AgentBar() {
  const inbox = useInbox()
  const [choosing, setChoosing] = useState<string>()
  if (!inbox) return null
  // A queue in which choosing ended meanwhile has nothing to choose from.
  const from = inbox.queues.find(({ id, mayChoose }) => id === choosing && mayChoose)
  return (
    <section
      aria-label="My queues"
      className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1 border-b border-line bg-surface px-3 py-1.5 text-sm"
    >
      <StateField inbox={inbox} />
      <SetBy inbox={inbox} />
      <WrapUp inbox={inbox} />
      <Capacity inbox={inbox} />
      <ul aria-label="Waiting" className="flex min-w-0 flex-1 flex-wrap gap-x-5 gap-y-1">
        {inbox.queues.map((queue) => (
          <li key={queue.id} className="flex min-w-0 items-center gap-2">
            <bdi className="max-w-48 truncate" title={queue.name}>
              {queue.name}
            </bdi>
            <Badge tone="accent" strong={queue.waiting > 0}>
              {queue.waiting} waiting
            </Badge>
            {queue.longestSince === null ? null : <Longest since={queue.longestSince} />}
            {queue.mayChoose && queue.waiting > 0 ? (
              <Button size="small" aria-label={`Choose from ${queue.name}`} onClick={() => setChoosing(queue.id)}>
                Choose
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <Alerts />
      {from ? <ChooseDialog queue={from} onClose={() => setChoosing(undefined)} /> : null}
    </section>
  )
}

/** How much of what they may help with at once an agent does now. */
function Capacity({ inbox: { used, capacity } }: { readonly inbox: Inbox }) {
  return (
    <span className="whitespace-nowrap text-ink-soft" title="How much you help with now, of what you may at once">
      <span className="tabular-nums">
        {used} of {capacity}
      </span>{' '}
      in use
    </span>
  )
}

function Longest({ since }: { readonly since: number }) {
  const now = useServerNow()
  return <span className="text-ink-soft tabular-nums">longest {formatSpan(now - since)}</span>
}

function StateField({ inbox }: { readonly inbox: Inbox }) {
  const client = useLive().inbox
  const toast = useToast()
  const id = useId()
  const choose = (option: string): void => {
    const chosen = chosenBy(option)
    if (chosen)
      void client
        .choose(chosen)
        .catch((error: unknown) => toast({ title: 'My state', description: sentenceOf(error), tone: 'error' }))
  }
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="font-medium whitespace-nowrap">
        <StatusDot tone={STATE_TONES[inbox.state]}>My state</StatusDot>
      </label>
      <select
        id={id}
        value={optionOf(inbox)}
        onChange={(event) => choose(event.target.value)}
        className="min-h-9 max-w-56 rounded-control border border-line-strong bg-surface px-2 py-1 text-ink"
      >
        <option value="available">{STATE_WORDS.available}</option>
        {inbox.state === 'wrap-up' ? (
          <option value="wrap-up" disabled>
            {STATE_WORDS['wrap-up']}
          </option>
        ) : null}
        <option value="busy">{STATE_WORDS.busy}</option>
        <option value="away">{STATE_WORDS.away}</option>
        {AWAY_REASONS.map((reason) => (
          <option key={reason} value={`away:${reason}`}>
            {REASON_WORDS[reason]}
          </option>
        ))}
        {inbox.reason === 'missed' ? (
          <option value="away:missed" disabled>
            {MISSED_WORDS}
          </option>
        ) : null}
        <option value="offline">{STATE_WORDS.offline}</option>
      </select>
    </div>
  )
}

/** How an incoming request is announced here. */
function Alerts() {
  const { sound, volume } = useObservable(alertSettings)
  const { permission, ask } = useDesktopNotices()
  const range = useId()
  return (
    <div className="flex items-center gap-1">
      {permission === 'default' ? (
        <Button size="small" icon={<BellRing aria-hidden="true" className="size-4" />} onClick={ask}>
          Allow notifications
        </Button>
      ) : null}
      <Popover
        align="end"
        title="Incoming requests"
        trigger={
          <IconButton
            size="small"
            label={sound ? 'How requests are announced' : 'How requests are announced: silently'}
            icon={sound ? <Bell className="size-4.5" /> : <BellOff className="size-4.5" />}
          />
        }
      >
        <Checkbox
          label="Play a sound until they are answered"
          checked={sound}
          onChange={(event) => changeAlerts({ sound: event.target.checked })}
        />
        <label htmlFor={range} className="font-medium">
          Volume
        </label>
        <input
          id={range}
          type="range"
          min={0.1}
          max={1}
          step={0.1}
          value={volume}
          disabled={!sound}
          onChange={(event) => {
            changeAlerts({ volume: event.target.valueAsNumber })
            chime(event.target.valueAsNumber)
          }}
          className="accent-accent"
        />
        {permission === 'denied' ? (
          <p className="text-sm text-ink-soft">
            This browser does not let the console show notifications. Its settings for this site can change that.
          </p>
        ) : null}
      </Popover>
    </div>
  )
}
