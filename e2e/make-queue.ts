import type { GivenQueueSettings, UserRow } from '@deskside/protocol'
import { PASSWORD, PEOPLE } from './house.ts'
import type { House } from './house.ts'

/** Open all the time. */
const ALWAYS: GivenQueueSettings['hours']['week'] = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])

/** Opening hours of the day after tomorrow only, so that it is closed now, whenever that is. */
export function openLater(): GivenQueueSettings['hours']['week'] {
  const day = (new Date().getUTCDay() + 6 + 2) % 7
  return Array.from({ length: 7 }, (_, index) => (index === day ? [{ from: 540, to: 1020 }] : []))
}

/** A queue that an administrator makes in a house, always open and served by both representatives; `settings` says otherwise. */
export async function makeQueue(
  house: House,
  settings: Pick<GivenQueueSettings, 'slug' | 'name'> & Partial<GivenQueueSettings>,
): Promise<void> {
  const origin = new URL(house.publicUrl).origin
  const call = async (method: string, path: string, { cookie = '', body }: { cookie?: string; body?: unknown }) => {
    const answer = await fetch(`${house.url}/api/v1/${path}`, {
      method,
      headers: { origin, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const { email } = PEOPLE.administrator
  const signedIn = await call('POST', 'account/sign-in', { body: { email, password: PASSWORD } })
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { users } = (await (await call('GET', 'users', { cookie })).json()) as { users: UserRow[] }
  const body: GivenQueueSettings = {
    description: '',
    hours: { timeZone: 'UTC', week: ALWAYS, holidays: [] },
    form: [],
    distribution: 'most-idle',
    priority: 5,
    acceptSeconds: 60,
    agentIds: users.filter(({ role }) => role === 'representative').map(({ id }) => id),
    ...settings,
  }
  await call('POST', 'queues', { cookie, body })
}
