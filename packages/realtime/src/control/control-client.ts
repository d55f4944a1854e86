import { controlNoticeSchema } from '@deskside/protocol'
import type { Combination, ControlNotice } from '@deskside/protocol'
import { createSource } from '../signal/observable.ts'
import type { Observable, Source } from '../signal/observable.ts'
import { InputSender } from './input-sender.ts'
import { type KeyOptions, KeySender } from './key-sender.ts'
import { PointerSender, type ToPicture } from './pointer-sender.ts'

/** What is held is said again this often, in milliseconds (control R5). */
const HELD_EVERY_MS = 1_000
/** A notice is short; what is longer is none. */
const LONGEST_NOTICE = 1_024

export interface ControlState {
  /** Whether input is carried out now, as the Support Manager says. */
  readonly open: boolean
  readonly closedBecause: Extract<ControlNotice, { t: 'closed' }>['because'] | undefined
}

export interface ControlSurface extends KeyOptions {
  /** The element that shows the picture, within an element that is placed (CSS position). */
  readonly surface: HTMLElement
  readonly toPicture: ToPicture
  /** The accessible name of the field that takes the keyboard. */
  readonly label: string
  /** Control, Alt and Shift together were pressed: the keyboard is the page's again (WCAG 2.1.2). */
  readonly onLeave: () => void
}

/** The page's half of control: makes messages of mouse, keyboard and input methods on the channel `deskside.input`. */
export class ControlClient {
  readonly state: Observable<ControlState>
  readonly #state: Source<ControlState>
  readonly #sender: InputSender
  readonly #ended = new AbortController()
  #attached: AbortController | undefined
  #keys: KeySender | undefined
  #beat: ReturnType<typeof setInterval> | undefined

  constructor(channel: RTCDataChannel) {
    this.#state = createSource<ControlState>({ open: false, closedBecause: undefined })
    this.state = this.#state
    this.#sender = new InputSender(channel, () => this.#heldChanged())
    const { signal } = this.#ended
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#heard(data), { signal })
    channel.addEventListener('close', () => this.close(), { signal })
  }

