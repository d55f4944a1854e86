/** What comes first is on top: a binary heap, so that adding and taking cost the logarithm of what is in it. */
export class Heap<T> {
  readonly #items: T[] = []
  readonly #before: (a: T, b: T) => boolean

  /** @param before whether the first comes out before the second */
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#items.length
  }

  /** What would come out next; undefined where nothing is left. */
  get first(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    const items = this.#items
    let at = items.length
    while (at > 0) {
      const above = (at - 1) >> 1
      const other = items[above] as T
      if (!this.#before(item, other)) break
      items[at] = other
      at = above
    }
    items[at] = item
  }

  pop(): T | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (items.length === 0 || last === undefined) return top
    let at = 0
    for (let below = 1; below < items.length; below = at * 2 + 1) {
      const right = below + 1
      if (right < items.length && this.#before(items[right] as T, items[below] as T)) below = right
      const other = items[below] as T
      if (!this.#before(other, last)) break
      items[at] = other
      at = below
    }
    items[at] = last
    return top
  }
}
