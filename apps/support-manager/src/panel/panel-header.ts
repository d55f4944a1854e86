/** Set by the page on every call; a page of another origin cannot set it without being asked about first, which is refused. */
export const PANEL_HEADER = 'x-deskside-panel'
