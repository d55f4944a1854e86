import { lazyRouteComponent } from '@tanstack/react-router'

export { AgentBar } from './AgentBar.tsx'
export { STATE_TONES, STATE_WORDS } from './agent-words.ts'
export { useInbox } from './inbox.ts'
export { Offers } from './Offers.tsx'
export const Agents = lazyRouteComponent(() => import('./Agents.tsx'), 'Agents')
export const Queues = lazyRouteComponent(() => import('./Queues.tsx'), 'Queues')
export { useQueues } from './queues.ts'
