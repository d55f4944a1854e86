import { buildPages } from '../build-pages.ts'
import { runChecks, runVitest } from '../checks.ts'
import { checkPageWeight } from '../checks/page-weight.ts'
import { runPlaywright } from '../playwright.ts'
import { buildSupportManager } from '../support-manager/build.ts'
import { installSystemPackages } from '../system-packages.ts'
import { Tally } from '../tally.ts'

const tally = new Tally()
await installSystemPackages()
await runChecks(tally)
await tally.check('build', async () => {
  await buildPages()
  await buildSupportManager()
  return undefined
})
await tally.check('page weight', checkPageWeight)
await runVitest(tally, 'integration')
await runPlaywright(tally)
tally.close()
