import type { Quality } from '@deskside/realtime'
import { Volume2, VolumeX } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../Button.tsx'
import { Spinner } from '../Spinner.tsx'
import { cx } from '../class-names.ts'
import { StageBar } from './StageBar.tsx'
import { FULL, useFullScreen } from './use-full-screen.ts'

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
  const full = useFullScreen()
  const [exact, setExact] = useState(false)
  const [loud, setLoud] = useState(false)
  const audio = useHasAudio(stream)
  const [picture, setPicture] = useState(false)
  return (
    <div
      className={cx(
        '@container flex min-h-52 flex-1 flex-col overflow-hidden rounded-card bg-letterbox text-on-letterbox',
        full.on && FULL,
      )}
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
      <StageBar label={label} exact={exact} onExact={setExact} full={full} quality={stream ? quality : undefined}>
        {audio ? <SoundButton on={loud} onChange={setLoud} /> : null}
      </StageBar>
    </div>
  )
}

/** Only where there is something to hear. */
function SoundButton({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  const Icon = on ? Volume2 : VolumeX
  return (
    <Button
      size="small"
      look="quiet"
      aria-label={on ? 'Sound on: mute this picture' : 'Sound off: hear this picture'}
      aria-pressed={on}
      icon={<Icon aria-hidden="true" className="size-4" />}
      onClick={() => onChange(!on)}
    >
      <span className="@max-md:sr-only">{on ? 'Sound on' : 'Sound off'}</span>
    </Button>
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
      // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- see the line above
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
