import { mailListSchema, mailSchema } from '@deskside/protocol'
import type { ChangeMail, Mail, MailQuery, Mailbox } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import type { Answer } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useLive } from '../platform/live.tsx'

const MAIL_KEY = 'mail'
const ANYTHING: Answer<null> = { parse: () => null }

export type MailFilter = Pick<MailQuery, 'queueId' | 'state' | 'search'>

/** What lies in the mailboxes that I may see; without queues where there are none. */
export function useMailbox(): Mailbox {
  return useObservable(useLive().mailbox)
}

/** How many messages want somebody. */
export const unreadOf = ({ queues }: Mailbox): number => queues.reduce((sum, { unread }) => sum + unread, 0)

/** Messages by a filter, a page at a time; read anew whenever something in a mailbox is another. */
export function useMail(filter: MailFilter) {
  const { mailbox } = useLive()
  const queries = useQueryClient()
  useEffect(() => mailbox.subscribe(() => void queries.invalidateQueries({ queryKey: [MAIL_KEY] })), [mailbox, queries])
  return useInfiniteQuery({
    queryKey: [MAIL_KEY, filter],
    queryFn: ({ pageParam }) =>
      callApi({
        method: 'GET',
        path: `/api/v1/mailbox/messages?${queryOf(filter, pageParam)}`,
        answer: mailListSchema,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      last.more ? pages.reduce((sum, { messages }) => sum + messages.length, 0) : undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

function queryOf({ queueId, state, search }: MailFilter, offset: number): string {
  return new URLSearchParams({
    offset: String(offset),
    ...(queueId ? { queueId } : {}),
    ...(state ? { state } : {}),
    ...(search ? { search } : {}),
  }).toString()
}

const pathOf = ({ id }: Mail): string => `/api/v1/mailbox/messages/${encodeURIComponent(id)}`

/** What may be done with one message. */
export function useMailCalls() {
  const queries = useQueryClient()
  const onSettled = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: [MAIL_KEY] })
    // The message went from this list, and with it the button that had the focus.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
    })
  }
  const change = useMutation({
    mutationFn: ({ mail, to }: { readonly mail: Mail; readonly to: MailStep }) =>
      callApi({
        method: 'POST',
        path: `${pathOf(mail)}/state`,
        body: { ...to, version: mail.version } satisfies ChangeMail,
        answer: mailSchema,
      }),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: (mail: Mail) => callApi({ method: 'DELETE', path: pathOf(mail), answer: ANYTHING }),
    onSettled,
  })
  return { change, remove }
}

export type MailStep = { readonly state: 'new' | 'in-hand' } | { readonly state: 'done'; readonly note: string }
