/** The MD5 signature of a segment (RFC 2385). */

import { md5 } from '../../bytes/md5.ts'
import { asciiBytes } from '../../bytes/text-output.ts'
import { finalDestination4, finalDestination6 } from './final-destination.ts'
import type { Printing } from './printing.ts'

const TCP_HEADER_BYTES = 20
const CHECKSUM_OFFSET = 16
const SIGNATURE_BYTES = 16
const PROTOCOL = 6

/** Prints whether the signature at `signature` is that of the segment with the secret of `-M`. */
export function printMd5(p: Printing, segment: number, payloadBytes: number, ip: number, signature: number): void {
  const secret = p.options.md5Secret
  const signatureText = p.hexText(signature, signature + SIGNATURE_BYTES)
  p.text(' ')
  const headerBytes = (p.bytes[segment + 12] >> 4) * 4
  const payload = segment + headerBytes
  if (!p.has(payload, payloadBytes)) return p.text(`snaplen too short, can't check - ${signatureText}`)
  if (secret === undefined) return p.text(`shared secret not supplied with -M, can't check - ${signatureText}`)
  const signed = signedBytes(p, segment, headerBytes, payloadBytes, ip, asciiBytes(secret))
  const expected = [...md5(signed)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  if (expected === signatureText) p.text('valid')
  else p.invalid()
}

/** Pseudo header, header without options and with no checksum, payload, secret (RFC 2385 §2.0). */
function signedBytes(p: Printing, segment: number, headerBytes: number, payloadBytes: number, ip: number, secret: Uint8Array): Uint8Array {
  const isIp6 = p.bytes[ip] >> 4 === 6
  const pseudoBytes = isIp6 ? 40 : 12
  const signed = new Uint8Array(pseudoBytes + TCP_HEADER_BYTES + payloadBytes + secret.length)
  const view = new DataView(signed.buffer)
  const length = headerBytes + payloadBytes
  if (isIp6) {
    const dst = finalDestination6(p, ip)
    signed.set(p.bytes.subarray(ip + 8, ip + 24))
    signed.set(p.bytes.subarray(dst, dst + 16), 16)
    view.setUint32(32, length)
    signed[39] = PROTOCOL
  } else {
    const dst = finalDestination4(p, ip)
    signed.set(p.bytes.subarray(ip + 12, ip + 16))
    signed.set(p.bytes.subarray(dst, dst + 4), 4)
    signed[9] = PROTOCOL
    view.setUint16(10, length)
  }
  signed.set(p.bytes.subarray(segment, segment + TCP_HEADER_BYTES), pseudoBytes)
  view.setUint16(pseudoBytes + CHECKSUM_OFFSET, 0)
  signed.set(p.bytes.subarray(segment + headerBytes, segment + headerBytes + payloadBytes), pseudoBytes + TCP_HEADER_BYTES)
  signed.set(secret, signed.length - secret.length)
  return signed
}
