import type { Page } from '@playwright/test'
import { Desktop } from '../desktop.ts'
import { OPEN_DESK, askToSee, expect, expectColour, hex, invite, launch, meet, test } from '../world.ts'

const MIDDLE = { name: "Customer's application", x: 0.5, y: 0.5 }
const TONE_HERTZ = 1_000
const NOTHING_SHOWN = 'Nobody sees or touches anything on your computer.'

test('[screen R1, R9] the representative sees the customer’s real desktop, live, and no longer after Stop', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('red'))
  const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  const ask = await askToSee(rep, cust, 'desktop')
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, OPEN_DESK, 'red')
  await desktop.paint(hex('green'))
  await expectColour(rep, OPEN_DESK, 'green')
  await expect(rep.getByText('Good', { exact: true })).toBeVisible()
  await cust.getByRole('button', { name: 'Stop desktop view' }).click()
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)
  await expect(cust.getByText(NOTHING_SHOWN)).toBeVisible()
})

test('[screen R2] a window instead of the desktop is refused with a retry, then the window alone is seen, also when another covers it', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('red'))
  const window = await desktop.window('Bluebook', hex('blue'))
  const customers = await keep(launch({ desktop, choose: 'Bluebook' }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  const first = await askToSee(rep, cust, 'desktop')
  await first.getByRole('button', { name: 'Allow' }).click()
  await expect(first.getByRole('alert')).toContainText('That was one window, but a whole screen was asked for.')
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)
  await first.getByRole('button', { name: 'Decline' }).click()
  await expect(rep.getByText(/declined/i).first()).toBeVisible()

  const second = await askToSee(rep, cust, 'application')
  await second.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, MIDDLE, 'blue')
  // The cover lies over the whole window; what it hides is still shown, and nothing of the cover.
  await desktop.window('Cover', hex('yellow'), '60x20+680+400')
  await window.paint(hex('green'))
  await expectColour(rep, MIDDLE, 'green')
  for (const x of [0.1, 0.9]) await expectColour(rep, { ...MIDDLE, x }, 'green')
  await rep.getByRole('button', { name: 'Stop application view' }).first().click()
  await expect(cust.getByText(NOTHING_SHOWN)).toBeVisible()
})

test('[screen R2] one browser tab is an application, and is all that is seen and, where the browser offers it, heard', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const args = [
    '--auto-select-tab-capture-source-by-title=Green page',
    '--autoplay-policy=no-user-gesture-required',
    // Sound needs a device to be played on, even where nobody hears it.
    '--use-fake-device-for-media-stream',
  ]
  const customers = await keep(launch({ desktop, args }))
  const { rep, cust, custContext } = await meet(house, { rep: browserHere, cust: customers })
  const page = await custContext.newPage()
  await page.setContent(`<title>Green page</title><body style="margin:0;background:${hex('green')}">`)
  await page.evaluate((hertz) => {
    const audio = new AudioContext()
    const tone = new OscillatorNode(audio, { frequency: hertz })
    tone.connect(audio.destination)
    tone.start()
  }, TONE_HERTZ)
  await cust.bringToFront()
  const ask = await askToSee(rep, cust, 'application')
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, MIDDLE, 'green')
  await rep.getByRole('button', { name: /sound/i }).click()
  await expect.poll(() => loudest(rep), { message: 'the tone of the tab is heard' }).toBeCloseTo(TONE_HERTZ, -2)
})

/** The frequency that is loudest in the picture's sound now, in hertz; 0 where there is silence, -1 where there is no sound. */
function loudest(page: Page): Promise<number> {
  return page.getByRole('img', { name: MIDDLE.name }).evaluate((element) => {
    const { srcObject, muted } = element as HTMLVideoElement
    if (muted || !(srcObject instanceof MediaStream) || srcObject.getAudioTracks().length === 0) return -1
    // One listener for the whole test: it needs a moment until it hears anything.
    const ears = globalThis as { listening?: AnalyserNode }
    if (!ears.listening) {
      const audio = new AudioContext()
      ears.listening = new AnalyserNode(audio, { fftSize: 2048, smoothingTimeConstant: 0 })
      audio.createMediaStreamSource(srcObject).connect(ears.listening)
    }
    const { listening } = ears
    const levels = new Uint8Array(listening.frequencyBinCount)
    listening.getByteFrequencyData(levels)
    const most = Math.max(...levels)
    return most < 60 ? 0 : (levels.indexOf(most) * listening.context.sampleRate) / listening.fftSize
  })
}

test('[screen R7] the browser’s own stop bar ends the grant, as Stop does', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('red'))
  const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  const ask = await askToSee(rep, cust, 'desktop')
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, OPEN_DESK, 'red')
  const bar = await desktop.windowId('is sharing your screen')
  await desktop.click(bar, 395, 26)
  await expect(cust.getByText(NOTHING_SHOWN)).toBeVisible()
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)
})

