/** The events of the package x11 4.2.2, as its parsers make them. */
declare module 'x11' {
  interface Heard {
    readonly type: number
    /** The last request of this connection that the server had done, counted like `seq_num`. */
    readonly seq: number
    /** The 32 bytes (more for XI2) as they came; the highest bit of the first says that a program sent it. */
    readonly rawData: Buffer
  }
  interface OnWindow extends Heard {
    readonly wid: number
  }
  interface Pressed extends OnWindow {
    /** The key, or the button from 1 on. */
    readonly keycode: number
    readonly time: number
    readonly root: number
    readonly child: number
    readonly rootx: number
    readonly rooty: number
    readonly x: number
    readonly y: number
    /** Modifiers and buttons that were down before. */
    readonly buttons: number
  }
  interface RawInput extends Heard {
    readonly deviceId: number
    readonly sourceId: number
    readonly time: number
    /** The key's code or the button's number. */
    readonly detail: number
    readonly flags: number
    readonly valuators: Readonly<Record<number, number>>
    readonly rawValuators: Readonly<Record<number, number>>
  }

  export type X11Event =
    | (Pressed & { readonly name: 'KeyPress' | 'KeyRelease' | 'ButtonPress' | 'ButtonRelease' | 'MotionNotify' })
    | (OnWindow & { readonly name: 'FocusIn' | 'FocusOut'; readonly detail: number; readonly mode: number })
    | (OnWindow & X11Box & { readonly name: 'Expose'; readonly count: number })
    | (OnWindow & { readonly name: 'VisibilityNotify'; readonly state: number })
    | (OnWindow &
        X11Box & {
          readonly name: 'CreateNotify'
          readonly parent: number
          readonly borderWidth: number
          readonly overrideRedirect: boolean
        })
    | (OnWindow & { readonly name: 'DestroyNotify'; readonly event: number })
    | (OnWindow & { readonly name: 'UnmapNotify'; readonly event: number; readonly fromConfigure: boolean })
    | (OnWindow & { readonly name: 'MapNotify'; readonly event: number; readonly overrideRedirect: boolean })
    | (OnWindow & {
        readonly name: 'ReparentNotify'
        readonly event: number
        readonly parent: number
        readonly x: number
        readonly y: number
        readonly overrideRedirect: boolean
      })
    | (X11Box & {
        readonly name: 'ConfigureNotify'
        /** The window whose listener hears it: the configured one's parent, or itself. */
        readonly wid: number
        /** The window that was configured. */
        readonly wid1: number
        readonly aboveSibling: number
        readonly borderWidth: number
        readonly overrideRedirect: number
      } & Heard)
    | (OnWindow & { readonly name: 'GravityNotify'; readonly event: number; readonly x: number; readonly y: number })
    /** `place` 0 is on top, 1 at the bottom. */
    | (OnWindow & { readonly name: 'CirculateNotify'; readonly event: number; readonly place: number })
    /** `state` 1 says that it was deleted. */
    | (OnWindow & {
        readonly name: 'PropertyNotify'
        readonly atom: number
        readonly time: number
        readonly state: number
      })
    | (Heard & {
        readonly name: 'SelectionClear'
        readonly owner: number
        readonly selection: number
        readonly time: number
      })
    | (Heard & {
        readonly name: 'SelectionRequest'
        readonly owner: number
        readonly requestor: number
        readonly selection: number
        readonly target: number
        readonly property: number
        readonly time: number
      })
    /** XFIXES's has `window`, `owner` and `timestamp` and no `requestor`; the core's has `requestor`. */
    | (Heard & {
        readonly name: 'SelectionNotify'
        readonly requestor?: number
        readonly selection: number
        readonly target?: number
        readonly property?: number
        readonly time?: number
        readonly window?: number
        readonly owner?: number
        readonly subtype?: number
        readonly timestamp?: number
        readonly selectionTimestamp?: number
      })
    | (OnWindow & {
        readonly name: 'ClientMessage'
        readonly format: number
        readonly message_type?: number
        readonly data: readonly number[]
      })
    | (Heard & { readonly name: 'MappingNotify' })
    | (Heard & {
        readonly name: 'DamageNotify'
        readonly drawable: number
        readonly damage: number
        readonly area: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
      })
    | (Heard & { readonly name: 'CursorNotify'; readonly window: number; readonly cursorSerial: number })
    | (Heard & { readonly name: 'ShapeNotify'; readonly window: number; readonly kind: number })
    | (Heard & { readonly name: 'RRScreenChangeNotify'; readonly width: number; readonly height: number })
    /** The keyboard's layout, or another part of it that has no event of its own here, changed. */
    | (Heard & { readonly name: 'XkbEvent' })
    | (Heard & { readonly name: 'XkbStateNotify'; readonly group: number; readonly mods: number })
    | (RawInput & {
        readonly name:
          | 'XIMotion'
          | 'XIRawMotion'
          | 'XIRawKeyPress'
          | 'XIRawKeyRelease'
          | 'XIRawButtonPress'
          | 'XIRawButtonRelease'
          | 'XIRawTouchBegin'
          | 'XIRawTouchUpdate'
          | 'XIRawTouchEnd'
      })
    | (Heard & { readonly name: 'XIHierarchyChanged' | 'XIDeviceChanged'; readonly deviceId: number })
}
