import { Button } from '@deskside/ui'
import type { ButtonProps } from '@deskside/ui'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from './copy.ts'
import { sentenceOf } from './queries.ts'

type CopyButtonProps = Omit<ButtonProps, 'icon' | 'busy' | 'onClick' | 'children'> & {
  readonly label: string
  /** The text, or how to get it. */
  readonly text: string | (() => Promise<string>)
}

/** Copies in one click and says so; where the clipboard is closed to the page, shows the text to be copied by hand. */
export function CopyButton({ label, text, ...rest }: CopyButtonProps) {
  const [phase, setPhase] = useState<'idle' | 'busy' | 'copied'>('idle')
  const [byHand, setByHand] = useState<string>()
  const [error, setError] = useState<string>()
  useEffect(() => {
    if (phase !== 'copied') return undefined
    const timer = setTimeout(() => setPhase('idle'), 2500)
    return () => clearTimeout(timer)
  }, [phase])

  const copy = async (): Promise<void> => {
    setError(undefined)
    setPhase('busy')
    try {
      const value = typeof text === 'string' ? text : await text()
      const copied = await copyText(value)
      setByHand(copied ? undefined : value)
      setPhase(copied ? 'copied' : 'idle')
    } catch (reason) {
      setError(sentenceOf(reason))
      setPhase('idle')
    }
  }
  const Icon = phase === 'copied' ? Check : Copy
  return (
    <span className="relative inline-flex max-w-full flex-col gap-1">
      <Button
        {...rest}
        busy={phase === 'busy'}
        icon={<Icon aria-hidden="true" className="size-4.5" />}
        onClick={() => void copy()}
      >
        {label}
      </Button>
      {/* Lies over what is below, so that nothing moves when it comes and goes. */}
      <span
        role="status"
        className={
          phase === 'copied'
            ? 'edge-in-forced-colors pointer-events-none absolute inset-x-0 top-full z-10 mx-auto mt-1 w-fit rounded-control bg-ink px-2.5 py-0.5 text-sm font-medium text-canvas shadow-float'
            : 'sr-only'
        }
      >
        {phase === 'copied' ? 'Copied' : ''}
      </span>
      {error ? (
        <span role="alert" className="text-sm font-medium text-danger-ink">
          {error}
        </span>
      ) : null}
      {byHand ? (
        <input
          readOnly
          aria-label={`${label} by hand`}
          value={byHand}
          ref={(field) => field?.focus()}
          onFocus={(event) => event.target.select()}
          className="w-full rounded-control border border-line-strong bg-surface px-2 py-1 text-sm"
        />
      ) : null}
    </span>
  )
}
