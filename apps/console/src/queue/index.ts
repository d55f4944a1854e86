import { lazyRouteComponent } from '@tanstack/react-router'

export { AgentBar } from './AgentBar.tsx'
export { Offers } from './Offers.tsx'
export const Queues = lazyRouteComponent(() => import('./Queues.tsx'), 'Queues')
