import { House } from '../house.ts'
import { TurnServer } from '../turn.ts'
import { OPEN_DESK, askToSee, expect, expectColour, hex, launch, meet, test } from '../world.ts'

test('[screen R6] where nothing gets through directly the picture is relayed, says so, and is back by itself after a cut', async ({
  desktop,
  browserHere,
  keep,
}) => {
  const turn = await keep(TurnServer.open())
  const house = await keep(House.open({ settings: { TURN_URLS: turn.url, TURN_SECRET: turn.secret } }))
  await desktop.paint(hex('red'))
  // As behind a firewall that lets no UDP out: only the TURN server is left, over TCP.
  const args = ['--webrtc-ip-handling-policy=disable_non_proxied_udp']
  const customers = await keep(launch({ desktop, choose: 'Entire screen', args }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  const ask = await askToSee(rep, cust, 'desktop')
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, OPEN_DESK, 'red')
  await rep.getByRole('button', { name: /Good|Fair|Poor/ }).click()
  await expect(rep.getByText(/relay/i).first()).toBeVisible()
  await rep.keyboard.press('Escape')

  turn.line.cut('breaks')
  house.line.cut('breaks')
  await desktop.paint(hex('green'))
  await expect(cust.getByText(/Your connection was interrupted/)).toBeVisible()
  turn.line.mend()
  house.line.mend()
  await expectColour(rep, OPEN_DESK, 'green')
  await expect(cust.getByRole('alertdialog')).toHaveCount(0)
  await expect(cust.getByText('Rita Rep sees your screen now.')).toBeVisible()
})
