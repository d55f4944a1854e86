import type { Observable } from '@deskside/realtime'

/** An observable value that its owner sets. Setting an equal value tells nobody. */
export interface Cell<T> extends Observable<T> {
  set(value: T): void
}

export function createCell<T>(first: T): Cell<T> {
  let value = first
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
