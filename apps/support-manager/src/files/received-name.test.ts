import { describe, expect, it } from 'vitest'
import { harmlessName, numbered } from './received-name.ts'

describe('the name of a received file', () => {
  it.each([
    ['letter.pdf', 'letter.pdf'],
    ['Übersicht 2026 – neu.docx', 'Übersicht 2026 – neu.docx'],
    ['日本語.txt', '日本語.txt'],
    ['.tar.gz', 'tar.gz'],
    [String.raw`..\..\Startup\x.lnk`, 'x.lnk'],
    ['../../etc/cron.d/x', 'x'],
    ['/etc/passwd', 'passwd'],
    [String.raw`C:\Windows\win.ini`, 'win.ini'],
    ['C:x.txt', 'x.txt'],
    [String.raw`\\server\share\x.exe`, 'x.exe'],
    [String.raw`\\?\C:\x`, 'x'],
    [String.raw`\\.\PhysicalDrive0`, 'PhysicalDrive0'],
    ['x.txt:evil.exe', 'x.txt'],
    ['x.txt::$DATA', 'x.txt'],
    [':stream', 'file'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['a\u200bb\ufeff.txt', 'ab.txt'],
    ['two\nlines\r.txt', 'twolines.txt'],
    ['nul\u0000l.txt', 'null.txt'],
    ['a\uff0fb\u2215c\uff3cd.txt', 'd.txt'],
    ['x.txt\uff1astream', 'x.txt'],
    ['trailing. . .', 'trailing'],
    ['x.exe. ', 'x.exe'],
    ['.hidden', 'hidden'],
    ['-rf', 'rf'],
    ['a<b>c"d|e?f*g.txt', 'a_b_c_d_e_f_g.txt'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['Lpt1 .log', '_Lpt1 .log'],
    ['COM¹', '_COM¹'],
    ['NUL.tar.gz', '_NUL.tar.gz'],
    ['console.log', 'console.log'],
    ['', 'file'],
    ['..', 'file'],
    ['. . .', 'file'],
    ['folder/', 'folder'],
    ['\ud800.txt', 'txt'],
  ])('G5: %j becomes %j', (offered, name) => {
    expect(harmlessName(offered)).toBe(name)
  })

  it('G5: a name of four thousand characters fits every system, and keeps its ending', () => {
    for (const long of [
      'x'.repeat(4096),
      '€'.repeat(4096),
      '👩‍👩‍👧'.repeat(900),
      `${'../'.repeat(1300)}${'y'.repeat(190)}`,
    ]) {
      const name = harmlessName(`${long}.pdf`)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
      expect(name).toMatch(/\.pdf$/)
      expect(name.isWellFormed()).toBe(true)
      expect(Buffer.byteLength(numbered(name, 999))).toBeLessThan(255)
    }
    expect(Buffer.byteLength(harmlessName(`x.${'y'.repeat(4096)}`))).toBeLessThanOrEqual(200)
  })

  it('G5: whatever is offered, a harmless name is harmless once more, and it is one name', () => {
    // A fixed sequence of pseudo-random numbers, so that a failure comes again.
    let seed = 7
    const draw = (n: number): number => (seed = (seed * 48_271) % 2_147_483_647) % n
    const parts = [
      '..',
      '/',
      '\\',
      ':',
      '.',
      ' ',
      'con',
      'NUL',
      'x',
      '\u202e',
      '\u0000',
      '\n',
      '：',
      '∕',
      '-',
      '~',
      '%2f',
      '€',
    ]
    for (let round = 0; round < 20_000; round += 1) {
      const offered = Array.from({ length: draw(9) }, () => parts[draw(parts.length)]).join('')
      const name = harmlessName(offered)
      expect([offered, harmlessName(name)]).toEqual([offered, name])
      expect([offered, /[/\\:\p{Cc}\p{Cf}]|^[. -]|[. ]$|^(con|nul)\s*(\.|$)|^$/iu.test(name)]).toEqual([offered, false])
    }
  })

  it('a second file of a name gets a number before its ending', () => {
    expect([numbered('a.pdf', 2), numbered('b', 3)]).toEqual(['a (2).pdf', 'b (3)'])
  })
})
