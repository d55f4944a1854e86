import type { Answered } from '@deskside/protocol'

/** What somebody answered in an entry form: their words, as text. */
export function AnswerList({ answers }: { readonly answers: Answered }) {
  if (answers.length === 0) return null
  return (
    <section
      aria-label="Answers of the entry form"
      className="my-1 border-y border-line py-2 text-sm last:mb-0 last:border-b-0 last:pb-0"
    >
      <dl className="flex flex-col gap-1.5">
        {answers.map(({ label, answer }, index) => (
          <div key={index}>
            <dt dir="auto" className="text-ink-soft wrap-anywhere">
              {label}
            </dt>
            <dd dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {answer}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
