import type { Quality } from '@deskside/realtime'
import { Maximize, Minimize } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button } from '../Button.tsx'
import { SegmentedControl } from '../SegmentedControl.tsx'
import { QualityChip } from './QualityChip.tsx'
import type { FullScreen } from './use-full-screen.ts'

interface StageBarProps {
  /** For whoever hands the focus to it. */
  readonly ref?: Ref<HTMLDivElement>
  readonly label: string
  readonly exact: boolean
  readonly onExact: (exact: boolean) => void
  readonly full: FullScreen
  /** What else can be done with this picture. */
  readonly children?: ReactNode
  readonly quality: Quality | undefined
}

/** Below the picture: how large it is, and how well it arrives. In words, for nobody should have to guess at icons. */
export function StageBar({ ref, label, exact, onExact, full, children, quality }: StageBarProps) {
  const FullIcon = full.on ? Minimize : Maximize
  return (
    <div
      ref={ref}
      tabIndex={-1}
      role="group"
      aria-label={`View of ${label}`}
      className="flex flex-wrap items-center gap-x-1.5 -outline-offset-2 gap-y-1 border-t border-line bg-surface px-2 py-1.5 text-ink"
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
          <span className="@max-[52rem]:sr-only">{full.on ? 'Leave full screen' : 'Full screen'}</span>
        </Button>
      ) : null}
      {children}
      <span className="flex-1" />
      {quality ? <QualityChip quality={quality} /> : null}
    </div>
  )
}
