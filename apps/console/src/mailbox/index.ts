import { lazyRouteComponent } from '@tanstack/react-router'

export { unreadOf, useMailbox } from './mailbox.ts'
export const MailboxPage = lazyRouteComponent(() => import('./MailboxPage.tsx'), 'MailboxPage')
