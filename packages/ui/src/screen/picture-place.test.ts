import { expect, test } from 'vitest'
import { pictureAt, pictureBox } from './picture-place.ts'

const PICTURE = { width: 1920, height: 1080 }

test('D2: a click means the pixel below it, also where bars stand beside or above the picture', () => {
  // Twice as wide as needed: bars of 240 left and right.
  const wide = { left: 100, top: 50, width: 1440, height: 540 }
  expect(pictureBox(wide, PICTURE)).toEqual({ left: 340, top: 50, width: 960, height: 540 })
  expect(pictureAt({ element: wide, picture: PICTURE }, 340, 50)).toEqual({ x: 0, y: 0 })
  expect(pictureAt({ element: wide, picture: PICTURE }, 820, 320)).toEqual({ x: 960, y: 540 })
  // Too tall: bars above and below.
  const tall = { left: 0, top: 0, width: 960, height: 1000 }
  expect(pictureBox(tall, PICTURE)).toEqual({ left: 0, top: 230, width: 960, height: 540 })
  expect(pictureAt({ element: tall, picture: PICTURE }, 480, 230)).toEqual({ x: 960, y: 0 })
})

test('D2: one pixel is one pixel at 100 %', () => {
  const element = { left: 7, top: 9, ...PICTURE }
  expect(pictureAt({ element, picture: PICTURE }, 8, 11)).toEqual({ x: 1, y: 2 })
})

test('D2: what lies beside the picture is its edge, never outside', () => {
  const element = { left: 0, top: 0, width: 1440, height: 540 }
  const at = (x: number, y: number) => pictureAt({ element, picture: PICTURE }, x, y)
  expect(at(-50, -50)).toEqual({ x: 0, y: 0 })
  expect(at(9000, 9000)).toEqual({ x: 1919, y: 1079 })
  expect(pictureAt({ element, picture: { width: 0, height: 0 } }, 5, 5)).toEqual({ x: 0, y: 0 })
})
