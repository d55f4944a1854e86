import type { HiddenWindows } from './screen-port.ts'
import type { Identity, ProgramWindow } from './x11-identity.ts'

interface DeniedPrograms {
  readonly byClass: ReadonlySet<string>
  readonly byTitle: ReadonlySet<string>
}

/** Which windows are never shown: the own processes', and those that the deny list names. */
export class X11HiddenRules {
  readonly #windows: () => Iterable<Identity>
  #ownPids: ReadonlySet<number> = new Set()
  #denied: readonly string[] = []
  #programs: DeniedPrograms | undefined

  /** `windows` gives all that are known now. */
  constructor(windows: () => Iterable<Identity>) {
    this.#windows = windows
  }

  set(hidden: HiddenWindows): void {
    this.#ownPids = hidden.ownPids
    this.#denied = hidden.denied.map((part) => part.toLowerCase()).filter((part) => part !== '')
    this.windowsChanged()
  }

  windowsChanged(): void {
    this.#programs = undefined
  }

  /** A denied class hides all of its program; a denied title that window, and the program's menus, which have none. */
  hides(identity: Identity): boolean {
    for (const pid of identity.pids) if (this.#ownPids.has(pid)) return true
    if (this.#denied.length === 0) return false
    if (identity.windows.some(({ classes, title }) => [...classes, title].some((text) => this.#denies(text))))
      return true
    this.#programs ??= this.#deniedPrograms()
    const { byClass, byTitle } = this.#programs
    const menu = identity.windows.every(({ state }) => state === undefined)
    return identity.windows.some(({ program }) => byClass.has(program) || (menu && byTitle.has(program)))
  }

  #deniedPrograms(): DeniedPrograms {
    const windows: ProgramWindow[] = [...this.#windows()].flatMap((identity) => identity.windows)
    const programs = (denied: (window: ProgramWindow) => boolean) =>
      new Set(windows.filter(denied).map(({ program }) => program))
    return {
      byClass: programs(({ classes }) => classes.some((text) => this.#denies(text))),
      byTitle: programs(({ title }) => this.#denies(title)),
    }
  }

  #denies(text: string): boolean {
    const lower = text.toLowerCase()
    return this.#denied.some((part) => lower.includes(part))
  }
}
