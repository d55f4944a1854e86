import type { Script } from '@deskside/protocol'
import { AlertDialog, Button, Notice, Spinner, formatMoment } from '@deskside/ui'
import { FilePlus2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Card } from '../platform/Page.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { INTERPRETER_WORDS, PLATFORM_WORDS } from './device-words.ts'
import { ScriptDialog } from './ScriptDialog.tsx'
import { useScriptCalls, useScripts } from './scripts.ts'

/** The administrator's part of the script library: what representatives may ask to run. */
export function ScriptLibrary() {
  const { data: scripts, error, isPending } = useScripts()
  const [changing, setChanging] = useState<Script | 'new'>()
  const [removing, setRemoving] = useState<Script>()
  return (
    <Card title="Script library">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-soft">
          What representatives may ask to run on a customer’s computer. The customer sees the whole text first.
        </p>
        <Button icon={<FilePlus2 aria-hidden="true" className="size-4.5" />} onClick={() => setChanging('new')}>
          Add a script
        </Button>
      </div>
      {error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(error)}
        </Notice>
      ) : null}
      {isPending ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      {scripts?.length === 0 ? <p>There are no scripts yet.</p> : null}
      <ul className="divide-y divide-line">
        {scripts?.map((script) => (
          <Row key={script.id} script={script} onChange={setChanging} onRemove={setRemoving} />
        ))}
      </ul>
      {changing ? (
        <ScriptDialog script={changing === 'new' ? undefined : changing} onClose={() => setChanging(undefined)} />
      ) : null}
      {removing ? <RemoveDialog script={removing} onClose={() => setRemoving(undefined)} /> : null}
    </Card>
  )
}

interface RowProps {
  readonly script: Script
  readonly onChange: (script: Script) => void
  readonly onRemove: (script: Script) => void
}

function Row({ script, onChange, onRemove }: RowProps) {
  const { name, description, platform, interpreter, updatedAt, updatedBy } = script
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 py-3">
      <div className="min-w-0">
        <h3 className="font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </h3>
        {description ? <p className="wrap-anywhere">{description}</p> : null}
        <p className="text-sm text-ink-soft">
          {PLATFORM_WORDS[platform]}, {INTERPRETER_WORDS[interpreter]}, changed {formatMoment(updatedAt)}
          {updatedBy === null ? null : (
            <>
              {' '}
              by <bdi>{updatedBy}</bdi>
            </>
          )}
        </p>
      </div>
      <div className="flex gap-2">
        <Button size="small" aria-label={`Change ${name}`} onClick={() => onChange(script)}>
          Change
        </Button>
        <Button size="small" look="danger-quiet" aria-label={`Remove ${name}`} onClick={() => onRemove(script)}>
          Remove
        </Button>
      </div>
    </li>
  )
}

function RemoveDialog({ script, onClose }: { readonly script: Script; readonly onClose: () => void }) {
  const { remove } = useScriptCalls()
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={keep}
      title={`Remove ${script.name}?`}
      description="Nobody can ask for it any more. Where it runs now it goes on."
      width="small"
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep
          </Button>
          <Button
            look="danger"
            busy={remove.isPending}
            onClick={() => remove.mutate(script.id, { onSuccess: onClose })}
          >
            Remove
          </Button>
        </>
      }
    >
      {remove.error ? (
        <p role="alert" className="font-medium text-danger-ink">
          {sentenceOf(remove.error)}
        </p>
      ) : null}
    </AlertDialog>
  )
}
