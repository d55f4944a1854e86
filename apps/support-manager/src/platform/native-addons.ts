import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { getRawAsset } from 'node:sea'
import { about } from './about.ts'

/** A native part of the one-file program: a shared library that the system loads from a file only. */
export interface Addon {
  /** For instance "wrtc". */
  readonly name: string
  /** SHA-256 in hexadecimal of what the build put in. */
  readonly sha256: string
  readonly bytes: () => Uint8Array
}

/** An asset's name for a native part. */
export function addonAsset(name: string): string {
  return `native/${name}.node`
}

/**
 * Opens a native part that travels inside the one-file program. The build puts calls of this in the place of the
 * packages' own loaders; run from source, the packages find their files themselves. @public
 */
export function openAddon(name: string): unknown {
  const sha256 = about().addons[name]
  if (sha256 === undefined) throw new Error(`The program holds no native part "${name}".`)
  const addon = { name, sha256, bytes: () => new Uint8Array(getRawAsset(addonAsset(name))) }
  const loaded = { exports: {} as unknown }
  const place = load(addon, loaded)
  process.once('exit', place.remove)
  return loaded.exports
}

/** Another start that ends just now may remove the file between the look at it and its loading: then once more. */
function load(addon: Addon, into: { exports: unknown }): Placed {
  for (let tries = 1; ; tries += 1) {
    const place = placeAddon(addon, cacheFolder())
    try {
      process.dlopen(into, place.path)
      return place
    } catch (error) {
      if (tries < 3 && !existsSync(place.path)) continue
      throw new Error(`The native part "${addon.name}" could not be loaded.`, { cause: error })
    }
  }
}

interface Placed {
  readonly path: string
  /** At the program's end: nothing of it stays (THREATS C13), except on Windows, where a library that is loaded cannot be removed. */
  readonly remove: () => void
}

/**
 * Where a native part can be loaded from: a file whose bytes were compared just now. What is there and is not what the
 * build put in is never loaded but replaced. Where the user's own folder for such things cannot be had, or others can write
 * to it, the file is in a new folder for this start alone.
 */
export function placeAddon(addon: Addon, cache: string | undefined): Placed {
  if (cache !== undefined && isPrivateFolder(cache)) {
    const path = join(cache, `${addon.name}-${addon.sha256.slice(0, 16)}.node`)
    if (!holds(path, addon.sha256)) writeWhole(path, addon)
    return { path, remove: () => removeFrom(cache, path) }
  }
  const folder = mkdtempSync(join(tmpdir(), 'deskside-native-'))
  const path = join(folder, `${addon.name}.node`)
  writeWhole(path, addon)
  return { path, remove: () => removeFrom(folder, path) }
}

/** Takes the file away, and the folders that were made for it as far as nobody else has something in them. */
function removeFrom(folder: string, path: string): void {
  if (process.platform === 'win32') return
  try {
    rmSync(path, { force: true })
    rmdirSync(folder)
    if (basename(folder) === 'native') rmdirSync(dirname(folder))
  } catch (error) {
    // Another start has its files there still, or has just removed the same.
    if (!isSystemError(error)) throw error
  }
}

function cacheFolder(): string | undefined {
  const { env, platform } = process
  if (platform === 'win32') return env['LOCALAPPDATA'] && join(env['LOCALAPPDATA'], 'Deskside', 'native')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Deskside', 'native')
  const kept = env['XDG_CACHE_HOME']
  return join(kept?.startsWith('/') ? kept : join(homedir(), '.cache'), 'deskside', 'native')
}

/** Makes the folder where it is missing. @returns whether it is the user's own, and nobody else can write to it. */
function isPrivateFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    if (!found.isDirectory()) return false
    // Windows has no such bits: below LOCALAPPDATA a folder is its user's by inheritance.
    if (process.getuid === undefined) return true
    return found.uid === process.getuid() && (found.mode & 0o022) === 0
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

function holds(path: string, sha256: string): boolean {
  try {
    // A link would lead to a file that changes when its owner likes.
    if (!lstatSync(path).isFile()) return false
    return createHash('sha256').update(readFileSync(path)).digest('hex') === sha256
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

/** Two starts at once write the same; neither ever loads half of it. @throws when the program's own bytes are not right. */
function writeWhole(path: string, addon: Addon): void {
  const bytes = addon.bytes()
  if (createHash('sha256').update(bytes).digest('hex') !== addon.sha256)
    throw new Error('The program is damaged or was tampered with. Download it again from the page of your support.')
  const half = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(half, bytes, { mode: 0o700, flag: 'wx' })
    chmodSync(half, 0o700)
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}
