import type { AgentRow, AgentSettings } from '@deskside/protocol'
import type { Audit } from '../audit/index.ts'
import { AppError } from '../platform/errors.ts'
import type { QueueStore } from './store.ts'

export interface AgentSetting {
  /** Everybody who may serve queues, by name. */
  agents(): Promise<AgentRow[]>
  /** @throws AppError request.not-found for who is not there. */
  setAgent(userId: string, settings: AgentSettings, by: string): Promise<AgentRow>
}

export function createAgentSetting(
  { store, audit }: { readonly store: QueueStore; readonly audit: Audit },
  moved: () => void,
): AgentSetting {
  return {
    agents: () => store.agentRows(),
    async setAgent(userId, settings, by) {
      await store.inTurn(async (within) => {
        if (!(await store.setAgentSettings(within, userId, settings))) throw new AppError('request.not-found')
        await audit.write(within, { actor: by, action: 'agent.changed', subject: userId })
        return { changed: true, result: undefined }
      })
      moved()
      const [row] = await store.agentRows(userId)
      if (!row) throw new AppError('request.not-found')
      return row
    },
  }
}
