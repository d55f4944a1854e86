import { ChevronDown } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { Button } from '../Button.tsx'
import type { ButtonProps } from '../Button.tsx'
import { Tooltip } from '../Tooltip.tsx'

type ToolButtonProps = Omit<ButtonProps, 'icon' | 'children' | 'size' | 'look' | 'aria-label'> & {
  /** The accessible name; stands beside the icon where there is room. */
  readonly label: string
  readonly icon: LucideIcon
  /** It opens something. */
  readonly opens?: boolean
  readonly look?: ButtonProps['look']
}

/** A small button in the bar below a picture: icon and word, only the icon where it is narrow. */
export function ToolButton({ label, icon: Icon, opens = false, look = 'quiet', ...rest }: ToolButtonProps) {
  return (
    <Tooltip text={label}>
      <Button
        {...rest}
        size="small"
        look={look}
        icon={<Icon aria-hidden="true" className="size-4 shrink-0" />}
        className="px-2!"
      >
        <span className="@max-[52rem]:sr-only">{label}</span>
        {opens ? <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-soft" /> : null}
      </Button>
    </Tooltip>
  )
}
