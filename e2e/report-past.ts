import type { Connected } from '../apps/server/src/platform/database.ts'

interface Past {
  /** Visitors who came, about nine of ten of whom were answered. */
  readonly visitors: number
  readonly days: number
  readonly queues: number
  readonly agents: number
  /** When it ends, in milliseconds since 1970. */
  readonly until: number
}

const DAY_MS = 86_400_000

/**
 * A past of busy queues, as if it had been recorded: visitors by working days and hours, waits and sessions by chance, the same
 * for the same numbers. A site that has none of it yet gets queues and agents of its own.
 */
export async function recordPast(pool: Connected['pool'], past: Past): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select setseed(0.25)')
    // Every row refers to what is there: nobody needs to look.
    await client.query('set local session_replication_role = replica')
    for (const [text, values] of statements(past)) await client.query(text, values)
    await client.query('commit')
    // As the database does by itself after a while.
    for (const table of [
      'queue_entry',
      'queue_offer',
      'session',
      'session_time',
      'agent_time',
      'duty_time',
      'queue_agent',
    ])
      await client.query(`vacuum analyze ${table}`)
  } finally {
    client.release()
  }
}

function statements({ visitors, days, queues, agents, until }: Past): readonly (readonly [string, unknown[]])[] {
  const from = until - days * DAY_MS
  return [
    [
      `insert into account_user (id, name, email, role)
       select 'past-' || n, 'Agent ' || lpad(n::text, 3, '0'), 'past-' || n || '@example.com', 'representative'
       from generate_series(1, $1::int) as n`,
      [agents],
    ],
    [
      `insert into queue (id, slug, name, description, hours, form, distribution, priority, accept_seconds)
       select gen_random_uuid(), 'past-' || n, (array['Billing', 'Repairs', 'Orders', 'Returns', 'Accounts'])[1 + (n - 1) % 5]
           || case when n > 5 then ' ' || n else '' end, '',
         '{"timeZone":"UTC","week":[[],[],[],[],[],[],[]],"holidays":[]}', '[]', 'most-idle', 5, 20
       from generate_series(1, $1::int) as n`,
      [queues],
    ],
    [
      `create temporary table past_queue on commit drop as
       select row_number() over (order by slug) as n, id from queue where slug like 'past-%'`,
      [],
    ],
    [
      `insert into queue_agent (queue_id, user_id)
       select distinct past_queue.id, 'past-' || agent.n from generate_series(1, $1::int) as agent (n)
       cross join generate_series(0, 1) as more (n)
       join past_queue on past_queue.n = 1 + (agent.n + more.n) % (select count(*) from past_queue)`,
      [agents],
    ],
    [
      // The sum of three dice makes the middle of the working day the busiest; weekends have a fifth.
      `create temporary table past_visit on commit drop as
       select gen_random_uuid() as entry_id, gen_random_uuid() as session_id, past_queue.id as queue_id, came.at as entered_at,
         came.at + floor(-25000 * ln(1 - random()))::bigint as ended_at, random() < 0.92 as answered,
         floor(-420000 * ln(1 - random()))::bigint + 20000 as handle_ms, 'past-' || 1 + floor(random() * $4::int)::int as user_id
       from (
         select ($1::bigint + $2::bigint * day.n + (7 + 12 * (random() + random() + random()) / 3) * 3600000)::bigint as at,
           1 + floor(power(random(), 1.6) * $5::int)::int as queue_n
         from generate_series(1, $3::int) as visitor (n)
         cross join lateral (select floor(random() * $6::int)::int as n, visitor.n as own) as day
         where extract(isodow from to_timestamp(($1::bigint + $2::bigint * day.n) / 1000.0)) < 6 or visitor.n % 5 = 0
       ) as came join past_queue on past_queue.n = came.queue_n where came.at < $1::bigint + $2::bigint * $6::int`,
      [Math.floor(from / DAY_MS) * DAY_MS, DAY_MS, visitors, agents, queues, days],
    ],
    [
      `insert into session (id, owner_user_id, started_at, ended_at, last_seq, representative_name)
       select session_id, user_id, ended_at, ended_at + handle_ms, 1, '' from past_visit where answered`,
      [],
    ],
    [
      `insert into queue_entry (id, queue_id, token_hash, name, answers, place, browser, entered_at, seen_at, state, ended_at,
         session_id, agent_id, served_at)
       select entry_id, queue_id, entry_id::text, '', '[]', '', '', entered_at, entered_at,
         case when answered then 'accepted' else 'gone' end, ended_at, case when answered then session_id end,
         case when answered then user_id end, case when answered then ended_at end from past_visit`,
      [],
    ],
    [
      `insert into queue_offer (id, entry_id, agent_id, queue_id, alone, made_at, expires_at, state)
       select gen_random_uuid(), entry_id, user_id, queue_id, true, entered_at, entered_at + 20000,
         case when answered then 'accepted' when random() < 0.5 then 'declined' else 'missed' end from past_visit`,
      [],
    ],
    [
      `insert into session_time (session_id, user_id, began_at, ended_at, queue_id, alone_from, helping_ms, wrap_up_ms)
       select session_id, user_id, ended_at, ended_at + handle_ms, queue_id, ended_at, handle_ms, 30000
       from past_visit where answered`,
      [],
    ],
    [
      `insert into duty_time (user_id, began_at, ended_at)
       select user_id, min(ended_at), max(ended_at + handle_ms) from past_visit where answered group by user_id, ended_at / 86400000`,
      [],
    ],
    [
      // After each session its agent finishes up, then is available until the next begins or the day is over.
      `insert into agent_time (user_id, state, reason, began_at, ended_at)
       select user_id, state.name, case when state.name = 'away' then 'lunch' end, state.began, state.ended from (
         select user_id, ended_at + handle_ms as over, least(lead(ended_at + handle_ms) over mine, ended_at + handle_ms + 1500000)
           as next, row_number() over mine as n from past_visit where answered
         window mine as (partition by user_id order by ended_at + handle_ms)
       ) as visit cross join lateral (values
         ('wrap-up', over, least(over + 30000, next)),
         (case when n % 12 = 0 then 'away' else 'available' end, least(over + 30000, next), next)
       ) as state (name, began, ended) where state.began < state.ended`,
      [],
    ],
  ]
}
