import {
  CircleStop,
  ClipboardCopy,
  Ear,
  Eye,
  EyeOff,
  Hand,
  Info,
  KeyRound,
  MonitorCheck,
  MousePointer2Off,
  MousePointerClick,
  RotateCw,
  Save,
  SquareTerminal,
  TicketCheck,
} from 'lucide-react'
import type { Point } from './capability-words.ts'

const MARKS = {
  seen: Eye,
  heard: Ear,
  hidden: EyeOff,
  untouched: MousePointer2Off,
  used: MousePointerClick,
  'yours-first': Hand,
  copied: ClipboardCopy,
  facts: Info,
  saved: Save,
  restarts: RotateCw,
  run: SquareTerminal,
  password: KeyRound,
  once: TicketCheck,
  choose: MonitorCheck,
  stop: CircleStop,
} as const

/** What a permission means, one thing a line, each with a picture. */
export function Means({ points }: { readonly points: readonly Point[] }) {
  return (
    <ul className="flex flex-col gap-2.5">
      {points.map(({ mark, text }) => {
        const Mark = MARKS[mark]
        return (
          <li key={mark} className="flex items-start gap-3 text-ink">
            <span
              aria-hidden="true"
              className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink"
            >
              <Mark className="size-4.5" />
            </span>
            <span className="pt-1">{text}</span>
          </li>
        )
      })}
    </ul>
  )
}
