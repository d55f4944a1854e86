import type { SessionClient } from '@deskside/realtime'
import { Button, useObservable } from '@deskside/ui'
import { Mail, Share2 } from 'lucide-react'
import { useState } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { useSite } from '../site/index.ts'
import { mailDraft, newLink } from './invitations.ts'

/** A new link to this session, in a draft of the mail program or to wherever this device shares to. */
export function SendButtons({ client }: { readonly client: SessionClient }) {
  const { data: site } = useSite()
  const { story, number } = useObservable(client.state)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState<'mail' | 'share'>()
  const siteName = site?.name ?? story.session.siteName

  const withLink = async (what: 'mail' | 'share', use: (link: string) => void | Promise<void>): Promise<void> => {
    setBusy(what)
    setError(undefined)
    try {
      await use(await newLink(client.sessionId, 'customer'))
    } catch (reason) {
      // Closing the system's share sheet is an answer, not a failure.
      if (!(reason instanceof DOMException && reason.name === 'AbortError')) setError(sentenceOf(reason))
    } finally {
      setBusy(undefined)
    }
  }
  const mail = (link: string): void => {
    const representativeName = story.session.participants[client.participantId]?.name ?? ''
    const siteUrl = site?.url ?? location.origin
    location.assign(mailDraft({ siteName, representativeName, siteUrl, number: number?.number, link }))
  }
  const share = (url: string): Promise<void> => navigator.share({ title: `Help from ${siteName}`, url })
  return (
    <>
      <Button
        busy={busy === 'mail'}
        icon={<Mail aria-hidden="true" className="size-4.5" />}
        onClick={() => void withLink('mail', mail)}
      >
        Write an e-mail
      </Button>
      {'share' in navigator ? (
        <Button
          busy={busy === 'share'}
          icon={<Share2 aria-hidden="true" className="size-4.5" />}
          onClick={() => void withLink('share', share)}
        >
          Share…
        </Button>
      ) : null}
      {error ? (
        <p role="alert" className="w-full text-sm font-medium text-danger-ink">
          {error}
        </p>
      ) : null}
    </>
  )
}
