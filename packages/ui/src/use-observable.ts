import { useCallback, useSyncExternalStore } from 'react'

/** A value that changes and says so: what `@deskside/realtime` hands out as state. */
interface Watched<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

/** The current value of an observable; the component renders again when it changes. */
export function useObservable<T>(observable: Watched<T>): T {
  // Called through closures: an observable may be a class whose methods need their `this`.
  const subscribe = useCallback((listener: () => void) => observable.subscribe(listener), [observable])
  const get = useCallback(() => observable.get(), [observable])
  return useSyncExternalStore(subscribe, get, get)
}
