import { Closing } from './closing.ts'
import { openField, sizes, trials, workloads } from './desktop-field.ts'
import { browserSeconds, cpuSeconds } from './desktop-viewer.ts'
import type { DesktopViewer } from './desktop-viewer.ts'
import { WORKLOADS, stopWorkload } from './desktop-workloads.ts'
import type { WorkloadName } from './desktop-workloads.ts'
import { Report } from './report.ts'
import type { Figure } from './report.ts'

/** Seconds of each; `--trials=N` sets another number. The figures are for this many seconds in any case. */
const SECONDS = 20
const SETTLING_MS = 3_000
const IDLE_SECONDS = 0.1

interface Used {
  readonly capturing: number
  readonly page: number
  readonly browser: number
}

async function measure(viewer: DesktopViewer, name: WorkloadName): Promise<Used> {
  const { page, display, browser, capturing } = viewer
  await display.parkPointer()
  const running = await WORKLOADS[name].start(display)
  try {
    await page.waitForTimeout(SETTLING_MS)
    const now = async (): Promise<[number, number, number]> => [
      cpuSeconds(capturing),
      await browserSeconds(browser, 'renderer'),
      await browserSeconds(browser),
    ]
    const before = await now()
    await page.waitForTimeout(trials(SECONDS) * 1_000)
    const [program = 0, renderer = 0, all = 0] = (await now()).map((used, at) => used - (before[at] ?? 0))
    const whole = SECONDS / trials(SECONDS)
    return { capturing: program * whole, page: renderer * whole, browser: all * whole }
  } finally {
    await stopWorkload(running)
  }
}

const MEASURED = ['idle', 'type', 'scroll', 'video'] as const satisfies readonly WorkloadName[]

function judge(label: string, name: WorkloadName, found: ReadonlyMap<string, Used>): Figure[] {
  const figures: Figure[] = []
  for (const [viewer, { capturing, page, browser }] of found) {
    const metric = `${label}, ${name}, ${viewer}`
    const program = viewer === 'TigerVNC' ? 'the whole X server' : 'capturing program'
    const idle = name === 'idle' && viewer.startsWith('Deskside')
    figures.push(
      {
        metric: `${metric}, ${program}`,
        value: capturing,
        unit: `s of ${SECONDS} s`,
        ...(idle ? { target: { atMost: IDLE_SECONDS } } : {}),
      },
      { metric: `${metric}, viewer's page`, value: page, unit: `s of ${SECONDS} s` },
      { metric: `${metric}, viewer's whole browser`, value: browser, unit: `s of ${SECONDS} s` },
    )
  }
  const x11vnc = found.get('x11vnc')
  for (const [viewer, used] of found) {
    if (!viewer.startsWith('Deskside') || !x11vnc) continue
    if (name === 'type')
      figures.push({
        metric: `${label}, ${name}, ${viewer}, capturing program`,
        value: used.capturing / x11vnc.capturing,
        unit: '',
        against: 'x11vnc',
        target: { atMost: 1 },
      })
    if (name === 'scroll')
      figures.push({
        metric: `${label}, ${name}, ${viewer}, viewer's page`,
        value: used.page / x11vnc.page,
        unit: '',
        against: 'noVNC with x11vnc',
        target: { atMost: 1 },
      })
  }
  return figures
}

const report = new Report('desktop-cpu', 'seconds of a core that capturing and viewing a desktop take')
for (const size of sizes()) {
  const closing = new Closing()
  try {
    const field = await openField(size, closing)
    for (const name of workloads(MEASURED)) {
      const found = new Map<string, Used>()
      for (const viewer of field) found.set(viewer.name, await measure(viewer, name))
      report.add(...judge(`${size.width}x${size.height}`, name, found))
    }
  } finally {
    await closing.all()
  }
}
report.print()
