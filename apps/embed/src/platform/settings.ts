/** What the page that carries the button says of it, by attributes of the script. */
export interface Settings {
  /** The queue's address, as in `/q/<queue>`. */
  readonly queue: string
  /** Where the button stands; `none`: the page has its own, marked `data-deskside-open`. */
  readonly position: (typeof POSITIONS)[number]
  /** What the button says instead of the queue's own words, open and closed. */
  readonly label: string | undefined
  readonly closedLabel: string | undefined
  /** "#1f6feb". */
  readonly color: string | undefined
  /** BCP 47; the browser's languages where the page says none. */
  readonly lang: string | undefined
}

const POSITIONS = ['bottom-end', 'bottom-start', 'none'] as const
/** As much as a queue's own label may hold. */
const LABEL_MOST = 40

/** Reads `data-queue`, `data-position` and so on; what is not understood is as if it were not there. */
export function readSettings(data: Readonly<Record<string, string | undefined>>): Settings {
  const text = (name: string): string | undefined => data[name]?.trim() || undefined
  const color = text('color')
  return {
    queue: (text('queue') ?? '').toLowerCase(),
    position: POSITIONS.find((position) => position === text('position')) ?? 'bottom-end',
    label: text('label')?.slice(0, LABEL_MOST),
    closedLabel: text('closedLabel')?.slice(0, LABEL_MOST),
    color: color && /^#[0-9a-f]{6}$/i.test(color) ? color : undefined,
    lang: text('lang'),
  }
}
