// Writes classic pcap files (microseconds, little endian, Ethernet) in large blocks.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs'

const BLOCK_BYTES = 1 << 20
const LARGEST_RECORD_BYTES = 16 + 65_536
const LINKTYPE_ETHERNET = 1

/** 2025-06-01 08:00:00 UTC: captures made today should not look as if they came from 1970. */
export const START_SECONDS = 1_748_764_800

export class PcapWriter {
  #fd
  #path
  #block = new Uint8Array(BLOCK_BYTES + LARGEST_RECORD_BYTES)
  #view = new DataView(this.#block.buffer)
  #used = 0
  #packets = 0
  #snaplen

  /**
   * @param {string} path the file appears under this name only when it is complete
   * @param {number} snaplen bytes kept of each packet
   */
  constructor(path, snaplen) {
    this.#path = path
    this.#fd = openSync(`${path}.part`, 'w')
    this.#snaplen = snaplen
    const view = this.#view
    view.setUint32(0, 0xa1b2c3d4, true)
    view.setUint16(4, 2, true)
    view.setUint16(6, 4, true)
    view.setUint32(16, snaplen, true)
    view.setUint32(20, LINKTYPE_ETHERNET, true)
    this.#used = 24
  }

  /** Packets written so far. */
  get packets() {
    return this.#packets
  }

  /**
   * @param {number} timeUs microseconds since START_SECONDS
   * @param {Uint8Array} frame holds at least min(snaplen, wireBytes) bytes
   * @param {number} wireBytes the packet's length on the wire
   */
  write(timeUs, frame, wireBytes) {
    const kept = wireBytes < this.#snaplen ? wireBytes : this.#snaplen
    const at = this.#used
    const view = this.#view
    const seconds = Math.floor(timeUs / 1e6)
    view.setUint32(at, START_SECONDS + seconds, true)
    view.setUint32(at + 4, Math.floor(timeUs - seconds * 1e6), true)
    view.setUint32(at + 8, kept, true)
    view.setUint32(at + 12, wireBytes, true)
    this.#block.set(kept === frame.length ? frame : frame.subarray(0, kept), at + 16)
    this.#used = at + 16 + kept
    this.#packets++
    if (this.#used >= BLOCK_BYTES) this.#flush()
  }

  #flush() {
    let from = 0
    while (from < this.#used) from += writeSync(this.#fd, this.#block, from, this.#used - from)
    this.#used = 0
  }

  /** Writes the rest and gives the file its name. */
  close() {
    this.#flush()
    closeSync(this.#fd)
    renameSync(`${this.#path}.part`, this.#path)
  }
}
