import { scriptListSchema } from '@deskside/protocol'
import type { SaveScript } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'

const SCRIPTS_KEY = ['scripts'] as const

/** The site's scripts, by name. */
export function useScripts() {
  return useQuery({
    queryKey: SCRIPTS_KEY,
    queryFn: async () => (await callApi({ method: 'GET', path: '/api/v1/scripts', answer: scriptListSchema })).scripts,
  })
}

const pathOf = (id: string): string => `/api/v1/scripts/${encodeURIComponent(id)}`

/** An administrator's changes of the library; it is read anew after each. */
export function useScriptCalls() {
  const queries = useQueryClient()
  const onSettled = (): Promise<void> => queries.invalidateQueries({ queryKey: SCRIPTS_KEY })
  const save = useMutation({
    mutationFn: ({ id, ...body }: SaveScript & { readonly id?: string | undefined }) =>
      id === undefined
        ? callApi({ method: 'POST', path: '/api/v1/scripts', body, answer: z.object({ id: z.string() }) })
        : callApi({ method: 'PUT', path: pathOf(id), body, answer: z.null() }),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (id: string) => callApi({ method: 'DELETE', path: pathOf(id), answer: z.null() }),
    onSettled,
  })
  return { save, remove }
}
