import { describe, expect, test } from 'vitest'
import { joinCodeFrom } from './join-code.ts'
import type { Arrival } from './join-code.ts'

const CODE = '7kq2m4tp9xze'
const from = (part: Partial<Arrival>): string | undefined =>
  joinCodeFrom({ program: '/usr/bin/Support-Manager', args: [], env: {}, beside: [], ...part })

describe('the code of a pass', () => {
  test.each([
    `Support-Manager-${CODE}`,
    `Support-Manager-${CODE}.exe`,
    `Support-Manager-${CODE} (1).exe`,
    `Support-Manager-${CODE} (1) (2).exe`,
    `Support-Manager-${CODE}(1).exe`,
    `Support-Manager-${CODE} - Copy.exe`,
    `Support-Manager-${CODE} – Kopie (2).exe`,
    `Support-Manager-${CODE}.exe.exe`,
    `Support-Manager_${CODE}.exe`,
    `Support Manager ${CODE.toUpperCase()}.exe`,
    `support-manager-${CODE}_1.exe`,
  ])('[download R5] is read in the file name %s', (name) => {
    expect(from({ program: `C:\\Users\\Carla Ortiz\\Downloads\\${name}` })).toBe(CODE)
    expect(from({ program: `/home/carla/Downloads/${name}` })).toBe(CODE)
  })

  test.each([
    'Support-Manager.exe',
    'Support-Manager (1).exe',
    'Support Manager 000000000000.app',
    'Support-Manager-7kq2m4tp9xz.exe',
    'Support-Manager-7kq2m4tp9xzee.exe',
    'Support-Manager-7kq2m4tp9xzo.exe',
    `Support-Manager-https://evil.example-${CODE}.exe`,
    `My-Support-Manager-${CODE}.exe`,
    `${CODE}.exe`,
  ])('[download R5] is not guessed in the file name %s', (name) => {
    expect(from({ program: `C:\\Downloads\\${name.replaceAll('/', '')}` })).toBeUndefined()
  })

  test('[download R5] is read in the name of the app on macOS, of the folder, of the archive beside, and of the wrapper on Windows', () => {
    const app = `/private/var/folders/x/AppTranslocation/1F/d/Support Manager ${CODE}.app/Contents/MacOS/Support Manager`
    expect(from({ program: app })).toBe(CODE)
    expect(from({ program: `/home/carla/Support-Manager-${CODE}/Support-Manager` })).toBe(CODE)
    expect(from({ beside: [`Support-Manager-${CODE}.tar.gz`, 'Support-Manager-111111111111.tar.gz'] })).toBe(CODE)
    const env = { DESKSIDE_LAUNCHER: `C:\\Downloads\\Support-Manager-${CODE} (1).exe` }
    expect(from({ program: 'C:\\Users\\carla\\AppData\\Local\\Deskside\\Support Manager.exe', env })).toBe(CODE)
  })

  test('[download R5] is taken from the command line before any name, with or without the gaps in which people read it out', () => {
    const program = '/tmp/Support-Manager-111111111111'
    expect(from({ program })).toBe('111111111111')
    expect(from({ program, args: [`--join=${CODE}`] })).toBe(CODE)
    expect(from({ program, args: ['--window', 'none', '--join', '7KQ2-M4TP 9xze'] })).toBe(CODE)
    expect(from({ program, args: [`deskside://join/${CODE}`] })).toBe(CODE)
    expect(from({ program, args: [`deskside://join/${CODE}/`] })).toBe(CODE)
    // What was said and is none must not be replaced by another.
    expect(from({ program, args: ['--join=nonsense'] })).toBeUndefined()
    expect(from({ program: '', args: [`deskside://evil.example/${CODE}`] })).toBeUndefined()
  })
})
