import { lazyRouteComponent } from '@tanstack/react-router'

export const DownloadsPage = lazyRouteComponent(() => import('./DownloadsPage.tsx'), 'DownloadsPage')
