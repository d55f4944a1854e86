import { describe, expect, it } from 'vitest'
import { autostartFor, stateFolder } from './autostart.ts'
import { CannotDo } from './cannot-do.ts'

const HOSTILE = ['/home/carl/Down loads/"$(id)" `id` %f \\x/Support-Manager', '--return'] as const

describe('what starts the program once after a restart', () => {
  it('C12: is an entry of the user’s own on Linux, in which nothing of a path is a command', () => {
    const entry = autostartFor({ platform: 'linux', home: '/home/carl', env: { XDG_CONFIG_HOME: 'relative' } }, HOSTILE)
    if (entry.is !== 'file') throw new Error('it is a file')
    expect(entry.path).toBe('/home/carl/.config/autostart/deskside-support-manager-return.desktop')
    expect(entry.text.split('\n')).toContain(
      String.raw`Exec="env" "/home/carl/Down loads/\\"\\$(id)\\" \\'id\\' %%f \\\\x/Support-Manager" "--return"`.replaceAll(
        "'",
        '`',
      ),
    )
  })

  it('C12: is an agent of the user’s own on macOS', () => {
    const entry = autostartFor({ platform: 'darwin', home: '/Users/carl', env: {} }, ['/A & B/<x>', '--return'])
    if (entry.is !== 'file') throw new Error('it is a file')
    expect(entry.path).toBe('/Users/carl/Library/LaunchAgents/deskside-support-manager-return.plist')
    expect(entry.text).toContain('<string>/A &amp; B/&lt;x&gt;</string><string>--return</string>')
  })

  it('C12: is for one start only on Windows, as one argument whatever the path holds', () => {
    const entry = autostartFor({ platform: 'win32', home: 'C:\\Users\\carl', env: {} }, [
      'C:\\Carl\'s "files"\\a&b\\',
      '--return',
    ])
    if (entry.is !== 'commands') throw new Error('it is in the registry')
    expect(entry.put.slice(0, 3)).toEqual([
      'reg.exe',
      'add',
      String.raw`HKCU\Software\Microsoft\Windows\CurrentVersion\RunOnce`,
    ])
    expect(entry.put).toContain(String.raw`"C:\Carl's \"files\"\a&b\\" "--return"`)
    expect(entry.remove.slice(0, 2)).toEqual(['reg.exe', 'delete'])
  })

  it('[device R9] a path that cannot be written down is refused with a sentence', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      expect(() => autostartFor({ platform, home: '/h', env: {} }, ['/a\nExec=evil'])).toThrow(CannotDo)
  })

  it('the ticket is kept where the system keeps such things, in the user’s own folder', () => {
    expect(stateFolder({ platform: 'linux', home: '/home/carl', env: {} })).toBe('/home/carl/.local/state/deskside')
    expect(stateFolder({ platform: 'linux', home: '/h', env: { XDG_STATE_HOME: '/s' } })).toBe('/s/deskside')
    expect(stateFolder({ platform: 'win32', home: 'C:\\Users\\c', env: {} })).toBe(
      'C:\\Users\\c\\AppData\\Local\\Deskside\\state',
    )
  })
})
