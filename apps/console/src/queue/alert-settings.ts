import { createCell } from '../platform/observable.ts'
import { keep, readKept } from '../platform/kept.ts'

/** How an offer is announced in this browser. */
export interface AlertSettings {
  readonly sound: boolean
  /** Of the sound, from 0.1 to 1. */
  readonly volume: number
}

const FIRST: AlertSettings = { sound: true, volume: 0.5 }

const cell = createCell<AlertSettings>(alertSettingsFrom(readKept('queue-alerts')))
export const alertSettings = { get: cell.get, subscribe: cell.subscribe }

export function changeAlerts(change: Partial<AlertSettings>): void {
  cell.set({ ...cell.get(), ...change })
  keep('queue-alerts', cell.get())
}

/** Reads what a browser kept; what is not ours is as if it had never been chosen. */
export function alertSettingsFrom(kept: unknown): AlertSettings {
  if (typeof kept !== 'object' || kept === null) return FIRST
  const { sound, volume } = kept as Record<string, unknown>
  return {
    sound: typeof sound === 'boolean' ? sound : FIRST.sound,
    volume: typeof volume === 'number' && volume >= 0.1 && volume <= 1 ? volume : FIRST.volume,
  }
}
