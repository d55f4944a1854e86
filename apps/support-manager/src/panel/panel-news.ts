import type { PanelState } from './panel-state.ts'

/** One line each on the stream from the server to the page. */
export type PanelNews =
  | { readonly t: 'state'; readonly state: PanelState }
  /** Another page has the say now. */
  | { readonly t: 'taken-over' }
  /** The program ends. */
  | { readonly t: 'closed' }
