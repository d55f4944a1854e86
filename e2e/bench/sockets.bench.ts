import { House } from '../house.ts'
import { Closing } from './closing.ts'
import { hire, inTurns } from './crowd.ts'
import { Report, count } from './report.ts'
import { COLLECTABLE, kernelTcpBytes, openFilesLimit, settledBytes } from './server-memory.ts'
import type { Line, Visitor } from './visitor.ts'

const ACCOUNTS = 50
const CONSOLES = 5_000
/** Descriptors that either side uses besides: its files, its database, the seeding's own connections. */
const SPARE_FILES = 200

const report = new Report('sockets', 'memory of the server for sockets on which nothing happens')

function demandFiles(pid: number, sockets: number): void {
  const limit = Math.min(openFilesLimit(pid), openFilesLimit(process.pid))
  const needed = sockets + SPARE_FILES
  if (limit < needed)
    throw new Error(
      `${sockets} sockets need ${needed} open files, and ${limit} are allowed: run "ulimit -n ${needed}".`,
    )
}

/** Consoles of representatives, signed in, in no session: what a socket costs by itself. */
function openConsoles(visitors: readonly Visitor[], howMany: number): Promise<Line[]> {
  const turns = Array.from({ length: howMany }, (_, index) => visitors[index % visitors.length] as Visitor)
  return inTurns(turns, (visitor) => visitor.connect('representative'))
}

const close = (lines: readonly Line[]): Promise<unknown> => inTurns(lines, (line) => line.close())

/** Making accounts takes tens of megabytes for a moment; what the allocator keeps of them would hide what sockets take. */
async function restart(house: House): Promise<number> {
  await house.stopServer()
  await house.startServer()
  return house.serverPid
}

async function measureConsoles(house: House, visitors: readonly Visitor[]): Promise<void> {
  const pid = await restart(house)
  const consoles = count(CONSOLES)
  // Code that runs for the first time takes memory that no later socket pays for.
  await close(await openConsoles(visitors, Math.ceil(consoles / 10)))
  const before = { ...(await settledBytes(pid)), kernel: kernelTcpBytes() }
  report.note(`${Math.round(before.collected / 1e6)} MB before`)
  const started = performance.now()
  const lines = await openConsoles(visitors, consoles)
  const opening = performance.now() - started
  const after = { ...(await settledBytes(pid)), kernel: kernelTcpBytes() }
  report.note(`${Math.round(after.collected / 1e6)} MB with ${consoles} sockets`)
  await close(lines)
  const each = (what: 'rested' | 'collected' | 'kernel'): number => (after[what] - before[what]) / consoles / 1_000
  report.add(
    { metric: 'server before', value: before.collected / 1e6, unit: 'MB' },
    { metric: `server with ${consoles} consoles`, value: after.collected / 1e6, unit: 'MB' },
    { metric: 'an idle console', value: each('collected'), unit: 'kB', target: { atMost: 20 } },
    { metric: 'the same before a full collection', value: each('rested'), unit: 'kB' },
    { metric: 'kernel, both ends of a socket', value: each('kernel'), unit: 'kB' },
    { metric: 'ticket, socket and welcome', value: (consoles * 1_000) / opening, unit: 'sockets/s' },
  )
}

const closing = new Closing()
try {
  const house = closing.add(await House.open({ settings: COLLECTABLE }))
  demandFiles(house.serverPid, count(CONSOLES))
  const visitors = await hire(house, count(ACCOUNTS))
  await measureConsoles(house, visitors)
} finally {
  await closing.all()
}
report.print()
