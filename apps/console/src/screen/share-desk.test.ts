import { foldStory } from '@deskside/protocol'
import type { Device, StoryEvent } from '@deskside/protocol'
import type { CaptureResult, LocalCapture, SessionClient, SessionView } from '@deskside/realtime'
import { describe, expect, it, vi } from 'vitest'
import { createCell } from '../platform/observable.ts'
import { createShareDesk } from './share-desk.ts'

const ANNA = 'anna'
const CARLA = 'carla'
const ask = (requestId: string) =>
  ({ requestId, capability: 'desktop.share-view', representativeId: ANNA, customerId: CARLA }) as const

function desk(first: StoryEvent[] = []) {
  let seq = 0
  const store = (body: StoryEvent) => ({ seq: ++seq, at: seq, by: ANNA, body })
  const begun = foldStory([
    store({
      type: 'session.started',
      participantId: ANNA,
      userId: 'u',
      name: 'Anna',
      siteName: 'Help',
      supportManagerAllowed: true,
    }),
    store({ type: 'session.admitted', knockId: CARLA, name: 'Carla' }),
    ...first.map(store),
  ])
  if (!begun) throw new Error('The story has a beginning')
  const state = createCell({ story: begun, devices: [] as readonly Device[] } as SessionView)
  const happens = (...events: StoryEvent[]) => {
    const story = foldStory(events.map(store), state.get().story)
    if (story) state.set({ ...state.get(), story })
  }
  const connects = (...programs: Device['program'][]) =>
    state.set({
      ...state.get(),
      devices: programs.map((program) => ({ participantId: ANNA, deviceId: program, program })),
    })
  const track = new EventTarget()
  const cancel = vi.fn()
  const capture = {
    stream: { getVideoTracks: () => [track] },
    surface: 'monitor',
    audio: false,
    cancel,
  } as unknown as LocalCapture
  const screen = {
    capture: vi.fn(async (): Promise<CaptureResult> => ({ ok: true, capture })),
    begin: vi.fn(async () => {}),
  }
  const send = vi.fn(async () => {})
  const client = { participantId: ANNA, state, screen, send } as unknown as SessionClient
  return { desk: createShareDesk(client), happens, connects, capture, cancel, screen, send, track }
}

