import { lazyRouteComponent } from '@tanstack/react-router'

export { SessionSurvey } from './SessionSurvey.tsx'
export const SurveyReportPage = lazyRouteComponent(() => import('./SurveyReportPage.tsx'), 'SurveyReportPage')
