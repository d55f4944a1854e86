interface WayParts {
  /** What is led to; while it is not to be seen, there is no way. */
  readonly target: HTMLElement
  /** The embed's element: inside it, Tab finds the way itself. */
  readonly root: Node
  readonly go: () => void
}

/**
 * The panel stands at the end of the page, a long way for who writes in the middle of it: the next Tab leads to what waits
 * there, once. Whoever goes on writing is not disturbed.
 * @returns takes the way back.
 */
export function wayByTab({ target, root, go }: WayParts): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.composedPath().includes(root) || !target.checkVisibility()) return
    event.preventDefault()
    event.stopPropagation()
    end()
    go()
  }
  const end = (): void => globalThis.removeEventListener('keydown', onKey, true)
  globalThis.addEventListener('keydown', onKey, true)
  return end
}
