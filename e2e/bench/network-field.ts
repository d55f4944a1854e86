import { installSystemPackages, NEEDED_BY_DESKTOP_BENCHMARKS } from '../../scripts/system-packages.ts'
import type { Closing } from './closing.ts'
import { DesksideSite, MODES, openDeskside } from './desktop-deskside.ts'
import type { Size } from './desktop-display.ts'
import { openTigerVnc, openX11vnc } from './desktop-rivals.ts'
import type { Viewpoint } from './desktop-screen.ts'
import type { DesktopViewer } from './desktop-viewer.ts'
import { BadLine } from './network-line.ts'

/** Somebody who views a desktop over a bad line of their own. */
export interface FarViewer extends DesktopViewer {
  readonly line: BadLine
}

const option = (name: string): string | undefined =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)

/** All viewers, each at the near end of a line, with what they view and the server at its far end; `--only=Standard` leaves the others out. */
export async function openFarField(size: Size, closing: Closing): Promise<readonly FarViewer[]> {
  await installSystemPackages(NEEDED_BY_DESKTOP_BENCHMARKS)
  const only = option('only')
  const wanted = (name: string): boolean => only === undefined || name.includes(only)
  const field: FarViewer[] = []
  const seed = Number(option('seed') ?? 1)
  const add = async (open: (from: Viewpoint) => Promise<DesktopViewer>): Promise<void> => {
    const line = closing.add(await BadLine.open(seed))
    const viewer = closing.add(await open({ executable: line.chromium, host: line.host }))
    field.push({ ...viewer, line })
  }
  if (wanted('TigerVNC')) await add((from) => openTigerVnc(size, from))
  if (wanted('x11vnc')) await add((from) => openX11vnc(size, from))
  for (const mode of MODES.filter((name) => wanted(`Deskside ${name}`)))
    await add(async (from) => {
      const site = closing.add(await DesksideSite.open(from.host))
      return openDeskside(site, { size, mode, from })
    })
  return field
}
