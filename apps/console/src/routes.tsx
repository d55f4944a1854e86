import { Outlet, createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { AccountPage } from './account/index.ts'
import { BrokenPage } from './BrokenPage.tsx'
import { DownloadsPage } from './download/index.ts'
import { JoinPage } from './invite/index.ts'
import { ManagersOnly } from './ManagersOnly.tsx'
import { MailboxPage } from './mailbox/index.ts'
import { MonitorPage } from './monitor/index.ts'
import { NotTherePage } from './NotTherePage.tsx'
import { usePageTitleWriter } from './platform/page-title.ts'
import { AgentReportPage, ReportHome, StaffingPage } from './report/index.ts'
import { Desk, DeskHome, HistoryPage, SessionScreen } from './session/index.ts'
import { SignedIn } from './SignedIn.tsx'
import { AdminPage, SetUpPage } from './site/index.ts'
import { SurveyReportPage } from './survey/index.ts'

function Root() {
  usePageTitleWriter()
  return <Outlet />
}

const root = createRootRoute({ component: Root, notFoundComponent: NotTherePage, errorComponent: BrokenPage })
const setUp = createRoute({ getParentRoute: () => root, path: '/setup', component: SetUpPage })

/** Everything below needs somebody signed in. */
const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn })
const admin = createRoute({ getParentRoute: () => signedIn, path: '/admin', component: AdminPage })
const downloads = createRoute({ getParentRoute: () => signedIn, path: '/downloads', component: DownloadsPage })
const account = createRoute({ getParentRoute: () => signedIn, path: '/console/account', component: AccountPage })
const history = createRoute({ getParentRoute: () => signedIn, path: '/console/sessions', component: HistoryPage })
const join = createRoute({ getParentRoute: () => signedIn, path: '/console/join/$token', component: JoinPage })
const mailbox = createRoute({ getParentRoute: () => signedIn, path: '/console/messages', component: MailboxPage })
const surveys = createRoute({ getParentRoute: () => signedIn, path: '/reports/surveys', component: SurveyReportPage })
const reports = createRoute({ getParentRoute: () => signedIn, path: '/reports', component: ReportHome })
const agentReport = createRoute({ getParentRoute: () => signedIn, path: '/reports/agents', component: AgentReportPage })
const staffing = createRoute({ getParentRoute: () => signedIn, path: '/reports/staffing', component: StaffingPage })
const managers = createRoute({ getParentRoute: () => signedIn, id: 'managers', component: ManagersOnly })
const monitor = createRoute({ getParentRoute: () => managers, path: '/monitor', component: MonitorPage })
const desk = createRoute({ getParentRoute: () => signedIn, id: 'desk', component: Desk })
const home = createRoute({ getParentRoute: () => desk, path: '/console', component: DeskHome })
const session = createRoute({
  getParentRoute: () => desk,
  path: '/console/sessions/$sessionId',
  component: SessionScreen,
})

export function createConsoleRouter() {
  return createRouter({
    routeTree: root.addChildren([
      setUp,
      signedIn.addChildren([
        admin,
        downloads,
        account,
        history,
        join,
        mailbox,
        surveys,
        reports,
        agentReport,
        staffing,
        managers.addChildren([monitor]),
        desk.addChildren([home, session]),
      ]),
    ]),
    scrollRestoration: false,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>
  }
}
