import type { MailSlot } from '@deskside/protocol'
import { ApiError, fetchMailSlot } from '@deskside/realtime'
import { useEffect, useState } from 'react'

/** A server that cannot say is asked again after this long. Milliseconds. */
const AGAIN_MS = 5_000

/** What may be left at a queue; undefined until it is known, and where there is no such queue any more. */
export function useMailSlot(slug: string): MailSlot | undefined {
  const [slot, setSlot] = useState<MailSlot>()
  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = (): void => {
      fetchMailSlot(slug).then(
        (found) => gone || setSlot(found),
        (error: unknown) => {
          if (!gone && error instanceof ApiError && error.retry) timer = setTimeout(look, AGAIN_MS)
        },
      )
    }
    look()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [slug])
  return slot
}
