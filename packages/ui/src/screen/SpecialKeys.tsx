import type { Combination } from '@deskside/protocol'
import { Keyboard } from 'lucide-react'
import { Menu, MenuItem } from '../Menu.tsx'
import { ToolButton } from './ToolButton.tsx'

/** In the order of use. What a person presses, and what comes of it where that is not the name itself. */
const KEYS: readonly { readonly name: Combination; readonly keys: string; readonly does?: string }[] = [
  { name: 'ctrl-alt-del', keys: 'Ctrl + Alt + Del' },
  { name: 'super', keys: 'Windows key', does: 'start menu' },
  { name: 'alt-tab', keys: 'Alt + Tab', does: 'next window' },
  { name: 'alt-f4', keys: 'Alt + F4', does: 'close window' },
  { name: 'ctrl-shift-esc', keys: 'Ctrl + Shift + Esc', does: 'tasks' },
  { name: 'ctrl-esc', keys: 'Ctrl + Esc' },
  { name: 'print-screen', keys: 'Print Screen' },
  { name: 'lock', keys: 'Windows key + L', does: 'lock the screen' },
]

interface SpecialKeysProps {
  readonly onPress: (name: Combination) => void
  readonly disabled: boolean
}

/** Keys that this computer keeps for itself, to be pressed on the other one. */
export function SpecialKeys({ onPress, disabled }: SpecialKeysProps) {
  return (
    <Menu
      align="start"
      side="top"
      trigger={<ToolButton label="Special keys" icon={Keyboard} aria-disabled={disabled || undefined} opens />}
    >
      {KEYS.map(({ name, keys, does }) => (
        <MenuItem key={name} disabled={disabled} onClick={() => onPress(name)}>
          <span className="flex-1">{keys}</span>
          {does ? <span className="ps-4 text-sm text-ink-soft">{does}</span> : null}
        </MenuItem>
      ))}
    </Menu>
  )
}
