import type { Connected } from '../../apps/server/src/platform/database.ts'
import { servingSchema, visitingSchema } from '@deskside/protocol'

export interface FloorSize {
  readonly queues: number
  readonly agents: number
  readonly waiting: number
}

const WEEK = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])

/**
 * Queues by turns of both ways of choosing, with agents who serve five of them each, have room for three sessions and help in
 * two, and visitors who came one after the other, half of them to the first queue. Every fourth visitor needs a skill that
 * every second agent has.
 */
export async function fillFloor({ pool }: Connected, { queues, agents, waiting }: FloorSize): Promise<void> {
  const now = Date.now()
  const needs = [
    {
      skill: 'Spanish',
      level: 2,
      relaxAfterSeconds: null,
      when: { fieldId: '00000000-0000-4000-8000-000000000000', option: 'Español' },
    },
  ]
  await pool.query(
    `insert into queue (id, slug, name, description, hours, form, distribution, priority, accept_seconds, serving, visiting)
     select gen_random_uuid(), 'queue-' || n, 'Queue ' || n, '', $2, '[]',
       case n % 2 when 0 then 'most-idle' else 'round-robin' end, 5, 300, $3, $4
     from generate_series(0, $1::integer - 1) as n`,
    [
      queues,
      JSON.stringify({ timeZone: 'UTC', week: WEEK, holidays: [] }),
      JSON.stringify(servingSchema.parse({ needs })),
      JSON.stringify(visitingSchema.parse({})),
    ],
  )
  await pool.query(
    `insert into account_user (id, name, email, role)
     select 'agent-' || n, 'Agent ' || n, 'agent-' || n || '@example.com', 'representative'
     from generate_series(0, $1::integer - 1) as n`,
    [agents],
  )
  await pool.query(
    `insert into agent_settings (user_id, capacity, skills)
     select 'agent-' || n, 3, case n % 2 when 0 then '[{"skill":"Spanish","level":3}]'::jsonb else '[]'::jsonb end
     from generate_series(0, $1::integer - 1) as n`,
    [agents],
  )
  await pool.query(
    `insert into queue_agent (queue_id, user_id)
     select distinct queue.id, 'agent-' || n from generate_series(0, $1::integer - 1) as n
     cross join generate_series(0, 4) as k
     join queue on queue.slug = 'queue-' || case k when 0 then 0 else (n * 7 + k * 3) % $2::integer end`,
    [agents, queues],
  )
  await pool.query(
    `insert into agent_presence (user_id, state, since, idle_since, seen_at)
     select id, 'available', $1, $1, $2 from account_user`,
    [now, now + 86_400_000],
  )
  await pool.query(
    `with made as (
       insert into session (id, owner_user_id, started_at, last_seq, representative_name)
       select gen_random_uuid(), 'agent-' || n / 2, $2, 0, 'Agent' from generate_series(0, $1::integer * 2 - 1) as n
       returning id, owner_user_id
     )
     insert into session_member (session_id, user_id, participant_id)
     select id, owner_user_id, gen_random_uuid() from made`,
    [agents, now],
  )
  await arriveMany({ pool }, { queues, howMany: waiting })
  await pool.query('analyze')
}

/** More who wait, the last in line. */
export async function arriveMany(
  { pool }: Pick<Connected, 'pool'>,
  { queues, howMany }: { readonly queues: number; readonly howMany: number },
): Promise<void> {
  await pool.query(
    `insert into queue_entry (id, queue_id, token_hash, name, answers, place, browser, entered_at, seen_at, state, choices)
     select gen_random_uuid(), queue.id, gen_random_uuid(), 'Visitor', '[]', '', '', $3::bigint + n, $3::bigint + 86400000, 'waiting',
       case n % 4 when 0 then '{"00000000-0000-4000-8000-000000000000":"Español"}'::jsonb else '{}'::jsonb end
     from generate_series(0, $1::integer - 1) as n
     join queue on queue.slug = 'queue-' || case n % 2 when 0 then 0 else n % $2::integer end`,
    [howMany, queues, Date.now() - 10_000],
  )
}
