import { createSource } from '@deskside/realtime'
import { readConfig } from './config.ts'
import { createPanelServer } from './panel/panel-server.ts'
import { loadPanelPage } from './panel/page-source.ts'
import type { PanelState } from './panel/panel-state.ts'
import { StopKeyHolder } from './panel/stop-key-holder.ts'
import { openPanelWindow } from './panel/window.ts'
import type { PanelWindow } from './panel/window-port.ts'
import { serverAddress } from './platform/about.ts'
import { elevate } from './device/elevation.ts'
import { Return } from './device/restart.ts'
import { openComputer } from './computer.ts'
import { STEADY_CLOCK } from './control/clock.ts'
import { nativeMedia } from './platform/media.ts'
import { Program, firstState } from './program.ts'
import { Attendance } from './session/attendance.ts'
import { joinCodeOfThisStart } from './session/join-code.ts'

/** What the computer takes back or tidies up may last so long, in milliseconds; then the program ends all the same. */
const LEAVING_MS = 5_000

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
  let window: PanelWindow | undefined
  let quitting: Promise<void> | undefined
  const quit = (): void => void (quitting ??= leave())
  const program = new Program({
    computer,
    media: nativeMedia,
    origin,
    state,
    quit,
    over: () => stopKey.close(),
    comeBack: {
      restart: (parts) => back.restart(parts),
      elevate: (parts) => elevate({ home, program: command, now: Date.now, elevated: process.getuid?.() === 0 }, parts),
      clear: () => back.clear(),
    },
    ask: () => window?.raise(),
    failed: complain,
  })
  const attendance = new Attendance(STEADY_CLOCK, () => program.stopAll())
  const panel = await createPanelServer({
    state,
    page: await loadPanelPage(),
    act: (action) => program.act(action),
    onAttended: (attended) => attendance.set(attended),
    onTrouble: complain,
  })
  const stopKey = new StopKeyHolder({
    hold: () => computer.holdStopKey(() => program.stopAll()),
    clock: STEADY_CLOCK,
    told: (held) => state.patch({ stopKey: held }),
    failed: complain,
  })
  await stopKey.open()
  // Without its desktop nobody sees any more what goes on, or can stop it.
  computer.onLost(quit)
  const leave = async (): Promise<void> => {
    setTimeout(() => process.exit(1), LEAVING_MS)
    attendance.close()
    program.close()
    stopKey.close()
    window?.close()
    await panel.close()
    await computer.close()
    process.exit(0)
  }
  // Before an error that nobody foresaw ends the program: a script or a command line would go on without it.
  process.on('uncaughtExceptionMonitor', () => program.close())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit)
  const code = joinCodeOfThisStart(args)
  if (ticket) program.comesBack(ticket, attendance)
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
