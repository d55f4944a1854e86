import { sessionListSchema, sessionPageSchema } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { useInfiniteQuery, useIsMutating, useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { startSession } from '../invite/index.ts'

const ROWS = 50

/** Sessions that I may read, newest first, a page at a time. */
export function useHistory() {
  return useInfiniteQuery({
    queryKey: ['sessions'],
    queryFn: ({ pageParam }) => {
      const before = pageParam === undefined ? '' : `&before=${pageParam}`
      return callApi({ method: 'GET', path: `/api/v1/sessions?limit=${ROWS}${before}`, answer: sessionListSchema })
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.more ? last.sessions.at(-1)?.startedAt : undefined),
    staleTime: 0,
  })
}

/** Everything that is kept of one session. Never taken from memory: it may have gone on meanwhile. */
export function useSessionPage(sessionId: string) {
  return useQuery({
    queryKey: ['session', sessionId],
    queryFn: () =>
      callApi({ method: 'GET', path: `/api/v1/sessions/${encodeURIComponent(sessionId)}`, answer: sessionPageSchema }),
    staleTime: 0,
    gcTime: 0,
  })
}

const STARTING = ['start-session']

/** Whether a new session is on its way, by whichever button: an older number must not be read out meanwhile. */
export const useIsStarting = (): boolean => useIsMutating({ mutationKey: STARTING }) > 0

/** Starts a session and goes there. */
export function useStartSession() {
  const navigate = useNavigate()
  return useMutation({
    mutationKey: STARTING,
    mutationFn: startSession,
    onSuccess: ({ sessionId }) => navigate({ to: '/console/sessions/$sessionId', params: { sessionId } }),
  })
}
