import { Closing } from './closing.ts'
import { openField, sizes } from './desktop-field.ts'
import { lightAt, readPixels } from './desktop-page.ts'
import { compare } from './desktop-sharpness.ts'
import type { DesktopViewer } from './desktop-viewer.ts'
import { WORKLOADS, startPhoto, stopWorkload, terminal } from './desktop-workloads.ts'
import { Report } from './report.ts'
import type { Figure } from './report.ts'

/** After the last change; Screen Sampling is given two seconds, Standard one. */
const LOOKS_MS = [1_000, 2_000] as const
/** What an infinite number of dB is written as. */
const EXACT_DB = 99
const TEXT_DB = 36

/** A terminal that scrolled fast and rests, and a photograph beside it. */
async function look(viewer: DesktopViewer, label: string): Promise<Figure[]> {
  const { page, display, name } = viewer
  await display.parkPointer()
  const photo = await startPhoto(display)
  const scrolling = await WORKLOADS.scroll.start(display)
  await page.waitForTimeout(3_000)
  // Stopped where it stands: from then on nothing changes.
  const text = await terminal('text')(display)
  await stopWorkload(scrolling)
  await page.waitForTimeout(300)
  const figures: Figure[] = []
  for (const after of LOOKS_MS) {
    await page.waitForTimeout(after === 1_000 ? 700 : 1_000)
    const { off, farOff, psnr } = compare(await readPixels(viewer), await display.pixels(), await display.marks())
    const metric = `${label}, ${name}, after ${after / 1_000} s`
    const standard = name === 'Deskside Standard'
    const sampling = name === 'Deskside Screen Sampling' && after === 2_000
    figures.push(
      { metric: `${metric}, pixels off`, value: off, unit: '%', ...(standard ? { target: { atMost: 0 } } : {}) },
      { metric: `${metric}, off by more than 16`, value: farOff, unit: '%' },
      {
        metric: `${metric}, luma`,
        value: Math.min(psnr, EXACT_DB),
        unit: 'dB',
        ...(sampling ? { target: { atLeast: TEXT_DB } } : {}),
      },
    )
    if (psnr < 15) throw new Error(`${name} shows another picture than the display's: ${psnr.toFixed(1)} dB.`)
  }
  for (const running of [text, photo]) await stopWorkload(running)
  return figures
}

const report = new Report(
  'sharpness',
  `how far the picture of a resting desktop is from its pixels (${EXACT_DB} dB: exact)`,
)
for (const size of sizes()) {
  const closing = new Closing()
  try {
    for (const viewer of await openField(size, closing)) {
      if ((await lightAt(viewer, { x: 5, y: 5 })) === undefined) throw new Error(`${viewer.name} shows nothing.`)
      report.add(...(await look(viewer, `${size.width}x${size.height}`)))
    }
  } finally {
    await closing.all()
  }
}
report.print()
