import { cx } from '@deskside/ui'
import type { ReactNode } from 'react'
import { usePageTitle } from './use-page-title.ts'

interface ShellProps {
  readonly siteName: string
  /** What this view is called in the browser's tab. */
  readonly title: string
  /** At the end of the header, always in the same place: how to get out. */
  readonly leave?: ReactNode
  /** `page`: one column of text. `talk`: fills the window, as wide as a chat. `show`: fills it all, for a picture. */
  readonly layout?: 'page' | 'talk' | 'show'
  readonly children: ReactNode
}

const LOOKS = {
  page: 'max-w-md sm:pt-10',
  talk: 'max-w-3xl flex-auto',
  // Beside the chat a picture takes the height that there is; above it, the one that it needs.
  show: 'max-w-[100rem] flex-auto lg:min-h-0 lg:flex-1',
} as const

/**
 * The frame of every view: who helps here, at which address, and the way out. In a session it is exactly as high as the
 * window, so that the way out and the box to write in are always in sight; in a very low window everything scrolls.
 */
export function Shell({ siteName, title, leave, layout = 'page', children }: ShellProps) {
  usePageTitle(title, siteName)
  const fills = layout !== 'page'
  return (
    <div className={cx('flex flex-col', fills ? 'h-dvh [@media(height<26rem)]:h-auto' : 'min-h-dvh')}>
      <header className="flex min-h-16 shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
        <div className="min-w-0 flex-1">
          <p className="text-lg leading-tight font-semibold wrap-anywhere">{siteName}</p>
          <p className="text-sm text-ink-soft wrap-anywhere">{window.location.host}</p>
        </div>
        {leave}
      </header>
      <div className={cx('flex flex-1 flex-col', fills && 'relative min-h-0 overflow-y-auto')}>
        <main className={cx('mx-auto flex w-full flex-col gap-4 p-4', LOOKS[layout])}>{children}</main>
      </div>
    </div>
  )
}