test('[screen R2] closing the browser’s picker shows nothing, says so, and the question stays', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const customers = await keep(launch({ desktop }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  const ask = await askToSee(rep, cust, 'desktop')
  await ask.getByRole('button', { name: 'Allow' }).click()
  // The picker is the browser's own, inside its window: nothing says from outside when it takes keys.
  await expect(async () => {
    await desktop.keys('Escape')
    await expect(ask.getByRole('alert')).toContainText('Nothing was chosen, so nothing is shown.', { timeout: 1_000 })
  }).toPass()
  await ask.getByRole('button', { name: 'Decline' }).click()
  await expect(cust.getByText(NOTHING_SHOWN)).toBeVisible()
  await expect(rep.getByText(/declined/i).first()).toBeVisible()
})

test('[screen R1] the representative shows a desktop; the customer allows, sees, and stops it', async ({
  house,
  browserHere,
  keep,
}) => {
  const desktop = await keep(Desktop.open('1600x1000'))
  await desktop.paint(hex('blue'))
  const reps = await keep(launch({ desktop, choose: 'Entire screen' }))
  const { rep, cust } = await meet(house, { rep: reps, cust: browserHere })
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Share View' }).click()
  const ask = cust.getByRole('alertdialog', { name: /^Rita Rep wants to show you their screen/ })
  await expect(ask).toBeVisible()
  await expect(cust.getByRole('img', { name: "Representative's desktop" })).toHaveCount(0)
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(cust, { name: "Representative's desktop", x: 0.98, y: 0.98 }, 'blue')
  await cust.getByRole('button', { name: 'Stop desktop share' }).click()
  await expect(cust.getByRole('img', { name: "Representative's desktop" })).toHaveCount(0)
  await expect(rep.getByRole('button', { name: 'Stop desktop share' })).toHaveCount(0)
})

test('[screen R2] the representative shows one window; the customer sees it alone', async ({
  house,
  browserHere,
  keep,
}) => {
  const desktop = await keep(Desktop.open('1600x1000'))
  await desktop.paint(hex('red'))
  await desktop.window('Bluebook', hex('blue'))
  const reps = await keep(launch({ desktop, choose: 'Bluebook' }))
  const { rep, cust } = await meet(house, { rep: reps, cust: browserHere })
  await rep.getByRole('tab', { name: 'Application', exact: true }).click()
  await rep.getByRole('button', { name: 'Share View' }).click()
  const ask = cust.getByRole('alertdialog', { name: /^Rita Rep wants to show you one of their windows/ })
  await ask.getByRole('button', { name: 'Allow' }).click()
  // The window lies below the representative's own browser; of that nothing is seen.
  for (const x of [0.1, 0.5, 0.9]) await expectColour(cust, { name: "Representative's application", x, y: 0.5 }, 'blue')
  await rep.getByRole('button', { name: 'Stop application share' }).first().click()
  await expect(cust.getByRole('img', { name: "Representative's application" })).toHaveCount(0)
})

test('[consent R9] all is allowed at once for one representative only; each thing still has its Stop, and it is taken back', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('red'))
  const customers = await keep(launch({ desktop, choose: 'Entire screen' }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  const rob = await invite(rep, browserHere, house)
  const ask = await askToSee(rep, cust, 'desktop')
  await ask.getByRole('checkbox', { name: 'Allow everything this representative asks for in this session' }).check()
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, OPEN_DESK, 'red')
  // What Rita may, Rob may not: he sees that she does, and no picture.
  await expect(rob.getByText('Rita Rep: everything asked for, desktop view')).toBeVisible()
  await expect(rob.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)

  await rep.getByRole('tab', { name: 'Application', exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  await expect(cust.getByRole('button', { name: 'Stop application view' })).toBeVisible()
  await expect(cust.getByRole('alertdialog')).toHaveCount(0)
  await expect(cust.getByRole('button', { name: 'Choose what to show' })).toBeVisible()
  await cust.getByRole('button', { name: 'Stop application view' }).click()
  await cust.getByRole('button', { name: 'Ask me again each time' }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  await expect(cust.getByRole('alertdialog', { name: /^Rita Rep/ })).toBeVisible()
  await cust.getByRole('button', { name: 'Decline' }).click()

  const second = await askToSee(rob, cust, 'desktop', 'Rob Rep')
  await second.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rob, OPEN_DESK, 'red')
  // The hot key ends everything, for everyone.
  await cust.keyboard.press('Control+Alt+End')
  await expect(cust.getByText(NOTHING_SHOWN)).toBeVisible()
  for (const page of [rep, rob]) await expect(page.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)
})

test('[consent R2] a question that nobody answers closes by itself and allows nothing', async ({
  house,
  browserHere,
}) => {
  test.setTimeout(200_000)
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere })
  const ask = await askToSee(rep, cust, 'desktop')
  await expect(ask.getByText(/This question closes by itself/)).toBeVisible({ timeout: 90_000 })
  await expect(ask).toHaveCount(0, { timeout: 60_000 })
  await expect(rep.getByText(/did not answer|no answer/i).first()).toBeVisible()
  await expect(cust.getByText(NOTHING_SHOWN)).toBeVisible()
  await expect(rep.getByRole('button', { name: 'Request View' })).not.toHaveAttribute('aria-disabled', 'true')
})

test('a browser that cannot show its screen says so in the question, and offers no Allow', async ({
  house,
  browserHere,
}) => {
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere })
  await cust.evaluate(() => Object.defineProperty(navigator.mediaDevices, 'getDisplayMedia', { value: undefined }))
  const ask = await askToSee(rep, cust, 'desktop')
  await expect(ask.getByText(/This browser cannot show its screen/)).toBeVisible()
  await expect(ask.getByRole('button', { name: 'Allow' })).toHaveCount(0)
})
