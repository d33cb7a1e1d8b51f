/** A report read back: as much of it as `verify` holds against a capture. It comes from outside, so every field is looked at. */
import type { PacketClaim } from './claims.ts'
import type { End } from './packet-facts.ts'
import { type BothSides, type EndReport, REPORT_SCHEMA } from './report.ts'

/** A verdict as a report has it. */
export interface ClaimedVerdict {
  readonly id: string
  /** How sure it is and whom it blames; undefined where a report leaves that out. */
  readonly certainty: string | undefined
  readonly blame: string | undefined
  readonly evidence: readonly ClaimedEvidence[]
}

/** Packets that are said to show a point. */
export interface ClaimedEvidence {
  readonly point: string
  readonly packets: readonly number[]
  readonly claims: readonly PacketClaim[]
}

/** A state that a packet is said to have shown; null when none did. */
export interface ClaimedState {
  readonly state: string
  readonly packet: number | null
  readonly inferred: boolean
}

/** A connection as a report has it. */
export interface ClaimedConnection {
  readonly id: number
  readonly input: number
  readonly client: EndReport
  readonly server: EndReport
  readonly firstPacket: number
  readonly lastPacket: number
  readonly packets: BothSides<number>
  readonly isn: BothSides<number | null>
  readonly states: BothSides<readonly ClaimedState[]>
  /** The verdict, then the findings. */
  readonly verdicts: readonly [ClaimedVerdict, ...ClaimedVerdict[]]
}

/** An input as a report has it. */
export interface ClaimedInput {
  readonly name: string
  readonly packets: number
  readonly tcpPackets: number
  readonly icmpErrors: number
}

/** A verdict about an input, or the headline. */
export interface ClaimedInputVerdict extends ClaimedVerdict {
  readonly input: number
  readonly connection: number | null
}

/** What a report claims. */
export interface ClaimedReport {
  readonly inputs: readonly ClaimedInput[]
  readonly connections: readonly ClaimedConnection[]
  readonly headline: ClaimedInputVerdict | null
  /** Verdicts about an input, and about many of its connections. */
  readonly captureFindings: readonly ClaimedInputVerdict[]
  readonly groupFindings: readonly ClaimedInputVerdict[]
}

/** What is missing or wrong in something that is no report: `connections[3].verdict.id`. */
export class ShapeFault {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }
}

/**
 * Puts a report together from parsed JSON: connections one by one and all the rest, in any order, or a whole report at once.
 * Nothing that `take` was given is kept but what is claimed.
 */
export class ClaimedReportReader {
  readonly #connections: ClaimedConnection[] = []
  #rest: Omit<ClaimedReport, 'connections'> | undefined

  /** Takes a connection or what has a schema; gives what is wrong with it. */
  take(value: unknown): ShapeFault | undefined {
    try {
      const field = new Field(value, '')
      if (field.at('schema').isAbsent && !field.at('verdict').isAbsent) {
        this.#connections.push(connectionOf(new Field(value, `connections[${this.#connections.length}]`)))
        return undefined
      }
      if (field.at('schema').value !== REPORT_SCHEMA) return new ShapeFault('schema')
      const connections = field.at('connections')
      if (!connections.isAbsent) for (const connection of connections.each(connectionOf)) this.#connections.push(connection)
      const headline = field.at('verdict')
      this.#rest = {
        inputs: field.at('inputs').each(inputOf),
        headline: headline.value === null ? null : inputVerdictOf(headline),
        captureFindings: field.at('captureFindings').each(inputVerdictOf),
        groupFindings: field.at('groupFindings').each(inputVerdictOf),
      }
      return undefined
    } catch (error) {
      if (error instanceof ShapeFault) return error
      throw error
    }
  }

  /** The report; a fault when the part with the schema never came. */
  end(): ClaimedReport | ShapeFault {
    return this.#rest === undefined ? new ShapeFault('schema') : { ...this.#rest, connections: this.#connections }
  }
}

/** Reads `value` (parsed JSON) as a whole report; gives a `ShapeFault` when it is none. */
export function readClaims(value: unknown): ClaimedReport | ShapeFault {
  const reader = new ClaimedReportReader()
  return reader.take(value) ?? reader.end()
}

/** A value of unknown shape and where it stands. Its readers raise a `ShapeFault`. */
class Field {
  readonly value: unknown
  readonly path: string

  constructor(value: unknown, path: string) {
    this.value = value
    this.path = path
  }

