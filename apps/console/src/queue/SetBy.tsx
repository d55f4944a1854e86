import type { Inbox } from '@deskside/protocol'
import { useToast } from '@deskside/ui'
import { useEffect, useRef } from 'react'
import { STATE_WORDS } from './agent-words.ts'

/** Says who set an agent's state in their place: as it happens, and for as long as it is so. */
export function SetBy({ inbox: { state, setBy } }: { readonly inbox: Inbox }) {
  const toast = useToast()
  const told = useRef(setBy === undefined ? '' : `${state} ${setBy}`)
  useEffect(() => {
    const now = setBy === undefined ? '' : `${state} ${setBy}`
    if (now === told.current) return
    told.current = now
    if (setBy !== undefined) toast({ title: `${setBy} changed your state`, description: STATE_WORDS[state] })
  }, [state, setBy, toast])
  if (setBy === undefined) return null
  return (
    <span className="text-ink-soft">
      set by <bdi>{setBy}</bdi>
    </span>
  )
}
