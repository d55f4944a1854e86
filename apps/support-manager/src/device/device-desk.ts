import { CAPABILITY_OF, DEVICE_MESSAGE_BYTES, deviceAskSchema, scriptOfWords } from '@deskside/protocol'
import type { Capability, DeviceAsk, DeviceKind } from '@deskside/protocol'
import { CannotDo } from './cannot-do.ts'
import { readInformation } from './information.ts'
import type { ScreenFact } from './information.ts'
import { tell } from './outlet.ts'
import type { DeviceChannel } from './outlet.ts'
import type { DevicePermits, Permit, UseReport } from './permits.ts'
import { runScript } from './script-run.ts'
import type { ScriptRun } from './script-run.ts'
import { openShell } from './shell.ts'
import type { Shell, ShellSize } from './shell.ts'

export interface DeviceDeskParts {
  /** The channel `deskside.device` to one page of a representative. */
  readonly channel: DeviceChannel
  readonly permits: DevicePermits
  readonly screens: () => Promise<readonly ScreenFact[]>
  /** Restarts the computer. @returns until when this program comes back by itself. @throws CannotDo */
  readonly restart: () => Promise<{ readonly until: number }>
  /** Starts the program anew with more rights and returns once that one has taken over. @throws CannotDo */
  readonly elevate: () => Promise<void>
  /** Something failed that should not have. */
  readonly failed: (error: unknown) => void
}

/** What runs under an approval. */
type Running = { readonly permit: Permit } & (
  | { readonly kind: 'script'; readonly run: ScriptRun }
  | { readonly kind: 'shell'; readonly shell: Shell }
)

/** How long the page has to say that it heard the last word, in milliseconds (device R10). */
const HEARD_MS = 3_000

const KINDS: Readonly<Record<Exclude<DeviceAsk['t'], 'got'>, DeviceKind>> = {
  information: 'information',
  script: 'script',
  'script-cancel': 'script',
  restart: 'restart',
  elevate: 'elevate',
  shell: 'shell',
  'shell-input': 'shell',
  'shell-size': 'shell',
  'shell-close': 'shell',
}

/** Serves the device's matters to one page of a representative, each under its own approval. */
export class DeviceDesk {
  readonly #parts: DeviceDeskParts
  readonly #forget: () => void
  #running: readonly Running[] = []
  /** Uses of which the last word was said, until the page has it. */
  readonly #saying = new Map<string, { readonly kind: DeviceKind; readonly end: () => void }>()
  /** Approvals of which the page knows that they stand here, too. */
  readonly #opened = new Set<string>()
  #closed = false

