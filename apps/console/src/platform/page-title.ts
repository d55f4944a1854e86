import { useObservable } from '@deskside/ui'
import { useEffect } from 'react'
import { createCell } from './observable.ts'

const title = createCell('Console')
const waiting = createCell(0)

/** Names the page, in the browser's tab and history. */
export function usePageTitle(name: string): void {
  useEffect(() => title.set(name), [name])
}

/** Says in front of the page's name how much waits for the representative; what several say is added up. */
export function useWaitingMark(count: number): void {
  useEffect(() => {
    waiting.set(waiting.get() + count)
    return () => waiting.set(waiting.get() - count)
  }, [count])
}

/** Writes the title; once, at the root. */
export function usePageTitleWriter(): void {
  const name = useObservable(title)
  const count = useObservable(waiting)
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${name} · Deskside`
  }, [name, count])
}