describe('showing my screen', () => {
  it('[consent R7] begins when the customer allows it, not before', async () => {
    const { desk: share, happens, screen, capture, send } = desk()
    await share.share('desktop.share-view')
    expect(send).toHaveBeenCalledWith('consent.request', { capability: 'desktop.share-view' })
    happens({ type: 'consent.requested', ...ask('r1'), expiresAt: 99, detail: null })
    expect(share.state.get().held).toEqual(['desktop.share-view'])
    expect(screen.begin).not.toHaveBeenCalled()
    happens({ type: 'consent.granted', ...ask('r1'), grantId: 'g1', automatic: false, detail: null })
    expect(screen.begin).toHaveBeenCalledExactlyOnceWith('g1', capture)
    expect(share.state.get().held).toEqual([])
  })

  it('[consent R9] begins at once where everything was allowed before', async () => {
    const { desk: share, happens, screen } = desk()
    await share.share('desktop.share-view')
    happens(
      { type: 'consent.requested', ...ask('r1'), expiresAt: 99, detail: null },
      { type: 'consent.granted', ...ask('r1'), grantId: 'g1', automatic: true, detail: null },
    )
    expect(screen.begin).toHaveBeenCalledOnce()
  })

  it.each(['consent.declined', 'consent.expired', 'consent.withdrawn'] as const)(
    '[consent R8] lets go of the screen after %s',
    async (type) => {
      const { desk: share, happens, screen, cancel } = desk()
      await share.share('desktop.share-view')
      happens({ type: 'consent.requested', ...ask('r1'), expiresAt: 99, detail: null })
      happens({ type, requestId: 'r1' })
      expect(cancel).toHaveBeenCalledOnce()
      expect(screen.begin).not.toHaveBeenCalled()
    },
  )

  it('[consent R8] lets go when question and answer arrive together, after a cut', async () => {
    const { desk: share, happens, cancel } = desk()
    await share.share('desktop.share-view')
    happens(
      { type: 'consent.requested', ...ask('r1'), expiresAt: 99, detail: null },
      { type: 'consent.declined', requestId: 'r1' },
    )
    expect(cancel).toHaveBeenCalledOnce()
  })

  it('[consent R3] an answer to an earlier request says nothing about this one', async () => {
    const {
      desk: share,
      happens,
      cancel,
    } = desk([
      { type: 'consent.requested', ...ask('r0'), expiresAt: 99, detail: null },
      { type: 'consent.declined', requestId: 'r0' },
    ])
    await share.share('desktop.share-view')
    happens({ type: 'chat.posted', messageId: 'm', to: { kind: 'everyone' }, text: 'one moment' })
    expect(cancel).not.toHaveBeenCalled()
  })

  it('lets go when the server refuses to ask, and says so to the caller', async () => {
    const { desk: share, send, cancel } = desk()
    send.mockRejectedValueOnce(new Error('no customer'))
    await expect(share.share('desktop.share-view')).rejects.toThrow('no customer')
    expect(cancel).toHaveBeenCalledOnce()
    expect(share.state.get().held).toEqual([])
  })

  it('[screen R2] a wrong surface asks nobody and can be chosen again', async () => {
    const { desk: share, send, screen } = desk()
    screen.capture.mockResolvedValueOnce({ ok: false, why: 'wrong-surface' })
    await share.share('desktop.share-view')
    expect(send).not.toHaveBeenCalled()
    expect(share.state.get().problems['desktop.share-view']).toBe('wrong-surface')
    await share.share('desktop.share-view')
    expect(send).toHaveBeenCalledOnce()
    expect(share.state.get().problems).toEqual({})
  })

  it('[screen R7] the browser’s own stop bar withdraws the open request', async () => {
    const { desk: share, happens, send, track } = desk()
    await share.share('desktop.share-view')
    happens({ type: 'consent.requested', ...ask('r1'), expiresAt: 99, detail: null })
    track.dispatchEvent(new Event('ended'))
    expect(send).toHaveBeenLastCalledWith('consent.withdraw', { requestId: 'r1' })
    expect(share.state.get().held).toEqual([])
  })

  it('[screen R5] chooses again under a running grant without asking', async () => {
    const { desk: share, send, screen, capture } = desk()
    await share.resume('g1', 'desktop.share-view')
    expect(screen.begin).toHaveBeenCalledExactlyOnceWith('g1', capture)
    expect(send).not.toHaveBeenCalled()
  })

  it('closing the page’s session lets go of everything', async () => {
    const { desk: share, cancel } = desk()
    await share.share('desktop.share-view')
    share.close()
    expect(cancel).toHaveBeenCalledOnce()
  })
})

describe('D4: showing my screen with my own Support Manager', () => {
  it('waits for the program, then asks by itself, once', async () => {
    const { desk: share, connects, send, screen } = desk()
    await share.share('desktop.share-control')
    expect(share.state.get().awaiting).toBe('desktop.share-control')
    connects('page')
    expect(send).not.toHaveBeenCalled()
    connects('page', 'support-manager')
    expect(send).toHaveBeenCalledExactlyOnceWith('consent.request', { capability: 'desktop.share-control' })
    connects('page', 'support-manager')
    expect(send).toHaveBeenCalledOnce()
    expect(share.state.get().awaiting).toBeNull()
    expect(screen.capture).not.toHaveBeenCalled()
  })

  it('asks nobody when I did not want to wait', async () => {
    const { desk: share, connects, send } = desk()
    await share.share('application.share-control')
    share.stopAwaiting()
    connects('support-manager')
    expect(send).not.toHaveBeenCalled()
  })

  it('leaves the choice of what is shown to the program where there is one, else to the browser', async () => {
    const { desk: share, connects, send, screen } = desk()
    connects('support-manager')
    await share.share('desktop.share-view')
    expect(send).toHaveBeenCalledExactlyOnceWith('consent.request', { capability: 'desktop.share-view' })
    expect(screen.capture).not.toHaveBeenCalled()
    connects('page')
    await share.share('desktop.share-view')
    expect(screen.capture).toHaveBeenCalledOnce()
  })

  it('says what the server says when it refuses to ask', async () => {
    const { desk: share, connects, send } = desk()
    send.mockRejectedValueOnce(new Error('no'))
    await share.share('desktop.share-control')
    connects('support-manager')
    await vi.waitFor(() => expect(share.state.get().refusal?.capability).toBe('desktop.share-control'))
  })
})
