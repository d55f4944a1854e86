import { lazyRouteComponent } from '@tanstack/react-router'

// What is opened seldom, or later, comes when it is opened.
export const SessionPage = lazyRouteComponent(() => import('./SessionPage.tsx'), 'SessionPage')
export const HistoryPage = lazyRouteComponent(() => import('./HistoryPage.tsx'), 'HistoryPage')
