/** A value that changes, fit for React's `useSyncExternalStore`: `get` answers the same object until it changes. */
export interface Observable<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

export interface Source<T> extends Observable<T> {
  set(value: T): void
  /** Changes some fields; does nothing when they are the same already. */
  patch(part: Partial<T>): void
}

export function createSource<T extends object>(initial: T): Source<T> {
  let value = initial
  const listeners = new Set<() => void>()
  const set = (next: T): void => {
    if (next === value) return
    value = next
    for (const listener of [...listeners]) listener()
  }
  return {
    get: () => value,
    set,
    patch(part) {
      const changed = (Object.keys(part) as (keyof T)[]).some((key) => part[key] !== value[key])
      if (changed) set({ ...value, ...part })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
