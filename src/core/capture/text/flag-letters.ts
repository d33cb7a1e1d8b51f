/** The letters by which tcpdump prints TCP flags, and the words by which Wireshark does. */

/** tcpdump's letters (`e` is AE of RFC 9768, printed by newer versions). */
export const FLAG: Readonly<Record<string, number>> = {
  F: 0x01,
  S: 0x02,
  R: 0x04,
  P: 0x08,
  '.': 0x10,
  // How other programs that print such lines write it.
  A: 0x10,
  U: 0x20,
  E: 0x40,
  W: 0x80,
  C: 0x80,
  e: 0x100,
}

/** Wireshark's words. */
export const FLAG_WORD: Readonly<Record<string, number>> = {
  FIN: 0x01,
  SYN: 0x02,
  RST: 0x04,
  PSH: 0x08,
  PUSH: 0x08,
  ACK: 0x10,
  URG: 0x20,
  ECN: 0x40,
  ECE: 0x40,
  CWR: 0x80,
  NS: 0x100,
  AE: 0x100,
}
