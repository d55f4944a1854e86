import { TextCursorInput } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../Button.tsx'
import { Dialog } from '../Dialog.tsx'
import { TextAreaField } from '../TextField.tsx'
import { ToolButton } from './ToolButton.tsx'

/** More is a document, and goes by clipboard or as a file. */
const LENGTH = 10_000

interface TypeTextProps {
  readonly onType: (text: string) => void
  readonly disabled: boolean
}

/** Text that is typed on the other computer as if by hand, whatever keyboards the two have. */
export function TypeText({ onType, disabled }: TypeTextProps) {
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const type = () => {
    onType(text)
    setText('')
    setOpen(false)
  }
  return (
    <>
      <ToolButton
        label="Type text"
        icon={TextCursorInput}
        aria-haspopup="dialog"
        aria-disabled={disabled || undefined}
        onClick={() => setOpen(true)}
      />
      <Dialog
        open={open}
        onOpenChange={setOpen}
        initialFocus={box}
        title="Type text"
        description="It is typed where the cursor is on the other computer, sign by sign, in any script."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button look="primary" aria-disabled={text === '' || disabled || undefined} onClick={type}>
              Type it there
            </Button>
          </>
        }
      >
        <TextAreaField
          ref={box}
          label="Text"
          rows={5}
          maxLength={LENGTH}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Dialog>
    </>
  )
}
