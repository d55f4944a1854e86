import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** What reports are counted from: agents' time in each state, and representatives' time in each session. Milliseconds since 1970. */
export async function up(database: Kysely<unknown>): Promise<void> {
  // Time offline is the time of which there is no row.
  await sql`
    create table agent_time (
      user_id text not null references account_user (id) on delete cascade,
      began_at bigint not null,
      ended_at bigint,
      state text not null,
      reason text
    )`.execute(database)
  await sql`create unique index agent_time_now on agent_time (user_id) where ended_at is null`.execute(database)
  await sql`
    create index agent_time_period on agent_time (ended_at, began_at) include (user_id, state, reason)`.execute(
    database,
  )
  await sql`create index agent_time_user on agent_time (user_id, ended_at)`.execute(database)
  // Time available, busy or in wrap-up as one: few rows, however often they go from one to the other.
  await sql`
    create table duty_time (
      user_id text not null references account_user (id) on delete cascade,
      began_at bigint not null,
      ended_at bigint
    )`.execute(database)
  await sql`create unique index duty_time_now on duty_time (user_id) where ended_at is null`.execute(database)
  await sql`create index duty_time_period on duty_time (ended_at, began_at) include (user_id)`.execute(database)
  await sql`
    create table session_time (
      session_id uuid not null references session (id) on delete cascade,
      user_id text not null,
      began_at bigint not null,
      ended_at bigint,
      queue_id uuid references queue (id) on delete set null,
      -- From when on no session that they came into earlier covers this one: what is counted once of several at once.
      alone_from bigint,
      -- How much of the time from then on they were on duty.
      helping_ms bigint,
      -- An agent of another queue took them.
      overflowed boolean not null default false,
      wrap_up_ms bigint not null default 0,
      primary key (session_id, user_id, began_at)
    )`.execute(database)
  await sql`create index session_time_now on session_time (user_id) where ended_at is null`.execute(database)
  await sql`create index session_time_user on session_time (user_id, ended_at)`.execute(database)
  await sql`
    create index session_time_period on session_time (began_at)
    include (queue_id, user_id, ended_at, wrap_up_ms, overflowed)`.execute(database)
  await sql`
    create index session_time_over on session_time (ended_at) include (user_id, began_at, alone_from, helping_ms, wrap_up_ms)
  `.execute(database)
  await sql`create index queue_entry_period on queue_entry (entered_at) include (queue_id, state, ended_at)`.execute(
    database,
  )
  await sql`create index queue_offer_period on queue_offer (made_at) include (agent_id, state, queue_id)`.execute(
    database,
  )
  await keepAgentTime(database)
  await keepPast(database)
}

/**
 * Whatever changes an agent's state, the change is kept: by the database itself, so that no way to change it can forget to.
 * Presence is one row an agent, so two changes of one agent come one after the other.
 */
async function keepAgentTime(database: Kysely<unknown>): Promise<void> {
  await sql`
    create function keep_agent_time() returns trigger language plpgsql as $$
    declare
      -- Who is taken offline without a word was last there when they were last seen.
      moment bigint := case when new.state = 'offline' then least(new.since, new.seen_at) else new.since end;
      was agent_time;
    begin
      update agent_time set ended_at = greatest(began_at, moment) where user_id = new.user_id and ended_at is null
        returning * into was;
      -- Finishing up is for the session of a queue that ended last.
      if was.state = 'wrap-up' then
        update session_time set wrap_up_ms = wrap_up_ms + was.ended_at - was.began_at
        where ctid = (select ctid from session_time where user_id = was.user_id and queue_id is not null
          and ended_at <= was.ended_at order by ended_at desc limit 1);
      end if;
      if new.state in ('available', 'busy', 'wrap-up') then
        insert into duty_time (user_id, began_at) values (new.user_id, moment)
          on conflict (user_id) where ended_at is null do nothing;
      else
        update duty_time set ended_at = greatest(began_at, moment) where user_id = new.user_id and ended_at is null;
      end if;
      if new.state <> 'offline' then
        insert into agent_time (user_id, began_at, state, reason)
        values (new.user_id, greatest(moment, coalesce(was.ended_at, moment)), new.state, new.reason);
      end if;
      return null;
    end $$`.execute(database)
  await sql`
    create trigger agent_time_came after insert on agent_presence
    for each row execute function keep_agent_time()`.execute(database)
  await sql`
    create trigger agent_time_changed after update of state, reason, since on agent_presence
    for each row when (new.state is distinct from old.state or new.reason is distinct from old.reason)
    execute function keep_agent_time()`.execute(database)
}

/** What can be told of the time before: how everyone stands, and who was in which session. */
async function keepPast(database: Kysely<unknown>): Promise<void> {
  await sql`
    insert into agent_time (user_id, began_at, state, reason)
    select user_id, since, state, reason from agent_presence where state <> 'offline'`.execute(database)
  await sql`
    insert into duty_time (user_id, began_at)
    select user_id, since from agent_presence where state in ('available', 'busy', 'wrap-up')`.execute(database)
  await sql`
    insert into session_time (session_id, user_id, began_at, ended_at, queue_id, alone_from, helping_ms)
    select came.session_id, body::json ->> 'userId', min(came.at), max(left_at), max(queue_id::text)::uuid,
      case when max(left_at) is not null then min(came.at) end, case when max(left_at) is not null then 0 end
    from session_event as came join session on session.id = came.session_id
    left join queue_entry on queue_entry.session_id = came.session_id and queue_entry.agent_id = body::json ->> 'userId'
    left join lateral (
      select min(gone.at) as at from session_event as gone
      where gone.session_id = came.session_id and gone.type = 'session.left' and gone.seq > came.seq
        and gone.body::json ->> 'participantId' = came.body::json ->> 'participantId'
    ) as gone on true
    cross join lateral (select coalesce(gone.at, session.ended_at) as left_at) as over
    where came.type in ('session.started', 'session.joined')
    group by came.session_id, body::json ->> 'userId', came.seq
    on conflict do nothing`.execute(database)
}
