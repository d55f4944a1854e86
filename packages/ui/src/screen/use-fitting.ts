import type { OfferedSurface } from '@deskside/protocol'
import type { ProgramLink } from '@deskside/realtime'
import { useEffect } from 'react'

export type StageKind = 'desktop' | 'application'

/** Whether a surface belongs on a stage. */
export const fits = (kind: StageKind, surface: OfferedSurface['kind']): boolean =>
  (surface === 'application') === (kind === 'application')

/** A program shows one thing at a time: the one that this stage is for. */
export function useFitting({ views: { picture } }: ProgramLink, kind: StageKind): void {
  useEffect(() => {
    let asked: string | undefined
    const look = (): void => {
      const { surfaces, current } = picture.state.get()
      const shown = surfaces.find(({ id }) => id === current)
      const fitting = surfaces.find((surface) => fits(kind, surface.kind))
      // Once for each thing that is shown instead.
      if (!shown || !fitting || fits(kind, shown.kind) || asked === shown.id) return
      asked = shown.id
      picture.choose(fitting.id)
    }
    look()
    return picture.state.subscribe(look)
  }, [picture, kind])
}
