import type { Platform } from '@deskside/protocol'

interface ProgramWords {
  /** The system, for instance after "Download for". */
  readonly system: string
  /** Which versions of it. */
  readonly needs: string
  /** How somebody starts what they downloaded, one step a line. */
  readonly start: readonly string[]
  /** What the system may say first, and what to do then. */
  readonly warns: string
}

const MAC: Omit<ProgramWords, 'system' | 'needs'> = {
  start: ['Open the file in your downloads. A program called Support Manager appears beside it.', 'Open that program.'],
  warns:
    'Your Mac may say that it cannot check this program. Then open System Settings, Privacy & Security, and press Open Anyway.',
}

/** The Support Manager for each system, in words. */
export const PROGRAM_WORDS: Readonly<Record<Platform, ProgramWords>> = {
  'win-x64': {
    system: 'Windows',
    needs: 'Windows 10 or 11',
    start: ['Open the file in your browser’s list of downloads.'],
    warns: 'Windows may say that it protected your PC. Then press More info, and Run anyway.',
  },
  'darwin-arm64': { system: 'Mac', needs: 'macOS 13.5 or newer, Apple chip', ...MAC },
  'darwin-x64': { system: 'Mac with Intel', needs: 'macOS 13.5 or newer, Intel chip', ...MAC },
  'linux-x64': {
    system: 'Linux',
    needs: 'Debian 12, Ubuntu 22.04, or as new as these; 64-bit Intel or AMD',
    start: ['Open the file in your downloads and unpack it.', 'Start the program in it, called Support-Manager.'],
    warns: 'If nothing happens, the file may not be run yet: allow it in the file’s properties, under Permissions.',
  },
}

/** Bytes as people count them, for instance "28 MB". */
export function formatSize(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`
  return `${(bytes / 1_000_000).toFixed(bytes < 9_950_000 ? 1 : 0)} MB`
}

/** A pass's code in groups, as it is read out and typed. */
export const formatCode = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1-').toUpperCase()
