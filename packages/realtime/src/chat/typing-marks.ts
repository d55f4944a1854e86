import type { ChatTarget } from '@deskside/protocol'

/** A mark that is not renewed for this long is forgotten: its sender may be gone. Milliseconds. */
const FORGET_AFTER_MS = 6_000

export interface TypingMark {
  readonly from: string
  readonly to: ChatTarget
}

/** Who is typing to whom. */
export class TypingMarks {
  readonly #changed: (marks: readonly TypingMark[]) => void
  readonly #marks = new Map<string, { readonly mark: TypingMark; readonly timer: ReturnType<typeof setTimeout> }>()

  constructor(changed: (marks: readonly TypingMark[]) => void) {
    this.#changed = changed
  }

  handle({ from, to, typing }: TypingMark & { readonly typing: boolean }): void {
    const key = `${from} ${to.kind === 'everyone' ? '' : to.participantId}`
    const known = this.#marks.get(key)
    clearTimeout(known?.timer)
    if (!typing && !known) return
    if (typing)
      this.#marks.set(key, {
        mark: { from, to },
        timer: setTimeout(() => this.handle({ from, to, typing: false }), FORGET_AFTER_MS),
      })
    else this.#marks.delete(key)
    this.#changed([...this.#marks.values()].map((entry) => entry.mark))
  }

  stop(): void {
    for (const { timer } of this.#marks.values()) clearTimeout(timer)
    this.#marks.clear()
  }
}
