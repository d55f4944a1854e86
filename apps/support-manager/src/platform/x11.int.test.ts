import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestDisplay, type TestDisplay } from '../testing/x-display.ts'
import { openX11, X11_MASK, X11Error } from './x11.ts'

let display: TestDisplay

beforeEach(async () => {
  display = await openTestDisplay('320x200')
})

afterEach(() => display.close())

describe('a connection to a display', () => {
  it('says in a sentence that a display cannot be opened', async () => {
    await expect(openX11(':60999')).rejects.toThrow('The display :60999 cannot be opened')
    await expect(openX11('')).rejects.toThrow('DISPLAY is not set')
  })

  it('gives what the server refuses to who asked, and the rest to who listens', async () => {
    const x = await openX11(display.name)
    const asked = x.ask((reply) => x.client.QueryTree(0x7f_ff_ff, reply))
    await expect(asked).rejects.toBeInstanceOf(X11Error)
    await expect(asked).rejects.toMatchObject({ code: 3 })
    const refused = new Promise<X11Error>((resolve) => x.onRefusal(resolve))
    x.client.MapWindow(0x7f_ff_ff)
    expect((await refused).message).toContain('Bad window')
    expect(await x.property(0x7f_ff_ff, await x.atom('WM_NAME'))).toBeUndefined()
    x.close()
  })

  it('hears what all of its parts asked to hear of a window', async () => {
    const x = await openX11(display.name)
    const heard: (string | undefined)[] = []
    x.onEvent((event) => heard.push(event.name))
    x.listen(x.root, X11_MASK.substructure)
    x.listen(x.root, X11_MASK.property)
    const window = x.client.AllocID()
    x.client.CreateWindow(window, x.root, 0, 0, 10, 10, 0, 0, 1, 0, {})
    x.client.ChangeProperty(0, x.root, await x.atom('A_TEST'), 31, 8, 'value')
    await x.sync()
    expect(heard).toEqual(['CreateNotify', 'PropertyNotify'])
    const found = await x.property(x.root, await x.atom('A_TEST'))
    expect(found?.data.toString()).toBe('value')
    x.close()
  })

  it('tells once that the display is gone, and refuses what is asked then', async () => {
    const x = await openX11(display.name)
    let told = 0
    const lost = new Promise<Error>((resolve) => {
      x.onLost((error) => {
        told += 1
        resolve(error)
      })
    })
    await display.close()
    expect((await lost).message).toContain(display.name)
    await expect(x.sync()).rejects.toThrow(display.name)
    expect([x.open, told]).toEqual([false, 1])
    x.close()
  })

  it('refuses what is asked after it was closed, and closes twice without harm', async () => {
    const x = await openX11(display.name)
    x.close()
    x.close()
    await expect(x.sync()).rejects.toThrow('is closed')
  })
})
