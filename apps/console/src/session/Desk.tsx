import { Outlet } from '@tanstack/react-router'
import { closeDrawer, useDrawerEscape, usePanels } from './panels.ts'
import { SessionList } from './SessionList.tsx'

/** The list of live sessions, and what was chosen from it. */
export function Desk() {
  const { list, over } = usePanels()
  useDrawerEscape()
  return (
    <div className="relative flex min-h-0 flex-1">
      {list ? <SessionList /> : null}
      <Outlet />
      {over ? (
        // For the pointer only: keys have Escape and the panel's own button.
        <div aria-hidden="true" className="absolute inset-0 z-10 bg-backdrop" onClick={closeDrawer} />
      ) : null}
    </div>
  )
}
