// Carries packets between two network devices as a bad line would, in a process of its own so that nothing else delays them:
// `node network-relay.ts NEAR FAR SEED DELAY LOSS BITS QUEUE`. It says `open` once both devices are there, and counts when asked.
import { setPriority } from 'node:os'
import { TunDevice } from './network-device.ts'
import { Road, seeded } from './network-road.ts'

// A line does not wait for what else the machine does.
setPriority(-20)
const [near = '', far = '', ...numbers] = process.argv.slice(2)
const [seed = 0, delayMs = 0, loss = 0, bitsPerSecond = 0, queueBytes = 0] = numbers.map(Number)
const kind = { delayMs, loss, bitsPerSecond, queueBytes }
const [nearDevice, farDevice] = [TunDevice.open(near), TunDevice.open(far)]
const toNear = new Road(kind, { random: seeded(seed), arrived: (packet) => nearDevice.give(packet) })
const toFar = new Road(kind, { random: seeded(seed + 1), arrived: (packet) => farDevice.give(packet) })
nearDevice.onPacket((packet) => toFar.carry(Buffer.from(packet)))
farDevice.onPacket((packet) => toNear.carry(Buffer.from(packet)))
process.on('message', () => process.send?.({ toNear: toNear.count, toFar: toFar.count }))
// Who started it is gone: so are the devices then.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.send?.('open')
