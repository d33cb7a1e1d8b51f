/** What tcpdump's options ask the printer for. */

/** The options that change the text of a packet; counts are how often the option was given. */
export interface PrintOptions {
  /** `-n`: addresses, ports and protocols as numbers. */
  readonly numeric: boolean
  /** `-N`: host names without their domain. */
  readonly shortNames: boolean
  /** `-t`: 0 is the time of day, 1 nothing, 2 seconds, 3 since the packet before, 4 date and time, 5 since the first packet. */
  readonly timeStyle: number
  /** `--nano`: nine digits of the fraction instead of six. */
  readonly nano: boolean
  /** `-v`. */
  readonly verbose: number
  /** `-q`. */
  readonly quiet: number
  /** `-e`. */
  readonly link: boolean
  /** `-S`. */
  readonly absolute: boolean
  /** `-K`: checksums are not verified. */
  readonly trustChecksums: boolean
  /** `-x`. */
  readonly hex: number
  /** `-X`. */
  readonly hexAscii: number
  /** `-A`. */
  readonly ascii: number
  /** `-#`. */
  readonly numbered: boolean
  /** `-T`: the application that every payload is taken for; empty for none. */
  readonly payloadType: string
  /** `-M`: the secret of TCP's MD5 option, in Latin-1. */
  readonly md5Secret: string | undefined
}

/** The options of a plain `tcpdump -r FILE`. */
export const PLAIN: PrintOptions = {
  numeric: false,
  shortNames: false,
  timeStyle: 0,
  nano: false,
  verbose: 0,
  quiet: 0,
  link: false,
  absolute: false,
  trustChecksums: false,
  hex: 0,
  hexAscii: 0,
  ascii: 0,
  numbered: false,
  payloadType: '',
  md5Secret: undefined,
}

/** What a printer has to ask its surroundings, because the core knows no machine. Each may be left out: then there are numbers. */
export interface Surroundings {
  /** Seconds east of Greenwich at a time in seconds since 1970. */
  readonly zoneSeconds?: (unixSeconds: number) => number
  /** The name of a host by its address as text. */
  readonly hostName?: (address: string) => string | undefined
  /** The name of a port. */
  readonly portName?: (port: number, protocol: 'tcp' | 'udp') => string | undefined
  /** The name of the network interface with this number on the machine that prints. */
  readonly interfaceName?: (index: number) => string | undefined
}
