import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { slotOffset } from './executable.ts'
import type { Packed, Packing } from './packing.ts'

const MAKENSIS = '/usr/bin/makensis'
/** A program with windows and without a black one for text (PE format, "Windows Subsystem"). */
const GRAPHICAL = 2
const MANIFEST = 24
const ENGLISH = { lang: 1033, codepage: 1200 } as const
/** Without it Windows would scale what is captured and where the pointer is put, on every screen that is not at 100 %. */
const DPI_AWARE = [
  '<application xmlns="urn:schemas-microsoft-com:asm.v3"><windowsSettings>',
  '<dpiAware xmlns="http://schemas.microsoft.com/SMI/2005/WindowsSettings">true/pm</dpiAware>',
  '<dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2</dpiAwareness>',
  '<longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>',
  '</windowsSettings></application></assembly>',
].join('')

/**
 * One .exe. With an address inside it is pressed into a wrapper (where NSIS is installed), which unpacks it into the
 * user's own folder without asking for rights, and hands over its own name. Without one it is the program itself, so that the
 * server can put its address in.
 */
export async function packWindows(program: Buffer, { version, origin, platform }: Packing): Promise<Packed> {
  const file = `Support-Manager-${platform}.exe`
  const exe = describe(program, version)
  if (origin === undefined) return { file, bytes: exe, slot: { offset: slotOffset(exe) } }
  if (existsSync(MAKENSIS)) return { file, bytes: await wrap(exe, version), slot: undefined }
  process.stderr.write('NSIS (makensis) is not installed: the Windows program stays four times as large.\n')
  return { file, bytes: exe, slot: undefined }
}

/** Gives Node's program our name, our manifest and no text window. What Node's publisher signed it is no more. */
function describe(program: Buffer, version: string): Buffer {
  const exe = NtExecutable.from(program, { ignoreCert: true })
  const resources = NtExecutableResource.from(exe)
  const [info] = Resource.VersionInfo.fromEntries(resources.entries)
  const manifest = resources.entries.find(({ type }) => type === MANIFEST)
  if (!info || !manifest) throw new Error("Node's program for Windows has no version or no manifest to change.")
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  info.setFileVersion(major, minor, patch, 0, ENGLISH.lang)
  info.setProductVersion(major, minor, patch, 0, ENGLISH.lang)
  info.setStringValues(ENGLISH, {
    ProductName: 'Support Manager',
    FileDescription: 'Support Manager',
    CompanyName: 'Deskside',
    OriginalFilename: 'Support-Manager.exe',
    InternalName: 'support-manager',
    LegalCopyright: 'Deskside authors; contains Node.js',
  })
  info.outputToResourceEntries(resources.entries)
  const text = Buffer.from(manifest.bin).toString('utf8')
  if (!text.includes('</assembly>')) throw new Error("The manifest in Node's program for Windows cannot be read.")
  manifest.bin = new Uint8Array(Buffer.from(text.replace('</assembly>', DPI_AWARE))).buffer
  resources.outputResource(exe)
  exe.newHeader.optionalHeader.subsystem = GRAPHICAL
  return Buffer.from(exe.generate())
}

async function wrap(exe: Buffer, version: string): Promise<Buffer> {
  const work = await mkdtemp(join(tmpdir(), 'deskside-nsis-'))
  try {
    await writeFile(join(work, 'program.exe'), exe)
    await writeFile(join(work, 'wrapper.nsi'), wrapperScript(version))
    // NSIS writes the time of the build into the file, unless it is told one (reproducible-builds.org).
    const env = { ...process.env, SOURCE_DATE_EPOCH: '0' }
    await promisify(execFile)(MAKENSIS, ['-V2', 'wrapper.nsi'], { cwd: work, env })
    return await readFile(join(work, 'wrapper.exe'))
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/**
 * The folder has a name that nobody knows before ($PLUGINSDIR is new for each start), and goes with the program
 * (THREATS C13).
 */
function wrapperScript(version: string): string {
  return `Target amd64-unicode
Unicode true
!include FileFunc.nsh
Name "Support Manager"
OutFile "wrapper.exe"
RequestExecutionLevel user
SilentInstall silent
SetCompressor /SOLID lzma
SetCompressorDictSize 32
ManifestDPIAware true
VIProductVersion "${version}.0"
VIAddVersionKey ProductName "Support Manager"
VIAddVersionKey FileDescription "Support Manager"
VIAddVersionKey CompanyName "Deskside"
VIAddVersionKey FileVersion "${version}"
VIAddVersionKey LegalCopyright "Deskside authors; contains Node.js"
Section
  InitPluginsDir
  SetOutPath "$PLUGINSDIR"
  File "/oname=Support Manager.exe" "program.exe"
  System::Call 'kernel32::SetEnvironmentVariable(t "DESKSIDE_LAUNCHER", t "$EXEPATH")'
  \${GetParameters} $R0
  ExecWait '"$PLUGINSDIR\\Support Manager.exe" $R0' $0
  SetOutPath "$TEMP"
  SetErrorLevel $0
SectionEnd
`
}
