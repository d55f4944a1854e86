import { lazyRouteComponent } from '@tanstack/react-router'

export { InviteDialog } from './InviteDialog.tsx'
export { WaitingRoom } from './WaitingRoom.tsx'
export { startSession } from './invitations.ts'
export const JoinPage = lazyRouteComponent(() => import('./JoinPage.tsx'), 'JoinPage')
