/** What Dialog and AlertDialog look like. */
export const BACKDROP =
  'fixed inset-0 z-40 bg-backdrop transition-opacity duration-150 data-[starting-style]:opacity-0 data-[ending-style]:opacity-0'
// Scrolls as a whole: at 400 % zoom a dialog is taller than the window.
export const VIEWPORT = 'fixed inset-0 z-40 flex items-start sm:items-center justify-center overflow-y-auto p-3 sm:p-6'
export const POPUP =
  'floats-in edge-in-forced-colors my-auto flex w-full flex-col gap-4 rounded-card bg-surface p-5 sm:p-6 text-ink shadow-float focus:outline-none'
export const TITLE = 'text-xl font-semibold text-balance wrap-anywhere'
export const FOOTER = 'mt-2 flex flex-wrap items-center justify-end gap-3 max-sm:*:flex-1'
/** At hand however long the dialog is; not where the window is so low that it would cover what is being filled in. */
export const STAYING_FOOTER =
  '[@media(height>=36rem)]:sticky -bottom-3 sm:-bottom-6 -mx-5 -mb-5 sm:-mx-6 sm:-mb-6 border-t border-line bg-surface px-5 sm:px-6 py-4 rounded-b-card'
export const WIDTHS = { small: 'max-w-sm', medium: 'max-w-lg', large: 'max-w-3xl', wide: 'max-w-5xl' } as const
