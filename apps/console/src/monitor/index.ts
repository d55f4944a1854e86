import { lazyRouteComponent } from '@tanstack/react-router'

export { WatchBar } from './WatchBar.tsx'
export const MonitorPage = lazyRouteComponent(() => import('./MonitorPage.tsx'), 'MonitorPage')
