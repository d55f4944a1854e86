import type { ErrorCode, Notes } from '@deskside/protocol'
import { describe, expect, it, vi } from 'vitest'
import { createNotesDraft } from './notes-draft.ts'
import type { KeptNotes, NotesAnswer } from './notes-draft.ts'

/** A server that keeps notes as ours does: a save over another version is refused. */
function house(first: Partial<Notes> = {}, kept: KeptNotes | null = null) {
  const server = {
    notes: { text: '', version: 0, savedAt: null, ...first } as Notes,
    fails: null as ErrorCode | null,
    saves: 0,
  }
  const browser = { kept }
  const answer = (): NotesAnswer =>
    server.fails ? { ok: false, code: server.fails } : { ok: true, notes: server.notes }
  const draft = createNotesDraft({
    load: async () => answer(),
    save: async ({ text, version }) => {
      if (server.fails) return { ok: false, code: server.fails }
      if (version !== server.notes.version) return { ok: false, code: 'notes.conflict' }
      server.saves += 1
      server.notes = { text, version: version + 1, savedAt: 1 }
      return answer()
    },
    kept: { get: () => browser.kept, set: (notes) => void (browser.kept = notes) },
    pause: { typing: 5, retry: 10 },
  })
  const reaches = (status: string) => vi.waitFor(() => expect(draft.state.get().status).toBe(status))
  draft.open()
  return { server, browser, draft, reaches }
}

describe('notes that save themselves', () => {
  it('[notes R2] are saved as typed, and say so', async () => {
    const { server, browser, draft, reaches } = house({ text: 'old', version: 3 })
    await reaches('saved')
    expect(draft.state.get().text).toBe('old')
    draft.type('old and n')
    expect(draft.state.get().status).toBe('saving')
    draft.type('old and new')
    await reaches('saved')
    expect(server.notes).toMatchObject({ text: 'old and new', version: 4 })
    expect(server.saves).toBe(1)
    expect(browser.kept).toBeNull()
  })

  it('[notes R2] keep what was typed while a save was under way', async () => {
    const { server, draft, reaches } = house()
    await reaches('saved')
    draft.type('one')
    draft.flush()
    await vi.waitFor(() => expect(server.saves).toBe(1))
    draft.type('one two')
    await vi.waitFor(() => expect(server.notes.text).toBe('one two'))
    await reaches('saved')
  })

  it('[notes R4] stay in the browser while the server is away, and are saved on return', async () => {
    const { server, browser, draft, reaches } = house()
    await reaches('saved')
    server.fails = 'server.unavailable'
    draft.type('not lost')
    await reaches('kept')
    expect(browser.kept).toEqual({ text: 'not lost', version: 0 })
    server.fails = null
    await reaches('saved')
    expect(server.notes.text).toBe('not lost')
  })

  it('[notes R4] are found again after a reload, and saved', async () => {
    const { server, draft, reaches } = house({ text: '', version: 2 }, { text: 'typed before the reload', version: 2 })
    await reaches('saved')
    expect(draft.state.get().text).toBe('typed before the reload')
    expect(server.notes.text).toBe('typed before the reload')
  })

  it('[notes R4] are shown from the browser when the page opens without a server', async () => {
    const { server, draft, reaches } = house({ version: 2 }, { text: 'mine', version: 2 })
    server.fails = 'server.unavailable'
    await reaches('kept')
    expect(draft.state.get().text).toBe('mine')
    server.fails = null
    await reaches('saved')
  })

  it('[notes R3] show both texts when a colleague saved first; neither is lost', async () => {
    const { server, browser, draft, reaches } = house({ text: 'a', version: 1 })
    await reaches('saved')
    draft.type('a and mine')
    server.notes = { text: 'a and theirs', version: 2, savedAt: 9 }
    await reaches('conflict')
    expect(draft.state.get()).toMatchObject({ text: 'a and mine', theirs: { text: 'a and theirs', version: 2 } })
    expect(browser.kept?.text).toBe('a and mine')
    expect(server.notes.text).toBe('a and theirs')
  })

  it.each([
    ['mine', 'a and mine'],
    ['theirs', 'theirs'],
    ['both', 'theirs\n\na and mine'],
  ] as const)('[notes R3] end a conflict with %s', async (how, text) => {
    const { server, browser, draft, reaches } = house({ text: 'a', version: 1 })
    await reaches('saved')
    draft.type('a and mine')
    server.notes = { text: 'theirs', version: 7, savedAt: 9 }
    await reaches('conflict')
    draft.resolve(how)
    await reaches('saved')
    expect(draft.state.get().text).toBe(text)
    expect(server.notes.text).toBe(text)
    expect(browser.kept).toBeNull()
  })

  it('[notes R3] show a conflict after a reload, too', async () => {
    const { draft, reaches } = house({ text: 'theirs', version: 5 }, { text: 'mine', version: 4 })
    await reaches('conflict')
    expect(draft.state.get()).toMatchObject({ text: 'mine', theirs: { version: 5 } })
  })

  it('take over what a colleague saved when nothing of mine waits', async () => {
    const { server, draft, reaches } = house({ text: 'a', version: 1 })
    await reaches('saved')
    server.notes = { text: 'a b', version: 2, savedAt: 9 }
    draft.notice(2)
    await vi.waitFor(() => expect(draft.state.get().text).toBe('a b'))
  })

  it('[notes R5] too long are not sent and not cut', async () => {
    const { server, browser, draft, reaches } = house()
    await reaches('saved')
    const long = 'x'.repeat(20_001)
    draft.type(long)
    draft.flush()
    await reaches('too-long')
    expect(server.saves).toBe(0)
    expect(browser.kept?.text).toBe(long)
    draft.type('short again')
    await reaches('saved')
  })
})
