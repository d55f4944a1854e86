import type { Platform, ProgramFile } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { ownFirst } from './program-files.ts'

const file = (platform: Platform): ProgramFile => ({
  platform,
  version: '1',
  size: 1,
  sha256: '0'.repeat(64),
  builtAt: 0,
  signed: false,
})
const FILES = [file('linux-x64'), file('win-x64'), file('darwin-arm64')]
const order = (own: Platform | null): string[] => ownFirst(FILES, own).map((f) => f.platform)

test('M2: the file for the computer that one sits at comes first, and none is left out', () => {
  expect(order('win-x64')).toEqual(['win-x64', 'linux-x64', 'darwin-arm64'])
  expect(order('darwin-x64')).toEqual(['linux-x64', 'win-x64', 'darwin-arm64'])
  expect(order(null)).toEqual(['linux-x64', 'win-x64', 'darwin-arm64'])
})
