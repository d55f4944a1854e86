import { scriptInWords } from '@deskside/protocol'
import type { Capability, RequestDetail, SaveScript, Script } from '@deskside/protocol'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { ScriptStore } from './store.ts'

/** The site's scripts: what may be run on customers' computers, each asked for by itself. */
export interface ScriptLibrary {
  list(): Promise<Script[]>
  /** @returns the new script's id. */
  add(entry: SaveScript, by: string): Promise<string>
  /** @throws AppError request.not-found where there is none, as `remove` does. */
  change(id: string, entry: SaveScript, by: string): Promise<void>
  remove(id: string, by: string): Promise<void>
  /**
   * What a question says in so many words: for a script its name, interpreter and text as they stand in the library now,
   * never what the asker says of it (device R4).
   */
  detailOf(capability: Capability, scriptId: string | undefined): Promise<RequestDetail | null>
}

interface Parts {
  readonly store: ScriptStore
  readonly audit: Audit
  readonly clock: Clock
}

export function createScriptLibrary({ store, audit, clock }: Parts): ScriptLibrary {
  return {
    list: () => store.list(),
    add: (entry, by) =>
      store.atomically(async (transaction) => {
        const id = newId()
        await store.add(transaction, { ...entry, id, at: clock.now(), by })
        await audit.write(transaction, { actor: by, action: 'script.added', subject: id, details: kindOf(entry) })
        return id
      }),
    change: (id, entry, by) =>
      store.atomically(async (transaction) => {
        if (!(await store.change(transaction, { ...entry, id, at: clock.now(), by })))
          throw new AppError('request.not-found')
        await audit.write(transaction, { actor: by, action: 'script.changed', subject: id, details: kindOf(entry) })
      }),
    remove: (id, by) =>
      store.atomically(async (transaction) => {
        if (!(await store.remove(transaction, id))) throw new AppError('request.not-found')
        await audit.write(transaction, { actor: by, action: 'script.removed', subject: id })
      }),
    async detailOf(capability, scriptId) {
      if (capability !== 'device.script') return null
      const script = scriptId === undefined ? undefined : await store.read(scriptId)
      if (!script) throw new AppError('request.not-found')
      return { title: script.name, text: scriptInWords(script) }
    },
  }
}

const kindOf = ({ platform, interpreter, text }: SaveScript) => ({ platform, interpreter, length: text.length })
