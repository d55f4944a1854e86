import { lazyRouteComponent } from '@tanstack/react-router'

export { AgentBar } from './AgentBar.tsx'
export { useInbox } from './inbox.ts'
export { Offers } from './Offers.tsx'
export { MISSED_WORDS, REASON_WORDS, STATE_TONES, STATE_WORDS, chosenBy } from './agent-words.ts'
export const Agents = lazyRouteComponent(() => import('./Agents.tsx'), 'Agents')
export const Queues = lazyRouteComponent(() => import('./Queues.tsx'), 'Queues')
export { useQueues } from './queues.ts'
