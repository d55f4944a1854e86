import { ApiError } from '@deskside/realtime'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

export const ACCOUNT_KEY = ['account'] as const

/** The page's store of what came over HTTP. What a signed-out person may not see shows the sign-in in its place. */
export function createQueries(): QueryClient {
  const onError = (error: unknown): void => {
    if (isRefusal(error, 'account.signed-out')) queries.setQueryData(ACCOUNT_KEY, null)
  }
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (count, error) => error instanceof ApiError && error.retry && count < 5,
        retryDelay: (count) => Math.min(500 * 2 ** count, 5000),
        // Whether the server answers matters, not what the system says of the network: our server may be next door.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  return queries
}

export function isRefusal(error: unknown, code: ApiError['code']): boolean {
  return error instanceof ApiError && error.code === code
}

/** What a person reads about a failure. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  return 'Something went wrong in this page. Reload it and try again.'
}
