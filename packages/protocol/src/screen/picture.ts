import { z } from 'zod'

/**
 * What passes on the channel `deskside.picture`. The one who shows sends bytes (a frame, the cursor, news), the one who
 * looks answers in JSON. Larger messages go in pieces: the first byte of each piece says whether more follow.
 */

/** Bytes of one piece on the channel at most, the first byte included. */
export const PIECE_BYTES = 65_536
export const PIECE_LAST = 0
export const PIECE_MORE = 1
/** Bytes of one message at most, put together. */
export const PICTURE_MESSAGE_BYTES = 67_108_864
/** Pixels of a side, and of a whole picture at most: four screens of 3840x2160. */
export const PICTURE_SIDE = 16_384
export const PICTURE_PIXELS = 33_177_600
/** Pixels of a cursor's side at most. */
export const CURSOR_SIDE = 256
/** Frames on their way at most: sent, and not yet acknowledged. */
export const FRAMES_IN_FLIGHT = 12

/**
 * The first byte of a message. A `frame` says everything; one that is `next` has the size of the one before it and the number
 * after that one's, so that a letter or a step of a dragged window is not much more than what it is to bring.
 */
export const PICTURE_MESSAGES = {
  frame: 1,
  cursorShape: 2,
  cursorPlace: 3,
  news: 4,
  nextPlain: 5,
  nextDeflated: 6,
  nextWithTail: 7,
} as const

const surfaceIdSchema = z.string().min(1).max(100)

/** Something that can be looked at: a monitor, all of them side by side, or an application. */
export const offeredSurfaceSchema = z.strictObject({
  id: surfaceIdSchema,
  name: z.string().max(200),
  kind: z.enum(['monitor', 'all-monitors', 'application']),
  /** In pixels; zero where it is not known. */
  width: z.int().min(0).max(PICTURE_SIDE),
  height: z.int().min(0).max(PICTURE_SIDE),
})

/** What the one who shows tells beside the pictures. */
export const pictureNewsSchema = z.discriminatedUnion('t', [
  /** What there is to choose from, and which of it the next frames show; null while nothing is shown. */
  z.strictObject({
    t: z.literal('surfaces'),
    surfaces: z.array(offeredSurfaceSchema).max(64),
    shown: surfaceIdSchema.nullable(),
  }),
  z.strictObject({
    t: z.literal('thumbnail'),
    surfaceId: surfaceIdSchema,
    /** A PNG as an address. */
    image: z
      .string()
      .max(400_000)
      .regex(/^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/),
  }),
])

/** What the one who looks says. */
export const viewerMessageSchema = z.discriminatedUnion('t', [
  /** The frame with this number is drawn. */
  z.strictObject({ t: z.literal('ack'), seq: z.int().nonnegative() }),
  z.strictObject({ t: z.literal('choose'), surfaceId: surfaceIdSchema }),
  /** "Send the whole picture anew." */
  z.strictObject({ t: z.literal('refresh') }),
  z.strictObject({ t: z.literal('thumbnails') }),
  /** A page that nobody sees needs no pictures. */
  z.strictObject({ t: z.literal('visible'), visible: z.boolean() }),
])

export type OfferedSurface = z.infer<typeof offeredSurfaceSchema>
export type PictureNews = z.infer<typeof pictureNewsSchema>
export type ViewerMessage = z.infer<typeof viewerMessageSchema>
