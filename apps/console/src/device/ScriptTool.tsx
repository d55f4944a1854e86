import type { Script } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, Notice, cx, useObservable } from '@deskside/ui'
import { FileTerminal } from 'lucide-react'
import { useId, useState } from 'react'
import { CapabilityButton } from '../consent/index.ts'
import { sentenceOf } from '../platform/queries.ts'
import { Begin } from './Begin.tsx'
import { deviceDeskOf } from './device-desk.ts'
import type { ScriptResult } from './device-desk.ts'
import { INTERPRETER_WORDS, PLATFORM_WORDS, endWords } from './device-words.ts'
import { useScripts } from './scripts.ts'

/** A script of the library, run on the customer's computer as it stands there. */
export function ScriptTool({ client }: { readonly client: SessionClient }) {
  const desk = deviceDeskOf(client)
  const { script, refusals } = useObservable(desk.state)
  const { data: scripts, error } = useScripts()
  const [chosen, setChosen] = useState<string>()
  const selected = scripts?.find(({ id }) => id === chosen) ?? scripts?.[0]
  return (
    <section aria-label="Scripts" className="flex flex-col gap-3 py-4">
      {error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(error)}
        </Notice>
      ) : null}
      {scripts?.length === 0 ? (
        <p className="text-ink-soft">There are no scripts yet. An administrator puts them into the site’s library.</p>
      ) : null}
      {scripts && selected ? <Choice scripts={scripts} selected={selected} onChoose={setChosen} /> : null}
      {selected ? (
        <CapabilityButton
          client={client}
          capability="device.script"
          label="Run script"
          icon={<FileTerminal aria-hidden="true" className="size-4.5 shrink-0" />}
          hint="The customer sees the script’s name and its whole text, and decides."
          ask={() => desk.ask('script', selected.id)}
          problem={refusals.script}
        />
      ) : null}
      <Begin client={client} kind="script" />
      {script ? <Result script={script} onCancel={() => desk.cancelScript()} /> : null}
    </section>
  )
}

interface ChoiceProps {
  readonly scripts: readonly Script[]
  readonly selected: Script
  readonly onChoose: (id: string) => void
}

function Choice({ scripts, selected, onChoose }: ChoiceProps) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        Script
      </label>
      <select
        id={id}
        value={selected.id}
        onChange={(event) => onChoose(event.target.value)}
        className="min-h-11 w-full rounded-control border border-line-strong bg-surface px-3 py-2 text-ink"
      >
        {scripts.map((script) => (
          <option key={script.id} value={script.id}>
            {script.name} ({PLATFORM_WORDS[script.platform]})
          </option>
        ))}
      </select>
      {selected.description ? <p className="text-sm text-ink-soft wrap-anywhere">{selected.description}</p> : null}
      <details className="text-sm">
        <summary className="cursor-pointer font-medium text-accent-ink">
          What it does ({INTERPRETER_WORDS[selected.interpreter]})
        </summary>
        <Text label={`Text of ${selected.name}`} pieces={[{ text: selected.text, error: false }]} />
      </details>
    </div>
  )
}

function Result({ script, onCancel }: { readonly script: ScriptResult; readonly onCancel: () => void }) {
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-semibold">
        <bdi>{script.title}</bdi>
      </h3>
      <Text label={`Output of ${script.title}`} pieces={script.output} />
      {script.output.some(({ error }) => error) ? (
        <p className="text-sm text-ink-soft">In italics: what it wrote as an error.</p>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <p role="status">{script.end ? endWords(script.end) : 'Running…'}</p>
        {script.end ? null : (
          <Button look="danger-quiet" size="small" onClick={onCancel}>
            Stop script
          </Button>
        )}
      </div>
    </div>
  )
}

function Text({ label, pieces }: { readonly label: string; readonly pieces: ScriptResult['output'] }) {
  return (
    <pre
      role="region"
      aria-label={label}
      tabIndex={0}
      dir="ltr"
      className="max-h-72 overflow-auto rounded-control border border-line bg-surface-sunken p-3 font-mono text-sm"
    >
      {pieces.map(({ text, error }, index) => (
        <span key={index} className={cx(error && 'text-danger-ink italic')}>
          {text}
        </span>
      ))}
    </pre>
  )
}
