import { BoardClient } from '@deskside/realtime'
import type { BoardView } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ACCOUNT_KEY, isRefusal } from '../platform/queries.ts'

/** The board, for as long as the page is on the screen. */
export function useBoard(): BoardView {
  const [client] = useState(() => new BoardClient())
  const queries = useQueryClient()
  const view = useObservable(client.state)
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  useEffect(() => {
    // Signed out, or another role: who they are is asked anew, and shows the page that is theirs.
    if (isRefusal(view.refusal, 'account.signed-out')) queries.setQueryData(ACCOUNT_KEY, null)
    else if (view.refusal) void queries.invalidateQueries({ queryKey: ACCOUNT_KEY })
  }, [view.refusal, queries])
  return view
}
