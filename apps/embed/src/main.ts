import { createForeignPlaceClient } from '@deskside/realtime'
import look from './look.css?inline'
import { el } from './platform/dom.ts'
import { createKept } from './platform/kept.ts'
import { readSettings } from './platform/settings.ts'
import { openGround, raise, stayIn } from './platform/shadow.ts'
import { Help } from './queue/help.ts'
import { SharedToken } from './queue/shared-token.ts'
import { chooseWords } from './words/choose-words.ts'

interface Beginning {
  /** The embed's element in the page. */
  readonly host: HTMLElement
  /** Where the script came from: the desk. */
  readonly baseUrl: string
  /** The attributes of the script. */
  readonly data: Readonly<Record<string, string | undefined>>
  readonly nonce: string
}

/** Puts the button into the page, and lets it live for as long as the page does. */
export async function begin({ host, baseUrl, data, nonce }: Beginning): Promise<void> {
  const settings = readSettings(data)
  const words = await chooseWords(settings.lang ? [settings.lang] : navigator.languages)
  const ground = el('div', { class: 'ground', lang: words.lang, dir: words.dir, 'data-position': settings.position })
  openGround(host, look, nonce).append(ground)
  const desk = new URL(baseUrl).host
  const kept = createKept(desk)
  const token = new SharedToken({ kept, queue: settings.queue, desk, onFound: () => client.again() })
  const client = createForeignPlaceClient({ slug: token.queue, baseUrl, keeper: token })
  const help = new Help({ ground, settings, words, kept, client, baseUrl, token })
  help.start()
  raise(host)
  stayIn(host)
}
