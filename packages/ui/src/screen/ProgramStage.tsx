import type { ProgramLink } from '@deskside/realtime'
import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Spinner } from '../Spinner.tsx'
import { cx } from '../class-names.ts'
import { TakeClipboard } from './ClipboardButtons.tsx'
import { controlWords, leaveWords } from './control-words.ts'
import type { PictureStands } from './control-words.ts'
import { ControlTools, StopInFullScreen } from './ControlTools.tsx'
import { programQuality } from './program-quality.ts'
import { PictureCanvas, RemoteCursor } from './ProgramPictureView.tsx'
import { Screens } from './Screens.tsx'
import { StageBar } from './StageBar.tsx'
import { fits, useFitting } from './use-fitting.ts'
import { useClipboard } from './use-clipboard.ts'
import { useControl } from './use-control.ts'
import { FULL, useFullScreen } from './use-full-screen.ts'
import { usePicture } from './use-picture.ts'

interface ProgramStageProps {
  /** The accessible name of the picture, for instance `Customer's desktop`. */
  readonly label: string
  readonly link: ProgramLink
  readonly kind: 'desktop' | 'application'
  /** The name of the person at the other computer. */
  readonly person: string
  /** Whether mouse and keyboard may be used there. */
  readonly control: boolean
  /** More in the bar while control is granted. */
  readonly tools?: ReactNode
  readonly stop: { readonly what: string; readonly onStop: () => void }
  /** Said while there is no picture. */
  readonly waiting: string
}

/** Another computer's screen as its Support Manager shows it, and where it is allowed, to be used from here. */
export function ProgramStage({ label, link, kind, person, control, tools, stop, waiting }: ProgramStageProps) {
  const { views } = link
  const state = usePicture(views.picture)
  const full = useFullScreen()
  const [exact, setExact] = useState(false)
  const [viewOnly, setViewOnly] = useState(false)
  const bar = useRef<HTMLDivElement>(null)
  // A program that shows something else now is told; until it does, nothing stands here under a wrong name.
  const fitting = state.surfaces.find(({ id }) => id === state.current)
  const shown = state.shown && fitting !== undefined && fits(kind, fitting.kind)
  const on = control && !viewOnly && shown
  const onLeave = (): void => {
    if (full.on) full.toggle()
    bar.current?.focus()
  }
  const now = useControl({ views, on, fullScreen: full.on, label: `Keyboard for the ${label.toLowerCase()}`, onLeave })
  useFitting(link, kind)
  useClipboard(views.clipboard, now.focused)
  return (
    <div
      className={cx(
        '@container flex min-h-52 flex-1 flex-col overflow-hidden rounded-card bg-letterbox text-on-letterbox',
        full.on && FULL,
      )}
    >
      <Region label={label} on={on} exact={exact} stands={now.stands} handlers={now.region}>
        <PictureCanvas picture={views.picture} label={label} exact={exact} width={state.size?.width ?? 0} />
        <RemoteCursor picture={views.picture} own={now.driving} />
        {shown ? null : <Instead error={state.error} waiting={waiting} />}
      </Region>
      {control && shown ? (
        <p role="status" className={cx('px-3 py-1 text-sm', STATUS[viewOnly ? 'rests' : toneOf(now.closed)])}>
          {controlWords({ person, kind, viewOnly, stands: now.stands, closed: now.closed, focused: now.focused })}
        </p>
      ) : null}
      <StageBar
        ref={bar}
        label={label}
        exact={exact}
        onExact={setExact}
        full={full}
        quality={programQuality(link.quality, state)}
      >
        <Screens link={link} kind={kind} />
        {control ? (
          <ControlTools
            control={views.control}
            viewOnly={viewOnly}
            onViewOnly={setViewOnly}
            specialKeys={kind === 'desktop'}
          >
            {tools}
            <TakeClipboard client={views.clipboard} />
          </ControlTools>
        ) : null}
        {full.on ? <StopInFullScreen {...stop} /> : null}
      </StageBar>
    </div>
  )
}

const STATUS = {
  open: 'bg-accent-soft text-accent-ink',
  rests: 'bg-surface-sunken text-ink',
  closed: 'bg-warn-soft text-warn-ink',
} as const

const toneOf = (closed: string | undefined): keyof typeof STATUS =>
  closed === undefined ? 'open' : closed === 'not-granted' ? 'rests' : 'closed'

interface RegionProps {
  readonly label: string
  /** Mouse and keyboard go to the other computer. */
  readonly on: boolean
  readonly exact: boolean
  readonly stands: PictureStands
  readonly handlers: { readonly onFocus: () => void; readonly onBlur: () => void }
  readonly children: ReactNode
}

/** Around the picture: what takes the keyboard while there is control, else what scrolls where the picture is larger. */
function Region({ label, on, exact, stands, handlers, children }: RegionProps) {
  return (
    <div
      {...handlers}
      tabIndex={exact && !on ? 0 : undefined}
      role={on ? 'application' : exact ? 'region' : undefined}
      aria-label={on ? `Control of the ${label.toLowerCase()}` : exact ? `${label}, scrollable` : undefined}
      aria-description={on ? leaveWords(stands) : undefined}
      className={cx(
        'relative flex min-h-0 flex-1 -outline-offset-2',
        exact ? 'overflow-auto' : 'overflow-hidden',
        on && 'has-focus:outline-2 has-focus:outline-focus',
      )}
    >
      {children}
    </div>
  )
}

function Instead({ error, waiting }: { readonly error: string | null; readonly waiting: string }) {
  return (
    <p
      role={error ? 'alert' : 'status'}
      className="absolute inset-0 flex items-center justify-center gap-3 bg-letterbox p-6 text-center"
    >
      {error ? null : <Spinner />}
      {error ?? waiting}
    </p>
  )
}
