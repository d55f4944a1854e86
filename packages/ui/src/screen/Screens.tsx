import type { OfferedSurface } from '@deskside/protocol'
import type { ProgramLink } from '@deskside/realtime'
import { ScreenPicker } from './ScreenPicker.tsx'
import { fits } from './use-fitting.ts'
import type { StageKind } from './use-fitting.ts'
import { usePicture } from './use-picture.ts'

function nameOf({ kind, name }: OfferedSurface): string {
  if (kind === 'all-monitors') return 'All screens'
  return name === '' ? 'Screen' : name
}

/** Which of the other computer's screens is shown, where there are several to choose from. */
export function Screens({ link: { views }, kind }: { readonly link: ProgramLink; readonly kind: StageKind }) {
  const { picture } = views
  const { surfaces, current, thumbnails } = usePicture(picture)
  const offered = surfaces.filter((surface) => fits(kind, surface.kind))
  if (offered.length < 2) return null
  return (
    <ScreenPicker
      screens={offered.map((surface) => ({ id: surface.id, name: nameOf(surface), thumbnail: thumbnails[surface.id] }))}
      current={current ?? ''}
      onChoose={(id) => picture.choose(id)}
      onOpen={() => picture.requestThumbnails()}
    />
  )
}
