import type { ClipboardClient } from '@deskside/realtime'
import { useEffect, useMemo, useState } from 'react'
import { useObservable } from '../use-observable.ts'
import { PageClipboardSender, mayReadClipboard, watchMayRead } from './page-clipboard.ts'

const warn = (error: unknown): void => console.warn('The clipboard could not be read.', error)

/**
 * Joins this computer's clipboard to the other's while its picture is in sight, each way as far as it is allowed: what is new
 * here goes there when one turns to the picture.
 */
export function useClipboard(client: ClipboardClient, turnedTo: boolean): PageClipboardSender {
  const sender = useMemo(
    () => new PageClipboardSender({ client, clipboard: navigator.clipboard, mayRead: mayReadClipboard }),
    [client],
  )
  const { toComputer } = useObservable(client.state)
  useEffect(() => {
    if (turnedTo && toComputer) sender.sendNew().catch(warn)
  }, [sender, turnedTo, toComputer])
  useEffect(() => {
    const look = (): void => client.handleFocus(document.hasFocus() && !document.hidden)
    window.addEventListener('focus', look)
    window.addEventListener('blur', look)
    document.addEventListener('visibilitychange', look)
    look()
    return () => {
      window.removeEventListener('focus', look)
      window.removeEventListener('blur', look)
      document.removeEventListener('visibilitychange', look)
      client.handleFocus(false)
    }
  }, [client])
  return sender
}

/** Whether what is copied here goes over by itself. Else the person presses a button for it, and their browser may ask them. */
export function useSendsByItself(): boolean {
  const [may, setMay] = useState(false)
  useEffect(() => watchMayRead(setMay), [])
  return may
}
