import { spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openX11 } from '../platform/x11.ts'
import { openTestDisplay, until } from '../testing/x-display.ts'
import type { TestDisplay } from '../testing/x-display.ts'
import { loadPanelPage } from './page-source.ts'
import { createPanelServer } from './panel-server.ts'
import type { PanelServer } from './panel-server.ts'
import { feedState, joined } from './testing/fed-state.ts'
import { openPanelWindow } from './window.ts'

let display: TestDisplay
let panel: PanelServer
/** Every address that was given out: with its key. */
let addresses: string[]

beforeEach(async () => {
  display = await openTestDisplay()
  await display.manage()
  vi.stubEnv('DISPLAY', display.name)
  const server = await createPanelServer({
    state: feedState(joined),
    act: async () => undefined,
    page: await loadPanelPage(),
  })
  addresses = []
  panel = {
    ...server,
    newAddress() {
      const address = server.newAddress()
      addresses.push(address)
      return address
    },
  }
})
afterEach(async () => {
  await panel.close()
  await display.close()
  vi.unstubAllEnvs()
})

const keys = (): string[] => addresses.map((address) => new URL(address).hash.slice(1))
const windowId = (): Promise<string> =>
  until('the window is on the display', async () =>
    display.run('/usr/bin/xdotool', ['search', '--onlyvisible', '--name', 'Support Manager$']).then(
      (found) => found.split('\n')[0],
      () => undefined,
    ),
  )

/** Every command line on this machine that has one of the keys in it. */
function commandLinesWithKey(): string[] {
  return globSync('/proc/[0-9]*/cmdline').flatMap((file) => {
    try {
      const line = readFileSync(file, 'utf8')
      return keys().some((key) => line.includes(key)) ? [line] : []
    } catch (error) {
      // A process that ended meanwhile.
      if (error instanceof Error && 'code' in error) return []
      throw error
    }
  })
}

test('the panel comes up in the web view, above all windows, in a process whose number is known, and the key is nowhere to be read', async () => {
  const window = await openPanelWindow(panel, { title: 'Support Manager', kind: 'webview' })
  expect(panel.attended()).toBe(true)
  const id = await windowId()
  const about = await display.run('/usr/bin/xprop', ['-id', id, '_NET_WM_PID', '_NET_WM_STATE'])
  expect(about).toContain(`_NET_WM_PID(CARDINAL) = ${window.pids[0]}\n`)
  expect(about).toContain('_NET_WM_STATE_ABOVE')
  expect(commandLinesWithKey()).toEqual([])
  // Minimised, it comes back for a question.
  const visible = async (): Promise<boolean> =>
    (await display.run('/usr/bin/xwininfo', ['-id', id])).includes('IsViewable')
  await display.run('/usr/bin/xdotool', ['windowminimize', id])
  await until('the window is minimised', async () => !(await visible()))
  window.raise()
  await until('the window is back', visible)
  window.close()
  window.close()
  await window.closed
  await until('the page is gone', () => (panel.attended() ? undefined : true))
})

test('C10: when the person closes the window, that is known', async () => {
  const window = await openPanelWindow(panel, { title: 'Support Manager', kind: 'webview' })
  // As by the window's own button: the window manager asks the program (EWMH, _NET_CLOSE_WINDOW).
  const x = await openX11(display.name)
  const toManager = 0x18_0000
  x.client.SendClientMessage(x.root, Number(await windowId()), await x.atom('_NET_CLOSE_WINDOW'), 32, [0, 2], toManager)
  await x.sync()
  x.close()
  await window.closed
  await until('the page is gone', () => (panel.attended() ? undefined : true))
})

test('C13: the window does not outlive its program, even when that is killed', async () => {
  const before = new Set(globSync('/proc/[0-9]*'))
  const script = `
    const { openPanelWindow } = await import(${JSON.stringify(new URL('./window.ts', import.meta.url).href)})
    const panel = { newAddress: () => ${JSON.stringify(panel.newAddress())}, attended: () => false }
    await openPanelWindow(panel, { title: 'Support Manager', kind: 'webview' })`
  const program = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
  await windowId()
  const children = globSync('/proc/[0-9]*').filter(
    (folder) => !before.has(folder) && readName(folder).includes('--internal=window'),
  )
  expect(children).toHaveLength(1)
  program.kill('SIGKILL')
  await until('the window is gone', () => (readName(children[0] ?? '') === '' ? true : undefined))
})

test('the window shows nothing but the panel: neither a page of elsewhere nor a second window', async () => {
  const asked: string[] = []
  const elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const outside = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
  const inside: string[] = []
  const lure = createServer((request, response) => {
    inside.push(request.url ?? '')
    const page = `<title>Support Manager</title><script>open('${outside}/opened');location='${outside}/moved';
      setTimeout(() => fetch('/still-here'), 300)</script>`
    response.setHeader('content-type', 'text/html').end(page)
  })
  await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/`
  const window = await openPanelWindow(
    { newAddress: () => address, attended: () => inside.includes('/still-here') },
    { title: 'Support Manager', kind: 'webview' },
  )
  expect(asked).toEqual([])
  window.close()
  await window.closed
  lure.close()
  elsewhere.close()
})

test('C13: a browser shows it in a small window of its own, without the key in a command line, and leaves nothing behind', async () => {
  const place = mkdtempSync(join(tmpdir(), 'deskside-window-'))
  vi.stubEnv('TMPDIR', place)
  const window = await openPanelWindow(panel, { title: 'Support Manager', kind: 'browser' })
  expect(globSync(join(place, 'deskside-*'))).toHaveLength(1)
  expect(panel.attended()).toBe(true)
  expect(window.pids).toHaveLength(1)
  expect(commandLinesWithKey()).toEqual([])
  await windowId()
  window.close()
  await window.closed
  expect(globSync(join(place, 'deskside-*'))).toEqual([])
  rmSync(place, { recursive: true })
})

test('where no window can be had the address is printed, with a key that leads in', async () => {
  vi.stubEnv('DISPLAY', '')
  const said: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const window = await openPanelWindow(panel, { title: 'Support Manager', kind: 'webview' })
  write.mockRestore()
  expect(said).toEqual([`Open this address on this computer: ${addresses.at(-1)}\n`])
  expect(window.pids).toEqual([])
  window.close()
  await window.closed
})

function readName(folder: string): string {
  try {
    return readFileSync(join(folder, 'cmdline'), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return ''
    throw error
  }
}
