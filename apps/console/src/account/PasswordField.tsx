import { IconButton, TextField } from '@deskside/ui'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { ComponentProps } from 'react'

/** A password, hidden until its writer wants to see it. Pasting and password managers are welcome. */
export function PasswordField({ fieldClassName, ...field }: Omit<ComponentProps<typeof TextField>, 'type'>) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <TextField
        {...field}
        {...(fieldClassName === undefined ? {} : { fieldClassName })}
        type={shown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
        className="pe-12"
      />
      <div className="absolute end-1.5 top-9">
        <IconButton
          size="small"
          label={shown ? 'Hide what I type' : 'Show what I type'}
          aria-pressed={shown}
          icon={shown ? <EyeOff className="size-4.5" /> : <Eye className="size-4.5" />}
          onClick={() => setShown(!shown)}
        />
      </div>
    </div>
  )
}
