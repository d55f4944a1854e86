import { Toast as Base } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

/** Around the app; `useToast` works below it. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider timeout={6000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed bottom-4 end-4 z-50 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  )
}

function ToastList() {
  const { toasts } = Base.useToastManager()
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      className={cx(
        'floats-in flex items-start gap-3 rounded-card border bg-surface p-4 text-ink shadow-float',
        toast.type === 'error' ? 'border-danger-ink' : 'border-line',
      )}
    >
      <Base.Content className="min-w-0 flex-1 wrap-anywhere">
        <Base.Title className="font-medium" />
        <Base.Description className="text-sm text-ink-soft" />
      </Base.Content>
      <Base.Close
        aria-label="Close"
        className="grid size-7 shrink-0 place-items-center rounded-control hover:bg-surface-hover"
      >
        <X aria-hidden="true" className="size-4" />
      </Base.Close>
    </Base.Root>
  ))
}

export interface ToastWords {
  readonly title: string
  readonly description?: string
  /** An error is read out at once and stays twice as long. */
  readonly tone?: 'plain' | 'error'
}

/** Says something that passes: what must not be missed belongs into the page. */
export function useToast(): (words: ToastWords) => void {
  const { add } = Base.useToastManager()
  return ({ title, description, tone = 'plain' }) => {
    const error = tone === 'error'
    add({
      title,
      ...(description === undefined ? {} : { description }),
      type: tone,
      priority: error ? 'high' : 'low',
      timeout: error ? 12_000 : 6_000,
    })
  }
}
