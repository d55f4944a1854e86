import type { DeviceNotice } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { DeviceClient } from './device-client.ts'

/** A channel whose other end is the test. */
class Channel extends EventTarget {
  readyState: RTCDataChannelState = 'connecting'
  readonly sent: unknown[] = []
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  becomes(state: RTCDataChannelState): void {
    this.readyState = state
    if (state === 'open') this.dispatchEvent(new Event('open'))
  }
  brings(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}
function client() {
  const channel = new Channel()
  const heard: DeviceNotice[] = []
  const device = new DeviceClient(channel as unknown as RTCDataChannel, (notice) => heard.push(notice))
  return { channel, heard, device }
}

test('[device R1] what is asked before the line stands is asked when it does, in order, and never after it fell', () => {
  const { channel, device } = client()
  device.say({ t: 'information' })
  device.say({ t: 'script' })
  expect(channel.sent).toEqual([])
  channel.becomes('open')
  device.say({ t: 'restart' })
  channel.becomes('closed')
  device.say({ t: 'elevate' })
  expect(channel.sent).toEqual([{ t: 'information' }, { t: 'script' }, { t: 'restart' }])
})

test('[device R10] says that it has the last word about each of the five, and of nothing else', () => {
  const { channel, heard } = client()
  channel.becomes('open')
  const information = {
    system: 's',
    release: 'r',
    architecture: 'x64',
    hostName: 'h',
    uptimeMs: 1,
    processor: { name: 'p', cores: 1 },
    memory: { total: 2, free: 1 },
    disks: [],
    screens: [],
    networks: [],
    programs: [],
  }
  const notices: DeviceNotice[] = [
    { t: 'begun', what: 'script' },
    { t: 'output', what: 'script', error: false, text: 'x' },
    { t: 'ended', what: 'script', outcome: 'done', exitCode: 0, cut: false },
    { t: 'information', information },
    { t: 'refused', what: 'shell', sentence: 'No.' },
    { t: 'restarting', until: 5 },
    { t: 'elevated' },
  ]
  for (const notice of notices) channel.brings(JSON.stringify(notice))
  expect(heard).toEqual(notices)
  expect(channel.sent).toEqual(['script', 'information', 'shell', 'elevate'].map((what) => ({ t: 'got', what })))
})

test('what is no notice is none, and nobody hears anything after the end', () => {
  const { channel, heard, device } = client()
  channel.becomes('open')
  for (const nonsense of ['{', 'null', '{"t":"rm"}', new ArrayBuffer(3), '{"t":"output","what":"script"}'])
    channel.brings(nonsense)
  device.close()
  channel.brings('{"t":"elevated"}')
  expect([heard, channel.sent]).toEqual([[], []])
})
