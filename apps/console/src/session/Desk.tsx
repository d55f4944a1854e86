import { useObservable } from '@deskside/ui'
import { Outlet } from '@tanstack/react-router'
import { settings } from '../platform/settings.ts'
import { focusMode } from './panels.ts'
import { SessionList } from './SessionList.tsx'

/** The list of live sessions, and what was chosen from it. */
export function Desk() {
  const { list } = useObservable(settings)
  const focus = useObservable(focusMode)
  return (
    <div className="flex min-h-0 flex-1">
      {list && !focus ? <SessionList /> : null}
      <Outlet />
    </div>
  )
}
