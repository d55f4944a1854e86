import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld } from '../testing/world.ts'

let world: ServerWorld
beforeAll(async () => {
  world = await ServerWorld.start()
  await world.setUp()
})
afterAll(() => world.stop())

test('the script for other people’s pages may be had by every page, is asked for anew, and what it brings is kept', async () => {
  const shop = { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' }
  const loader = await world.visitor().call('GET', '/embed.js', undefined, shop)
  expect([loader.status, loader.headers.get('content-type')]).toEqual([200, 'application/javascript; charset=utf-8'])
  expect(loader.headers.get('cache-control')).toBe('public, max-age=300, stale-while-revalidate=86400')
  expect(loader.headers.get('etag')).toMatch(/^W?\/?"/)
  const chunk = await world.visitor().call('GET', '/assets/embed/assets/a.js', undefined, shop)
  expect([chunk.status, chunk.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  for (const { headers } of [loader, chunk]) {
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  }
})

test('A11: nothing but the embed’s own files is to be had by its addresses, and no other page’s files are for every page', async () => {
  for (const path of ['..%2fembed.js', '..%2f..%2fconsole%2fdist%2findex.html', '%2e%2e%2fembed.js', 'none.js'])
    expect([400, 404]).toContain((await world.visitor().call('GET', `/assets/embed/assets/${path}`)).status)
  const own = await world.visitor().call('GET', '/assets/console/assets/a.js')
  expect(own.headers.get('access-control-allow-origin')).toBeNull()
  expect(own.headers.get('cross-origin-resource-policy')).toBe('same-origin')
})
