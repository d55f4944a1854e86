import type { Closing } from './closing.ts'
import type { Size } from './desktop-display.ts'
import { DesksideSite, MODES, openDeskside } from './desktop-deskside.ts'
import { openTigerVnc, openX11vnc } from './desktop-rivals.ts'
import type { DesktopViewer } from './desktop-viewer.ts'
import { installSystemPackages, NEEDED_BY_DESKTOP_BENCHMARKS } from '../../scripts/system-packages.ts'

/** The value of `--name=value` on the command line. */
const option = (name: string): string | undefined =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)

/** `--trials=N`, or the benchmark's own number. */
export const trials = (full: number): number => Number(option('trials') ?? full)

/** `--size=1280x720`, or both sizes that are measured. */
export function sizes(): readonly Size[] {
  const all = [
    { width: 1280, height: 720 },
    { width: 1920, height: 1080 },
  ]
  return all.filter(({ width, height }) => [undefined, `${width}x${height}`].includes(option('size')))
}

/** `--workload=drag`, or all that a benchmark has. */
export function workloads<T extends string>(all: readonly T[]): readonly T[] {
  const one = option('workload')
  return all.filter((name) => one === undefined || name === one)
}

/** All viewers at the same time, each on its own display; `--only=x11vnc` or `--only=Deskside` leaves the others out. */
export async function openField(size: Size, closing: Closing): Promise<readonly DesktopViewer[]> {
  await installSystemPackages(NEEDED_BY_DESKTOP_BENCHMARKS)
  const only = option('only')
  const wanted = (name: string): boolean => only === undefined || name.includes(only)
  const field: DesktopViewer[] = []
  if (wanted('TigerVNC')) field.push(closing.add(await openTigerVnc(size)))
  if (wanted('x11vnc')) field.push(closing.add(await openX11vnc(size)))
  const modes = MODES.filter((mode) => wanted(`Deskside ${mode}`))
  // Each at a house of its own: one representative's two pages would both be sent both pictures.
  for (const mode of modes) {
    const site = closing.add(await DesksideSite.open())
    field.push(closing.add(await openDeskside(site, { size, mode })))
  }
  return field
}
