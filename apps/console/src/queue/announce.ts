import type { Offer } from '@deskside/protocol'
import { useToast, useObservable } from '@deskside/ui'
import { useEffect, useRef, useState } from 'react'
import { chime } from '../platform/chime.ts'
import { useLive } from '../platform/live.tsx'
import { alertSettings } from './alert-settings.ts'

/** A ring and the pause after it, in milliseconds. */
const RING_MS = 2_500

/** Rings until no offer is open any more. */
export function useRinging(open: boolean): void {
  const { sound, volume } = useObservable(alertSettings)
  const rings = open && sound
  useEffect(() => {
    if (!rings) return undefined
    chime(volume)
    const timer = setInterval(() => chime(volume), RING_MS)
    return () => clearInterval(timer)
  }, [rings, volume])
}

/** Whether this page may show notifications of the desktop, and how to ask for it: only by a click. */
export function useDesktopNotices() {
  const [permission, setPermission] = useState<NotificationPermission | 'none'>(() =>
    'Notification' in globalThis ? Notification.permission : 'none',
  )
  const ask = (): void => void Notification.requestPermission().then(setPermission)
  return { permission, ask }
}

/** Tells of an offer on the desktop while the person looks elsewhere, and takes that back when it is over. */
export function useDesktopNotice({ id, name, queueName }: Offer): void {
  useEffect(() => {
    if (document.hasFocus()) return undefined
    const notice = notify(`Incoming request from ${name}`, { body: queueName, tag: id, requireInteraction: true })
    if (!notice) return undefined
    notice.addEventListener('click', () => {
      globalThis.focus()
      notice.close()
    })
    return () => notice.close()
  }, [id, name, queueName])
}

function notify(title: string, options: NotificationOptions): Notification | undefined {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return undefined
  try {
    return new Notification(title, options)
  } catch (error) {
    // Browsers of phones have the word and let only service workers use it.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** Says what became of offers that went without an answer from here. */
export function useLostOffers(): void {
  const { lost } = useObservable(useLive().inbox.state)
  const toast = useToast()
  const told = useRef(lost)
  useEffect(() => {
    if (told.current === lost) return
    told.current = lost
    for (const { offer, why } of lost)
      if (why === 'missed')
        toast({
          title: 'You are away now',
          description: `Nobody answered the request from ${offer.name}. Choose Available to get requests again.`,
        })
      else
        toast({
          title: `The request from ${offer.name} is no longer open`,
          description: 'It went on to somebody else, or they left.',
        })
  }, [lost, toast])
}
