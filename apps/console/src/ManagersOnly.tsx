import { Outlet } from '@tanstack/react-router'
import { useAccount } from './account/index.ts'
import { NotTherePage } from './NotTherePage.tsx'

/** Pages of managers and administrators: to others they are not there. */
export function ManagersOnly() {
  const { data: account } = useAccount()
  return !account || account.role === 'representative' ? <NotTherePage /> : <Outlet />
}
