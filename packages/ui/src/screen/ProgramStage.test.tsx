// @vitest-environment happy-dom
import { UNKNOWN_QUALITY, createSource } from '@deskside/realtime'
import type { ClipboardView, ControlState, ControlSurface, PictureViewState, ProgramLink } from '@deskside/realtime'
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { ProgramStage } from './ProgramStage.tsx'

afterEach(cleanup)

const MONITORS = [
  { id: 'one', name: 'DP-1', kind: 'monitor', width: 1280, height: 800 },
  { id: 'two', name: 'HDMI-1', kind: 'monitor', width: 1280, height: 800 },
] as const

/** A Support Manager's end, behind the boundary to the line and to the browser's decoding. */
function program() {
  const picture = {
    element: document.createElement('canvas'),
    state: createSource<PictureViewState>({
      surfaces: MONITORS,
      current: 'one',
      thumbnails: {},
      size: { width: 1280, height: 800 },
      cursor: null,
      framesPerSecond: 0,
      kbitPerSecond: 0,
      shown: true,
      error: null,
    }),
    choose: vi.fn(),
    requestThumbnails: vi.fn(),
  }
  const detach = vi.fn()
  const control = {
    state: createSource<ControlState>({ open: true, closedBecause: undefined }),
    attach: vi.fn((_parts: ControlSurface) => detach),
    combination: vi.fn(),
    typeText: vi.fn(),
  }
  const clipboard = {
    state: createSource<ClipboardView>({ toComputer: false, fromComputer: false, waiting: undefined }),
    handleFocus: vi.fn(),
    takeWaiting: vi.fn(),
  }
  const device = { deviceId: 'program', participantId: 'carl', program: 'support-manager' }
  const link = { device, quality: UNKNOWN_QUALITY, views: { picture, control, clipboard } } as unknown as ProgramLink
  const stage = (granted: boolean, kind: 'desktop' | 'application' = 'desktop') => (
    <ProgramStage
      label="Customer's desktop"
      link={link}
      kind={kind}
      person="Carl"
      control={granted}
      stop={{ what: 'desktop control', onStop: () => undefined }}
      waiting="Not here yet"
    />
  )
  return { stage, picture, control, clipboard, detach }
}

test('A8: when control rises and falls, the picture stays the same element and its region only takes and gives back the keyboard', () => {
  const { stage, picture, control, detach } = program()
  const { rerender } = render(stage(false))
  expect(screen.getByRole('img', { name: "Customer's desktop" })).toBe(picture.element)
  expect(control.attach).not.toHaveBeenCalled()
  rerender(stage(true))
  expect(screen.getByRole('img', { name: "Customer's desktop" })).toBe(picture.element)
  const region = screen.getByRole('application', { name: "Control of the customer's desktop" })
  expect(control.attach.mock.calls[0]?.[0].surface).toBe(picture.element)
  expect(region.contains(picture.element)).toBe(true)
  expect(region.getAttribute('aria-description')).toContain('Ctrl+Alt+Shift')
  rerender(stage(false))
  expect(detach).toHaveBeenCalledOnce()
  expect(screen.queryByRole('application')).toBeNull()
  expect(screen.getByRole('img', { name: "Customer's desktop" })).toBe(picture.element)
})

test('D2: the keys that leave hand the focus to the bar below the picture', () => {
  const { stage, control } = program()
  render(stage(true))
  control.attach.mock.calls[0]?.[0].onLeave()
  expect(document.activeElement).toBe(screen.getByRole('group', { name: "View of Customer's desktop" }))
})

test('D2: in full screen it says which keys leave: Escape held where the browser gives its keys away, else Escape', async () => {
  const { stage } = program()
  Object.defineProperty(document, 'fullscreenEnabled', { value: true, configurable: true })
  document.documentElement.requestFullscreen = () => Promise.resolve()
  const lock = vi
    .fn()
    .mockRejectedValueOnce(new DOMException('Not now.', 'NotAllowedError'))
    .mockResolvedValue(undefined)
  const unlock = vi.fn()
  const warned = vi.spyOn(console, 'warn').mockReturnValue(undefined)
  const wordsWith = async (keyboard: unknown): Promise<string | null | undefined> => {
    Object.defineProperty(navigator, 'keyboard', { value: keyboard, configurable: true })
    const { unmount } = render(stage(true))
    await userEvent.click(screen.getByRole('button', { name: 'Full screen' }))
    const words = screen.getByRole('application').getAttribute('aria-description')
    unmount()
    return words
  }
  expect(await wordsWith(undefined)).toMatch(/^Press Esc or/)
  expect(await wordsWith({ lock, unlock })).toMatch(/^Press Esc or/)
  expect(warned).toHaveBeenCalledOnce()
  expect(await wordsWith({ lock, unlock })).toMatch(/^Hold Esc for 2 seconds/)
  expect(unlock).toHaveBeenCalledTimes(2)
  warned.mockRestore()
  Reflect.deleteProperty(navigator, 'keyboard')
  Reflect.deleteProperty(document, 'fullscreenEnabled')
})

