import { Monitor } from 'lucide-react'
import { Menu, MenuChoice } from '../Menu.tsx'
import { ToolButton } from './ToolButton.tsx'

/** One of the other computer's screens, or all of them. */
export interface ScreenChoice {
  readonly id: string
  readonly name: string
  /** Address of a small picture of it, once there is one. */
  readonly thumbnail: string | undefined
}

interface ScreenPickerProps {
  readonly screens: readonly ScreenChoice[]
  readonly current: string
  readonly onChoose: (id: string) => void
  /** Their small pictures are wanted now. */
  readonly onOpen: () => void
}

/** Which of several screens is shown. */
export function ScreenPicker({ screens, current, onChoose, onOpen }: ScreenPickerProps) {
  const name = screens.find(({ id }) => id === current)?.name
  return (
    <Menu
      align="start"
      side="top"
      onOpen={onOpen}
      trigger={<ToolButton label={name ? `Screen: ${name}` : 'Screens'} icon={Monitor} opens />}
    >
      <MenuChoice
        label="Show"
        value={current}
        onChange={onChoose}
        options={screens.map((screen) => ({ value: screen.id, label: <Choice screen={screen} /> }))}
      />
    </Menu>
  )
}

function Choice({ screen: { name, thumbnail } }: { readonly screen: ScreenChoice }) {
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden="true" className="grid h-14 w-24 place-items-center rounded-control bg-letterbox">
        {thumbnail ? (
          <img src={thumbnail} alt="" className="max-h-full max-w-full rounded-control" />
        ) : (
          <Monitor className="size-5 text-on-letterbox" />
        )}
      </span>
      <bdi>{name}</bdi>
    </span>
  )
}