  constructor(parts: DeviceDeskParts) {
    this.#parts = parts
    this.#forget = parts.permits.onChange(() => this.#judge())
    parts.channel.addEventListener('message', this.#hear)
    parts.channel.addEventListener('open', this.#open)
    this.#open()
  }

  /** Ends what runs; the page is gone, or the program is about to be. */
  close(): void {
    this.#closed = true
    this.#forget()
    this.#parts.channel.removeEventListener('message', this.#hear)
    this.#parts.channel.removeEventListener('open', this.#open)
    for (const running of this.#running) stop(running)
    for (const { end } of this.#saying.values()) end()
  }

  /** Says which approvals stand here: the server may tell the page of one before it tells us. */
  readonly #open = (): void => {
    const { channel, permits } = this.#parts
    if (channel.readyState !== 'open') return
    for (const [what, capability] of Object.entries(CAPABILITY_OF) as [DeviceKind, Capability][]) {
      const permit = permits.grant(capability)
      if (!permit || this.#opened.has(permit.id)) continue
      this.#opened.add(permit.id)
      tell(channel, { t: 'open', what, grantId: permit.id })
    }
  }

  readonly #hear = ({ data }: MessageEvent): void => {
    const ask = read(data)
    if (!ask || this.#closed) return
    if (ask.t === 'got') return this.#heard(ask.what)
    const kind = KINDS[ask.t]
    // Asked anew for every message: an approval may have ended since the last one (device R1).
    const permit = this.#parts.permits.grant(CAPABILITY_OF[kind])
    if (!permit) return this.#refuse(kind, 'This is not allowed now. Ask for it first.')
    const begins = ask.t === kind
    if (!begins) return this.#carryOn(ask, permit)
    if (!this.#parts.permits.use(permit.id)) return this.#refuse(kind, 'This was allowed once. Ask again.')
    this.#begin(ask, permit).catch((error: unknown) => {
      const sentence = error instanceof CannotDo ? error.message : 'This computer could not do it.'
      this.#refuse(kind, sentence)
      this.#done(kind, { grantId: permit.id, outcome: 'failed', exitCode: null })
      if (!(error instanceof CannotDo)) this.#parts.failed(error)
    })
  }

  #carryOn(ask: DeviceAsk, permit: Permit): void {
    for (const running of this.#running) {
      if (running.permit.id !== permit.id) continue
      if (running.kind === 'script') {
        if (ask.t === 'script-cancel') running.run.stop()
      } else if (ask.t === 'shell-input') running.shell.type(ask.text)
      else if (ask.t === 'shell-size') running.shell.resize(ask)
      else if (ask.t === 'shell-close') running.shell.stop()
    }
  }

  async #begin(ask: DeviceAsk, permit: Permit): Promise<void> {
    switch (ask.t) {
      case 'information': {
        const information = await readInformation(await this.#parts.screens())
        // It may have been stopped while the computer was asked (C7).
        const stands = this.#parts.permits.grant('device.information')?.id === permit.id
        if (stands) tell(this.#parts.channel, { t: 'information', information })
        const outcome = stands ? 'done' : 'stopped'
        return this.#done('information', { grantId: permit.id, outcome, exitCode: null })
      }
      case 'script':
        return this.#runScript(permit)
      case 'shell':
        return this.#openShell(ask, permit)
      case 'restart': {
        const { until } = await this.#parts.restart()
        tell(this.#parts.channel, { t: 'restarting', until })
        // The computer waits for nobody any more.
        return this.#parts.permits.done({ grantId: permit.id, outcome: 'restarting', exitCode: null })
      }
      case 'elevate':
        await this.#parts.elevate()
        tell(this.#parts.channel, { t: 'elevated' })
        return this.#done('elevate', { grantId: permit.id, outcome: 'done', exitCode: null })
      default:
    }
  }

  async #runScript(permit: Permit): Promise<void> {
    const { channel } = this.#parts
    const script = scriptOfWords(permit.detail?.text ?? '')
    if (!script) throw new CannotDo('This question held no script.')
    const run = runScript({ ...script, channel })
    this.#keep({ kind: 'script', permit, run })
    tell(channel, { t: 'begun', what: 'script' })
    const { outcome, exitCode, cut, problem } = await run.ended
    this.#drop(permit)
    if (problem !== undefined) throw new CannotDo(problem)
    tell(channel, { t: 'ended', what: 'script', outcome, exitCode, cut })
    this.#done('script', { grantId: permit.id, outcome, exitCode })
  }

  async #openShell(size: ShellSize, permit: Permit): Promise<void> {
    const { channel } = this.#parts
    if (process.platform !== 'linux')
      throw new CannotDo('A remote shell is not possible on this computer’s system yet.')
    const shell = openShell(size, channel)
    this.#keep({ kind: 'shell', permit, shell })
    tell(channel, { t: 'begun', what: 'shell' })
    const exitCode = await shell.ended
    this.#drop(permit)
    const outcome = exitCode === null ? 'stopped' : 'done'
    tell(channel, { t: 'ended', what: 'shell', outcome, exitCode, cut: false })
    this.#done('shell', { grantId: permit.id, outcome, exitCode })
  }

  /** What runs without its approval runs no longer. */
  #judge(): void {
    this.#open()
    for (const running of this.#running)
      if (this.#parts.permits.grant(CAPABILITY_OF[running.kind])?.id !== running.permit.id) stop(running)
    for (const [grantId, { kind, end }] of this.#saying)
      if (this.#parts.permits.grant(CAPABILITY_OF[kind])?.id !== grantId) end()
  }

  #keep(running: Running): void {
    this.#running = [...this.#running, running]
    if (this.#closed) stop(running)
  }

  #drop(permit: Permit): void {
    this.#running = this.#running.filter((running) => running.permit.id !== permit.id)
  }

  /** The last word was said. The line goes with the approval: it has to arrive first. */
  #done(kind: DeviceKind, report: UseReport): void {
    const end = (): void => {
      clearTimeout(late)
      if (this.#saying.delete(report.grantId)) this.#parts.permits.done(report)
    }
    const late = setTimeout(end, HEARD_MS)
    this.#saying.set(report.grantId, { kind, end })
    if (this.#closed || this.#parts.permits.grant(CAPABILITY_OF[kind])?.id !== report.grantId) end()
  }

  #heard(what: DeviceKind): void {
    for (const { kind, end } of this.#saying.values()) if (kind === what) end()
  }

  #refuse(what: DeviceKind, sentence: string): void {
    tell(this.#parts.channel, { t: 'refused', what, sentence })
  }
}

function stop(running: Running): void {
  if (running.kind === 'script') running.run.stop()
  else running.shell.stop()
}

/** What a page says may be anything. */
function read(data: unknown): DeviceAsk | undefined {
  if (typeof data !== 'string' || data.length > DEVICE_MESSAGE_BYTES) return undefined
  try {
    return deviceAskSchema.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
