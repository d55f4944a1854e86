import { expect, test } from 'vitest'
import { platformOf } from './own-platform.ts'

const BROWSERS = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/148.0', 'Win32', 'win-x64'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.1 Safari/605.1.15', 'MacIntel', 'darwin-arm64'],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/148.0', 'Linux x86_64', 'linux-x64'],
  ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:150.0) Firefox/150.0', 'Linux x86_64', 'linux-x64'],
  ['Mozilla/5.0 (X11; Linux aarch64) Chrome/148.0', 'Linux aarch64', undefined],
  ['Mozilla/5.0 (X11; CrOS x86_64 16002.0.0) Chrome/148.0', 'Linux x86_64', undefined],
  ['Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/148.0 Mobile', 'Linux armv81', undefined],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1', 'iPhone', undefined],
  ['Mozilla/5.0 (X11; FreeBSD amd64) Firefox/150.0', 'FreeBSD amd64', undefined],
] as const

test.each(BROWSERS)('M1: the file for %s (%s) is %s', (userAgent, platform, expected) => {
  expect(platformOf({ userAgent, platform })).toBe(expected)
})

test('M1: a Mac that says what is in it gets the file for it', () => {
  const mac = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/148.0', platform: 'MacIntel' }
  expect(platformOf({ ...mac, architecture: 'x86' })).toBe('darwin-x64')
  expect(platformOf({ ...mac, architecture: 'arm' })).toBe('darwin-arm64')
})
