/** Names of protocols that are not followed; each is made once, and they are bounded in number. */

/** Numbers without a name of their own that get one; hostile input could have 65536. */
const MOST_NAMES = 64

/** Names one kind of protocol number. */
export class ProtocolNames {
  private readonly made = new Map<number, string>()
  private readonly prefix: string
  private readonly radix: number
  private readonly digits: number
  private readonly known: (protocol: number) => string | undefined

  /** A number without a `known` name is called `prefix` and its digits in `radix`, at least `digits` of them. */
  constructor(prefix: string, radix: number, digits: number, known: (protocol: number) => string | undefined) {
    this.prefix = prefix
    this.radix = radix
    this.digits = digits
    this.known = known
  }

  /** The name of `protocol`: always the same string; 'other' when too many numbers have been named. */
  nameOf(protocol: number): string {
    const name = this.known(protocol) ?? this.made.get(protocol)
    if (name !== undefined) return name
    if (this.made.size >= MOST_NAMES) return 'other'
    const made = this.prefix + protocol.toString(this.radix).padStart(this.digits, '0')
    this.made.set(protocol, made)
    return made
  }
}