  /** Takes pointer and keyboard of a surface until the function that it gives is called. One surface at a time. */
  attach(parts: ControlSurface): () => void {
    this.#attached?.abort()
    const attached = new AbortController()
    this.#attached = attached
    const keys = new KeySender(this.#sender, parts)
    this.#keys = keys
    const field = keyboardField(parts)
    listenToKeys({ field, keys, parts, signal: attached.signal })
    listenToPointer({ field, keys, parts, sender: this.#sender, signal: attached.signal })
    attached.signal.addEventListener('abort', () => {
      keys.letGo()
      field.remove()
      if (this.#keys === keys) this.#keys = undefined
    })
    return () => attached.abort()
  }

  /** Presses a combination that a browser cannot catch. */
  combination(name: Combination): void {
    this.#sender.send({ t: 'combination', name })
  }

  /** Types text over there, character by character. */
  typeText(text: string): void {
    const keys = this.#keys ?? new KeySender(this.#sender, { mac: false, commandIsControl: false })
    keys.text(text)
  }

  /** Lets go of everything that is held. */
  release(): void {
    if (this.#keys === undefined) this.#sender.release()
    else this.#keys.letGo()
  }

  close(): void {
    if (this.#ended.signal.aborted) return
    this.#attached?.abort()
    this.#ended.abort()
    clearInterval(this.#beat)
    this.#state.patch({ open: false })
  }

  #heard(data: unknown): void {
    if (typeof data !== 'string' || data.length > LONGEST_NOTICE) return
    const notice = readNotice(data)
    if (notice?.t === 'open') this.#state.patch({ open: true, closedBecause: undefined })
    if (notice?.t === 'closed') this.#state.patch({ open: false, closedBecause: notice.because })
  }

  #heldChanged(): void {
    if (this.#sender.held.length > 0) this.#beat ??= setInterval(() => this.#sender.send({ t: 'held' }), HELD_EVERY_MS)
    else {
      clearInterval(this.#beat)
      this.#beat = undefined
    }
  }
}

/** Keeps the browser's own keys for the page while it fills the screen, where the browser can; its Escape is then held. */
export async function lockKeyboard(): Promise<boolean> {
  const { keyboard } = navigator as { keyboard?: { lock?(): Promise<void>; unlock?(): void } }
  if (keyboard?.lock === undefined) return false
  await keyboard.lock()
  return true
}

/** Gives the browser its keys back. */
export function unlockKeyboard(): void {
  const { keyboard } = navigator as { keyboard?: { lock?(): Promise<void>; unlock?(): void } }
  keyboard?.unlock?.()
}

function readNotice(data: string): ControlNotice | undefined {
  try {
    const parsed = controlNoticeSchema.safeParse(JSON.parse(data))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** An input method writes into a field, so one has the keyboard; nothing of it is seen. */
function keyboardField({ surface, label }: ControlSurface): HTMLTextAreaElement {
  const field = surface.ownerDocument.createElement('textarea')
  field.setAttribute('aria-label', label)
  field.autocapitalize = 'off'
  field.autocomplete = 'off'
  field.spellcheck = false
  field.setAttribute('autocorrect', 'off')
  field.setAttribute('data-remote-keyboard', '')
  Object.assign(field.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    width: '1px',
    height: '1px',
    padding: '0',
    border: '0',
    opacity: '0',
    resize: 'none',
    pointerEvents: 'none',
  })
  surface.after(field)
  return field
}

interface Listening {
  readonly field: HTMLTextAreaElement
  readonly keys: KeySender
  readonly parts: ControlSurface
  readonly signal: AbortSignal
}

function listenToKeys({ field, keys, parts, signal }: Listening): void {
  const page = field.ownerDocument
  const answer = (event: KeyboardEvent, how: ReturnType<KeySender['keyDown']>): void => {
    if (how === 'left') return
    event.preventDefault()
    event.stopPropagation()
    if (how !== 'leave') return
    field.blur()
    parts.onLeave()
  }
  field.addEventListener('keydown', (event) => answer(event, keys.keyDown(event)), { signal })
  field.addEventListener('keyup', (event) => answer(event, keys.keyUp(event)), { signal })
  // All that the field gets is an input method's or a dead key's: every other key was dealt with.
  const takeText = (): void => {
    const text = field.value
    field.value = ''
    if (text !== '') keys.text(text)
  }
  field.addEventListener('input', (event) => void ((event as InputEvent).isComposing || takeText()), { signal })
  field.addEventListener('compositionend', takeText, { signal })
  field.addEventListener(
    'paste',
    (event) => {
      event.preventDefault()
      keys.text(event.clipboardData?.getData('text/plain') ?? '')
    },
    { signal },
  )
  field.addEventListener('blur', () => keys.letGo(), { signal })
  page.addEventListener('visibilitychange', () => void (page.hidden && keys.letGo()), { signal })
}

function listenToPointer({ field, keys, parts, sender, signal }: Listening & { readonly sender: InputSender }): void {
  const { surface, toPicture } = parts
  const pointer = new PointerSender(sender, toPicture, (then) => requestAnimationFrame(then))
  surface.style.touchAction = 'none'
  const on = <K extends keyof HTMLElementEventMap>(name: K, then: (event: HTMLElementEventMap[K]) => void): void =>
    surface.addEventListener(name, then, { signal, passive: false })
  on('pointermove', (event) => {
    keys.keepInStep(event)
    pointer.move(event)
  })
  on('pointerdown', (event) => {
    // Not prevented: then no mouseup would come, and the browser would go back by the button for that.
    field.focus({ preventScroll: true })
    surface.setPointerCapture(event.pointerId)
    keys.keepInStep(event)
    pointer.button(event, true)
  })
  on('pointerup', (event) => pointer.button(event, false))
  on('pointercancel', () => sender.release())
  // The browser's own doings with its buttons: menu, going back and forward, scrolling by the middle one.
  for (const name of ['contextmenu', 'mousedown', 'mouseup', 'auxclick', 'dragstart'] as const)
    on(name, (event) => event.preventDefault())
  on('wheel', (event) => {
    event.preventDefault()
    keys.keepInStep(event)
    // Pinching comes as a wheel with a Control that nobody holds.
    if (event.ctrlKey && !sender.held.some((name) => name.startsWith('Control') || name.startsWith('Meta'))) return
    pointer.wheel(event)
  })
}
