/** A table as a Parquet file, row group by row group; the package `hyparquet-writer` knows the format. */
import type { SchemaElement } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js'
import type { Cell, ColumnKind } from '../core/export/connection-row.ts'

/** Rows that are held until they are written together: large enough to compress well, some ten megabytes. */
const GROUP_ROWS = 10_000
const NS_DIGITS = 9

/** A column of the table. */
export interface TableColumn {
  readonly name: string
  readonly kind: ColumnKind
}

/** What Parquet calls each kind; any cell may be missing. */
const TYPES: Readonly<Record<ColumnKind, Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  time: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'NANOS' } },
  count: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  truth: { type: 'BOOLEAN' },
}

type Value = string | number | bigint | boolean | null

/** Hands each row group on as soon as it is complete. */
class GroupWriter extends ByteWriter {
  readonly #sink: (bytes: Uint8Array) => void

  constructor(sink: (bytes: Uint8Array) => void) {
    super()
    this.#sink = sink
  }

  flush(): void {
    this.#sink(this.getBytes())
    this.index = 0
  }

  override finish(): void {
    this.flush()
  }
}

/** Writes one file; `sink` takes its bytes in order. Memory: one row group, and some bytes for each that was written. */
export class ParquetTable {
  readonly #columns: readonly TableColumn[]
  readonly #writer: ParquetWriter
  #values: Value[][]

  constructor(columns: readonly TableColumn[], sink: (bytes: Uint8Array) => void) {
    this.#columns = columns
    this.#values = columns.map(() => [])
    const elements = columns.map(({ name, kind }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...TYPES[kind] }))
    const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...elements]
    this.#writer = new ParquetWriter({ writer: new GroupWriter(sink), schema, createdBy: 'synfin' })
  }

  /** Adds a row: a cell for each column. */
  add(row: readonly Cell[]): void {
    for (const [i, { kind }] of this.#columns.entries()) this.#values[i].push(valueOf(kind, row[i]))
    if (this.#values[0].length >= GROUP_ROWS) this.#writeGroup()
  }

  /** Writes what is left, and what tells readers where all is. */
  end(): void {
    if (this.#values[0].length > 0) this.#writeGroup()
    void this.#writer.finish()
  }

  #writeGroup(): void {
    const columnData = this.#columns.map(({ name }, i) => ({ name, data: this.#values[i], offsetIndex: false }))
    void this.#writer.write({ columnData, rowGroupSize: GROUP_ROWS })
    this.#values = this.#columns.map(() => [])
  }
}

function valueOf(kind: ColumnKind, cell: Cell): Value {
  if (cell === null) return null
  if (kind === 'count') return BigInt(cell)
  return kind === 'time' && typeof cell === 'string' ? nanoseconds(cell) : cell
}

/** Seconds with nine decimals as a number of nanoseconds; null where 64 bits do not hold it. */
function nanoseconds(time: string): bigint | null {
  const [whole, fraction = ''] = time.split('.')
  const value = BigInt(whole + fraction.padEnd(NS_DIGITS, '0'))
  return BigInt.asIntN(64, value) === value ? value : null
}
