import { accountSchema, siteSchema, userListSchema } from '@deskside/protocol'
import type { Account, Monitoring, Role } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'

const SITE_KEY = ['site'] as const

/** What everybody may know of this site. */
export function useSite() {
  return useQuery({
    queryKey: SITE_KEY,
    queryFn: () => callApi({ method: 'GET', path: '/api/v1/site', answer: siteSchema }),
    staleTime: Infinity,
  })
}

/** An administrator's change of the site. */
export function useChangeSite() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { readonly supportManagerAllowed?: boolean; readonly monitoring?: Monitoring }) =>
      callApi({ method: 'PATCH', path: '/api/v1/site', body, answer: siteSchema }),
    onSuccess: (site) => {
      queries.setQueryData(SITE_KEY, site)
      // What there is to download hangs on it.
      return queries.invalidateQueries({ queryKey: ['program-files'] })
    },
  })
}

interface SetUp {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly siteName: string
}

/** Makes the site and its first administrator, who is then signed in. */
export async function setUpSite(body: SetUp): Promise<Account> {
  return callApi({ method: 'POST', path: '/api/v1/setup', body, answer: accountSchema })
}

const USERS_KEY = ['users'] as const

export function useUsers() {
  return useQuery({
    queryKey: USERS_KEY,
    queryFn: () => callApi({ method: 'GET', path: '/api/v1/users', answer: userListSchema }),
  })
}

interface NewUser {
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly password: string
}

/** Calls of an administrator that change people; the list is read anew after each. */
export function useUserCalls() {
  const queries = useQueryClient()
  const onSettled = (): Promise<void> => queries.invalidateQueries({ queryKey: USERS_KEY })
  const create = useMutation({
    mutationFn: (body: NewUser) =>
      callApi({ method: 'POST', path: '/api/v1/users', body, answer: z.object({ id: z.string() }) }),
    onSettled,
  })
  const change = useMutation({
    mutationFn: ({
      id,
      ...body
    }: {
      readonly id: string
      readonly role?: Role
      readonly disabled?: boolean
      readonly password?: string
      readonly name?: string
    }) => callApi({ method: 'PATCH', path: `/api/v1/users/${encodeURIComponent(id)}`, body, answer: z.null() }),
    onSettled,
  })
  return { create, change }
}
