/** A capture of nothing but SYNs, as long as wanted. */

/** Little-endian 32-bit words. */
function words(...values: number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer)
}

/** A capture of `count` SYNs from different ports, a millisecond apart, 54 bytes each. */
export function synCapture(count: number): Buffer {
  const packet = Buffer.from(
    '0200000000020200000000010800' + '450000280000400040060000c0000201c6336407' + '0000005000000001000000005002ffff00000000',
    'hex',
  )
  const parts = [words(0xa1b2c3d4, 0x00040002, 0, 0, 65_535, 1)]
  for (let i = 0; i < count; i++) {
    const bytes = Buffer.from(packet)
    bytes.writeUInt16BE(1024 + (i % 60_000), 34)
    parts.push(words(1_800_000_000 + Math.floor(i / 1000), (i % 1000) * 1000, bytes.length, bytes.length), bytes)
  }
  return Buffer.concat(parts)
}
