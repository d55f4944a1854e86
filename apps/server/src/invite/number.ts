import { randomInt } from 'node:crypto'

/** Draws a support session number. `randomInt` is uniform (it rejects, it takes no remainder): the first digit is 1 to 9 (invite R1). */
export const drawSessionNumber = (): string => String(randomInt(100_000_000, 1_000_000_000))
