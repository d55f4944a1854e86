import { CAPABILITY_OF, foldStory } from '@deskside/protocol'
import type { Capability, Device, DeviceAsk, DeviceKind, DeviceNotice, StoryEvent } from '@deskside/protocol'
import type { ScreenView, SessionClient, SessionView } from '@deskside/realtime'
import { describe, expect, it, vi } from 'vitest'
import { createCell } from '../platform/observable.ts'
import { DeviceDesk } from './device-desk.ts'

const ANNA = 'anna'
const CARLA = 'carla'
const PROGRAM: Device = { participantId: CARLA, deviceId: 'p', program: 'support-manager' }

/** The other end of a channel: the customer's Support Manager, played by the test. */
class Channel extends EventTarget {
  readonly readyState = 'open'
  readonly said: DeviceAsk[] = []
  send(text: string): void {
    this.said.push(JSON.parse(text) as DeviceAsk)
  }
  says(notice: DeviceNotice): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(notice) }))
  }
}

function open() {
  let seq = 0
  const store = (body: StoryEvent) => ({ seq: ++seq, at: seq, by: ANNA, body })
  const begun = foldStory([
    store({
      type: 'session.started',
      participantId: ANNA,
      userId: 'u',
      name: 'Anna',
      siteName: 'H',
      supportManagerAllowed: true,
    }),
    store({ type: 'session.admitted', knockId: CARLA, name: 'Carla' }),
  ])
  if (!begun) throw new Error('The story has a beginning')
  const state = createCell({ story: begun, devices: [PROGRAM] as readonly Device[] } as SessionView)
  const screenState = createCell({ links: [] } as unknown as ScreenView)
  const send = vi.fn(async () => {})
  const client = { participantId: ANNA, state, screen: { state: screenState }, send } as unknown as SessionClient
  const happens = (...events: StoryEvent[]): void => {
    const story = foldStory(events.map(store), state.get().story)
    if (story) state.set({ ...state.get(), story })
  }
  const kinds = Object.entries(CAPABILITY_OF) as [DeviceKind, Capability][]
  const told: DeviceNotice[] = []
  const allows = (capability: Capability, grantId: string): void => {
    const what = kinds.find(([, of]) => of === capability)?.[0] ?? 'information'
    told.push({ t: 'open', what, grantId })
    happens({
      type: 'consent.granted',
      grantId,
      requestId: `r-${grantId}`,
      capability,
      representativeId: ANNA,
      customerId: CARLA,
      automatic: false,
      detail: capability === 'device.script' ? { title: 'Tidy up', text: '' } : null,
    })
    for (const channel of linked) for (const notice of told) channel.says(notice)
  }
  const ends = (grantId: string): void => happens({ type: 'consent.revoked', grantId, reason: 'done' })
  let linked: readonly Channel[] = []
  const links = (...channels: Channel[]): void => {
    linked = channels
    screenState.set({
      links: channels.map((device) => ({ device: PROGRAM, views: { channels: { device } } })),
    } as unknown as ScreenView)
    for (const channel of channels) for (const notice of told) channel.says(notice)
  }
  const devices = (...now: Device[]): void => state.set({ ...state.get(), devices: now })
  return { desk: new DeviceDesk(client), send, allows, ends, links, devices, happens }
}

