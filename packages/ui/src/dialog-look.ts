/** What Dialog and AlertDialog look like. */
export const BACKDROP =
  'fixed inset-0 z-40 bg-backdrop transition-opacity duration-150 data-[starting-style]:opacity-0 data-[ending-style]:opacity-0'
// Scrolls as a whole: at 400 % zoom a dialog is taller than the window.
export const VIEWPORT = 'fixed inset-0 z-40 flex items-start sm:items-center justify-center overflow-y-auto p-3 sm:p-6'
export const POPUP =
  'floats-in edge-in-forced-colors my-auto flex w-full flex-col gap-4 rounded-card bg-surface p-5 sm:p-6 text-ink shadow-float focus:outline-none'
export const TITLE = 'text-xl font-semibold text-balance wrap-anywhere'
export const FOOTER = 'mt-2 flex flex-wrap items-center justify-end gap-3 max-sm:*:flex-1'
export const WIDTHS = { small: 'max-w-sm', medium: 'max-w-lg', large: 'max-w-3xl' } as const
