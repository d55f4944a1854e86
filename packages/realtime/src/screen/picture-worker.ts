import type { FromPictureWorker, ToPictureWorker } from './picture-messages.ts'
import { PicturePainter } from './picture-painter.ts'

/** What of a worker's global this one uses; the type library of pages has no name for it. */
interface WorkerScope {
  postMessage(message: FromPictureWorker, handedOver: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<ToPictureWorker>) => void): void
}
const scope = globalThis as unknown as WorkerScope

let painter: PicturePainter | undefined
let channel: RTCDataChannel | null = null

const tell = (message: FromPictureWorker): void => {
  scope.postMessage(message, [])
  // Nothing more is read from one who lies.
  if (message.t === 'failed') channel?.close()
}
const say = (text: string): void => {
  if (!channel) return tell({ t: 'say', text })
  if (channel.readyState === 'open') channel.send(text)
}

scope.addEventListener('message', ({ data }) => {
  switch (data.t) {
    case 'begin':
      channel = data.channel
      painter = new PicturePainter({ canvas: data.canvas, tell, say })
      if (channel) {
        channel.binaryType = 'arraybuffer'
        channel.addEventListener('message', (event: MessageEvent<unknown>) => {
          if (event.data instanceof ArrayBuffer) painter?.take(new Uint8Array(event.data))
        })
      }
      return
    case 'piece':
      return painter?.take(new Uint8Array(data.bytes))
    case 'say':
      return say(data.text)
  }
})

setInterval(() => {
  const counted = painter?.count()
  if (counted) tell({ t: 'count', ...counted })
}, 1_000)
