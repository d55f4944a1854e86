import type { StoryEvent } from '@deskside/protocol'
import type { MediaPort } from '@deskside/realtime'
import { SupportSession } from '../support-session.ts'
import { ToldLine } from './told-line.ts'

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const SESSION = id(0)
export const [ANNA, CARL] = [id(1), id(3)]
export const SEAT = { sessionId: SESSION, participantId: CARL }

/** Carl's Support Manager in a session with Anna, whose computer's clock is an hour ahead of the server's. Nothing is shown in it. */
export async function openToldSession(): Promise<{ readonly line: ToldLine; readonly session: SupportSession }> {
  const line = new ToldLine()
  const session = new SupportSession({
    access: { token: 't', as: 'customer', ...SEAT, siteName: 'Acme' },
    server: { origin: 'http://127.0.0.1', token: 't' },
    media: {} as MediaPort,
    onLink: () => () => undefined,
  })
  const greeted = line.greeted()
  session.start()
  await greeted
  line.say({
    t: 'welcome',
    self: { kind: 'customer', standing: { is: 'admitted', sessionId: SESSION, participantId: CARL, name: 'Carl' } },
    build: 'b',
    now: Date.now() - 3_600_000,
    sessions: [SEAT],
  })
  const started = { participantId: ANNA, userId: 'u', name: 'Anna', siteName: 'Acme', supportManagerAllowed: true }
  line.tell(
    SEAT,
    { type: 'session.started', ...started },
    { type: 'session.knocked', knockId: CARL, name: 'Carl', browser: '', place: '' },
    { type: 'session.admitted', knockId: CARL, name: 'Carl' },
  )
  return { line, session }
}

/** Anna asks, Carl says yes in this window, and the server grants it. */
export function allowed(
  { line, session }: Awaited<ReturnType<typeof openToldSession>>,
  capability: 'desktop.control' | 'desktop.view' | 'clipboard.in',
  n: number,
): void {
  const asked = { requestId: id(n), capability, representativeId: ANNA, customerId: CARL, detail: null }
  line.tell(SEAT, { type: 'consent.requested', ...asked, expiresAt: Date.now() + 60_000 } as StoryEvent)
  const [question] = session.questions
  if (!question) throw new Error('nothing is asked')
  session.allow(question, { everything: false, target: { kind: 'all-monitors' } }).catch(() => undefined)
  line.tell(SEAT, { type: 'consent.granted', grantId: id(n + 1), ...asked, automatic: false })
}
