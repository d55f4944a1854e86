/** How a picture arrives, once a second. Null where the browser does not say (yet). */
export interface Quality {
  readonly link: 'connecting' | 'connected' | 'mending' | 'lost'
  readonly roundTripMs: number | null
  readonly lossPercent: number | null
  readonly framesPerSecond: number | null
  readonly kbitPerSecond: number | null
  /** Straight between the two, or by way of a TURN server. */
  readonly route: 'direct' | 'relayed' | null
  readonly width: number | null
  readonly height: number | null
  /** good: below 150 ms and 1 % loss; poor: from 400 ms or 5 % loss on; fair between. */
  readonly verdict: 'good' | 'fair' | 'poor' | null
}

export const UNKNOWN_QUALITY: Quality = {
  link: 'connecting',
  roundTripMs: null,
  lossPercent: null,
  framesPerSecond: null,
  kbitPerSecond: null,
  route: null,
  width: null,
  height: null,
  verdict: null,
}

interface Totals {
  readonly at: number
  readonly bytes: number
  readonly received: number
  readonly lost: number
}
type Stat = Readonly<Record<string, unknown>> & { readonly type: string }

/** Reads WebRTC's statistics (W3C webrtc-stats) as differences from one look to the next. */
export class QualityMeter {
  #before: Totals | undefined

  read(stats: Iterable<Stat>, link: Quality['link']): Quality {
    const all = [...stats]
    const pair = all.find((s) => s.type === 'candidate-pair' && s['nominated'] === true && s['state'] === 'succeeded')
    const video = all.find((s) => s.type === 'inbound-rtp' && s['kind'] === 'video')
    const roundTrip = number(pair?.['currentRoundTripTime'])
    const roundTripMs = roundTrip === null ? null : Math.round(roundTrip * 1000)
    const { lossPercent, kbitPerSecond } = this.#rates(video)
    return {
      link,
      roundTripMs,
      lossPercent,
      kbitPerSecond,
      framesPerSecond: video ? (number(video['framesPerSecond']) ?? 0) : null,
      route: routeOf(all, pair),
      width: number(video?.['frameWidth']),
      height: number(video?.['frameHeight']),
      verdict: verdictOf(roundTripMs, lossPercent),
    }
  }

  #rates(video: Stat | undefined): Pick<Quality, 'lossPercent' | 'kbitPerSecond'> {
    if (!video) return { lossPercent: null, kbitPerSecond: null }
    const [at, bytes, received, lost] = ['timestamp', 'bytesReceived', 'packetsReceived', 'packetsLost'].map(
      (key) => number(video[key]) ?? 0,
    ) as [number, number, number, number]
    const before = this.#before
    this.#before = { at, bytes, received, lost }
    if (!before || at <= before.at) return { lossPercent: null, kbitPerSecond: null }
    const missing = Math.max(0, lost - before.lost)
    const packets = received - before.received + missing
    return {
      lossPercent: packets > 0 ? Math.round((missing / packets) * 1000) / 10 : 0,
      kbitPerSecond: Math.round(((bytes - before.bytes) * 8) / (at - before.at)),
    }
  }
}

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)

function routeOf(all: readonly Stat[], pair: Stat | undefined): Quality['route'] {
  if (!pair) return null
  const ends = [pair['localCandidateId'], pair['remoteCandidateId']]
  return all.some((s) => ends.includes(s['id']) && s['candidateType'] === 'relay') ? 'relayed' : 'direct'
}

function verdictOf(roundTripMs: number | null, lossPercent: number | null): Quality['verdict'] {
  if (roundTripMs === null) return null
  const loss = lossPercent ?? 0
  if (roundTripMs >= 400 || loss >= 5) return 'poor'
  return roundTripMs < 150 && loss < 1 ? 'good' : 'fair'
}
