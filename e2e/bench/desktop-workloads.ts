import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ended } from './desktop-display.ts'
import type { BenchDisplay } from './desktop-display.ts'
import type { Region } from './desktop-page.ts'

const HERE = dirname(fileURLToPath(import.meta.url))

/** What moves on the measured display, and a region that is another in each of its frames. */
export interface Workload {
  readonly region: Region
  start(display: BenchDisplay): Promise<ChildProcess | undefined>
}

export const FLIP: Region = { x: 100, y: 100, width: 800, height: 500 }
const VIDEO: Region = { x: 200, y: 150, width: 640, height: 360 }
const DRAG: Region = { x: 300, y: 160, width: 500, height: 350 }

const program =
  (name: string, { x, y, width, height }: Region) =>
  async (display: BenchDisplay): Promise<ChildProcess> => {
    const args = [join(HERE, 'desktop-program.ts'), name, [x, y, width, height].join(',')]
    const child = display.start(process.execPath, args, 'ipc')
    await once(child, 'message')
    return child
  }

/** A terminal at 40,40 of 90 columns and 30 rows; the size of the letters is the X server's "fixed" in both. */
export const terminal =
  (name: string) =>
  async (display: BenchDisplay): Promise<ChildProcess> => {
    const look = [
      '-geometry',
      '90x30+40+40',
      '-fn',
      'fixed',
      '-bg',
      'white',
      '-fg',
      'black',
      '+sb',
      '-T',
      `Bench ${name}`,
    ]
    const child = display.start('xterm', [...look, '-e', process.execPath, join(HERE, 'desktop-terminal.ts'), name])
    await display.finish('xdotool', ['search', '--sync', '--onlyvisible', '--name', `Bench ${name}`])
    return child
  }

/** Beside the terminal also on the smaller desktop. */
export const FLIP_BESIDE: Region = { x: 660, y: 100, width: 560, height: 500 }
export const startFlip = program('flip', FLIP)
export const startFlipBeside = program('flip', FLIP_BESIDE)
export const startPhoto = program('photo', { x: 620, y: 80, width: 640, height: 360 })

export const WORKLOADS = {
  idle: { region: VIDEO, start: () => Promise.resolve(undefined) },
  type: { region: { x: 40, y: 200, width: 560, height: 80 }, start: terminal('type') },
  scroll: { region: { x: 40, y: 200, width: 560, height: 40 }, start: terminal('scroll') },
  drag: { region: { x: 300, y: 330, width: 400, height: 8 }, start: program('drag', DRAG) },
  video: { region: { x: 400, y: 300, width: 240, height: 16 }, start: program('video', VIDEO) },
} as const satisfies Record<string, Workload>

export type WorkloadName = keyof typeof WORKLOADS

/** Ends a workload; its windows go with it. */
export const stopWorkload = async (child: ChildProcess | undefined): Promise<void> => {
  if (child) await ended(child)
}
