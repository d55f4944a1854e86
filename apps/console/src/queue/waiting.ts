import { waitingListSchema } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { useQuery } from '@tanstack/react-query'

/** Beside what the inbox tells at once: somebody may have left and another come between two looks. */
const LOOK_AGAIN_MS = 3_000

/** Who waits in a queue of mine in which agents may choose. `known` is what the inbox says of it: when that changes, it is looked again. */
export function useWaiting(queueId: string, known: { readonly waiting: number; readonly longestSince: number | null }) {
  return useQuery({
    queryKey: ['waiting', queueId, known.waiting, known.longestSince],
    queryFn: async () => {
      const path = `/api/v1/agent/queues/${encodeURIComponent(queueId)}/waiting`
      return (await callApi({ method: 'GET', path, answer: waitingListSchema })).waiting
    },
    // The list stays on the screen while the next one comes.
    placeholderData: (before) => before,
    refetchInterval: LOOK_AGAIN_MS,
    staleTime: 0,
    gcTime: 0,
  })
}
