import { lazyRouteComponent } from '@tanstack/react-router'

export { ReportNav } from './ReportNav.tsx'
export const ReportHome = lazyRouteComponent(() => import('./ReportHome.tsx'), 'ReportHome')
export const AgentReportPage = lazyRouteComponent(() => import('./AgentReportPage.tsx'), 'AgentReportPage')
export const StaffingPage = lazyRouteComponent(() => import('./StaffingPage.tsx'), 'StaffingPage')
