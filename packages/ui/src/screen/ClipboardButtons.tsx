import type { ClipboardClient } from '@deskside/realtime'
import { ClipboardCheck, ClipboardPaste } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../Button.tsx'
import { useObservable } from '../use-observable.ts'
import { PageClipboardSender, mayReadClipboard } from './page-clipboard.ts'
import type { Sent } from './page-clipboard.ts'

const OUTCOMES: Readonly<Record<Sent, string>> = {
  sent: 'Sent. Paste it there.',
  nothing: 'There is no text and no picture on your clipboard.',
  denied: 'Your browser does not let this page read the clipboard. Allow it in the browser’s settings for this site.',
  'too-large': 'That is too large for the clipboard. Send it as a file.',
}

/** Sends what was copied here at once, also where the browser asks first. */
export function SendClipboard({ client }: { readonly client: ClipboardClient }) {
  const { toComputer } = useObservable(client.state)
  const [outcome, setOutcome] = useState<Sent>()
  const send = async (): Promise<void> => {
    const sender = new PageClipboardSender({ client, clipboard: navigator.clipboard, mayRead: mayReadClipboard })
    setOutcome(await sender.send())
  }
  return (
    <>
      <Button
        size="small"
        aria-disabled={!toComputer || undefined}
        icon={<ClipboardPaste aria-hidden="true" className="size-4" />}
        onClick={() => void send()}
      >
        Send my clipboard
      </Button>
      <p role="status" className="text-sm empty:absolute">
        {outcome ? OUTCOMES[outcome] : ''}
      </p>
    </>
  )
}

/** What was copied over there and this browser takes only by a click. */
export function TakeClipboard({ client }: { readonly client: ClipboardClient }) {
  const { waiting } = useObservable(client.state)
  if (!waiting) return null
  return (
    <Button
      size="small"
      look="primary"
      icon={<ClipboardCheck aria-hidden="true" className="size-4" />}
      onClick={() => void client.takeWaiting()}
    >
      Take the copied {waiting === 'text' ? 'text' : 'picture'}
    </Button>
  )
}
