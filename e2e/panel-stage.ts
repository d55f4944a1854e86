import type { Page } from '@playwright/test'
import { createPanelServer } from '../apps/support-manager/src/panel/panel-server.ts'
import type { PanelServer } from '../apps/support-manager/src/panel/panel-server.ts'
import type { PanelAction, PanelState } from '../apps/support-manager/src/panel/panel-state.ts'
import { feedState, joined } from '../apps/support-manager/src/panel/testing/fed-state.ts'
import type { FedState } from '../apps/support-manager/src/panel/testing/fed-state.ts'
import { buildPanelPage } from '../scripts/support-manager/panel-page.ts'

/** The panel as the Support Manager serves it, with a state that the test sets and a list of what the person did. */
export class PanelStage {
  readonly state: FedState
  readonly done: PanelAction[] = []
  /** The server's own clock for arming, in milliseconds; moved by `pass`. */
  #clock = 0
  #server: PanelServer | undefined

  private constructor(initial: PanelState) {
    this.state = feedState(initial)
  }

  static async open(part: Partial<PanelState> = {}): Promise<PanelStage> {
    const stage = new PanelStage({ ...joined, ...part })
    stage.#server = await createPanelServer({
      state: stage.state,
      act: async (action) => void stage.done.push(action),
      page: await buildPanelPage(),
      now: () => stage.#clock,
    })
    return stage
  }

  get server(): PanelServer {
    if (!this.#server) throw new Error('The stage is not open.')
    return this.#server
  }

  /** Shows the panel in a page whose clock stands still, until `pass`. */
  async show(page: Page): Promise<void> {
    await page.clock.install()
    await page.goto(this.server.newAddress())
    await page.locator('.panel').waitFor()
    await page.clock.pauseAt(Date.now() + 60_000)
  }

  /** Lets time pass, on the page's clock and on the server's. */
  async pass(page: Page, milliseconds: number): Promise<void> {
    this.#clock += milliseconds
    await page.clock.runFor(milliseconds)
  }

  close(): Promise<void> {
    return this.server.close()
  }
}
