import { openX11 } from './platform/x11.ts'
import { X11Images } from './screen/x11-images.ts'

/** Reads the X11 display, and says how large it is and which colour is in its middle. */
export async function tryDesktop(): Promise<string> {
  const x = await openX11()
  const images = new X11Images(x)
  try {
    const { width, height } = await x.ask<{ width: number; height: number }>((reply) =>
      x.client.GetGeometry(x.root, reply),
    )
    let middle: number | undefined
    await images.read([{ window: x.root, area: { x: 0, y: 0, width, height } }], (_index, image) => {
      middle = image?.[Math.floor(height / 2) * width + Math.floor(width / 2)]
    })
    if (middle === undefined) throw new Error('The display gave no picture.')
    return `${width}x${height}, #${(middle & 0xff_ff_ff).toString(16).padStart(6, '0')} in the middle`
  } finally {
    images.close()
    x.close()
  }
}
