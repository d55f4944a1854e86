import type { SessionClient } from '@deskside/realtime'
import { cx } from '@deskside/ui'
import { AppWindow, Monitor } from 'lucide-react'
import { seenName } from './pictures.ts'
import type { Picture } from './pictures.ts'
import { StopButton } from './StopButton.tsx'

interface PictureBarProps {
  readonly client: SessionClient
  readonly pictures: readonly Picture[]
  readonly current: Picture['kind']
  readonly onShow: (kind: Picture['kind']) => void
}

/** Above the picture: what I see of the customer, which of it is in front, and its Stop, whatever tab is open. */
export function PictureBar({ client, pictures, current, onShow }: PictureBarProps) {
  return (
    <section aria-label="Running" className="flex flex-wrap items-center gap-2 text-sm">
      {pictures.map(({ kind, grants }) => {
        const front = kind === current
        const Icon = kind === 'desktop' ? Monitor : AppWindow
        const name = (
          <span className="inline-flex items-center gap-1.5 px-1.5">
            <Icon aria-hidden="true" className="size-4 shrink-0" />
            {seenName(kind)}
          </span>
        )
        return (
          <div
            key={kind}
            className={cx(
              'flex flex-wrap items-center gap-1.5 rounded-control border bg-surface p-0.5 font-medium',
              front && pictures.length > 1 ? 'border-accent outline outline-accent' : 'border-line',
            )}
          >
            {pictures.length > 1 ? (
              <button
                type="button"
                aria-pressed={front}
                onClick={() => onShow(kind)}
                className="min-h-8 rounded-control hover:bg-surface-hover"
              >
                {name}
              </button>
            ) : (
              name
            )}
            {grants.map((grant) => (
              <StopButton key={grant.id} client={client} grant={grant} />
            ))}
          </div>
        )
      })}
    </section>
  )
}
