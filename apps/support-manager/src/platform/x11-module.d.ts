/** What Deskside uses of the package x11 4.2.2, which has no types. Shapes read from its source. */
declare module 'x11' {
  /** The last argument of a request: the error, or the reply. True says that the error is dealt with. */
  export type X11Reply<T> = (error: X11ProtocolError | null | undefined, reply: T) => boolean | undefined
  export type X11Done = (error: X11ProtocolError | null | undefined) => boolean | undefined

  /** An answer of the display that says no (X11 protocol, "Errors"). */
  export interface X11ProtocolError extends Error {
    /** 3 is Window, 8 is Match, 9 is Drawable; extensions have their own from 128 on. */
    readonly error: number
    readonly seq: number
    readonly badParam: number
    readonly majorOpcode?: number
    readonly minorOpcode?: number
  }

  export interface X11Box {
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
  }

  /** Names as in the protocol (CreateWindow, ConfigureWindow, CreateGC), in camel case. */
  export type X11Values = Readonly<Record<string, number>>

  export interface X11Shm {
    readonly major: number
    readonly fdCapable: boolean
    usable(reply: X11Reply<boolean>): void
    createSegment(size: number, reply: X11Reply<X11Segment>): void
  }
  export interface X11Segment {
    readonly size: number
    readonly buffer: Buffer
    // The package's own order.
    getImage(
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planeMask: number,
      format: number,
      offset: number,
      reply: X11Reply<{ readonly depth: number; readonly visual: number; readonly size: number }>,
    ): void
    detach(done?: () => void): void
  }
  export interface X11Damage {
    readonly ReportLevel: Readonly<Record<'RawRectangles' | 'DeltaRectangles' | 'BoundingBox' | 'NonEmpty', number>>
    Create(damage: number, drawable: number, level: number): void
    Destroy(damage: number): void
    Subtract(damage: number, repair: number, parts: number): void
  }
  export interface X11Fixes {
    SelectCursorInput(window: number, mask: number): void
    SelectSelectionInput(window: number, selection: number, mask: number): void
    CreateRegion(region: number, rectangles: readonly X11Box[]): void
    FetchRegion(region: number, reply: X11Reply<{ readonly rectangles: readonly X11Box[] }>): void
    GetCursorImage(
      reply: X11Reply<{
        readonly x: number
        readonly y: number
        readonly width: number
        readonly height: number
        readonly xhot: number
        readonly yhot: number
        readonly cursorSerial: number
        /** ARGB, 8 bits each, premultiplied, little end first. */
        readonly cursorImage: Buffer
      }>,
    ): void
  }
  export interface X11Composite {
    readonly Redirect: { readonly Automatic: 0; readonly Manual: 1 }
    RedirectWindow(window: number, update: number): void
    UnredirectWindow(window: number, update?: number): void
    NameWindowPixmap(window: number, pixmap: number): void
  }
  export interface X11Shape {
    readonly Kind: { readonly Bounding: 0; readonly Clip: 1; readonly Input: 2 }
    readonly Op: { readonly Set: 0 }
    Rectangles(
      op: number,
      kind: number,
      window: number,
      x: number,
      y: number,
      rectangles: readonly (readonly [number, number, number, number])[],
    ): void
    GetRectangles(
      window: number,
      kind: number,
      reply: X11Reply<{ readonly rectangles: readonly [number, number, number, number][] }>,
    ): void
    SelectInput(window: number, enable: 0 | 1): void
  }
  export interface X11Randr {
    readonly majorOpcode: number
    readonly firstEvent: number
    readonly major_version: number
    readonly minor_version: number
    readonly NotifyMask: Readonly<Record<'ScreenChange' | 'CrtcChange' | 'OutputChange' | 'All', number>>
    SelectInput(window: number, mask: number): void
  }
  export interface X11Test {
    readonly KeyPress: 2
    readonly KeyRelease: 3
    readonly ButtonPress: 4
    readonly ButtonRelease: 5
    readonly MotionNotify: 6
    /** `detail` is a keycode or a button; for a motion 0 is absolute and 1 relative. `time` is a delay in ms. */
    FakeInput(type: number, detail: number, time: number, root: number, x: number, y: number): void
    GrabControl(impervious: boolean): void
  }
  export interface X11InputDevice {
    readonly deviceId: number
    /** 1 master pointer, 2 master keyboard, 3 slave pointer, 4 slave keyboard, 5 floating. */
    readonly use: number
    readonly attachment: number
    readonly enabled: number
    readonly name: string
  }
  export interface X11Input {
    readonly xi2: unknown
    readonly EventType: Readonly<Record<string, number>>
    XIQueryDevice(deviceId: number, reply: X11Reply<readonly X11InputDevice[]>): void
    /** Replaces what this connection selected for the device; `mask` as names of `EventType`. */
    XISelectEvents(
      window: number,
      masks: readonly { readonly deviceId: number; readonly mask: readonly string[] }[],
    ): void
  }
  export interface X11Keyboard {
    readonly majorOpcode: number
    GetState(
      device: number,
      reply: X11Reply<{
        readonly mods: number
        readonly lockedMods: number
        readonly group: number
        readonly lockedGroup: number
      }>,
    ): void
    SelectEvents(device: number, which: number, clear: number, all: number, affectMap?: number, map?: number): void
    LatchLockState(
      device: number,
      affectModLocks: number,
      modLocks: number,
      lockGroup: boolean,
      groupLock: number,
      affectModLatches: number,
      modLatches: number,
      latchGroup: boolean,
      groupLatch: number,
    ): void
  }
  export interface X11Resources {
    QueryClients(reply: X11Reply<readonly { readonly resourceBase: number; readonly resourceMask: number }[]>): void
    /** `mask` 2 asks for the process's id. */
    QueryClientIds(
      specs: readonly { readonly client: number; readonly mask: number }[],
      reply: X11Reply<readonly { readonly client: number; readonly mask: number; readonly value: readonly number[] }[]>,
    ): void
  }
  export interface X11Extensions {
    readonly shm: X11Shm
    readonly damage: X11Damage
    readonly fixes: X11Fixes
    readonly composite: X11Composite
    readonly shape: X11Shape
    readonly randr: X11Randr
    readonly xtest: X11Test
    readonly xinput: X11Input
    readonly xkb: X11Keyboard
    readonly res: X11Resources
  }

