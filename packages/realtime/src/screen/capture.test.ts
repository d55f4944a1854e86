import { expect, test } from 'vitest'
import type { MediaPort } from '../media/port.ts'
import { captureScreen } from './capture.ts'

/** A browser whose person chose a surface that it describes so. */
function browser(settings: MediaTrackSettings): { media: MediaPort; ended: () => boolean } {
  let running = true
  const track = { getSettings: () => settings, stop: () => (running = false), contentHint: '' }
  const stream = { getTracks: () => [track], getVideoTracks: () => [track], getAudioTracks: () => [] }
  const media = {
    getDisplayMedia: () => Promise.resolve(stream as unknown as MediaStream),
    screenSize: { width: 1920, height: 1080 },
  }
  return { media: media as unknown as MediaPort, ended: () => !running }
}

test('[screen R2] what the browser says was chosen is what counts, and what was not asked for is ended at once', async () => {
  for (const [capability, displaySurface, fits] of [
    ['desktop.view', 'monitor', true],
    ['desktop.view', 'window', false],
    ['desktop.share-view', 'browser', false],
    ['application.view', 'monitor', false],
    ['application.view', 'window', true],
    ['application.share-view', 'browser', true],
  ] as const) {
    const { media, ended } = browser({ displaySurface, width: 1920, height: 1080 })
    const result = await captureScreen(capability, media)
    expect([capability, displaySurface, result.ok, ended()]).toEqual([capability, displaySurface, fits, !fits])
  }
})

test('[screen R2] where it says nothing, a picture as large as the screen is no application, and a desktop takes any', async () => {
  for (const [capability, width, height, surface] of [
    ['application.view', 1920, 1080, undefined],
    ['application.view', 1919, 1081, undefined],
    ['application.view', 800, 600, 'window'],
    ['desktop.view', 1920, 1080, 'monitor'],
    ['desktop.view', 2560, 1440, 'monitor'],
  ] as const) {
    const { media, ended } = browser({ width, height })
    const result = await captureScreen(capability, media)
    expect([capability, width, result.ok ? result.capture.surface : undefined]).toEqual([capability, width, surface])
    expect(ended()).toBe(surface === undefined)
  }
})

test('a browser that cannot, a person who will not and a system that forbids are told apart', async () => {
  const refusing = (name: string, message = '') =>
    ({ getDisplayMedia: () => Promise.reject(new DOMException(message, name)) }) as unknown as MediaPort
  const why = async (media: MediaPort) => {
    const result = await captureScreen('desktop.view', media)
    return result.ok ? 'none' : result.why
  }
  expect(await why({} as MediaPort)).toBe('unsupported')
  expect(await why(refusing('NotAllowedError', 'Permission denied by user'))).toBe('cancelled')
  expect(await why(refusing('NotAllowedError', 'Permission denied by system'))).toBe('blocked')
  expect(await why(refusing('NotReadableError'))).toBe('blocked')
  expect(await why(refusing('TypeError'))).toBe('failed')
})
