/** A part of the desktop, in its own pixels, from the upper left corner of the whole (RandR's coordinates on X11). */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Monitor {
  /** Stays the same while the monitor is connected, for instance "DP-1". */
  readonly id: string
  readonly name: string
  readonly area: Rectangle
  readonly primary: boolean
}

/** A running program with at least one window that can be shown. */
export interface Application {
  readonly id: string
  /** The program's name, for instance "Firefox". */
  readonly name: string
  /** The titles of its windows, the one in front first. */
  readonly titles: readonly string[]
}

export type Target =
  | { readonly kind: 'monitor'; readonly monitorId: string }
  | { readonly kind: 'all-monitors' }
  | { readonly kind: 'application'; readonly applicationId: string }

/** What `grab` found: `pixels` belongs to the source and is valid until the next `grab`. */
export interface Grabbed {
  /** Where the picture lies on the desktop now. For an application: the box around its windows, within the desktop. */
  readonly area: Rectangle
  /** One number a pixel, row after row without gaps: 0x00RRGGBB. Length `area.width * area.height`. */
  readonly pixels: Uint32Array
  /** Where it may differ from the grab before, in the picture's own pixels; all of it where `area` changed. */
  readonly changed: readonly Rectangle[]
}

/** One target that is looked at. Only what the target names is ever in its pixels; the rest of the picture is `BLANK`. */
export interface ScreenSource {
  readonly target: Target
  /** Told once when something changed, then not again until the next `grab`. */
  onChange(listener: () => void): void
  /** Told when the target is no more: the monitor unplugged, the application's last window closed. */
  onGone(listener: () => void): void
  /** What is there now; undefined where nothing changed since the grab before. The first answers with all of it. */
  grab(): Promise<Grabbed | undefined>
  close(): void
}

/** What stands where the shared application, a hidden window or the program's own window is not to be seen: 0x00RRGGBB. */
export const BLANK = 0x00_6b_6b_6b

export interface CursorShape {
  /** Stays the same for the same shape. */
  readonly id: number
  readonly width: number
  readonly height: number
  readonly hotX: number
  readonly hotY: number
  /** RGBA, 8 bits each, not premultiplied. */
  readonly rgba: Uint8Array
}

/** Windows that are never captured and never driven: the program's own, and those of the deny list (THREATS C5, C6; N4). */
export interface HiddenWindows {
  /** Processes whose windows are our own. */
  readonly ownPids: ReadonlySet<number>
  /** Parts of a window's class or title, compared without case: password managers, and what the site adds. */
  readonly denied: readonly string[]
}

/** The customer's (or representative's) desktop as something to look at. One per operating system. */
export interface ScreenPort {
  monitors(): readonly Monitor[]
  onMonitors(listener: () => void): () => void
  applications(): Promise<readonly Application[]>
  open(target: Target): Promise<ScreenSource>
  /** A small picture of a target as it is now, at most `width` wide. */
  thumbnail(target: Target, width: number): Promise<{ width: number; height: number; pixels: Uint32Array }>
  cursor(): { readonly x: number; readonly y: number; readonly shape: CursorShape | undefined }
  /** Told when the cursor moved or changed its shape, however that came about. */
  onCursor(listener: () => void): () => void
  setHidden(hidden: HiddenWindows): void
  /**
   * What is on top at a place of the desktop: one of the target's windows, one that is hidden (C6), or something else.
   * For a monitor target everything on it that is not hidden counts as the target's.
   */
  whatIsAt(target: Target, x: number, y: number): Promise<'target' | 'hidden' | 'other'>
  /** The same for the window that has the keyboard. */
  whatHasFocus(target: Target): Promise<'target' | 'hidden' | 'other'>
  /** Brings an application's window to the front, the one at a place where one is given. */
  raise(applicationId: string, at?: { readonly x: number; readonly y: number }): Promise<void>
  /** A frame around what is shared or controlled, drawn on the desktop itself (THREATS C10); undefined takes it away. */
  showBorder(border: { readonly target: Target; readonly text: string } | undefined): void
  close(): void
}
