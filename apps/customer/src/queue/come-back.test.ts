import { afterEach, expect, test, vi } from 'vitest'
import { comeBack } from './come-back.ts'

afterEach(() => vi.unstubAllGlobals())

const answering = (place: object): void => void vi.stubGlobal('fetch', async () => Response.json(place))

test('[queue R23] who was put back goes to the queue that the server names, and nobody else goes anywhere', async () => {
  answering({
    ...{ is: 'waiting', queueName: 'Billing', slug: 'billing', siteName: 'Acme', name: 'Vera', position: 1 },
    ...{ estimateSeconds: null, since: 1, lostAgentName: 'Rita Rep' },
  })
  expect(await comeBack()).toBe('billing')
  answering({ is: 'nowhere' })
  expect(await comeBack()).toBe(undefined)
})
