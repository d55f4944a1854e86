import { randomBytes } from 'node:crypto'
import { House } from '../house.ts'
import { SmallDisk } from '../small-disk.ts'
import { expect, meet, say, test } from '../world.ts'

test('a full disk: a sentence beside the message, nothing lost, and all goes on when there is room again', async ({
  browserHere,
  keep,
}) => {
  const disk = await keep(new SmallDisk(160))
  const house = await keep(House.open({ below: disk.folder }))
  const { rep, cust } = await meet(house, { rep: browserHere, cust: browserHere })
  await say(cust, 'while there is room')
  await expect(rep.getByRole('log').getByText('while there is room')).toBeVisible()

  disk.fill()
  const [refused, waiting] = [
    cust.getByText(/no space left to store this/),
    cust.getByRole('button', { name: 'Retry' }),
  ]
  // The database has a little room of its own, which words that cannot be pressed together soon fill.
  let said = 0
  await expect(async () => {
    said += 1
    await say(cust, `${randomBytes(2_700).toString('base64')} ${said}`)
    await expect(refused.first()).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 45_000 })
  await expect(cust.getByRole('log').getByText(new RegExp(` ${said}$`))).toBeVisible()
  await rep.reload()
  await expect(rep.getByRole('log').getByText('while there is room')).toBeVisible()

  disk.empty()
  await waiting.first().click()
  await expect(refused).toHaveCount(0)
  await expect(rep.getByRole('log').getByText(new RegExp(` ${said}$`))).toBeVisible()
})
