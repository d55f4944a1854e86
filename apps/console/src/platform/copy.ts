/**
 * Puts text on the clipboard.
 * @returns false where the browser does not let us (no secure address, no permission): then show the text to be copied by hand
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch (error) {
    console.warn('The clipboard is closed to this page', error)
    return copyBySelection(text)
  }
}

/** The old way, which also works on plain http addresses inside a company. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.style.position = 'fixed'
  area.style.opacity = '0'
  const focused = document.activeElement
  // Beside what has the focus: a dialog takes it back from everything outside itself.
  ;(focused?.parentElement ?? document.body).append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
