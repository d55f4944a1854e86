import { ZipFile } from 'yazl'
import { signAdHoc } from './mach-o.ts'
import type { Packed, Packing } from './packing.ts'

const IDENTIFIER = 'app.deskside.support-manager'
/**
 * The app's name ends in a code of nothing but zeros, which is none. A server that writes a pass's code over it, in each of
 * the zip's names, changes no file's content, and so no signature.
 */
const NO_CODE = '000000000000'
const APP = `Support Manager ${NO_CODE}.app`
/** The same for every build: 1 January 2020. */
const TIME = new Date(Date.UTC(2020, 0, 1))
const [RUN, READ] = [0o100755, 0o100644]

/** An .app in a .zip, signed ad hoc. Its address is covered by that signature, so that it has to be there from the start. */
export async function packMac(program: Buffer, { version, origin, platform }: Packing): Promise<Packed> {
  if (origin === undefined) throw new Error('The program for macOS is signed with its address inside.')
  const zip = new ZipFile()
  const add = (content: Buffer, name: string, mode: number): void =>
    zip.addBuffer(content, `${APP}/Contents/${name}`, { mtime: TIME, mode, compressionLevel: 9 })
  add(Buffer.from(infoPlist(version)), 'Info.plist', READ)
  add(Buffer.from('APPL????'), 'PkgInfo', READ)
  add(signAdHoc(program, IDENTIFIER), 'MacOS/Support Manager', RUN)
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(part as Buffer)
  return { file: `Support-Manager-${platform}.zip`, bytes: Buffer.concat(parts), slot: undefined }
}

function infoPlist(version: string): string {
  const entries = {
    CFBundleIdentifier: IDENTIFIER,
    CFBundleName: 'Support Manager',
    CFBundleExecutable: 'Support Manager',
    CFBundlePackageType: 'APPL',
    CFBundleShortVersionString: version,
    CFBundleVersion: version,
    // What Node's own program says that it needs.
    LSMinimumSystemVersion: '13.5',
    NSHumanReadableCopyright: 'Deskside authors; contains Node.js',
  }
  const lines = Object.entries(entries).map(([key, value]) => `  <key>${key}</key><string>${value}</string>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${lines.join('\n')}
  <key>NSHighResolutionCapable</key><true/>
  <key>CFBundleURLTypes</key>
  <array><dict>
    <key>CFBundleURLName</key><string>${IDENTIFIER}</string>
    <key>CFBundleURLSchemes</key><array><string>deskside</string></array>
  </dict></array>
</dict>
</plist>
`
}
