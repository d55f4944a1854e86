import type { FormField, Queue } from '@deskside/protocol'

type Embedded = Pick<Queue, 'slug' | 'name' | 'form'> & { readonly visiting: Pick<Queue['visiting'], 'embed'> }

/** The one line that puts a queue's button on a page. */
export function scriptCode(siteUrl: string, { slug }: Embedded): string {
  return `<script src="${siteUrl}/embed.js" data-queue="${slug}" async></script>`
}

/** A link for pages and e-mails that take no script; a button of the page's own where the script is there, too. */
export function linkCode(siteUrl: string, { slug, visiting }: Embedded): string {
  return `<a href="${siteUrl}/q/${slug}" data-deskside-open="${slug}">${escaped(visiting.embed.openLabel)}</a>`
}

/** The entry form in plain HTML, for pages without any script. */
export function formCode(siteUrl: string, { slug, form, visiting }: Embedded): string {
  return [
    `<form method="post" action="${siteUrl}/q/${slug}/enter" accept-charset="utf-8">`,
    '  <p><label>Your name<br><input name="name" autocomplete="name" maxlength="80" required></label></p>',
    ...form.map((field) => `  <p><label>${escaped(field.label)}<br>${control(field)}</label></p>`),
    `  <p><button>${escaped(visiting.embed.openLabel)}</button></p>`,
    '</form>',
  ].join('\n')
}

const LINES = {
  text: '',
  email: ' type="email" autocomplete="email"',
  phone: ' type="tel" autocomplete="tel"',
} as const

function control({ id, kind, required, options }: FormField): string {
  const rest = required ? ' required' : ''
  if (kind === 'long-text') return `<textarea name="${id}" rows="4" maxlength="2000"${rest}></textarea>`
  if (kind !== 'choice') return `<input name="${id}"${LINES[kind]} maxlength="2000"${rest}>`
  const all = [
    '<option value="">Choose one</option>',
    ...options.map((option) => `<option>${escaped(option)}</option>`),
  ]
  return `<select name="${id}"${rest}>${all.join('')}</select>`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it stands in HTML, also between quotation marks. */
function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}
