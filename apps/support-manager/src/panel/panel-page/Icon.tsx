const PATHS = {
  shield: 'M12 3 5 6v5c0 4.500 3 8 7 10 4-2 7-5.500 7-10V6z M9 12l2 2 4-4',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12z M12 9.200a2.800 2.800 0 1 0 0 5.600 2.800 2.800 0 0 0 0-5.600z',
  pointer: 'M5 3.500l6 16 2.500-6.500 6.500-2.500z M13.500 13.500l5 5',
  warn: 'M12 4 2.500 20h19z M12 10v4.500 M12 17.300v.2',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  stop: 'M6.500 6.500h11v11h-11z',
} as const
export type IconName = keyof typeof PATHS

/** A small drawing beside words that say the same; never on its own. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
