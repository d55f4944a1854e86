import { createElement, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { GetProgramProps } from './GetProgram.tsx'

/** The steps to the Support Manager, which most sessions never need: they come when somebody asks for what needs it. */
export function useGetProgram(needed: boolean): ((props: GetProgramProps) => ReactNode) | undefined {
  const [show, setShow] = useState<(props: GetProgramProps) => ReactNode>()
  useEffect(() => {
    if (!needed) return
    import('./GetProgram.tsx').then(
      ({ GetProgram }) => setShow(() => (props: GetProgramProps) => createElement(GetProgram, props)),
      // The server has a newer page meanwhile. Where this browser stands, and what is asked, is known there.
      () => location.reload(),
    )
  }, [needed])
  return show
}
