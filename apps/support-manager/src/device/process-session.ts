import { spawn } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'

/**
 * Ends everything that a process started: on Linux its whole session, so that a group of its own is no hiding place; elsewhere its
 * group (POSIX) or its tree (Windows). The process must have been started as the leader of a session.
 */
export function endSession(pid: number): void {
  if (process.platform === 'win32') {
    const ended = spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true })
    ended.on('error', () => process.kill(pid))
    return
  }
  // Whoever starts others faster than they are ended is met again.
  for (let round = 0; round < 50; round += 1) {
    const members = process.platform === 'linux' ? sessionOf(pid) : []
    for (const member of members) signal(member)
    signal(-pid)
    if (members.length === 0) return
  }
}

function signal(target: number): void {
  try {
    process.kill(target, 'SIGKILL')
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** The processes of a session that still run. Field 6 of proc_pid_stat(5) is the session; the name before may hold anything. */
function sessionOf(session: number): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      const [state, , , itsSession] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(itsSession) === session && state !== 'Z' && state !== 'X' ? [Number(name)] : []
    } catch (error) {
      // It ended while we looked.
      if (isGone(error)) return []
      throw error
    }
  })
}

/** ESRCH: no such process. ENOENT: not in /proc any more. EPERM: it became somebody else's, and is not ours to end. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ESRCH', 'ENOENT', 'EPERM'].includes(String(error.code))
}
