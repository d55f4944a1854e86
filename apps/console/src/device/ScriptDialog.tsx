import { interpreterSchema, saveScriptSchema, scriptPlatformSchema } from '@deskside/protocol'
import type { Script } from '@deskside/protocol'
import { TextAreaField, TextField } from '@deskside/ui'
import { useId } from 'react'
import { FormDialog } from '../platform/FormDialog.tsx'
import { useForm } from '../platform/forms.ts'
import { INTERPRETER_WORDS, PLATFORM_WORDS } from './device-words.ts'
import { useScriptCalls } from './scripts.ts'

interface ScriptDialogProps {
  /** The one to change; undefined for a new one. */
  readonly script: Script | undefined
  readonly onClose: () => void
}

/** Adds a script to the library, or changes one. */
export function ScriptDialog({ script, onClose }: ScriptDialogProps) {
  const { save } = useScriptCalls()
  const form = useForm({
    schema: saveScriptSchema,
    send: async (values) => {
      await save.mutateAsync({ ...values, id: script?.id })
      onClose()
    },
  })
  return (
    <FormDialog form={form} title={script ? 'Change a script' : 'Add a script'} width="large" onClose={onClose}>
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        required
        defaultValue={script?.name}
        hint="Customers see it when they are asked."
        error={form.problems.fields['name']}
      />
      <TextField
        label="Description"
        name="description"
        autoComplete="off"
        defaultValue={script?.description}
        hint="For representatives: what it is good for."
        error={form.problems.fields['description']}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label="For"
          name="platform"
          words={PLATFORM_WORDS}
          first={script?.platform ?? 'any'}
          options={scriptPlatformSchema.options}
        />
        <Choice
          label="Run by"
          name="interpreter"
          words={INTERPRETER_WORDS}
          first={script?.interpreter ?? 'bash'}
          options={interpreterSchema.options}
        />
      </div>
      <TextAreaField
        label="Text"
        name="text"
        rows={12}
        required
        spellCheck={false}
        autoComplete="off"
        dir="ltr"
        className="font-mono text-sm"
        defaultValue={script?.text}
        hint="Run as it stands here, after the customer has seen it."
        error={form.problems.fields['text']}
      />
    </FormDialog>
  )
}

interface ChoiceProps<V extends string> {
  readonly label: string
  readonly name: string
  readonly words: Readonly<Record<V, string>>
  readonly first: V
  readonly options: readonly V[]
}

function Choice<V extends string>({ label, name, words, first, options }: ChoiceProps<V>) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        defaultValue={first}
        className="min-h-11 w-full rounded-control border border-line-strong bg-surface px-3 py-2 text-ink"
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {words[option]}
          </option>
        ))}
      </select>
    </div>
  )
}
