import { ApiError } from '@deskside/realtime'
import type { PlaceClient } from '@deskside/realtime'
import { AlertDialog, Button, Notice } from '@deskside/ui'
import { useRef, useState } from 'react'

/** The way out of the line, asked about first: a place cannot be had back. */
export function LeaveLine({ client, onLeave }: { readonly client: PlaceClient; readonly onLeave: () => void }) {
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const stay = useRef<HTMLButtonElement>(null)
  const turn = (next: boolean): void => {
    setOpen(next)
    setFailure(undefined)
  }
  const leave = async (): Promise<void> => {
    setBusy(true)
    setFailure(undefined)
    onLeave()
    try {
      await client.leave()
    } catch (error) {
      setFailure(error instanceof ApiError ? error.message : 'Something went wrong. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <AlertDialog
      width="small"
      open={open}
      onOpenChange={turn}
      initialFocus={stay}
      trigger={<Button look="danger-quiet">Leave</Button>}
      title="Leave the line?"
      description="You lose your place. If you come back, you start at the end of the line."
      footer={
        <>
          <Button ref={stay} onClick={() => turn(false)}>
            Stay
          </Button>
          <Button look="danger" busy={busy} onClick={() => void leave()}>
            Leave
          </Button>
        </>
      }
    >
      {failure ? (
        <Notice tone="warn" role="alert">
          {failure}
        </Notice>
      ) : null}
    </AlertDialog>
  )
}
