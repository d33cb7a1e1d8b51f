/** Who is the client when no SYN tells. */
import { FLAG, KNOWN, type Packet } from '../packet/packet.ts'

/** Ports above this are hardly ever listened on: Linux takes its ephemeral ports from here on (`ip_local_port_range`). */
export const FIRST_EPHEMERAL_PORT = 32768

/**
 * Guesses whether the sender of a packet in mid-stream is the client.
 *
 * The end with a port below the ephemeral range is the server; with two such ports or none, the lower port is, and equal ports leave
 * the first sender as client. The report marks such roles as guessed.
 */
export function senderIsClient(srcPort: number, dstPort: number): boolean {
  const srcEphemeral = srcPort >= FIRST_EPHEMERAL_PORT
  const dstEphemeral = dstPort >= FIRST_EPHEMERAL_PORT
  if (srcEphemeral !== dstEphemeral) return srcEphemeral
  return srcPort >= dstPort
}

/** Whether a segment is a RST that can only answer a SYN: a host numbers it 0 and acknowledges the SYN (RFC 9293 §3.10.7.1), so it is the server's. */
export function refusesSyn({ flags, seq, payloadLen, known }: Packet): boolean {
  return (flags & (FLAG.rst | FLAG.ack)) === (FLAG.rst | FLAG.ack) && seq === 0 && payloadLen === 0 && (known & KNOWN.seq) !== 0
}
