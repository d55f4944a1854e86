import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openX11 } from '../../platform/x11.ts'
import { type TestDisplay, until } from '../../testing/x-display.ts'

/** A real program that takes what is typed. */
export interface TypingProgram {
  /** What has arrived so far, byte for byte. */
  text(): Promise<string>
  /** Waits until exactly this has arrived; says what it was where it is something else. */
  has(text: string): Promise<void>
  /** The X11 window that has the keyboard. */
  readonly window: number
}

/** An xterm whose program writes every byte that it gets to a file, unaltered; `says` is what it says to xterm first. */
export async function openTerminal(
  display: TestDisplay,
  { args = [], says = '' }: { readonly args?: readonly string[]; readonly says?: string } = {},
): Promise<TypingProgram> {
  const file = join(await mkdtemp(join(tmpdir(), 'deskside-typed-')), 'bytes')
  await writeFile(file, '')
  const locale = { LC_ALL: 'C.UTF-8' }
  const shell = ['sh', '-c', `stty raw -echo; printf '${says}'; printf ready > ${file}.ready; exec cat >> ${file}`]
  display.start('/usr/bin/xterm', ['-u8', ...args, '-e', ...shell], locale)
  await until('the terminal is ready', () => readFile(`${file}.ready`, 'utf8').catch(() => undefined))
  return typing(await focused(display, 'xterm'), () => readFile(file, 'utf8'))
}

/** A small GTK editor with a file open; what has arrived is what it saves. */
export async function openEditor(
  display: TestDisplay,
  save: () => Promise<void>,
  content = '',
): Promise<TypingProgram & { readonly file: string }> {
  const file = join(await mkdtemp(join(tmpdir(), 'deskside-typed-')), 'page.txt')
  await writeFile(file, content)
  display.start('/usr/bin/l3afpad', [file], { LC_ALL: 'C.UTF-8', GTK_IM_MODULE: 'gtk-im-context-simple' })
  const window = await focused(display, 'l3afpad')
  const read = async (): Promise<string> => {
    await save()
    return readFile(file, 'utf8')
  }
  return { ...typing(window, read), file }
}

/** Waits until a window of this class has the keyboard. */
async function focused(display: TestDisplay, name: string): Promise<number> {
  const x = await openX11(display.name)
  const WM_CLASS = 67
  try {
    return await until(`${name} has the keyboard`, async () => {
      let { focus: window } = await x.ask<{ readonly focus: number }>((reply) => x.client.GetInputFocus(reply))
      // GTK gives the keyboard to a window inside its own.
      while (window > 1 && window !== x.root) {
        const own = await x.property(window, WM_CLASS)
        if (own !== undefined) return own.data.toString('latin1').toLowerCase().includes(name) ? window : undefined
        window = (await x.ask<{ readonly parent: number }>((reply) => x.client.QueryTree(window, reply))).parent
      }
      return undefined
    })
  } finally {
    x.close()
  }
}

function typing(window: number, text: () => Promise<string>): TypingProgram {
  return {
    window,
    text,
    async has(expected) {
      let last = ''
      await until('the text arrived', async () => {
        last = await text()
        return last === expected || undefined
      }).catch((error: unknown) => {
        throw new Error(`${String(error)} Expected ${JSON.stringify(expected)}, found ${JSON.stringify(last)}.`)
      })
    },
  }
}
