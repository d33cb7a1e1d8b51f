/** `-T fields`: chosen fields of each packet as columns of text. */
import type { TextOutput } from '../../../bytes/text-output.ts'
import type { DissectedPacket } from '../field-item.ts'

/** The settings of `-E`, with tshark's defaults. */
export interface FieldsOptions {
  readonly bom: boolean
  readonly header: boolean
  /** One character; tshark's `/t` is a tab, `/s` a space. */
  readonly separator: string
  readonly occurrence: 'f' | 'l' | 'a'
  readonly aggregator: string
  readonly quote: 'd' | 's' | 'n'
  readonly escape: boolean
}

/** tshark's own settings. */
export const FIELDS_DEFAULTS: FieldsOptions = {
  bom: false,
  header: false,
  separator: '\t',
  occurrence: 'a',
  aggregator: ',',
  quote: 'n',
  escape: true,
}

/**
 * The settings with one more of `-E`, such as `header=y` or `separator=/t`; undefined when tshark would refuse it.
 *
 * @param options The settings so far.
 * @param setting What stands behind `-E`.
 */
export function readFieldsOption(options: FieldsOptions, setting: string): FieldsOptions | undefined {
  void setting
  return options
}

/** Writes the chosen columns of packets as UTF-8. */
export class FieldsText {
  /**
   * @param names Names of fields, protocols and columns (`_ws.col.Info`), in order.
   * @param options The settings of `-E`.
   * @param output Where the text goes.
   */
  constructor(names: readonly string[], options: FieldsOptions, output: TextOutput) {
    void [names, options, output]
  }

  /** Writes the byte order mark and the line of names, where wanted: once, before the first packet. */
  header(): void {}

  /** Writes the line of a packet. `time` is the text of its time column, asked for only when it is among the columns. */
  /** The text of a packet. */
  packet(packet: DissectedPacket, time: () => string): void {
    void [packet, time]
  }
}
