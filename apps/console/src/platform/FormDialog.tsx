import { Button, Dialog, Notice } from '@deskside/ui'
import { useId } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import type { useForm } from './forms.ts'

interface FormDialogProps extends Pick<ComponentProps<typeof Dialog>, 'title' | 'description' | 'width'> {
  readonly form: ReturnType<typeof useForm>
  /** What the button says that sends it. */
  readonly send?: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog that is one form, with what is wrong with the whole of it above its fields. */
export function FormDialog({ form, send = 'Save', onClose, children, ...dialog }: FormDialogProps) {
  const id = useId()
  const { problems, busy, onSubmit } = form
  return (
    <Dialog
      {...dialog}
      open
      onOpenChange={(open) => open || onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} look="primary" busy={busy}>
            {send}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        {problems.whole ? (
          <Notice tone="danger" role="alert">
            {problems.whole}
          </Notice>
        ) : null}
        {children}
      </form>
    </Dialog>
  )
}
