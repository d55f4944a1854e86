import { sessionSurveySchema, surveyReportSchema } from '@deskside/protocol'
import type { SurveyReportQuery } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'

const REPORT = '/api/v1/reports/surveys'

export type SurveyFilter = Pick<SurveyReportQuery, 'from' | 'to' | 'queueId' | 'agentId'>

/** What the customer of a session was asked and answered. */
export function useSessionSurvey(sessionId: string) {
  return useQuery({
    queryKey: ['survey', sessionId],
    queryFn: () =>
      callApi({
        method: 'GET',
        path: `/api/v1/sessions/${encodeURIComponent(sessionId)}/survey`,
        answer: sessionSurveySchema,
      }),
    staleTime: 0,
  })
}

/** The report with its answers, a page of them at a time. */
export function useSurveyReport(filter: SurveyFilter) {
  return useInfiniteQuery({
    queryKey: ['survey-report', filter],
    queryFn: ({ pageParam }) =>
      callApi({ method: 'GET', path: reportPath(filter, { before: pageParam }), answer: surveyReportSchema }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.more ? last.answers.at(-1)?.answeredAt : undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
}

/** Where a report is, also as a file. */
export function reportPath(filter: SurveyFilter, more: Partial<SurveyReportQuery> = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...filter, ...more }))
    if (value !== undefined && value !== '') query.set(name, String(value))
  return `${REPORT}?${query}`
}
