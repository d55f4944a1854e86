import { useEffect, useState } from 'preact/hooks'
import { ARMING_MS } from '../arming.ts'

/** Beyond the server's own time, so that what looks ready is never refused. */
const MARGIN_MS = 100

/** True once a question was in sight long enough to be read (THREATS C5); a window that was hidden begins anew. */
export function useArmed(): boolean {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const begin = () => {
      clearTimeout(timer)
      setArmed(false)
      if (document.visibilityState === 'visible') timer = setTimeout(() => setArmed(true), ARMING_MS + MARGIN_MS)
    }
    begin()
    document.addEventListener('visibilitychange', begin)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', begin)
    }
  }, [])
  return armed
}
