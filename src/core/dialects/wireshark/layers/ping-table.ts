/** Echo requests that wait for their reply. */

/** A request or its reply, as the other shows it. */
export interface PingMatch {
  readonly requestFrame: number
  readonly requestTimeNs: number
  replyFrame: number
}

const MAX_PINGS = 65_536

/** Pairs echo requests with replies, in file order. */
export class PingTable {
  private readonly waiting = new Map<string, PingMatch>()
  /** What each frame belongs to, for a second pass. */
  private readonly byFrame = new Map<number, PingMatch>()

  /** Takes a request. */
  request(key: string, frame: number, timeNs: number): void {
    if (this.waiting.size >= MAX_PINGS) this.waiting.clear()
    const match = { requestFrame: frame, requestTimeNs: timeNs, replyFrame: 0 }
    this.waiting.set(key, match)
    if (this.byFrame.size < MAX_PINGS) this.byFrame.set(frame, match)
  }

  /** Takes a reply; gives its request. */
  reply(key: string, frame: number): PingMatch | undefined {
    const match = this.waiting.get(key)
    if (match === undefined) return undefined
    this.waiting.delete(key)
    match.replyFrame = frame
    if (this.byFrame.size < MAX_PINGS) this.byFrame.set(frame, match)
    return match
  }

  /** In a second pass: the pair that a frame belongs to. */
  find(frame: number): PingMatch | undefined {
    return this.byFrame.get(frame)
  }
}
