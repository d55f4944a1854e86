import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'

/** The heading of a view. It takes the focus when the view appears, so that nobody is left behind in the last one. */
export function Heading({ children, first = false }: { readonly children: ReactNode; readonly first?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!first) heading.current?.focus()
  }, [first])
  return (
    <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold text-balance outline-none wrap-anywhere">
      {children}
    </h1>
  )
}
