import type { PanelRunning, PanelState } from '../panel-state.ts'
import { Icon } from './Icon.tsx'
import type { IconName } from './Icon.tsx'
import type { Doing } from './use-act.ts'
import { drivers, useWaitingSaid } from './use-waiting.ts'
import { WORDS, everythingWords, roleOf, stopWords } from './words.ts'

interface PartProps {
  readonly state: PanelState
  readonly doing: Doing
}

const MARKS: Record<PanelRunning['risk'], IconName> = { control: 'pointer', view: 'eye', none: 'check' }

/** Everything that is allowed now, each with its own Stop. */
export function Allowed({ state, doing }: PartProps) {
  const { running, everything } = state
  return (
    <section aria-label={WORDS.allowed} aria-live="assertive" class="allowed">
      {running.length === 0 && everything.length === 0 ? (
        <p class="row calm">
          <Icon name="shield" />
          <span>{WORDS.nothing}</span>
        </p>
      ) : null}
      {running.map((entry) => (
        <div key={entry.grantId} class={`row ${entry.risk}`}>
          <Icon name={MARKS[entry.risk]} />
          <RunningWords entry={entry} />
          <button
            type="button"
            class="danger-quiet"
            onClick={() => void doing.run({ do: 'stop', grantId: entry.grantId })}
          >
            {stopWords(entry.what)}
          </button>
        </div>
      ))}
      {everything.map(({ representativeId, name }) => (
        <div key={representativeId} class="row calm">
          <Icon name="check" />
          <p class="row-words">{everythingWords(name)}</p>
          <button type="button" onClick={() => void doing.run({ do: 'ask-again', representativeId })}>
            {WORDS.askAgain}
          </button>
        </div>
      ))}
    </section>
  )
}

/**
 * What somebody may do; in its place, while the person at the computer is busy, that they wait. Both have their room all the time:
 * a Stop that is aimed at must not move away. It stays allowed meanwhile, so nothing of this is news to who only hears it.
 */
function RunningWords({ entry }: { readonly entry: PanelRunning }) {
  const { name, may, waits } = entry
  return (
    <div class="row-words">
      <p class={waits ? 'veiled' : undefined}>
        <bdi>{name}</bdi> {may}.
      </p>
      {waits === undefined ? null : (
        <p class={waits ? undefined : 'veiled'} aria-hidden="true">
          {WORDS.youAct} <bdi>{name}</bdi> {WORDS.waits}
        </p>
      )}
    </div>
  )
}

/** The same for who does not see it: politely, when it lasts. */
export function WaitingStatus({ running }: { readonly running: PanelState['running'] }) {
  const said = useWaitingSaid(running)
  const names = [...new Set(drivers(running).map(({ name }) => name))]
  return (
    <div role="status" class="sr-only">
      {said === 'nothing' ? null : (
        <p>
          {said === 'waits' ? WORDS.youAct : ''}
          {names.map((name, index) => (
            <span key={name}>
              {index > 0 ? ', ' : ' '}
              <bdi>{name}</bdi>
            </span>
          ))}{' '}
          {said === 'waits' ? WORDS.waits : WORDS.goesOn}
        </p>
      )}
    </div>
  )
}

export function People({ state }: { readonly state: PanelState }) {
  return (
    <ul class="people" aria-label={WORDS.connected}>
      {state.people.map((person) => (
        <li key={person.id} class={person.here ? 'here' : 'lost'}>
          <span>
            <bdi>{person.name}</bdi> <span class="soft">({roleOf(person, state.me)})</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Ends everything at once; there whenever something runs, always at the window's foot. */
export function StopBar({ state, doing }: PartProps) {
  if (state.running.length === 0) return null
  return (
    <footer>
      <button
        type="button"
        class="stop"
        aria-describedby="stop-hint"
        onClick={() => void doing.run({ do: 'stop-all' })}
      >
        <Icon name="stop" />
        {WORDS.stop}
      </button>
      <p id="stop-hint" class="hint">
        {state.stopKey === false ? WORDS.stopHintHere : WORDS.stopHint}
      </p>
    </footer>
  )
}
