import { agentSettingsSchema } from '@deskside/protocol'
import type { AgentRow, AgentSettings } from '@deskside/protocol'
import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'

type Within = Transaction<Database>

/** What agents can do, and how much at once. */
export function createAgentSettingsStore(database: Kysely<Database>) {
  return {
    async agentRows(onlyUserId?: string): Promise<AgentRow[]> {
      const { rows } = await sql<
        Omit<AgentRow, 'settings'> & { capacity: number | null; skills: AgentSettings['skills'] | null }
      >`
        select account_user.id, account_user.name, email, capacity, skills,
          coalesce((
            select json_agg(json_build_object('id', queue.id, 'name', queue.name) order by queue.name, queue.id)
            from queue_agent join queue on queue.id = queue_id and deleted_at is null
            where queue_agent.user_id = account_user.id
          ), '[]') as queues
        from account_user left join agent_settings on agent_settings.user_id = account_user.id
        where disabled_at is null ${onlyUserId === undefined ? sql`` : sql`and account_user.id = ${onlyUserId}`}
        order by account_user.name, account_user.id`.execute(database)
      return rows.map(({ capacity, skills, ...agent }) => ({
        ...agent,
        settings: agentSettingsSchema.parse(capacity === null ? {} : { capacity, skills: skills ?? [] }),
      }))
    },
    /** Whether there is such an account. */
    async setAgentSettings(within: Within, userId: string, settings: AgentSettings): Promise<boolean> {
      const { numAffectedRows } = await sql`
        insert into agent_settings (user_id, capacity, skills)
        select id, ${settings.capacity}, ${JSON.stringify(settings.skills)}::jsonb
        from account_user where id = ${userId} and disabled_at is null
        on conflict (user_id) do update set capacity = excluded.capacity, skills = excluded.skills`.execute(within)
      return numAffectedRows === 1n
    },
  }
}