  export interface X11Client {
    readonly display: X11Display
    /** Counts what was sent; each request is one more. */
    seq_num: number
    /** Replies that are waited for, by their request's number: how to read the body, and whom to tell. */
    readonly replies: Record<number, [((body: Buffer, second: number) => unknown) | null, X11Reply<never>] | undefined>
    readonly pack_stream: { put(request: Buffer): void; submit(expectsReply: boolean): void }
    readonly stream: { readonly destroyed: boolean; destroy(): void }
    require<K extends keyof X11Extensions>(name: K, reply: X11Reply<X11Extensions[K]>): void
    on(event: 'event', listener: (event: X11Event) => void): void
    on(event: 'error', listener: (error: Error) => void): void
    on(event: 'end', listener: () => void): void
    AllocID(): number
    ReleaseID(id: number): void
    flush(done?: () => void): void
    close(done?: (error?: Error) => void): void

    CreateWindow(
      id: number,
      parent: number,
      x: number,
      y: number,
      width: number,
      height: number,
      borderWidth: number,
      depth: number,
      kind: number,
      visual: number,
      values: X11Values,
    ): void
    ChangeWindowAttributes(window: number, values: X11Values): void
    GetWindowAttributes(
      window: number,
      reply: X11Reply<{
        /** 2 is InputOnly. */
        readonly klass: number
        /** 0 unmapped, 1 mapped below an unmapped one, 2 viewable. */
        readonly mapState: number
        readonly overrideRedirect: number
        readonly myEventMasks: number
      }>,
    ): void
    DestroyWindow(window: number): void
    MapWindow(window: number): void
    UnmapWindow(window: number): void
    ConfigureWindow(window: number, values: X11Values): void
    RaiseWindow(window: number): void
    GetGeometry(
      drawable: number,
      reply: X11Reply<{
        readonly depth: number
        readonly xPos: number
        readonly yPos: number
        readonly width: number
        readonly height: number
        readonly borderWidth: number
      }>,
    ): void
    QueryTree(
      window: number,
      reply: X11Reply<{ readonly root: number; readonly parent: number; readonly children: readonly number[] }>,
    ): void
    InternAtom(onlyIfExists: boolean, name: string, reply: X11Reply<number>): void
    GetAtomName(atom: number, reply: X11Reply<string>): void
    /** `mode` 0 replaces. */
    ChangeProperty(
      mode: number,
      window: number,
      name: number,
      type: number,
      format: 8 | 16 | 32,
      data: Buffer | readonly number[] | string,
      done?: X11Done,
    ): void
    DeleteProperty(window: number, name: number): void
    /** `offset` and `length` in words of four bytes. */
    GetProperty(
      remove: 0 | 1,
      window: number,
      name: number,
      type: number,
      offset: number,
      length: number,
      reply: X11Reply<{
        readonly type: number
        readonly format: number
        readonly bytesAfter: number
        readonly data: Buffer
      }>,
    ): void
    SetSelectionOwner(owner: number, selection: number, time?: number): void
    GetSelectionOwner(selection: number, reply: X11Reply<number>): void
    ConvertSelection(requestor: number, selection: number, target: number, property: number, time?: number): void
    SendEvent(
      destination: number,
      propagate: 0 | 1,
      mask: number,
      event: Buffer | Readonly<Record<string, unknown>>,
    ): void
    SendClientMessage(
      destination: number,
      window: number,
      type: number,
      format: 8 | 16 | 32,
      data: readonly number[],
      mask?: number,
    ): void
    QueryPointer(
      window: number,
      reply: X11Reply<{
        readonly root: number
        readonly child: number
        readonly rootX: number
        readonly rootY: number
        readonly keyMask: number
      }>,
    ): void
    QueryKeymap(reply: X11Reply<Buffer>): void
    WarpPointer(
      source: number,
      destination: number,
      sourceX: number,
      sourceY: number,
      sourceWidth: number,
      sourceHeight: number,
      x: number,
      y: number,
    ): void
    GetInputFocus(reply: X11Reply<{ readonly revertTo: number; readonly focus: number }>): void
    SetInputFocus(window: number, revertTo: number): void
    TranslateCoordinates(
      source: number,
      destination: number,
      x: number,
      y: number,
      reply: X11Reply<{ readonly child: number; readonly destX: number; readonly destY: number }>,
    ): void
    GetImage(
      format: number,
      drawable: number,
      x: number,
      y: number,
      width: number,
      height: number,
      planeMask: number,
      reply: X11Reply<{ readonly depth: number; readonly data: Buffer }>,
    ): void
    CreatePixmap(id: number, drawable: number, depth: number, width: number, height: number): void
    FreePixmap(id: number): void
    CreateGC(id: number, drawable: number, values: X11Values): void
    ChangeGC(id: number, values: X11Values): void
    FreeGC(id: number): void
    PolyFillRectangle(drawable: number, gc: number, rectangles: readonly number[]): void
    ClearArea(window: number, x: number, y: number, width: number, height: number, exposures: 0 | 1): void
    OpenFont(id: number, name: string, done?: X11Done): void
    CloseFont(id: number): void
    QueryTextExtents(
      font: number,
      text: string,
      reply: X11Reply<{ readonly fontAscent: number; readonly fontDescent: number; readonly overallWidth: number }>,
    ): void
    ImageText8(drawable: number, gc: number, x: number, y: number, text: string): void
    GetKeyboardMapping(first: number, count: number, reply: X11Reply<readonly (readonly number[])[]>): void
    ChangeKeyboardMapping(first: number, keysymsPerKeycode: number, keysyms: readonly number[], done?: X11Done): void
    GetModifierMapping(reply: X11Reply<readonly (readonly number[])[]>): void
    SetModifierMapping(rows: readonly (readonly number[])[], reply: X11Reply<number>): void
    GrabServer(): void
    UngrabServer(): void
  }

  export interface X11Display {
    readonly client: X11Client
    readonly min_keycode: number
    readonly resource_mask: number
    readonly max_keycode: number
    readonly screen: readonly {
      readonly root: number
      readonly root_visual: number
      readonly root_depth: number
      readonly pixel_width: number
      readonly pixel_height: number
    }[]
  }

  interface X11Package {
    createClient(
      options: {
        readonly display: string
        readonly shm?: unknown
        readonly bufferRequests?: { readonly flushOnReply: boolean }
      },
      ready: (error: Error | undefined, display: X11Display) => void,
    ): X11Client
    readonly eventMask: Readonly<Record<string, number>>
    readonly keySyms: Readonly<Record<string, number>>
  }
  const x11: X11Package
  export default x11
}
