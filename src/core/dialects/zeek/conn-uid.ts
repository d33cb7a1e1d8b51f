/** The `uid` of a row: Zeek draws it at random, here it is the same for the same connection of the same capture. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const UID_DIGITS = 17
/** FNV-1a, 32 bits. */
const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** `C` and 17 characters for what tells the connection from others. */
export function connUid(identity: string): string {
  let uid = 'C'
  let hash = FNV_BASIS
  for (let round = 0; round < UID_DIGITS; round++) {
    for (let i = 0; i < identity.length; i++) hash = Math.imul(hash ^ identity.charCodeAt(i), FNV_PRIME)
    hash = Math.imul(hash ^ round, FNV_PRIME)
    uid += DIGITS[(hash >>> 8) % DIGITS.length]
  }
  return uid
}
