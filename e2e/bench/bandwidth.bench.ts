import { Closing } from './closing.ts'
import { openField, sizes, trials, workloads } from './desktop-field.ts'
import { countFrames, framesSeen, stopCounting } from './desktop-page.ts'
import type { DesktopViewer } from './desktop-viewer.ts'
import { WORKLOADS, stopWorkload } from './desktop-workloads.ts'
import type { WorkloadName } from './desktop-workloads.ts'
import { Report } from './report.ts'
import type { Figure } from './report.ts'

/** Seconds of each workload with each viewer; `--trials=N` sets another number. */
const SECONDS = 10
const SETTLING_MS = 2_000
const IDLE_KBIT = 0.5
const VIDEO_FRAMES = 24

interface Measured {
  readonly kbit: number
  readonly frames: number
}

async function measure(viewer: DesktopViewer, name: WorkloadName): Promise<Measured> {
  const { page, display } = viewer
  const { region, start } = WORKLOADS[name]
  await display.parkPointer()
  const running = await start(display)
  try {
    await page.waitForTimeout(SETTLING_MS)
    await countFrames(viewer, region)
    const [bytes, from] = [await viewer.bytes(), performance.now()]
    await page.waitForTimeout(trials(SECONDS) * 1_000)
    const [after, frames] = [await viewer.bytes(), await framesSeen(page)]
    const seconds = (performance.now() - from) / 1_000
    await stopCounting(page)
    if (running && frames === 0) throw new Error(`${viewer.name} showed nothing of ${name}.`)
    return { kbit: ((after - bytes) * 8) / 1_000 / seconds, frames: frames / seconds }
  } finally {
    await stopWorkload(running)
    // What it leaves behind is drawn before the next one begins.
    await page.waitForTimeout(SETTLING_MS)
  }
}

function judge(label: string, name: WorkloadName, found: ReadonlyMap<string, Measured>): Figure[] {
  const figures: Figure[] = []
  for (const [viewer, { kbit, frames }] of found) {
    const metric = `${label}, ${name}, ${viewer}`
    figures.push({
      metric,
      value: kbit,
      unit: 'kbit/s',
      ...(name === 'idle' && viewer.startsWith('Deskside') ? { target: { atMost: IDLE_KBIT } } : {}),
    })
    if (name !== 'idle')
      figures.push({
        metric,
        value: frames,
        unit: 'frames/s',
        ...(name === 'video' && viewer.includes('Sampling') ? { target: { atLeast: VIDEO_FRAMES } } : {}),
      })
  }
  const [tiger, standard, sampling] = ['TigerVNC', 'Deskside Standard', 'Deskside Screen Sampling'].map((viewer) =>
    found.get(viewer),
  )
  if (tiger && standard && ['type', 'scroll', 'drag'].includes(name))
    figures.push(
      {
        metric: `${label}, ${name}, Deskside Standard, bytes`,
        value: standard.kbit / tiger.kbit,
        unit: '',
        against: 'TigerVNC',
        target: { atMost: 1 },
      },
      {
        metric: `${label}, ${name}, Deskside Standard, frames`,
        value: standard.frames / tiger.frames,
        unit: '',
        against: 'TigerVNC',
        target: { atLeast: 1 },
      },
    )
  if (standard && sampling && ['scroll', 'video'].includes(name))
    figures.push({
      metric: `${label}, ${name}, Deskside Screen Sampling, bytes`,
      value: sampling.kbit / standard.kbit,
      unit: '',
      against: 'Deskside Standard',
      target: { atMost: 0.5 },
    })
  return figures
}

const report = new Report('bandwidth', 'bytes to the viewer and frames in it, by what moves on the desktop')
for (const size of sizes()) {
  const closing = new Closing()
  try {
    const field = await openField(size, closing)
    for (const name of workloads(Object.keys(WORKLOADS) as WorkloadName[])) {
      const found = new Map<string, Measured>()
      for (const viewer of field) found.set(viewer.name, await measure(viewer, name))
      report.add(...judge(`${size.width}x${size.height}`, name, found))
    }
  } finally {
    await closing.all()
  }
}
report.print()
