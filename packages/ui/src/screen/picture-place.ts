export interface Size {
  readonly width: number
  readonly height: number
}
export interface Box extends Size {
  readonly left: number
  readonly top: number
}

/** Where a picture lies in its element, which shows all of it, in the middle and undistorted (`object-fit: contain`). */
export function pictureBox(element: Box, picture: Size): Box {
  if (picture.width <= 0 || picture.height <= 0) return { ...element, width: 0, height: 0 }
  const scale = Math.min(element.width / picture.width, element.height / picture.height)
  const width = picture.width * scale
  const height = picture.height * scale
  return {
    left: element.left + (element.width - width) / 2,
    top: element.top + (element.height - height) / 2,
    width,
    height,
  }
}

/**
 * The picture's own pixel at a place of the window. What lies beside the picture counts as its edge, so that a drag that
 * leaves it still means something.
 */
export function pictureAt(
  { element, picture }: { readonly element: Box; readonly picture: Size },
  clientX: number,
  clientY: number,
): { readonly x: number; readonly y: number } {
  const box = pictureBox(element, picture)
  if (box.width === 0) return { x: 0, y: 0 }
  const along = (at: number, pixels: number): number => Math.min(Math.max(at * pixels, 0), pixels - 1)
  return {
    x: along((clientX - box.left) / box.width, picture.width),
    y: along((clientY - box.top) / box.height, picture.height),
  }
}
