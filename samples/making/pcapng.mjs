// Writes a classic pcap again as pcapng, with an interface name, nanosecond times and a comment, so that a sample has them.

const SECTION_HEADER = 0x0a0d0d0a
const INTERFACE_DESCRIPTION = 1
const ENHANCED_PACKET = 6
const OPTION_COMMENT = 1
const OPTION_INTERFACE_NAME = 2
const OPTION_APPLICATION = 4
const OPTION_TIME_RESOLUTION = 9

const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])

function option(code, value) {
  const header = Buffer.alloc(4)
  header.writeUInt16LE(code, 0)
  header.writeUInt16LE(value.length, 2)
  return Buffer.concat([header, padded(value)])
}

function block(type, body) {
  const length = body.length + 12
  const result = Buffer.alloc(length)
  result.writeUInt32LE(type, 0)
  result.writeUInt32LE(length, 4)
  body.copy(result, 8)
  result.writeUInt32LE(length, length - 4)
  return result
}

/** @param {Buffer} pcap little endian, microseconds @param {string} comment for the section @returns {Buffer} */
export function toPcapng(pcap, comment) {
  const end = Buffer.alloc(4)
  const section = Buffer.alloc(16)
  section.writeUInt32LE(0x1a2b3c4d, 0)
  section.writeUInt16LE(1, 4)
  section.writeBigInt64LE(-1n, 8)
  const face = Buffer.alloc(8)
  face.writeUInt16LE(pcap.readUInt32LE(20), 0)
  face.writeUInt32LE(pcap.readUInt32LE(16), 4)
  const blocks = [
    block(
      SECTION_HEADER,
      Buffer.concat([section, option(OPTION_COMMENT, Buffer.from(comment)), option(OPTION_APPLICATION, Buffer.from('make-samples')), end]),
    ),
    block(
      INTERFACE_DESCRIPTION,
      Buffer.concat([face, option(OPTION_INTERFACE_NAME, Buffer.from('eth0')), option(OPTION_TIME_RESOLUTION, Buffer.of(9)), end]),
    ),
  ]
  for (let at = 24; at < pcap.length;) {
    const kept = pcap.readUInt32LE(at + 8)
    const timeNs = BigInt(pcap.readUInt32LE(at)) * 1_000_000_000n + BigInt(pcap.readUInt32LE(at + 4)) * 1_000n
    const head = Buffer.alloc(20)
    head.writeUInt32LE(Number(timeNs >> 32n), 4)
    head.writeUInt32LE(Number(timeNs & 0xffff_ffffn), 8)
    head.writeUInt32LE(kept, 12)
    head.writeUInt32LE(pcap.readUInt32LE(at + 12), 16)
    blocks.push(block(ENHANCED_PACKET, Buffer.concat([head, padded(pcap.subarray(at + 16, at + 16 + kept))])))
    at += 16 + kept
  }
  return Buffer.concat(blocks)
}
