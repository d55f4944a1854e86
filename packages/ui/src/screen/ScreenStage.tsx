import type { Quality } from '@deskside/realtime'
import { Maximize, Minimize, Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { Button } from '../Button.tsx'
import { SegmentedControl } from '../SegmentedControl.tsx'
import { Spinner } from '../Spinner.tsx'
import { cx } from '../class-names.ts'
import { QualityChip } from './QualityChip.tsx'

interface ScreenStageProps {
  /** The accessible name, for instance `Customer's desktop`. */
  readonly label: string
  /** Null while there is no picture yet. */
  readonly stream: MediaStream | null
  readonly quality?: Quality | undefined
  /** Said while there is no picture. */
  readonly waiting: string
}

/** Somebody's screen, as large as there is room for, pixel for pixel, or over the whole display. */
export function ScreenStage({ label, stream, quality, waiting }: ScreenStageProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [exact, setExact] = useState(false)
  const [loud, setLoud] = useState(false)
  const audio = useHasAudio(stream)
  const [picture, setPicture] = useState(false)
  return (
    <div
      ref={frame}
      className="@container flex min-h-52 flex-1 flex-col overflow-hidden rounded-card bg-letterbox text-on-letterbox"
    >
      <div
        // Scrolls by keyboard when the picture is larger than the stage.
        tabIndex={exact ? 0 : undefined}
        role={exact ? 'region' : undefined}
        aria-label={exact ? `${label}, scrollable` : undefined}
        className={cx('relative flex min-h-0 flex-1', exact ? 'overflow-auto -outline-offset-2' : 'overflow-hidden')}
      >
        <Video label={label} stream={stream} exact={exact} muted={!loud} onPicture={setPicture} />
        {stream && picture ? null : (
          <p role="status" className="absolute inset-0 flex items-center justify-center gap-3 p-6 text-center">
            <Spinner />
            {waiting}
          </p>
        )}
      </div>
      <StageBar
        label={label}
        exact={exact}
        onExact={setExact}
        frame={frame}
        {...(audio ? { sound: { on: loud, onChange: setLoud } } : {})}
        quality={stream ? quality : undefined}
      />
    </div>
  )
}

interface StageBarProps {
  readonly label: string
  readonly exact: boolean
  readonly onExact: (exact: boolean) => void
  readonly frame: RefObject<HTMLDivElement | null>
  /** Only where there is something to hear. */
  readonly sound?: { readonly on: boolean; readonly onChange: (on: boolean) => void }
  readonly quality: Quality | undefined
}

/** Below the picture: how large it is, and how well it arrives. In words, for nobody should have to guess at icons. */
function StageBar({ label, exact, onExact, frame, sound, quality }: StageBarProps) {
  const full = useFullscreen(frame)
  const FullIcon = full.on ? Minimize : Maximize
  const SoundIcon = sound?.on ? Volume2 : VolumeX
  return (
    <div
      role="group"
      aria-label={`View of ${label}`}
      className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line bg-surface px-2 py-1.5 text-ink"
    >
      <SegmentedControl
        label="Size of the picture"
        value={exact ? 'exact' : 'fit'}
        onChange={(next) => onExact(next === 'exact')}
        segments={[
          { value: 'fit', text: 'Fit', label: 'Fit to window' },
          { value: 'exact', text: '100 %', label: '100 %, pixel for pixel' },
        ]}
      />
      {full.possible ? (
        <Button
          size="small"
          look="quiet"
          icon={<FullIcon aria-hidden="true" className="size-4" />}
          onClick={full.toggle}
        >
          <span className="@max-md:sr-only">{full.on ? 'Leave full screen' : 'Full screen'}</span>
        </Button>
      ) : null}
      {sound ? (
        <Button
          size="small"
          look="quiet"
          aria-label={sound.on ? 'Sound on: mute this picture' : 'Sound off: hear this picture'}
          aria-pressed={sound.on}
          icon={<SoundIcon aria-hidden="true" className="size-4" />}
          onClick={() => sound.onChange(!sound.on)}
        >
          <span className="@max-md:sr-only">{sound.on ? 'Sound on' : 'Sound off'}</span>
        </Button>
      ) : null}
      <span className="flex-1" />
      {quality ? <QualityChip quality={quality} /> : null}
    </div>
  )
}

interface VideoProps {
  readonly label: string
  readonly stream: MediaStream | null
  readonly exact: boolean
  readonly muted: boolean
  /** Told when the first picture is there, and when there is none any more. */
  readonly onPicture: (there: boolean) => void
}

function Video({ label, stream, exact, muted, onPicture }: VideoProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = video.current
    if (!element) return
    onPicture(false)
    element.srcObject = stream
    // A browser may refuse to begin by itself when there is sound; without sound it does begin.
    element.play().catch(() => undefined)
  }, [stream, onPicture])
  const measure = () => {
    setWidth(video.current?.videoWidth ?? 0)
    onPicture(true)
  }
  return (
    <video
      ref={video}
      // A silent picture of a screen, and found as one; the browser's own role for a video says nothing.
      // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role
      role="img"
      aria-label={label}
      autoPlay
      playsInline
      muted={muted}
      onLoadedData={measure}
      onResize={measure}
      // One pixel of theirs is one pixel of this display, also where the system enlarges everything.
      style={exact && width > 0 ? { width: `${width / devicePixelRatio}px` } : undefined}
      className={cx(exact ? 'm-auto max-w-none shrink-0' : 'size-full object-contain', !stream && 'invisible')}
    />
  )
}

function useHasAudio(stream: MediaStream | null): boolean {
  const [has, setHas] = useState(false)
  useEffect(() => {
    const look = () => setHas((stream?.getAudioTracks().length ?? 0) > 0)
    look()
    stream?.addEventListener('addtrack', look)
    stream?.addEventListener('removetrack', look)
    return () => {
      stream?.removeEventListener('addtrack', look)
      stream?.removeEventListener('removetrack', look)
    }
  }, [stream])
  return has
}

function useFullscreen(frame: RefObject<HTMLDivElement | null>) {
  const [on, setOn] = useState(false)
  useEffect(() => {
    const look = () => setOn(document.fullscreenElement !== null && document.fullscreenElement === frame.current)
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [frame])
  const toggle = () => {
    const change = on ? document.exitFullscreen() : frame.current?.requestFullscreen()
    // Refused by the browser's own rules: the picture simply stays as it is.
    change?.catch(() => undefined)
  }
  return { on, toggle, possible: document.fullscreenEnabled }
}
