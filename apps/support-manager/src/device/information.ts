import type { DeviceInformation } from '@deskside/protocol'
import si from 'systeminformation'
import { about } from '../platform/about.ts'

export interface ScreenFact {
  readonly name: string
  readonly width: number
  readonly height: number
}

const label = (text: string | undefined): string => (text ?? '').slice(0, 200)
const size = (bytes: number | undefined): number => Math.max(0, Number.isFinite(bytes) ? (bytes ?? 0) : 0)

/** Reads the fixed list of facts (device R7): no serial numbers, no user names, no files. */
export async function readInformation(screens: readonly ScreenFact[]): Promise<DeviceInformation> {
  const [system, processor, memory, disks, networks] = await Promise.all([
    si.osInfo(),
    si.cpu(),
    si.mem(),
    si.fsSize(),
    si.networkInterfaces(),
  ])
  return {
    system: label([system.distro, system.codename].filter(Boolean).join(' ')),
    release: label([system.release, system.kernel].filter(Boolean).join(', ')),
    architecture: label(system.arch),
    hostName: label(system.hostname),
    uptimeMs: Math.round(size(si.time().uptime) * 1_000),
    processor: { name: label(`${processor.manufacturer} ${processor.brand}`.trim()), cores: processor.cores },
    memory: { total: size(memory.total), free: size(memory.available) },
    disks: disks.slice(0, 32).map(({ fs, mount, type, size: all, available }) => ({
      // Where removable disks are mounted on Linux says the user's name.
      name: label(process.platform === 'linux' ? fs : mount),
      kind: label(type),
      size: size(all),
      free: size(available),
    })),
    screens: screens.slice(0, 16).map(({ name, width, height }) => ({ name: label(name), width, height })),
    networks: [networks]
      .flat()
      .flatMap(({ ifaceName, type, ip4, ip6, internal }) => {
        const addresses = [ip4, ip6].filter((address) => address !== '').map(label)
        return internal || addresses.length === 0 ? [] : [{ name: label(ifaceName), kind: label(type), addresses }]
      })
      .slice(0, 32),
    programs: [
      { name: 'Support Manager', version: label(about().version) },
      { name: 'Node.js', version: label(process.version) },
      { name: 'OpenSSL', version: label(process.versions.openssl) },
    ],
  }
}
