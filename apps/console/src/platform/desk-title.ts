/** The id of a live session's heading. */
export const DESK_TITLE = 'desk-title'

/** After a control that had the focus went with what it did: go on from the session's heading, which says who is here. */
export function focusDeskTitle(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById(DESK_TITLE)?.focus()
  })
}
