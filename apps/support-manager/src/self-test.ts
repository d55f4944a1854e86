import wrtc from '@roamhq/wrtc'
import koffi from 'koffi'
import { about } from './platform/about.ts'

/** What a part found out, for instance "a channel between two peers said hello". @throws when the part does not work. */
type Test = () => Promise<string>

const TESTS: Readonly<Record<string, Test>> = {
  koffi: callsTheSystem,
  webrtc: talksToItself,
  terminal: loadsTheTerminal,
  display: findsTheDesktop,
}

/** Tries every native part once and says so, a line each. Exit code 1 when one does not work. */
export async function runSelfTest(): Promise<void> {
  const { version, builtFrom } = about()
  process.stdout.write(`Deskside Support Manager ${version} (${builtFrom})\n`)
  for (const [name, test] of Object.entries(TESTS)) {
    try {
      process.stdout.write(`ok ${name}: ${await test()}\n`)
    } catch (error) {
      process.exitCode = 1
      process.stdout.write(`failed ${name}: ${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
  // libwebrtc's threads would keep the process for a while.
  process.exit()
}

async function callsTheSystem(): Promise<string> {
  if (process.platform === 'win32') {
    const id = koffi.load('kernel32.dll').func('uint32_t __stdcall GetCurrentProcessId(void)')() as number
    return expectSame(id, process.pid, 'the process id')
  }
  const libc = koffi.load(process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6')
  return expectSame(libc.func('int getpid(void)')() as number, process.pid, 'the process id')
}

async function talksToItself(): Promise<string> {
  const [here, there] = [new wrtc.RTCPeerConnection(), new wrtc.RTCPeerConnection()]
  try {
    here.addEventListener('icecandidate', ({ candidate }) => void (candidate && there.addIceCandidate(candidate)))
    there.addEventListener('icecandidate', ({ candidate }) => void (candidate && here.addIceCandidate(candidate)))
    const channel = here.createDataChannel('self-test')
    const heard = new Promise<string>((resolve, reject) => {
      setTimeout(() => reject(new Error('Nothing came over the data channel in 15 s.')), 15_000).unref()
      there.addEventListener('datachannel', ({ channel: other }) =>
        other.addEventListener('message', ({ data }) => resolve(String(data))),
      )
      channel.addEventListener('open', () => channel.send('hello'))
    })
    await here.setLocalDescription(await here.createOffer())
    await there.setRemoteDescription(here.localDescription as RTCSessionDescriptionInit)
    await there.setLocalDescription(await there.createAnswer())
    await here.setRemoteDescription(there.localDescription as RTCSessionDescriptionInit)
    return expectSame(await heard, 'hello', 'the message over a data channel')
  } finally {
    here.close()
    there.close()
  }
}

/** Whether it can be loaded: to open one, it takes a system that has terminals. */
async function loadsTheTerminal(): Promise<string> {
  const { spawn } = await import('@lydell/node-pty')
  return expectSame(typeof spawn, 'function', 'what opens one')
}

/** Each system's own parts; those of the others are not in its program. */
async function findsTheDesktop(): Promise<string> {
  if (process.platform === 'linux') return (await import('./x11-self-test.ts')).tryDesktop()
  else return (await import('./native-self-test.ts')).tryDesktop()
}

function expectSame<T>(found: T, expected: T, what: string): string {
  if (found !== expected) throw new Error(`${what} is ${String(found)} and should be ${String(expected)}.`)
  return `${what} is ${String(found)}`
}
