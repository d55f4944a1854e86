import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** Asks a server that loaded `collect-on-signal.ts` for a full collection. Means nothing to any other. */
export const COLLECT_SIGNAL = 'SIGWINCH'
/** Settings for a server that can be asked. */
export const COLLECTABLE = {
  NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --expose-gc --import ${new URL('collect-on-signal.ts', import.meta.url).href}`,
}

/** Long enough for what was closed to be closed, and for idle connections of the seeding to run out. */
const CALM_MS = 8_000
/** V8 hands pages back some collections after it emptied them: one alone shows little. */
const COLLECTIONS = 6
const AFTER_COLLECTION_MS = 1_500

/** Bytes of a process that are in memory now: code, heap, buffers and what the allocator has not given back. */
function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kilobytes === undefined) throw new Error(`Process ${pid} says nothing of its memory.`)
  return Number(kilobytes) * 1024
}

export interface Settled {
  /** After some seconds of rest, with whatever garbage is left lying about. */
  readonly rested: number
  /** The least that full collections bring it to: what is in use, and what the allocator does not give back. */
  readonly collected: number
}

export async function settledBytes(pid: number): Promise<Settled> {
  await pause(CALM_MS)
  const rested = residentBytes(pid)
  let collected = rested
  for (let done = 0; done < COLLECTIONS; done += 1) {
    process.kill(pid, COLLECT_SIGNAL)
    await pause(AFTER_COLLECTION_MS)
    collected = Math.min(collected, residentBytes(pid))
  }
  return { rested, collected }
}

/** Files that a process may have open; each socket is one. */
export function openFilesLimit(pid: number): number {
  const limit = /^Max open files\s+(\d+|unlimited)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1]
  return limit === undefined || limit === 'unlimited' ? Infinity : Number(limit)
}

/** Bytes that the kernel holds for all TCP sockets of the machine: part of no process, so said beside. */
export function kernelTcpBytes(): number {
  const pages = /^TCP: .* mem (\d+)/m.exec(readFileSync('/proc/net/sockstat', 'utf8'))?.[1]
  return Number(pages ?? 0) * 4096
}
