import type { PictureViewState, ProgramViews } from '@deskside/realtime'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { cx } from '../class-names.ts'
import { pictureBox } from './picture-place.ts'

type Picture = ProgramViews['picture']

interface CanvasProps {
  readonly picture: Picture
  readonly label: string
  readonly exact: boolean
  readonly width: number
}

/** The picture's own canvas, which outlives this component: it is put here, and taken along where it goes next. */
export function PictureCanvas({ picture: { element }, label, exact, width }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    place.current?.append(element)
    return () => element.remove()
  }, [element])
  useLayoutEffect(() => dress(element, { label, exact, width }), [element, label, exact, width])
  return <div ref={place} className="contents" />
}

function dress(element: HTMLCanvasElement, { label, exact, width }: Omit<CanvasProps, 'picture'>): void {
  element.setAttribute('role', 'img')
  element.setAttribute('aria-label', label)
  element.className = cx('block', exact ? 'm-auto max-w-none shrink-0' : 'size-full object-contain')
  // One pixel of theirs is one pixel of this display, also where the system enlarges everything.
  element.style.width = exact && width > 0 ? `${width / devicePixelRatio}px` : ''
}

/** Smaller it is not to be seen, larger it hides what it points at. */
const CURSOR_SCALES = { least: 0.75, most: 1.5 } as const

/**
 * The other computer's mouse pointer, drawn here: it is told as a place and a shape, and so is never late by a picture. While
 * one's own pointer drives it (`own`), that takes its shape instead.
 */
export function RemoteCursor({ picture, own }: { readonly picture: Picture; readonly own: boolean }) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const { element, state } = picture
    const draw = (): void => {
      drawCursor({ image: image.current, element, state: state.get(), own })
    }
    // Many times a second, which is none of React's business.
    const stop = state.subscribe(draw)
    const resized = new ResizeObserver(draw)
    resized.observe(element)
    draw()
    return () => {
      stop()
      resized.disconnect()
      showCursor(element, '')
    }
  }, [picture, own])
  return (
    <img ref={image} alt="" hidden className="pointer-events-none absolute top-0 left-0 max-w-none origin-top-left" />
  )
}

interface Drawing {
  readonly image: HTMLImageElement | null
  readonly element: HTMLCanvasElement
  readonly state: PictureViewState
  readonly own: boolean
}

function drawCursor({ image, element, state: { cursor, size }, own }: Drawing): void {
  const shape = cursor?.shape
  const css = own && shape ? `url(${shape.url}) ${shape.hotX} ${shape.hotY}, default` : ''
  showCursor(element, css)
  if (!image) return
  image.hidden = own || !cursor || !shape || !size
  if (image.hidden || !cursor || !shape || !size) return
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = element
  const box = pictureBox({ left, top, width, height }, size)
  const scale = box.width / size.width
  const drawn = Math.min(Math.max(scale, CURSOR_SCALES.least), CURSOR_SCALES.most)
  if (image.src !== shape.url) image.src = shape.url
  const x = box.left + cursor.x * scale - shape.hotX * drawn
  const y = box.top + cursor.y * scale - shape.hotY * drawn
  image.style.transform = `translate(${x}px, ${y}px) scale(${drawn})`
}

function showCursor(element: HTMLCanvasElement, css: string): void {
  if (element.style.cursor !== css) element.style.cursor = css
}
