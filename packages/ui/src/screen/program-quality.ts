import type { PictureViewState, Quality } from '@deskside/realtime'

/** The line's quality together with what arrives over it as a Support Manager's picture, which is no video. */
export function programQuality(
  line: Quality,
  { framesPerSecond, kbitPerSecond, size }: Pick<PictureViewState, 'framesPerSecond' | 'kbitPerSecond' | 'size'>,
): Quality {
  return { ...line, framesPerSecond, kbitPerSecond, width: size?.width ?? null, height: size?.height ?? null }
}
