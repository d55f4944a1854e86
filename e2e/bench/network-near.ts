// What proves a line, at its near end: sends back every datagram, and for those of a flood says how many bytes came in what time.
import { createSocket } from 'node:dgram'
import { FLOOD } from './network-proof.ts'

const socket = createSocket('udp4')
let [first, last, bytes] = [0, 0, 0]
socket.on('message', (data, { address, port }) => {
  if (data[0] !== FLOOD) return void socket.send(data, port, address)
  last = performance.now()
  if (first === 0) first = last
  // The first one only starts the clock.
  else bytes += data.length + 28
})
process.on('message', () => process.send?.({ bytes, ms: last - first }))
process.on('disconnect', () => process.exit(0))
socket.bind(0, () => process.send?.({ port: socket.address().port }))
