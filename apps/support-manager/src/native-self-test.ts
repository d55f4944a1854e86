import { openNativeDesktop } from './native-desktop.ts'

/** Loads what looks at the desktop, drives it and copies on it; says how large it is and where the pointer is. */
export async function tryDesktop(): Promise<string> {
  const desktop = await openNativeDesktop()
  try {
    const { screen } = desktop
    const source = await screen.open({ kind: 'all-monitors' })
    const picture = await source.grab()
    if (!picture) throw new Error('The screen gave no picture.')
    const { width, height } = picture.area
    const applications = await screen.applications()
    const { x, y } = screen.cursor()
    return `${width}x${height}, ${applications.length} applications, the pointer at ${x},${y}`
  } finally {
    await desktop.close()
  }
}
