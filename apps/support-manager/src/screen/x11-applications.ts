import type { X11 } from '../platform/x11.ts'
import type { Application } from './screen-port.ts'
import type { ProgramWindow } from './x11-identity.ts'
import { holds } from './x11-region.ts'
import type { KnownWindow, X11Windows } from './x11-windows.ts'

/** Source indication of EWMH: a pager or the like asks, so the window manager does not refuse for the focus's sake. */
const ASKED_BY_PERSON = 2

/** The programs that a person sees as such: with windows that are shown or minimised. The one in front comes first. */
export function applicationsOf(windows: X11Windows): Application[] {
  const found = new Map<string, { name: string; titles: string[] }>()
  for (const known of windows.known().toReversed()) {
    if (windows.isHidden(known) || known.identity.inputOnly) continue
    for (const window of known.identity.windows) {
      if (!isPersons(known, window)) continue
      const application = found.get(window.program) ?? { name: nameOf(window), titles: [] }
      if (window.title !== '') application.titles.push(window.title)
      found.set(window.program, application)
    }
  }
  return [...found].map(([id, { name, titles }]) => ({ id, name, titles }))
}

/** Brings a program's window to the front: the one at a place, else the one that is in front of its others. */
export async function raise(
  x: X11,
  windows: X11Windows,
  of: { readonly applicationId: string; readonly at?: { readonly x: number; readonly y: number } | undefined },
): Promise<void> {
  await x.sync()
  await windows.settled()
  const own = windows
    .known()
    .toReversed()
    .filter(
      (known) => !windows.isHidden(known) && known.identity.windows.some((part) => part.program === of.applicationId),
    )
  const { at } = of
  const there = at === undefined ? undefined : own.find(({ top }) => top.mapped && holds(top.area, at.x, at.y))
  const known = there ?? own.find((one) => one.identity.windows.some((window) => isPersons(one, window)))
  const window = known?.identity.windows.find((one) => isPersons(known, one))
  if (known === undefined || window === undefined) return
  const { client, root } = x
  const [activate, manager] = await Promise.all([x.atom('_NET_ACTIVE_WINDOW'), x.atom('_NET_SUPPORTING_WM_CHECK')])
  if ((await x.property(root, manager)) === undefined) {
    // Nobody manages windows: it is done here.
    client.RaiseWindow(known.top.id)
    client.SetInputFocus(window.id, 1)
  } else client.SendClientMessage(root, window.id, activate, 32, [ASKED_BY_PERSON, 0, 0, 0, 0])
  await x.sync()
}

/** Not menus, tooltips, panels; not windows that were closed but kept. */
function isPersons({ top }: KnownWindow, window: ProgramWindow): boolean {
  if (window.furniture || (window.classes.length === 0 && window.title === '')) return false
  if (window.state !== undefined) return true
  return top.mapped && !top.overrideRedirect
}

function nameOf(window: ProgramWindow): string {
  return window.classes[1] ?? window.classes[0] ?? window.title
}
