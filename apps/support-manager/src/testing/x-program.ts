import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TestDisplay } from './x-display.ts'

export type ProgramOrder =
  | {
      readonly do: 'open'
      readonly name: string
      readonly title: string
      readonly colour: number
      readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
      /** Override-redirect and nameless, as menus and tooltips are. */
      readonly menu: boolean
      /**
       * It has no background and paints when it is asked to, as most programs do, or 'late', only by `paint`; else the
       * server paints.
       */
      readonly paints: boolean | 'late'
    }
  | { readonly do: 'paint'; readonly window: number; readonly colour: number }

export type ProgramAnswer = { readonly ready: true } | { readonly window: number }

/** A program that opens windows of one colour, in a process of its own as real ones are. */
export interface TestProgram {
  readonly pid: number
  /** Opens a window (0x00RRGGBB) and gives its id; move, raise and close it as you like. */
  open(window: {
    readonly colour: number
    readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
    readonly title?: string
    readonly menu?: boolean
    readonly paints?: boolean | 'late'
  }): Promise<number>
  /** Paints all of a window in another colour. */
  paint(window: number, colour: number): Promise<void>
  /** Stops it where it stands, so that it paints nothing, and lets it go on. */
  pause(): void
  resume(): void
  end(): Promise<void>
}

/** Starts such a program; its windows are of the class `name`. */
export async function startProgram(display: TestDisplay, name: string): Promise<TestProgram> {
  const main = fileURLToPath(new URL('./x-program-main.ts', import.meta.url))
  const child = fork(main, [], { env: { ...process.env, DISPLAY: display.name }, execArgv: [] })
  const ask = async (order: ProgramOrder) => {
    const answered = once(child, 'message')
    child.send(order)
    const [answer] = (await answered) as [ProgramAnswer]
    return 'window' in answer ? answer.window : 0
  }
  await once(child, 'message')
  return {
    pid: child.pid ?? 0,
    open: (window) => ask({ do: 'open', name, title: name, menu: false, paints: false, ...window }),
    async paint(window, colour) {
      await ask({ do: 'paint', window, colour })
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    end: () => ended(child),
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