describe('what is done with a customer’s computer', () => {
  it('[device R1] begins when it is allowed and the line stands, and only once', async () => {
    const { desk, send, allows, links } = open()
    const channel = new Channel()
    await desk.ask('information')
    expect(send).toHaveBeenCalledWith('consent.request', { capability: 'device.information' })
    allows('device.information', 'g1')
    expect(channel.said).toEqual([])
    links(channel)
    links(channel)
    expect(channel.said).toEqual([{ t: 'information' }])
    expect(desk.state.get().ready).toEqual([])
  })

  it('[device R1] waits until the Support Manager knows of the permission, too', async () => {
    const { desk, happens, links } = open()
    const channel = new Channel()
    links(channel)
    await desk.ask('information')
    const grant = { grantId: 'g1', requestId: 'r1', representativeId: ANNA, customerId: CARLA } as const
    happens({ type: 'consent.granted', ...grant, capability: 'device.information', automatic: false, detail: null })
    expect(channel.said).toEqual([])
    channel.says({ t: 'open', what: 'information', grantId: 'another' })
    expect(channel.said).toEqual([])
    channel.says({ t: 'open', what: 'information', grantId: 'g1' })
    expect(channel.said).toEqual([{ t: 'information' }])
  })

  it('[device R2] leaves to a click what was asked for in another page of mine', () => {
    const { desk, allows, links } = open()
    const channel = new Channel()
    links(channel)
    allows('device.shell', 'g1')
    expect([channel.said, desk.state.get().ready]).toEqual([[], ['shell']])
    desk.begin('shell')
    expect([channel.said[0]?.t, desk.state.get().ready]).toEqual(['shell', []])
  })

  it('[device R5] shows a script’s output as it comes, its end, and can stop it', async () => {
    const { desk, send, allows, ends, links } = open()
    const channel = new Channel()
    links(channel)
    await desk.ask('script', 's1')
    expect(send).toHaveBeenCalledWith('consent.request', { capability: 'device.script', scriptId: 's1' })
    allows('device.script', 'g1')
    channel.says({ t: 'begun', what: 'script' })
    for (const [text, error] of [
      ['a', false],
      ['b', false],
      ['c', true],
    ] as const)
      channel.says({ t: 'output', what: 'script', error, text })
    desk.cancelScript()
    expect(channel.said).toEqual([{ t: 'script' }, { t: 'script-cancel' }])
    channel.says({ t: 'ended', what: 'script', outcome: 'done', exitCode: 2, cut: false })
    ends('g1')
    expect(desk.state.get().script).toEqual({
      title: 'Tidy up',
      output: [
        { text: 'ab', error: false },
        { text: 'c', error: true },
      ],
      end: { outcome: 'done', exitCode: 2, cut: false },
    })
  })

  it('[device R1] a script and a command line are over with their permission, also when nobody says so any more', async () => {
    const { desk, allows, ends, links } = open()
    const channel = new Channel()
    links(channel)
    await desk.ask('script', 's1')
    await desk.ask('shell')
    allows('device.script', 'g1')
    allows('device.shell', 'g2')
    desk.type('x'.repeat(9_000))
    expect(channel.said.filter((m) => m.t === 'shell-input')).toHaveLength(3)
    links()
    ends('g1')
    ends('g2')
    expect(desk.state.get().script?.end?.outcome).toBe('stopped')
    expect(desk.state.get().shell?.end?.outcome).toBe('stopped')
    const before = channel.said.length
    desk.type('more')
    expect(channel.said).toHaveLength(before)
  })

  it('a terminal that is opened again shows what was there, and a new command line begins empty', async () => {
    const { desk, allows, ends, links } = open()
    const channel = new Channel()
    links(channel)
    await desk.ask('shell')
    allows('device.shell', 'g1')
    channel.says({ t: 'output', what: 'shell', error: false, text: '$ ' })
    const seen: string[] = []
    const detach = desk.attachTerminal((text) => seen.push(text))
    channel.says({ t: 'output', what: 'shell', error: false, text: 'ls' })
    detach()
    channel.says({ t: 'output', what: 'shell', error: false, text: 'unseen' })
    expect(seen).toEqual(['$ ', 'ls'])
    ends('g1')
    await desk.ask('shell')
    allows('device.shell', 'g2')
    const anew: string[] = []
    desk.attachTerminal((text) => anew.push(text))
    expect(anew).toEqual([])
  })

  it('[device R9] keeps the sentence with which the computer refused, until it is asked again', async () => {
    const { desk, allows, links } = open()
    const channel = new Channel()
    links(channel)
    await desk.ask('elevate')
    allows('device.elevation', 'g1')
    channel.says({ t: 'refused', what: 'elevate', sentence: 'The password was not given.' })
    expect(desk.state.get().refusals).toEqual({ elevate: 'The password was not given.' })
    await desk.ask('elevate')
    expect(desk.state.get().refusals).toEqual({})
  })

  it('[device R8] says that the computer restarts, and when it is back', async () => {
    const { desk, allows, links, happens, devices } = open()
    const channel = new Channel()
    links(channel)
    await desk.ask('restart')
    allows('device.reboot', 'g1')
    channel.says({ t: 'restarting', until: 99 })
    happens({ type: 'device.done', grantId: 'g1', outcome: 'restarting', exitCode: null })
    expect(desk.state.get().restart).toEqual({ is: 'going', until: 99 })
    devices()
    expect(desk.state.get().restart?.is).toBe('going')
    devices({ ...PROGRAM, deviceId: 'p2' })
    expect(desk.state.get().restart).toEqual({ is: 'back' })
  })
})
