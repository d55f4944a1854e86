import type { Quality } from '@deskside/realtime'

const LINKS = { connecting: 'Connecting', mending: 'Interrupted', lost: 'Lost' } as const
const VERDICTS = { good: 'Good', fair: 'Fair', poor: 'Poor' } as const

/** One word for the chip. */
export function qualityWord({ link, verdict }: Quality): string {
  if (link !== 'connected') return LINKS[link]
  return verdict ? VERDICTS[verdict] : 'Connected'
}

/** What it means for the person who looks at the picture. */
export function qualitySentence({ link, verdict, lossPercent }: Quality): string {
  if (link === 'connecting') return 'The two computers are finding a way to each other.'
  if (link === 'mending') return 'The connection was interrupted. It is being mended; nobody has to do anything.'
  if (link === 'lost') return 'The picture was lost. It is asked for again by itself.'
  if (verdict === 'poor' && (lossPercent ?? 0) >= 5)
    return 'Much is lost on the way, so the picture may stop for moments.'
  if (verdict === 'poor') return 'The way between you is long or busy: what you see is late by a noticeable moment.'
  return verdict === 'fair'
    ? 'The picture arrives with a small delay.'
    : 'The picture arrives without noticeable delay.'
}
