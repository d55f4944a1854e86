import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'
import type { BadLine } from './network-line.ts'

const HERE = dirname(fileURLToPath(import.meta.url))
const [PINGS, PING_EVERY_MS, FLOOD_MS] = [1_000, 4, 2_000]
const PACKET_BYTES = 1_200
/** The first byte of what is counted and not answered. */
export const FLOOD = 1

export interface Proof {
  /** There and back, in milliseconds, of what came back. */
  readonly trips: readonly number[]
  /** Of what was sent there and back, 0 to 1. */
  readonly lost: number
  readonly bitsPerSecond: number
}

/** Whether a line is what it claims, by small datagrams there and back, and more than it takes one way. */
export async function prove(line: BadLine): Promise<Proof> {
  const near = line.start(join(HERE, 'network-near.ts'), [])
  const socket = createSocket('udp4')
  try {
    const [{ port }] = (await once(near, 'message')) as [{ port: number }]
    socket.bind(0, line.host)
    await once(socket, 'listening')
    const to = { port, address: line.host.replace(/\.1$/, '.2') }
    const trips = await ping(socket, to)
    await flood(socket, to)
    near.send('count')
    const [{ bytes, ms }] = (await once(near, 'message')) as [{ bytes: number; ms: number }]
    return { trips, lost: 1 - trips.length / PINGS, bitsPerSecond: (bytes * 8_000) / ms }
  } finally {
    socket.close()
    near.disconnect()
  }
}

interface To {
  readonly port: number
  readonly address: string
}

async function ping(socket: Socket, { port, address }: To): Promise<readonly number[]> {
  const trips: number[] = []
  socket.on('message', (data) => trips.push(performance.now() - data.readDoubleLE(8)))
  for (let sent = 0; sent < PINGS; sent++) {
    const data = Buffer.alloc(16)
    data.writeDoubleLE(performance.now(), 8)
    socket.send(data, port, address)
    await pause(PING_EVERY_MS)
  }
  await pause(500)
  return trips
}

/** Twice what the line takes; what is too much gets lost. */
async function flood(socket: Socket, { port, address }: To): Promise<void> {
  const data = Buffer.alloc(PACKET_BYTES, FLOOD)
  const began = performance.now()
  for (let sent = 0; performance.now() - began < FLOOD_MS;) {
    for (const due = ((performance.now() - began) / 1_000) * 1_000; sent < due; sent++) socket.send(data, port, address)
    await pause(5)
  }
  await pause(500)
}
