import { accountSchema, signInListSchema } from '@deskside/protocol'
import type { Account } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { ACCOUNT_KEY, isRefusal } from '../platform/queries.ts'

/** Who is signed in in this browser; null for nobody. */
export function useAccount() {
  return useQuery({ queryKey: ACCOUNT_KEY, queryFn: fetchAccount, staleTime: Infinity })
}

async function fetchAccount(): Promise<Account | null> {
  try {
    return await callApi({ method: 'GET', path: '/api/v1/account', answer: accountSchema })
  } catch (error) {
    if (isRefusal(error, 'account.signed-out')) return null
    throw error
  }
}

export async function signIn(body: { readonly email: string; readonly password: string }): Promise<Account> {
  return callApi({ method: 'POST', path: '/api/v1/account/sign-in', body, answer: accountSchema })
}

/** Ends this sign-in, or all of this person's, also in other browsers. */
export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ everywhere }: { readonly everywhere: boolean }) =>
      callApi({
        method: 'POST',
        path: `/api/v1/account/${everywhere ? 'sign-out-everywhere' : 'sign-out'}`,
        answer: z.null(),
      }),
    onSuccess: () => {
      queries.clear()
      queries.setQueryData(ACCOUNT_KEY, null)
    },
  })
}

const SIGN_INS_KEY = ['sign-ins'] as const

export function useSignIns() {
  return useQuery({
    queryKey: SIGN_INS_KEY,
    queryFn: () => callApi({ method: 'GET', path: '/api/v1/account/sign-ins', answer: signInListSchema }),
  })
}

export function useEndSignIn() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      callApi({ method: 'DELETE', path: `/api/v1/account/sign-ins/${encodeURIComponent(id)}`, answer: z.null() }),
    onSettled: () => queries.invalidateQueries({ queryKey: SIGN_INS_KEY }),
  })
}
