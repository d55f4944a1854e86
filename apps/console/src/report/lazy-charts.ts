import { lazy } from 'react'

// The drawing weighs more than all the rest: the table is there before it.
const charts = () => import('./charts.tsx')
export const QueueChart = lazy(() => charts().then((all) => ({ default: all.QueueChart })))
export const AgentChart = lazy(() => charts().then((all) => ({ default: all.AgentChart })))
export const StaffingChart = lazy(() => charts().then((all) => ({ default: all.StaffingChart })))
