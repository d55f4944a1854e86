import { describe, expect, it } from 'vitest'
import { safeNext } from './safe-next.ts'

const ORIGIN = 'https://help.example'

describe('where sign-in leads', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%2F..//evil.example',
    '/%2f%2fevil.example',
    '/%5Cevil.example',
    '/console/..//evil.example',
    '/console//evil.example',
    '/console/%2e%2e/%2e%2e//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' /console',
    'https://evil.example/console',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'console',
    '/consoleevil',
    '/api/v1/account',
    '/console/%E0%A4%A',
    '',
    undefined,
    null,
    42,
    ['/console/sessions'],
  ])('G12: %j leads to the console', (next) => {
    expect(safeNext(next, ORIGIN)).toBe('/console')
  })

  it.each(['/console', '/console/sessions', '/console/join/abc-_1', '/console/sessions?before=5#notes', '/admin'])(
    'G12: %s is kept',
    (next) => {
      expect(safeNext(next, ORIGIN)).toBe(next)
    },
  )

  it('G12: whatever comes in, what goes out stays on this origin', () => {
    const parts = ['/', '\\', '%2f', '%5c', '.', '..', 'evil.example', '@', ':', 'console', '?', '#', ' ', '\u3002']
    for (const a of parts) {
      for (const b of parts) {
        for (const c of parts) {
          expect(new URL(safeNext(`/${a}${b}${c}`, ORIGIN), ORIGIN).origin).toBe(ORIGIN)
        }
      }
    }
  })
})
