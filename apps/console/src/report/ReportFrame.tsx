import type { ReactNode } from 'react'
import { useAccount } from '../account/index.ts'
import { Page } from '../platform/Page.tsx'
import { ReportNav } from './ReportNav.tsx'

interface ReportFrameProps {
  readonly lead: string
  /** Buttons beside the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** Around every report: its name among the others. A representative has no others: only their own figures. */
export function ReportFrame({ lead, actions, children }: ReportFrameProps) {
  const { data: account } = useAccount()
  const isOwn = account?.role === 'representative'
  return (
    <Page title={isOwn ? 'My figures' : 'Reports'} lead={lead} actions={actions} wide>
      {isOwn ? null : <ReportNav />}
      {children}
    </Page>
  )
}