  at(name: string): Field {
    const path = this.path === '' ? name : `${this.path}.${name}`
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) throw new ShapeFault(this.path)
    return new Field(Object.hasOwn(this.value, name) ? (this.value as Readonly<Record<string, unknown>>)[name] : undefined, path)
  }

  get isAbsent(): boolean {
    return this.value === undefined
  }

  each<T>(read: (field: Field) => T): T[] {
    if (!Array.isArray(this.value)) throw new ShapeFault(this.path)
    return this.value.map((item: unknown, i) => read(new Field(item, `${this.path}[${i}]`)))
  }

  text(): string {
    if (typeof this.value !== 'string') throw new ShapeFault(this.path)
    return this.value
  }

  textOrNull(): string | null {
    return this.value === null ? null : this.text()
  }

  /** A whole number from 0 on. */
  count(): number {
    if (typeof this.value !== 'number' || !Number.isSafeInteger(this.value) || this.value < 0) throw new ShapeFault(this.path)
    return this.value
  }

  countOrNull(): number | null {
    return this.value === null ? null : this.count()
  }

  end(): End {
    if (this.value !== 'client' && this.value !== 'server') throw new ShapeFault(this.path)
    return this.value
  }
}

function inputOf(field: Field): ClaimedInput {
  return {
    name: field.at('name').text(),
    packets: field.at('packets').count(),
    tcpPackets: field.at('tcpPackets').count(),
    icmpErrors: field.at('icmpErrors').count(),
  }
}

function connectionOf(field: Field): ClaimedConnection {
  const states = field.at('states')
  const packets = field.at('packets')
  const isn = field.at('isn')
  return {
    id: field.at('id').count(),
    input: field.at('input').count(),
    client: endpointOf(field.at('client')),
    server: endpointOf(field.at('server')),
    firstPacket: field.at('firstPacket').count(),
    lastPacket: field.at('lastPacket').count(),
    packets: { client: packets.at('client').count(), server: packets.at('server').count() },
    isn: { client: isn.at('client').countOrNull(), server: isn.at('server').countOrNull() },
    states: { client: states.at('client').each(stateOf), server: states.at('server').each(stateOf) },
    verdicts: [verdictOf(field.at('verdict')), ...field.at('findings').each(verdictOf)],
  }
}

function endpointOf(field: Field): EndReport {
  return { address: field.at('address').textOrNull(), port: field.at('port').countOrNull() }
}

function stateOf(field: Field): ClaimedState {
  return { state: field.at('state').text(), packet: field.at('packet').countOrNull(), inferred: field.at('inferred').value === true }
}

function verdictOf(field: Field): ClaimedVerdict {
  const [certainty, blame] = ['certainty', 'blame'].map((name) => (field.at(name).isAbsent ? undefined : field.at(name).text()))
  return { id: field.at('id').text(), certainty, blame, evidence: field.at('evidence').each(evidenceOf) }
}

function inputVerdictOf(field: Field): ClaimedInputVerdict {
  const connection = field.at('connection')
  return { ...verdictOf(field), input: field.at('input').count(), connection: connection.isAbsent ? null : connection.countOrNull() }
}

function evidenceOf(field: Field): ClaimedEvidence {
  const claims = field.at('claims')
  return {
    point: field.at('point').text(),
    packets: field.at('packets').each((packet) => packet.count()),
    claims: claims.isAbsent ? [] : claims.each(claimOf),
  }
}

function claimOf(field: Field): PacketClaim {
  const packet = field.at('packet').count()
  if (!field.at('icmp').isAbsent) {
    const mtu = optional(field, 'mtu', (mtuField) => mtuField.count())
    return {
      packet,
      icmp: field.at('icmp').text(),
      version: field.at('version').count(),
      sender: field.at('sender').text(),
      quotes: field.at('quotes').end(),
      ...mtu,
    }
  }
  if (!field.at('neighbour').isAbsent) return { packet, neighbour: field.at('neighbour').text() }
  if (!field.at('endpoint').isAbsent) return { packet, endpoint: field.at('endpoint').text() }
  return {
    packet,
    ...optional(field, 'from', (from) => from.end()),
    ...optional(field, 'flags', (flags) => flags.text()),
    ...optional(field, 'carries', (flags) => flags.text()),
    ...optional(field, 'seq', (seq) => seq.count()),
    ...optional(field, 'len', (len) => len.count()),
    ...optional(field, 'fin', (fin) => fin.count()),
    ...optional(field, 'ack', (ack) => ack.count()),
    ...optional(field, 'acksThrough', (ack) => ack.count()),
  }
}

function optional<Name extends string, T>(field: Field, name: Name, read: (field: Field) => T): { readonly [K in Name]?: T } {
  const inner = field.at(name)
  return inner.isAbsent ? {} : ({ [name]: read(inner) } as { readonly [K in Name]: T })
}
