import { UNKNOWN_QUALITY } from '@deskside/realtime'
import type { IncomingPicture, ProgramLink } from '@deskside/realtime'
import { expect, test } from 'vitest'
import { arriving } from './arriving.ts'

test('A8: what has arrived of a picture is the Support Manager’s, else a stream that is there', () => {
  const incoming = (grantId: string, programDeviceId: string | null, stream: MediaStream | null): IncomingPicture => ({
    grantId,
    programDeviceId,
    stream,
    capability: 'desktop.view',
    fromId: 'carla',
    quality: UNKNOWN_QUALITY,
  })
  const link = { device: { deviceId: 'program' } } as unknown as ProgramLink
  const stream = {} as MediaStream
  const [page, program] = [incoming('v', null, stream), incoming('c', 'program', null)]
  const other = incoming('x', null, stream)
  expect(arriving(['v', 'c'], { incoming: [], links: [] })).toEqual({ link: undefined, stream: undefined })
  expect(arriving(['v', 'c'], { incoming: [other, page], links: [] })).toEqual({ link: undefined, stream: page })
  expect(arriving(['v', 'c'], { incoming: [page, program], links: [link] })).toEqual({ link, stream: program })
  // Its line is not there yet: nothing of another's is taken for it.
  expect(arriving(['v', 'c'], { incoming: [page, program], links: [] })).toEqual({ link: undefined, stream: program })
})
