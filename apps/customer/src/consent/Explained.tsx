import { reachesTheComputer } from '@deskside/protocol'
import type { OpenRequest } from '@deskside/protocol'
import type { AnswerPlace } from '@deskside/realtime'
import { Notice } from '@deskside/ui'
import { WARNING, wordsOf } from './capability-words.ts'
import { Means } from './Means.tsx'

/** What a request means, word by word where it is about words, and the warning before anything that works on the computer. */
export function Explained({ request, place }: { readonly request: OpenRequest; readonly place: AnswerPlace }) {
  const { means } = wordsOf(request.capability)
  // What is shown is chosen in the browser only where the browser shows it.
  const points = place === 'page' ? means : means.filter(({ mark }) => mark !== 'choose')
  const { detail } = request
  return (
    <div className="flex flex-col gap-4">
      {reachesTheComputer(request.capability) ? <Notice tone="warn">{WARNING}</Notice> : null}
      {points.length > 0 ? <Means points={points} /> : null}
      {detail ? (
        <details className="rounded-card border border-line text-ink">
          <summary className="cursor-pointer px-4 py-2.5 font-medium wrap-anywhere">{detail.title}</summary>
          <pre
            // The keyboard scrolls what has the focus.
            tabIndex={0}
            className="max-h-48 overflow-auto border-t border-line px-4 py-3 text-sm whitespace-pre-wrap wrap-anywhere"
          >
            {detail.text}
          </pre>
        </details>
      ) : null}
    </div>
  )
}
