import { useAccount } from '../account/index.ts'
import { AgentReportPage } from './AgentReportPage.tsx'
import { QueueReportPage } from './QueueReportPage.tsx'

/** What `/reports` shows: the queues; to a representative their own figures, which are all that there is for them. */
export function ReportHome() {
  const { data: account } = useAccount()
  return account?.role === 'representative' ? <AgentReportPage /> : <QueueReportPage />
}
