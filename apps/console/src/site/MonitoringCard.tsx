import { MONITORING_POLICIES, monitoringSchema } from '@deskside/protocol'
import type { Monitoring } from '@deskside/protocol'
import { Button, Notice, TextAreaField } from '@deskside/ui'
import { useId, useState } from 'react'
import { useForm } from '../platform/forms.ts'
import { Card } from '../platform/Page.tsx'
import { useChangeSite, useSite } from './site.ts'

const WORDS: Readonly<Record<Monitoring['policy'], { readonly title: string; readonly text: string }>> = {
  forbidden: {
    title: 'Nobody watches sessions',
    text: 'Managers may still join a session openly.',
  },
  'with-notice': {
    title: 'Managers may watch, and the customer sees it',
    text: 'While somebody watches, it stands on the customer’s page by name.',
  },
  'without-notice': {
    title: 'Managers may watch without being named',
    text: 'Before and during every session the customer reads the sentence below. Representatives always see who watches.',
  },
}

/** Whether managers may look on in sessions, and what customers read about it. */
export function MonitoringCard() {
  const { data: site } = useSite()
  return site ? <MonitoringForm now={site.monitoring} /> : null
}

function MonitoringForm({ now }: { readonly now: Monitoring }) {
  const change = useChangeSite()
  const name = useId()
  const [policy, setPolicy] = useState(now.policy)
  const [disclosure, setDisclosure] = useState(now.disclosure)
  const changed = policy !== now.policy || (policy === 'without-notice' && disclosure.trim() !== now.disclosure)
  const form = useForm({
    schema: monitoringSchema,
    read: () => ({ policy, disclosure }),
    send: async (monitoring) => void (await change.mutateAsync({ monitoring })),
  })
  return (
    <Card title="Watching sessions">
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-2 text-ink-soft">What managers and administrators may do in sessions of others</legend>
          {MONITORING_POLICIES.map((each) => (
            <label key={each} className="flex items-start gap-3">
              <input
                type="radio"
                name={name}
                value={each}
                checked={policy === each}
                onChange={() => setPolicy(each)}
                className="mt-1 size-4 accent-accent"
              />
              <span className="min-w-0">
                {WORDS[each].title}
                <span className="block text-sm text-ink-soft">{WORDS[each].text}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {policy === 'without-notice' ? (
          <TextAreaField
            label="What customers read"
            hint="On the join page, on every queue’s form and during the session. It holds for sessions that begin from now on; in others the customer still sees who watches."
            name="disclosure"
            rows={2}
            maxLength={300}
            value={disclosure}
            error={form.problems.fields['disclosure']}
            onChange={(event) => setDisclosure(event.target.value)}
          />
        ) : null}
        {form.problems.whole ? (
          <Notice tone="danger" role="alert">
            {form.problems.whole}
          </Notice>
        ) : null}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" aria-disabled={!changed} busy={form.busy}>
            Save
          </Button>
          <p role="status" className="text-sm text-ink-soft">
            {change.isSuccess && !changed ? 'Saved.' : ''}
          </p>
        </div>
      </form>
    </Card>
  )
}
