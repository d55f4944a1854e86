/** What a line does to packets, one way. */
export interface RoadKind {
  readonly delayMs: number
  /** Of all packets, 0 to 1; each for itself. */
  readonly loss: number
  readonly bitsPerSecond: number
  /** What may wait before the line; more is dropped as it comes. */
  readonly queueBytes: number
}

export interface RoadCount {
  readonly packets: number
  readonly bytes: number
  /** Packets lost on the way, by chance. */
  readonly lost: number
  /** Packets that found the queue full. */
  readonly dropped: number
}

/** One way of a line: packets wait for each other, take as long as they are, and arrive later in the same order, but for those lost. */
export class Road {
  readonly #kind: RoadKind
  readonly #arrived: (packet: Buffer) => void
  readonly #random: () => number
  readonly #underWay: { readonly packet: Buffer; readonly dueAt: number }[] = []
  #freeAt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #count = { packets: 0, bytes: 0, lost: 0, dropped: 0 }

  constructor(kind: RoadKind, of: { readonly random: () => number; readonly arrived: (packet: Buffer) => void }) {
    this.#kind = kind
    this.#random = of.random
    this.#arrived = of.arrived
  }

  get count(): RoadCount {
    return this.#count
  }

  carry(packet: Buffer): void {
    const { delayMs, loss, bitsPerSecond, queueBytes } = this.#kind
    const now = performance.now()
    const bytesPerMs = bitsPerSecond / 8_000
    const waiting = Math.max(0, this.#freeAt - now) * bytesPerMs
    if (waiting + packet.length > queueBytes) return void (this.#count.dropped += 1)
    this.#freeAt = Math.max(this.#freeAt, now) + packet.length / bytesPerMs
    this.#count.packets += 1
    this.#count.bytes += packet.length
    // What gets lost has used the line as well.
    if (this.#random() < loss) return void (this.#count.lost += 1)
    this.#underWay.push({ packet, dueAt: this.#freeAt + delayMs })
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#deliver(), this.#freeAt + delayMs - now)
  }

  #deliver(): void {
    this.#timer = undefined
    // Timers count whole milliseconds and come after them.
    const now = performance.now() + 0.5
    while ((this.#underWay[0]?.dueAt ?? Infinity) <= now) {
      const first = this.#underWay.shift()
      if (first) this.#arrived(first.packet)
    }
    const next = this.#underWay[0]
    if (next) this.#timer = setTimeout(() => this.#deliver(), Math.max(0, next.dueAt - now))
  }
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
