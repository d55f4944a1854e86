import { accessSync, constants, existsSync, statSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fail, ok, warn } from './finding.ts'
import type { Finding } from './finding.ts'

const OLDEST_NODE = 26
const MEGABYTE = 1_048_576
/** Below this a day's work may not fit; below the other the database cannot even tidy up. */
const LITTLE = 1_024 * MEGABYTE
const TOO_LITTLE = 200 * MEGABYTE

export function checkNode(version: string): Finding {
  if (Number(version.split('.')[0]) >= OLDEST_NODE) return ok(`Node: ${version}`)
  return fail(`Node: ${version} is too old`, `Run by npm, which brings Node ${OLDEST_NODE} along, or install it`)
}

export function checkDataFolder(dataFolder: string): Finding {
  if (!existsSync(dataFolder)) {
    const above = existing(dataFolder)
    return mayWrite(above)
      ? warn(`Data folder: ${dataFolder} is not there yet`, 'Start the server with npm start: it makes it')
      : fail(
          `Data folder: ${dataFolder} is not there, and ${above} may not be written to`,
          'Set DATA_DIR to another folder',
        )
  }
  if (mayWrite(dataFolder)) return ok(`Data folder: ${dataFolder} can be written to`)
  return fail(`Data folder: ${dataFolder} may not be written to`, 'Give it to the user that runs the server')
}

export function checkDisk(dataFolder: string): Finding {
  const { bavail, bsize } = statfsSync(existing(dataFolder))
  return judgeDisk(bavail * bsize)
}

export function judgeDisk(freeBytes: number): Finding {
  const what = `Disk: ${Math.floor(freeBytes / MEGABYTE).toLocaleString('en')} MB are free for the data folder`
  if (freeBytes >= LITTLE) return ok(what)
  return (freeBytes < TOO_LITTLE ? fail : warn)(what, 'Make room, or move the data folder to a larger disk')
}

/** Whoever reads these files can do what the server can. */
export function checkSecrets(dataFolder: string): Finding[] {
  const open = ['secret', 'deskside.conf'].filter((name) => {
    const path = join(dataFolder, name)
    return process.platform !== 'win32' && existsSync(path) && (statSync(path).mode & 0o077) !== 0
  })
  if (open.length === 0) return [ok('Secrets: no other user may read them')]
  return open.map((name) => warn(`Secrets: other users may read ${name}`, `Run: chmod 600 ${join(dataFolder, name)}`))
}

function existing(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existing(dirname(folder))
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}
