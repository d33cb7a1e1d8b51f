/** `node bench/packet-sender.mjs INTERFACE RATE SECONDS FRAME-BYTES [VLAN]`: sends TCP frames through a packet socket, and prints how many. Only for namespaces of our own. */
import koffi from 'koffi'

const AF_PACKET = 17
const SOCK_RAW = 3
const SIOCGIFINDEX = 0x8933
const BATCH = 64
const MMSGHDR_BYTES = 64
const IOVEC_BYTES = 16

const [name = '', rate = '0', seconds = '0', frameBytes = '74', vlan = ''] = process.argv.slice(2)
const library = koffi.load(null)
const socketOf = library.func('int socket(int, int, int)')
const ioctl = library.func('int ioctl(int, unsigned long, void *)')
const bind = library.func('int bind(int, void *, uint32_t)')
const sendmmsg = library.func('int sendmmsg(int, void *, uint32_t, int)')

/** Frames of 64 connections, each a segment that was never part of any. */
const frames = Buffer.alloc(BATCH * Number(frameBytes))
const vectors = Buffer.alloc(BATCH * IOVEC_BYTES)
const messages = Buffer.alloc(BATCH * MMSGHDR_BYTES)
for (let i = 0; i < BATCH; i++) {
  writeFrame(frames.subarray(i * Number(frameBytes), (i + 1) * Number(frameBytes)), i)
  vectors.writeBigUInt64LE(koffi.address(frames) + BigInt(i * Number(frameBytes)), i * IOVEC_BYTES)
  vectors.writeBigUInt64LE(BigInt(frameBytes), i * IOVEC_BYTES + 8)
  messages.writeBigUInt64LE(koffi.address(vectors) + BigInt(i * IOVEC_BYTES), i * MMSGHDR_BYTES + 16)
  messages.writeBigUInt64LE(1n, i * MMSGHDR_BYTES + 24)
}

function writeFrame(whole, i) {
  whole.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1])
  if (vlan !== '') whole.set([0x81, 0, Number(vlan) >> 8, Number(vlan) & 0xff], 12)
  const frame = vlan === '' ? whole : whole.subarray(4)
  frame.set([8, 0, 0x45, 0], 12)
  frame.writeUInt16BE(frame.length - 14, 16)
  frame.set([64, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2], 20)
  frame.writeUInt16BE(40_000 + i, 34)
  frame.writeUInt16BE(80, 36)
  frame.writeUInt32BE(1000 + i, 38)
  frame.writeUInt32BE(2000 + i, 42)
  frame.set([0x50, 0x10, 1, 0], 46)
}

const socket = socketOf(AF_PACKET, SOCK_RAW, 0)
const request = Buffer.alloc(40)
request.write(name)
if (socket < 0 || ioctl(socket, SIOCGIFINDEX, request) < 0) throw new Error(`cannot send on ${name}`)
const address = Buffer.alloc(20)
address.writeUInt16LE(AF_PACKET, 0)
request.copy(address, 4, 16, 20)
if (bind(socket, address, address.length) < 0) throw new Error(`cannot bind to ${name}`)

const sleeper = new Int32Array(new SharedArrayBuffer(4))
const beganMs = performance.now()
const endMs = beganMs + Number(seconds) * 1000
let sent = 0
for (let nowMs = beganMs; nowMs < endMs; nowMs = performance.now()) {
  const due = Math.floor(((nowMs - beganMs) / 1000) * Number(rate))
  if (due - sent < BATCH) {
    Atomics.wait(sleeper, 0, 0, 0.5)
    continue
  }
  // What could not be sent in time is left out: a burst would not be the rate that was asked for.
  const behind = Math.min(due - sent, Number(rate) / 20)
  for (let left = behind; left >= BATCH; left -= BATCH) {
    const count = sendmmsg(socket, messages, BATCH, 0)
    if (count > 0) sent += count
  }
}
console.log(JSON.stringify({ sent, seconds: (performance.now() - beganMs) / 1000 }))
