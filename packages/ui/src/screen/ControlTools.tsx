import type { ProgramViews } from '@deskside/realtime'
import { Eye, Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../Button.tsx'
import { SpecialKeys } from './SpecialKeys.tsx'
import { ToolButton } from './ToolButton.tsx'
import { TypeText } from './TypeText.tsx'

interface ControlToolsProps {
  readonly control: ProgramViews['control']
  readonly viewOnly: boolean
  readonly onViewOnly: (viewOnly: boolean) => void
  /** For a whole desktop: keys that the computer itself takes. */
  readonly specialKeys: boolean
  readonly children: ReactNode
}

/** What can be done with the other computer beside pointing and typing. */
export function ControlTools({ control, viewOnly, onViewOnly, specialKeys, children }: ControlToolsProps) {
  return (
    <>
      <ToolButton label="View only" icon={Eye} aria-pressed={viewOnly} onClick={() => onViewOnly(!viewOnly)} />
      {specialKeys ? <SpecialKeys disabled={viewOnly} onPress={(name) => control.combination(name)} /> : null}
      <TypeText disabled={viewOnly} onType={(text) => control.typeText(text)} />
      {children}
    </>
  )
}

interface StopInFullScreenProps {
  /** What it ends, as its other button says it. */
  readonly what: string
  readonly onStop: () => void
}

/** In full screen the page's own Stop lies below the picture. */
export function StopInFullScreen({ what, onStop }: StopInFullScreenProps) {
  return (
    <Button
      size="small"
      look="danger"
      aria-description={what}
      icon={<Square aria-hidden="true" className="size-3 fill-current" />}
      onClick={onStop}
    >
      Stop
    </Button>
  )
}
