import { closeSync, openSync, read, writeSync } from 'node:fs'
import koffi from 'koffi'

/** linux/if_tun.h: a device that carries IP packets, each without a header of its own. */
const TUNSETIFF = 0x4004_54ca
const IFF_TUN_WITHOUT_HEADER = 0x0001 | 0x1000
/** `struct ifreq`: the name, then the flags. */
const [REQUEST_BYTES, NAME_BYTES] = [40, 16]
const MOST_BYTES = 2_048

/** A network device whose packets come to this program, and that takes what this program gives it. It goes with the program. */
export class TunDevice {
  readonly name: string
  readonly #fd: number
  #open = true

  private constructor(name: string, fd: number) {
    this.name = name
    this.#fd = fd
  }

  /** @throws where `/dev/net/tun` is not there or may not be used. */
  static open(name: string): TunDevice {
    const ioctl = koffi.load('libc.so.6').func('int ioctl(int fd, unsigned long request, ...)')
    const fd = openSync('/dev/net/tun', 'r+')
    const request = Buffer.alloc(REQUEST_BYTES)
    request.write(name, 0, NAME_BYTES - 1, 'latin1')
    request.writeUInt16LE(IFF_TUN_WITHOUT_HEADER, NAME_BYTES)
    if (ioctl(fd, TUNSETIFF, 'void *', request) === 0) return new TunDevice(name, fd)
    closeSync(fd)
    throw new Error(`The network device ${name} could not be made: that takes the rights of root.`)
  }

  /** Hands over every packet that the kernel sends by this device. */
  onPacket(listener: (packet: Buffer) => void): void {
    const buffer = Buffer.alloc(MOST_BYTES)
    read(this.#fd, buffer, 0, MOST_BYTES, null, (error, length) => {
      if (!this.#open) return
      // A device that is not up yet has no packets.
      if (error) return void setTimeout(() => this.onPacket(listener), 20)
      listener(buffer.subarray(0, length))
      this.onPacket(listener)
    })
  }

  /** As if the packet had come by this device. */
  give(packet: Buffer): void {
    try {
      writeSync(this.#fd, packet)
    } catch (error) {
      // Nobody is at the other end any more.
      if ((error as NodeJS.ErrnoException).code !== 'EIO') throw error
    }
  }
}
