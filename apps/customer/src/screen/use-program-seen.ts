import { createElement, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { ProgramSeenProps } from './ProgramSeen.tsx'

/** The picture of a representative's Support Manager, which most sessions never show: it comes when there is one. */
export function useProgramSeen(needed: boolean): ((props: ProgramSeenProps) => ReactNode) | undefined {
  const [show, setShow] = useState<(props: ProgramSeenProps) => ReactNode>()
  useEffect(() => {
    if (!needed) return
    import('./ProgramSeen.tsx').then(
      ({ ProgramSeen }) => setShow(() => (props: ProgramSeenProps) => createElement(ProgramSeen, props)),
      // The server has a newer page meanwhile. Where this browser stands, and what is shown, is known there.
      () => location.reload(),
    )
  }, [needed])
  return show
}
