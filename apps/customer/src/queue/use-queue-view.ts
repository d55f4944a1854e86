import { createElement, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { QueueViewProps } from './QueueView.tsx'

/** The queue's part, which nobody needs who has a number: it comes while the server is asked where this browser stands. */
export function useQueueView(needed: boolean): ((props: QueueViewProps) => ReactNode) | undefined {
  const [show, setShow] = useState<(props: QueueViewProps) => ReactNode>()
  useEffect(() => {
    if (!needed) return
    import('./QueueView.tsx').then(
      ({ QueueView }) => setShow(() => (props: QueueViewProps) => createElement(QueueView, props)),
      // The server has a newer page meanwhile. The place in the queue is known there.
      () => location.reload(),
    )
  }, [needed])
  return show
}
