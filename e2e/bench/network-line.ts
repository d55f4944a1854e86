import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CHROMIUM } from '../world.ts'
import type { RoadCount, RoadKind } from './network-road.ts'

const HERE = dirname(fileURLToPath(import.meta.url))
const ip = (...args: readonly string[]): Promise<unknown> => promisify(execFile)('/usr/sbin/ip', [...args])

/** There and back takes twice the delay, and each way loses for itself. A queue of a tenth of a second, as a home's router has one. */
const BAD: RoadKind = { delayMs: 25, loss: 0.01, bitsPerSecond: 5_000_000, queueBytes: 65_536 }

/**
 * A bad line with somebody at its near end: a network of their own (a network namespace) that has nothing but this line. Its far
 * end is this machine's own network. Private addresses, and nobody forwards from there: nothing leaves the machine.
 */
export class BadLine {
  /** This machine, as it is reached over the line. */
  readonly host: string
  readonly #network: string
  readonly #relay: ChildProcess
  readonly #folder: string

  private constructor(host: string, of: { network: string; relay: ChildProcess; folder: string }) {
    this.host = host
    this.#network = of.network
    this.#relay = of.relay
    this.#folder = of.folder
  }

  /** @throws where this user may make neither devices nor networks. */
  static async open(seed: number, { delayMs, loss, bitsPerSecond, queueBytes } = BAD): Promise<BadLine> {
    const mark = randomBytes(4).toString('hex')
    const [network, near, far] = [`deskside-${mark}`, `dsn${mark}`, `dsf${mark}`]
    const subnet = freeSubnet()
    const numbers = [seed, delayMs, loss, bitsPerSecond, queueBytes].map(String)
    const relay = spawn(process.execPath, [join(HERE, 'network-relay.ts'), near, far, ...numbers], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const line = new BadLine(`${subnet}.1`, {
      network,
      relay,
      folder: mkdtempSync(join(tmpdir(), 'deskside-line-')),
    })
    try {
      const ended = once(relay, 'exit').then(() => Promise.reject(new Error('The line could not be made.')))
      ended.catch(() => undefined)
      await Promise.race([once(relay, 'message'), ended])
      await ip('netns', 'add', network)
      await ip('link', 'set', near, 'netns', network)
      await raise(far, `${subnet}.1`, [])
      await raise(near, `${subnet}.2`, ['-n', network])
      await ip('-n', network, 'link', 'set', 'lo', 'up')
      await ip('-n', network, 'route', 'add', 'default', 'dev', near)
    } catch (error) {
      await line.close()
      throw error
    }
    return line
  }

  /** A program that starts Chromium at the near end. */
  get chromium(): string {
    const path = join(this.#folder, 'chromium')
    writeFileSync(path, `#!/bin/sh\nexec /usr/sbin/ip netns exec ${this.#network} ${CHROMIUM} "$@"\n`)
    chmodSync(path, 0o755)
    return path
  }

  /** Starts a program of Node's at the near end that talks to this one. */
  start(file: string, args: readonly string[]): ChildProcess {
    return spawn('/usr/sbin/ip', ['netns', 'exec', this.#network, process.execPath, file, ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  }

  /** What it carried so far. */
  async count(): Promise<Readonly<Record<'toNear' | 'toFar', RoadCount>>> {
    const answer = once(this.#relay, 'message') as Promise<[Record<'toNear' | 'toFar', RoadCount>]>
    this.#relay.send('count')
    return (await answer)[0]
  }

  async close(): Promise<void> {
    if (this.#relay.exitCode === null && this.#relay.signalCode === null) {
      const gone = once(this.#relay, 'exit')
      // It waits for packets in threads that no other signal ends.
      this.#relay.kill('SIGKILL')
      await gone
    }
    await ip('netns', 'delete', this.#network).catch((error: unknown) => {
      if (!String(error).includes('No such file')) throw error
    })
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

async function raise(device: string, address: string, where: readonly string[]): Promise<void> {
  await ip(...where, 'link', 'set', device, 'addrgenmode', 'none')
  await ip(...where, 'address', 'add', `${address}/30`, 'dev', device)
  await ip(...where, 'link', 'set', device, 'up')
}

/** The first three numbers of addresses that no device of this machine has. */
function freeSubnet(): string {
  const taken = new Set(
    Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).map(({ address }) => address.replace(/\.\d+$/, '')),
    ),
  )
  for (;;) {
    const subnet = `10.213.${1 + (randomBytes(1)[0] ?? 0)}`
    if (!taken.has(subnet)) return subnet
  }
}
