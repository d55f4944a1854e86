import type { Quality } from '@deskside/realtime'
import { Button } from '../Button.tsx'
import { Popover } from '../Popover.tsx'
import { cx } from '../class-names.ts'
import { qualitySentence, qualityWord } from './quality-words.ts'

const BARS = { good: 3, fair: 2, poor: 1 } as const

/** How well a picture arrives: bars and a word; a click says it in a sentence, with the figures. */
export function QualityChip({ quality }: { readonly quality: Quality }) {
  const word = qualityWord(quality)
  const filled = quality.link === 'connected' && quality.verdict ? BARS[quality.verdict] : 0
  return (
    <Popover
      title={`Connection: ${word.toLowerCase()}`}
      align="end"
      trigger={
        <Button size="small" look="quiet" aria-label={`Connection: ${word}`}>
          <span aria-hidden="true" className="flex items-end gap-0.5">
            {[1, 2, 3].map((bar) => (
              <span
                key={bar}
                className={cx(
                  'w-1 rounded-[1px] forced-color-adjust-none',
                  bar <= filled ? 'bg-current' : 'bg-current opacity-25',
                )}
                style={{ height: `${bar * 4 + 2}px` }}
              />
            ))}
          </span>
          {word}
        </Button>
      }
    >
      <p>{qualitySentence(quality)}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm tabular-nums">
        <Figure name="Round trip" value={quality.roundTripMs} unit="ms" />
        <Figure name="Lost on the way" value={quality.lossPercent} unit="%" />
        <Figure name="Pictures a second" value={quality.framesPerSecond} />
        <Figure name="Data" value={quality.kbitPerSecond} unit="kbit/s" />
        <dt className="text-ink-soft">Way</dt>
        <dd>
          {quality.route === 'relayed' ? 'by way of a relay' : quality.route === 'direct' ? 'direct' : 'not known yet'}
        </dd>
        {quality.width && quality.height ? (
          <>
            <dt className="text-ink-soft">Size</dt>
            <dd>
              {quality.width} × {quality.height}
            </dd>
          </>
        ) : null}
      </dl>
    </Popover>
  )
}

function Figure({
  name,
  value,
  unit = '',
}: {
  readonly name: string
  readonly value: number | null
  readonly unit?: string
}) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd>{value === null ? 'not known yet' : `${value} ${unit}`.trim()}</dd>
    </>
  )
}
