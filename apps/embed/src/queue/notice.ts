import type { PlaceView } from '@deskside/realtime'
import { el } from '../platform/dom.ts'
import type { HelpParts, Part } from './part.ts'

/** What there is to say while there is nothing to do: one moment, no connection, no queue. */
export function noticeOf({ words, client }: HelpParts, view: PlaceView): Part {
  const again = el('button', { type: 'button', class: 'button', onclick: () => client.again() }, words.tryAgain)
  const said = { unreachable: words.problems.unreachable, 'no-queue': words.noQueue } as const
  const text = view.is === 'unreachable' || view.is === 'no-queue' ? said[view.is] : words.oneMoment
  const line = el('p', { tabindex: -1 }, text)
  const element = el('div', { class: 'part' }, line, view.is === 'unreachable' ? again : null)
  return { element, update: () => undefined, focus: () => line.focus() }
}

/** A sentence in a box. */
export function box(tone: 'warn' | 'plain', role: 'alert' | 'status', ...said: (Node | string)[]): HTMLElement {
  return el('p', { class: `box ${tone}`, role }, ...said)
}