test('D2: View only takes mouse and keyboard away while control stays granted', async () => {
  const { stage, control, detach } = program()
  render(stage(true))
  const toggle = screen.getByRole('button', { name: 'View only' })
  await userEvent.click(toggle)
  expect(toggle.getAttribute('aria-pressed')).toBe('true')
  expect(detach).toHaveBeenCalledOnce()
  expect(screen.getByText(/^View only: your mouse/)).toBeTruthy()
  await userEvent.click(toggle)
  expect(control.attach).toHaveBeenCalledTimes(2)
})

test('[control R4] the page says that the person at the computer is using the mouse', () => {
  const { stage, control } = program()
  render(stage(true))
  expect(screen.getByText(/^You may use Carl’s desktop/)).toBeTruthy()
  act(() => control.state.patch({ open: false, closedBecause: 'customer-active' }))
  expect(screen.getByText(/^Carl is using the mouse/)).toBeTruthy()
})

test('D2: keys that a browser keeps for itself are pressed by a menu, and text is typed from a box', async () => {
  const { stage, control } = program()
  render(stage(true))
  await userEvent.click(screen.getByRole('button', { name: 'Special keys' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: /Ctrl \+ Alt \+ Del/ }))
  expect(control.combination).toHaveBeenCalledExactlyOnceWith('ctrl-alt-del')
  await userEvent.click(screen.getByRole('button', { name: 'Type text' }))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Text' }), 'naïve ✓')
  await userEvent.click(screen.getByRole('button', { name: 'Type it there' }))
  expect(control.typeText).toHaveBeenCalledExactlyOnceWith('naïve ✓')
})

test('[control R6] an application offers no keys of the whole computer', () => {
  const { stage } = program()
  render(stage(true, 'application'))
  expect(screen.queryByRole('button', { name: 'Special keys' })).toBeNull()
})

test('D1: every monitor can be chosen, with a small picture of each', async () => {
  const { stage, picture } = program()
  render(stage(false))
  await userEvent.click(screen.getByRole('button', { name: 'Screen: DP-1' }))
  expect(picture.requestThumbnails).toHaveBeenCalledOnce()
  await userEvent.click(await screen.findByRole('menuitemradio', { name: 'HDMI-1' }))
  expect(picture.choose).toHaveBeenCalledExactlyOnceWith('two')
})

test('A1: a stage for an application has the program show one, not the desktop', () => {
  const { stage, picture } = program()
  act(() =>
    picture.state.patch({
      surfaces: [...MONITORS, { id: 'app', name: 'Editor', kind: 'application', width: 0, height: 0 } as const],
    }),
  )
  render(stage(false, 'application'))
  expect(picture.choose).toHaveBeenCalledExactlyOnceWith('app')
  // Until then the desktop is not shown under the application's name.
  expect(screen.getByText('Not here yet')).toBeTruthy()
  act(() => picture.state.patch({ current: 'app' }))
  expect(screen.queryByText('Not here yet')).toBeNull()
})

test('[screen R17] a picture that lies ends in a sentence', () => {
  const { stage, picture } = program()
  render(stage(false))
  act(() => picture.state.patch({ shown: false, error: 'The picture could not be read.' }))
  expect(screen.getByRole('alert').textContent).toBe('The picture could not be read.')
})

test('[control R9] the other computer is told whether its picture is in sight, and what it copied can be taken by a click', async () => {
  const { stage, clipboard } = program()
  const { unmount } = render(stage(true))
  expect(clipboard.handleFocus).toHaveBeenCalled()
  expect(screen.queryByRole('button', { name: /^Take the copied/ })).toBeNull()
  act(() => clipboard.state.patch({ fromComputer: true, waiting: 'text' }))
  await userEvent.click(screen.getByRole('button', { name: 'Take the copied text' }))
  expect(clipboard.takeWaiting).toHaveBeenCalledOnce()
  unmount()
  expect(clipboard.handleFocus).toHaveBeenLastCalledWith(false)
})
