import type { Queue } from '@deskside/protocol'
import { Button, Dialog } from '@deskside/ui'
import { useId } from 'react'
import { CopyButton } from '../platform/CopyButton.tsx'
import { formCode, linkCode, scriptCode } from './embed-code.ts'

interface EmbedCodeProps {
  readonly queue: Queue
  readonly siteUrl: string
}

/** What puts a queue on somebody's web page, to be copied: the button, a link, a form in plain HTML. */
export function EmbedCode({ queue, siteUrl }: EmbedCodeProps) {
  const { origins } = queue.visiting.embed
  return (
    <Dialog
      width="large"
      title={
        <>
          <bdi>{queue.name}</bdi> on a web page
        </>
      }
      description="Copy one of these into the page. Visitors then get help without leaving it, or by this site."
      trigger={
        <Button size="small" aria-label={`Web page code of ${queue.name}`}>
          Web page code
        </Button>
      }
    >
      <div className="flex flex-col gap-6">
        <Code
          name="Button"
          hint={
            origins.length === 0
              ? 'Best for most pages: a button in the corner, and the form, the wait and the chat in the page itself. Any page may carry it.'
              : `Best for most pages: a button in the corner, and the form, the wait and the chat in the page itself. Only pages of ${origins.join(', ')} may carry it.`
          }
          code={scriptCode(siteUrl, queue)}
        />
        <Code
          name="Link"
          hint="For e-mails and pages that take no script. Beside the button’s script it opens the same panel."
          code={linkCode(siteUrl, queue)}
        />
        <Code
          name="Plain form"
          hint="For pages without any script. It asks what the entry form asks now: copy it again when that changes."
          code={formCode(siteUrl, queue)}
        />
      </div>
    </Dialog>
  )
}

function Code({ name, hint, code }: { readonly name: string; readonly hint: string; readonly code: string }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="font-semibold">
          {name}
        </h3>
        <CopyButton size="small" label="Copy" aria-label={`Copy ${name.toLowerCase()}`} text={code} />
      </div>
      <p className="text-sm text-ink-soft wrap-anywhere">{hint}</p>
      <pre
        // It scrolls, so it can be reached by keyboard.
        tabIndex={0}
        aria-label={`Code of the ${name.toLowerCase()}`}
        role="region"
        dir="ltr"
        className="max-h-56 overflow-auto rounded-control border border-line bg-surface-sunken p-3 font-mono text-sm"
      >
        {code}
      </pre>
    </section>
  )
}
