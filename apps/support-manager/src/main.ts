import { createSource } from '@deskside/realtime'
import { readConfig } from './config.ts'
import { createPanelServer } from './panel/panel-server.ts'
import { loadPanelPage } from './panel/page-source.ts'
import type { PanelState } from './panel/panel-state.ts'
import { holdStopKey } from './panel/stop-key.ts'
import { openPanelWindow } from './panel/window.ts'
import type { PanelWindow } from './panel/window-port.ts'
import { serverAddress } from './platform/about.ts'
import { elevate } from './device/elevation.ts'
import { Return } from './device/restart.ts'
import { openComputer } from './computer.ts'
import { nativeMedia } from './platform/media.ts'
import { openX11 } from './platform/x11.ts'
import { Program, firstState } from './program.ts'
import { joinCodeOfThisStart } from './session/join-code.ts'

/** With nobody at a panel nobody can press Stop there: then everything ends after this long, in milliseconds (THREATS C10). */
const UNATTENDED_MS = 3_000

async function main(): Promise<void> {
  const args = process.argv.slice(2)
  const reading = readConfig(args)
  if (!reading.ok) return fail(reading.problem)
  const { config } = reading
  const address = serverAddress(config.server)
  if ('problem' in address) return fail(address.problem)
  const { origin } = address

  const { home, program: command, returnFolder: folder, restartCommand } = config
  const back = new Return({ home, program: command, now: Date.now, folder, restartCommand })
  const ticket = folder === undefined ? undefined : await back.take(origin, config.returnOwner)
  // Too late, or not for this computer: nobody waits for this program, and it has taken away what started it.
  if (folder !== undefined && !ticket) return
  const computer = await openComputer(config.denied)
  const state = createSource<PanelState>(firstState(origin))
  let unattended: ReturnType<typeof setTimeout> | undefined
  let window: PanelWindow | undefined
  let quitting: Promise<void> | undefined
  const quit = (): void => void (quitting ??= leave())
  const program = new Program({
    computer,
    media: nativeMedia,
    origin,
    state,
    quit,
    comeBack: {
      restart: (parts) => back.restart(parts),
      elevate: (parts) => elevate({ home, program: command, now: Date.now, elevated: process.getuid?.() === 0 }, parts),
      clear: () => back.clear(),
    },
    ask: () => window?.raise(),
    failed: complain,
  })
  const panel = await createPanelServer({
    state,
    page: await loadPanelPage(),
    act: (action) => program.act(action),
    onAttended: (attended) => {
      clearTimeout(unattended)
      if (!attended) unattended = setTimeout(() => program.stopAll(), UNATTENDED_MS)
    },
    onTrouble: complain,
  })
  const stopKeys = await openX11()
  const stopKey = await holdStopKey(stopKeys, () => program.stopAll())
  const leave = async (): Promise<void> => {
    clearTimeout(unattended)
    program.close()
    stopKey.close()
    stopKeys.close()
    window?.close()
    await panel.close()
    await computer.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit)
  const code = joinCodeOfThisStart(args)
  if (ticket) program.comesBack(ticket)
  else if (code !== undefined) void program.join(code)
  window = await openPanelWindow(panel, { title: 'Deskside Support Manager', kind: config.window })
  computer.hide([process.pid, ...window.pids])
  // The small window is the person's hold on the program: closed, it is gone, and everything with it.
  void window.closed.then(quit)
}

function complain(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 1
}

main().catch((error: unknown) => {
  fail(`The Support Manager could not start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})
