import type { PanelServer } from './panel-server.ts'

/** A window that shows the panel, in a process of its own: a window that fails does not take the program along. */
export interface PanelWindow {
  /** Resolves when the window is gone, whoever closed it. In a browser that was open before, that is never known. */
  readonly closed: Promise<void>
  /** The processes whose windows are the panel's, so that nobody's input reaches them (THREATS C6). Empty in a browser that was open before. */
  readonly pids: readonly number[]
  /** Brings the window before the others, for a question. Where a browser shows it, the page's own title has to do. */
  raise(): void
  /** Closes it and removes what it left in the file system. A second time nothing happens. */
  close(): void
}

/** What the window needs of the panel's server. */
export type Panel = Pick<PanelServer, 'newAddress' | 'attended'>

/** How one kind of window is opened. @returns undefined where this computer has none, or the panel does not come up in it. */
export type OpenWindow = (panel: Panel, title: string) => Promise<PanelWindow | undefined>
