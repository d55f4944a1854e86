import type { ReassignSession } from '@deskside/protocol'
import type { ChosenState } from '@deskside/realtime'
import { callApi } from '@deskside/realtime'
import type { Answer } from '@deskside/realtime'
import { useMutation } from '@tanstack/react-query'

const ANYTHING: Answer<null> = { parse: () => null }

const post = (path: string, body?: object): Promise<null> =>
  callApi({ method: 'POST', path: `/api/v1/monitor/${path}`, answer: ANYTHING, ...(body ? { body } : {}) })

export type SessionAct = 'watch' | 'barge-in' | 'take-over'

/** How a manager comes into a session of others. */
export function useSessionAct() {
  return useMutation({
    mutationFn: ({ sessionId, act }: { readonly sessionId: string; readonly act: SessionAct }) =>
      post(`sessions/${encodeURIComponent(sessionId)}/${act}`),
  })
}

export function useChangeState() {
  return useMutation({
    mutationFn: ({ userId, to }: { readonly userId: string; readonly to: ChosenState }) =>
      post(`agents/${encodeURIComponent(userId)}/state`, to),
  })
}

type VisitorChange = { readonly move: string } | { readonly offer: string }

/** Moves a waiting visitor to a queue, or has them offered to an agent. */
export function useVisitorChange() {
  return useMutation({
    mutationFn: ({ visitorId, change }: { readonly visitorId: string; readonly change: VisitorChange }) => {
      const at = `waiting/${encodeURIComponent(visitorId)}`
      return 'move' in change
        ? post(`${at}/move`, { queueId: change.move })
        : post(`${at}/offer`, { userId: change.offer })
    },
  })
}

/** Hands a live session to an agent or a queue. */
export function useReassignSession() {
  return useMutation({
    mutationFn: ({ sessionId, ...body }: ReassignSession & { readonly sessionId: string }) =>
      post(`sessions/${encodeURIComponent(sessionId)}/reassign`, body),
  })
}
