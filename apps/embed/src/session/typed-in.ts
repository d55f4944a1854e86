/** The field of the page around in which somebody writes, also inside the page's own elements and frames. */
export function typedIn(): HTMLElement | undefined {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  if (!(active instanceof HTMLElement)) return undefined
  // What a frame holds of another site is not to be seen: better to leave alone whoever is in it.
  return active.isContentEditable || active.matches('input, textarea, select, iframe') ? active : undefined
}
