import type { Entrance } from '@deskside/protocol'

/** What somebody sent with a form in plain HTML, as they typed it. */
export interface PlainEntry {
  readonly name: string
  /** By field id. */
  readonly answers: Readonly<Record<string, string>>
}

interface Shown {
  readonly slug: string
  readonly entrance: Entrance
  readonly typed: PlainEntry
  /** Sentences by the path of their field: `name`, `answers.<field id>`. */
  readonly problems: Readonly<Record<string, string>>
  /** What stands above the form. */
  readonly said: string
}

/**
 * The entry form as a page without a script, with everything that was typed: for who made a mistake in the plain form of
 * another site, or has to send it from here.
 */
export function plainFormPage({ slug, entrance, typed, problems, said }: Shown): string {
  const fields = entrance.form.map((field) =>
    shownField({
      ...field,
      path: `answers.${field.id}`,
      name: field.id,
      value: typed.answers[field.id] ?? '',
      problem: problems[`answers.${field.id}`],
    }),
  )
  const name = shownField({
    path: 'name',
    name: 'name',
    label: 'Your name',
    kind: 'text',
    required: true,
    options: [],
    value: typed.name,
    problem: problems['name'],
  })
  const disclosed =
    entrance.disclosure === undefined ? '' : `\n      <p class="said">${escaped(entrance.disclosure)}</p>`
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <meta name="color-scheme" content="light dark" />
  <meta name="robots" content="noindex" />
  <title>${escaped(entrance.name)} – ${escaped(entrance.siteName)}</title>
  <style>${LOOK}</style>
  <body>
    <main>
      <p>${escaped(entrance.siteName)}</p>
      <h1><bdi>${escaped(entrance.name)}</bdi></h1>
      <p role="alert" class="said">${escaped(said)}</p>${disclosed}
      <form method="post" action="/q/${escaped(slug)}/enter" accept-charset="utf-8">
        ${[name, ...fields].join('\n        ')}
        <p><button>Get help</button></p>
      </form>
    </main>
  </body>
</html>
`
}

interface ShownField extends Omit<Entrance['form'][number], 'id'> {
  readonly path: string
  readonly name: string
  readonly value: string
  readonly problem: string | undefined
}

function shownField(field: ShownField): string {
  const { path, label, required, problem } = field
  const id = escaped(path.replace('.', '-'))
  const mark = required ? ' <small>required</small>' : ''
  const sentence = problem === undefined ? '' : `<span class="problem" id="${id}-problem">${escaped(problem)}</span>`
  return `<p><label for="${id}">${escaped(label)}${mark}</label>${control(field, id)}${sentence}</p>`
}

const LINES = {
  text: 'type="text"',
  email: 'type="email" autocomplete="email"',
  phone: 'type="tel" autocomplete="tel"',
} as const

function control({ kind, name, value, required, options, problem, path }: ShownField, id: string): string {
  const invalid = problem === undefined ? '' : ` aria-invalid="true" aria-describedby="${id}-problem"`
  // The browser itself says what is missing; the name is what most people fill in first.
  const rest = `id="${id}" name="${escaped(name)}"${required ? ' required' : ''}${invalid}`
  if (kind === 'long-text') return `<textarea ${rest} rows="4" maxlength="2000">\n${escaped(value)}</textarea>`
  if (kind === 'choice') {
    const all = options.map(
      (option) =>
        `<option${option === value ? ' selected' : ''} value="${escaped(option)}">${escaped(option)}</option>`,
    )
    return `<select ${rest}><option value="">Choose one</option>${all.join('')}</select>`
  }
  const how = path === 'name' ? 'type="text" autocomplete="name" maxlength="80"' : `${LINES[kind]} maxlength="2000"`
  return `<input ${rest} ${how} value="${escaped(value)}" />`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands in HTML, also between quotation marks. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)

const LOOK = `
  :root { color-scheme: light dark; --problem: #8a1a13; --line: #7d898b }
  @media (prefers-color-scheme: dark) { :root { --problem: #ffb4ac } }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere }
  main { max-width: 28rem; margin: 0 auto; padding: 1.5rem 1rem }
  h1 { font-size: 1.5rem; margin: 0 }
  label { display: block; font-weight: 600 }
  small { font-weight: 400 }
  input, select, textarea, button { font: inherit; width: 100%; box-sizing: border-box; min-height: 2.75rem; padding: .5rem .75rem }
  [aria-invalid] { border: 2px solid var(--problem) }
  .said { border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem }
  .problem { display: block; color: var(--problem); font-weight: 500 }`
