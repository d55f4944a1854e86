import { transferTargetsSchema } from '@deskside/protocol'
import type { TransferTargets } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { useQuery } from '@tanstack/react-query'

/** Agents come and go while somebody chooses. */
const ANEW_MS = 3_000

/** To whom a session could be handed now. */
export function useTransferTargets(sessionId: string) {
  return useQuery({
    queryKey: ['transfer-targets', sessionId],
    queryFn: () =>
      callApi({
        method: 'GET',
        path: `/api/v1/sessions/${encodeURIComponent(sessionId)}/transfer-targets`,
        answer: transferTargetsSchema,
      }),
    staleTime: 0,
    refetchInterval: ANEW_MS,
  })
}

/** Those whose name, or one of whose queues, has all of the words in it. */
export function foundIn(targets: TransferTargets, words: string): TransferTargets {
  const wanted = plain(words).split(/\s+/).filter(Boolean)
  const fits = (...texts: readonly string[]): boolean => {
    const text = plain(texts.join(' '))
    return wanted.every((word) => text.includes(word))
  }
  return {
    agents: targets.agents.filter(({ name, queues }) => fits(name, ...queues)),
    queues: targets.queues.filter(({ name }) => fits(name)),
  }
}

/** Without capitals and accents: "José" is found by "jose". */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
