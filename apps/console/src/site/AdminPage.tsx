import type { UserRow } from '@deskside/protocol'
import { Badge, Button, Checkbox, Notice, Spinner, formatMoment } from '@deskside/ui'
import { UserPlus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { ROLE_WORDS, useAccount } from '../account/index.ts'
import { ScriptLibrary } from '../device/index.ts'
import { Card, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { Agents, Queues } from '../queue/index.ts'
import { ChangeUserDialog } from './ChangeUserDialog.tsx'
import { CreateUserDialog } from './CreateUserDialog.tsx'
import { MonitoringCard } from './MonitoringCard.tsx'
import { useChangeSite, useSite, useUsers } from './site.ts'

/** Site administration: the site and its people. */
export function AdminPage() {
  usePageTitle('Administration')
  const { data: account } = useAccount()
  if (account?.role !== 'administrator') {
    return (
      <Page title="Administration">
        <Notice tone="warn">Only administrators see this page. Ask one of yours for what you need.</Notice>
      </Page>
    )
  }
  return (
    <Page title="Administration">
      <SiteCard />
      <SupportManagerCard />
      <MonitoringCard />
      <QueuesCard />
      <Suspense fallback={null}>
        <Agents />
      </Suspense>
      <ScriptLibrary />
      <People ownId={account.id} />
    </Page>
  )
}

function QueuesCard() {
  const { data: site } = useSite()
  const { data } = useUsers()
  if (!site) return null
  return (
    <Suspense fallback={null}>
      <Queues siteUrl={site.url} users={data?.users ?? []} />
    </Suspense>
  )
}

function SiteCard() {
  const { data: site } = useSite()
  return (
    <Card title="Site">
      <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-[auto_1fr] wrap-anywhere">
        <dt className="text-ink-soft">Site name</dt>
        <dd>{site?.name}</dd>
        <dt className="text-ink-soft">Address for customers</dt>
        <dd>{site?.url}</dd>
      </dl>
    </Card>
  )
}

/** Whether people of this site use a program at all, or do everything in the browser. */
function SupportManagerCard() {
  const { data: site } = useSite()
  const change = useChangeSite()
  /** What was chosen here: the switch stays there from the click on, unless the server says no. */
  const [chosen, setChosen] = useState<boolean>()
  if (!site) return null
  const allowed = chosen ?? site.supportManagerAllowed
  const choose = (supportManagerAllowed: boolean): void => {
    setChosen(supportManagerAllowed)
    change.mutate({ supportManagerAllowed }, { onError: () => setChosen(undefined) })
  }
  return (
    <Card title="Support Manager">
      <Checkbox
        label="People of this site may use the Support Manager"
        checked={allowed}
        onChange={(event) => choose(event.target.checked)}
      />
      <p className="mt-1 text-ink-soft">
        The small program for control, clipboard and the system of a computer. Without it sessions work in the browser
        alone: seeing screens, showing one’s own, and chat. New sessions follow at once; in those that run nobody can
        bring it any more.
      </p>
      {change.error ? (
        <Notice tone="danger" role="alert" className="mt-3">
          {sentenceOf(change.error)}
        </Notice>
      ) : null}
      <p role="status" className="sr-only">
        {change.isSuccess
          ? allowed
            ? 'The Support Manager may be used.'
            : 'The Support Manager may not be used.'
          : ''}
      </p>
    </Card>
  )
}

function People({ ownId }: { readonly ownId: string }) {
  const { data, error, isPending } = useUsers()
  const [creating, setCreating] = useState(false)
  const [changing, setChanging] = useState<string>()
  const changed = data?.users.find((user) => user.id === changing)
  return (
    <Card title="People">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-soft">Who may sign in to the console, and as what.</p>
        <Button
          look="primary"
          icon={<UserPlus aria-hidden="true" className="size-4.5" />}
          onClick={() => setCreating(true)}
        >
          Add a person
        </Button>
      </div>
      {error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(error)}
        </Notice>
      ) : null}
      {isPending ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      {data ? <PeopleTable users={data.users} ownId={ownId} onChange={setChanging} /> : null}
      {creating ? <CreateUserDialog onClose={() => setCreating(false)} /> : null}
      {changed ? (
        <ChangeUserDialog user={changed} own={changed.id === ownId} onClose={() => setChanging(undefined)} />
      ) : null}
    </Card>
  )
}

const CELL = 'py-2 pe-4'
/** Where there is no room for it, it stands below the name. */
const WIDE = `${CELL} max-md:hidden`
const HEADS = [
  ['Name', CELL],
  ['E-mail', WIDE],
  ['Role', WIDE],
  ['Added', `${CELL} max-lg:hidden`],
  ['Change', CELL],
] as const

interface PeopleTableProps {
  readonly users: readonly UserRow[]
  readonly ownId: string
  readonly onChange: (id: string) => void
}

function PeopleTable({ users, ownId, onChange }: PeopleTableProps) {
  return (
    <div className="overflow-x-auto" role="region" aria-label="List of people" tabIndex={0}>
      <table className="w-full text-start">
        <thead>
          <tr className="border-b border-line text-start text-sm text-ink-soft">
            {HEADS.map(([head, cell]) => (
              <th key={head} scope="col" className={`${cell} text-start font-medium`}>
                {head === 'Change' ? <span className="sr-only">{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {users.map((user) => (
            <tr key={user.id} className="hover:bg-surface-hover">
              <th scope="row" className={`${CELL} text-start font-medium wrap-anywhere`}>
                <bdi>{user.name}</bdi> {user.id === ownId ? <Badge tone="accent">You</Badge> : null}
                <span className="block text-sm font-normal text-ink-soft md:hidden">
                  {user.email}, {ROLE_WORDS[user.role]}
                  {user.disabled ? ', disabled' : ''}
                </span>
              </th>
              <td className={`${WIDE} wrap-anywhere`}>{user.email}</td>
              <td className={WIDE}>
                {ROLE_WORDS[user.role]} {user.disabled ? <Badge tone="warn">Disabled</Badge> : null}
              </td>
              <td className={`${CELL} text-sm whitespace-nowrap text-ink-soft max-lg:hidden`}>
                {formatMoment(user.createdAt)}
              </td>
              <td className="py-2 text-end">
                <Button size="small" aria-label={`Change ${user.name}`} onClick={() => onChange(user.id)}>
                  Change
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
