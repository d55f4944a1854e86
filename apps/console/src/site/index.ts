import { lazyRouteComponent } from '@tanstack/react-router'

export { useSite } from './site.ts'
export const SetUpPage = lazyRouteComponent(() => import('./SetUpPage.tsx'), 'SetUpPage')
export const AdminPage = lazyRouteComponent(() => import('./AdminPage.tsx'), 'AdminPage')
