import { agentReportSchema, queueReportSchema, staffingReportSchema } from '@deskside/protocol'
import type { StaffingReport } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import type { Answer } from '@deskside/realtime'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Days, Question } from './question.ts'

export type ReportName = 'queues' | 'agents' | 'staffing'

/** The query of a report's address at the server. */
export function reportQuery(
  { zone, queueIds }: Pick<Question, 'zone' | 'queueIds'>,
  days: Days,
  more: Readonly<Record<string, string | number>> = {},
): string {
  const query = new URLSearchParams({ from: days.from, to: days.to, zone })
  if (queueIds.length > 0) query.set('queueIds', queueIds.join(','))
  for (const [name, value] of Object.entries(more)) query.set(name, String(value))
  return query.toString()
}

export const reportPath = (report: ReportName, query: string): string => `/api/v1/reports/${report}?${query}`

function useReport<T>(report: ReportName, query: string, answer: Answer<T>) {
  return useQuery({
    queryKey: ['report', report, query],
    queryFn: () => callApi({ method: 'GET', path: reportPath(report, query), answer }),
    // While another question is answered, the figures of the last one stay.
    placeholderData: keepPreviousData,
  })
}

export const useQueueReport = (query: string) => useReport('queues', query, queueReportSchema)
export const useAgentReport = (query: string) => useReport('agents', query, agentReportSchema)
export const useStaffingReport = (query: string) => useReport<StaffingReport>('staffing', query, staffingReportSchema)
