import { existsSync } from 'node:fs'
import { run } from './run.ts'

/** What the end-to-end tests need of the system: the file that shows it is there, and Debian's package. */
const NEEDED: readonly (readonly [string, string])[] = [
  ['/usr/bin/chromium', 'chromium'],
  ['/usr/bin/Xvfb', 'xvfb'],
  ['/usr/bin/openbox', 'openbox'],
  ['/usr/bin/xterm', 'xterm'],
  ['/usr/bin/xdotool', 'xdotool'],
  ['/usr/bin/xwininfo', 'x11-utils'],
  ['/usr/bin/xsetroot', 'x11-xserver-utils'],
  ['/usr/bin/setxkbmap', 'x11-xkb-utils'],
  ['/usr/bin/xclip', 'xclip'],
  ['/usr/bin/l3afpad', 'l3afpad'],
  ['/usr/lib/x86_64-linux-gnu/libwebkit2gtk-4.1.so.0', 'libwebkit2gtk-4.1-0'],
  ['/usr/bin/less', 'less'],
  ['/usr/bin/gio', 'libglib2.0-bin'],
  ['/usr/bin/python3', 'python3-minimal'],
  ['/usr/bin/turnserver', 'coturn'],
  ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', 'fonts-dejavu-core'],
]

/** What the benchmarks of desktop pictures need beside that: the rivals. */
export const NEEDED_BY_DESKTOP_BENCHMARKS: readonly (readonly [string, string])[] = [
  ['/usr/bin/Xtigervnc', 'tigervnc-standalone-server'],
  ['/usr/bin/x11vnc', 'x11vnc'],
  ['/usr/sbin/ip', 'iproute2'],
]

/** Installs what is missing, as root or by a sudo that asks nothing; says what to do where that is not possible. */
export async function installSystemPackages(needed = NEEDED): Promise<void> {
  const missing = needed.filter(([file]) => !existsSync(file)).map(([, name]) => name)
  if (missing.length === 0) return
  process.stderr.write(`Installing ${missing.join(', ')} from the system's packages …\n`)
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run([...sudo, 'apt-get', 'update', '-qq'], { quiet: true, env })
  const { code, output } = await run(
    [...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing],
    { quiet: true, env },
  )
  if (code === 0) return
  process.stderr.write(
    `${output}\nPrograms are missing and could not be installed. Run: apt-get install ${missing.join(' ')}\n`,
  )
  process.exit(1)
}
