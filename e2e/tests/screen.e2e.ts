import { expect, expectColour, hex, launch, meet, test } from '../world.ts'

const OPEN_DESK = { name: "Customer's desktop", x: 0.85, y: 0.2 }

test('[screen R1, R9] the representative sees the customer’s real desktop, live, and no longer after Stop', async ({
  house,
  desktop,
  browserHere,
}) => {
  await desktop.paint(hex('red'))
  const customers = await launch({ desktop, choose: 'Entire screen' })
  const { rep, cust } = await meet(house, { rep: browserHere, cust: customers })
  await rep.getByRole('tab', { name: 'Desktop' }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  const ask = cust.getByRole('alertdialog', { name: /^Rita Rep/ })
  await expect(ask).toBeVisible()
  await ask.getByRole('button', { name: 'Allow' }).click()
  await expectColour(rep, OPEN_DESK, 'red')
  await desktop.paint(hex('green'))
  await expectColour(rep, OPEN_DESK, 'green')
  await cust.getByRole('button', { name: 'Stop desktop view' }).click()
  await expect(rep.getByRole('img', { name: "Customer's desktop" })).toHaveCount(0)
  await expect(cust.getByText('Nobody sees or touches anything on your computer.')).toBeVisible()
  await customers.close()
})
