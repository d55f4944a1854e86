import type { DisplayMode } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, Dialog, useObservable } from '@deskside/ui'
import { SlidersHorizontal } from 'lucide-react'
import { useId, useState } from 'react'
import { sentenceOf } from '../platform/queries.ts'

const MODES: readonly { readonly mode: DisplayMode; readonly label: string; readonly means: string }[] = [
  { mode: 'standard', label: 'Standard', means: 'Better image: text is sharp, and what rests is exact.' },
  {
    mode: 'sampling',
    label: 'Screen Sampling',
    means: 'Faster: less is sent, for slow connections and for video. Pictures are softer, text stays readable.',
  },
]

/** How this session's pictures are sent, to be changed while they run. */
export function SessionOptions({ client }: { readonly client: SessionClient }) {
  const { actions } = useObservable(client.state)
  if (!actions.includes('session.set-display-mode')) return null
  return (
    <Dialog
      title="Session Options"
      width="medium"
      trigger={<Button icon={<SlidersHorizontal aria-hidden="true" className="size-4.5" />}>Session Options</Button>}
    >
      <ModeField client={client} />
    </Dialog>
  )
}

function ModeField({ client }: { readonly client: SessionClient }) {
  const { displayMode } = useObservable(client.state).story.session
  // Shown as chosen until the server's word comes, so that the dot does not jump back and forth.
  const [chosen, setChosen] = useState<DisplayMode>()
  const [error, setError] = useState<string>()
  const name = useId()
  const choose = async (mode: DisplayMode): Promise<void> => {
    setChosen(mode)
    setError(undefined)
    try {
      await client.send('session.set-display-mode', { mode })
    } catch (reason) {
      setError(sentenceOf(reason))
    } finally {
      setChosen(undefined)
    }
  }
  return (
    <div role="radiogroup" aria-labelledby={`${name}-title`} className="flex flex-col gap-2">
      <h3 id={`${name}-title`} className="font-semibold">
        Display mode
      </h3>
      <p className="text-sm text-ink-soft">For all pictures of this session, at once.</p>
      {MODES.map(({ mode, label, means }) => (
        <label
          key={mode}
          className="flex cursor-pointer items-start gap-3 rounded-card border border-line p-3 hover:bg-surface-hover has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name={name}
            value={mode}
            checked={(chosen ?? displayMode) === mode}
            onChange={() => void choose(mode)}
            aria-label={label}
            aria-describedby={`${name}-${mode}`}
            className="mt-0.5 size-5 shrink-0 accent-accent"
          />
          <span>
            <span className="block font-medium">{label}</span>
            <span id={`${name}-${mode}`} className="block text-sm text-ink-soft">
              {means}
            </span>
          </span>
        </label>
      ))}
      {error ? (
        <p role="alert" className="text-sm font-medium text-danger-ink">
          {error}
        </p>
      ) : null}
    </div>
  )
}
