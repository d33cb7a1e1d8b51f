/** What a program of a scenario does, as data: calls on real sockets, one after the other. */

/** Options of a socket, as the manual pages name them. */
export type SocketOptions = Readonly<
  Partial<{
    SO_RCVBUF: number
    SO_SNDBUF: number
    SO_KEEPALIVE: number
    SO_REUSEADDR: number
    IP_TOS: number
    IP_TTL: number
    TCP_NODELAY: number
    TCP_MAXSEG: number
    TCP_KEEPIDLE: number
    TCP_KEEPINTVL: number
    TCP_KEEPCNT: number
    TCP_DEFER_ACCEPT: number
    TCP_USER_TIMEOUT: number
    TCP_QUICKACK: number
    TCP_FASTOPEN: number
  }>
>

/** A segment made by hand, for scans and forgeries of a whole host; sequence numbers are arbitrary unless said. */
export interface RawSegment {
  readonly flags: string
  readonly port: number
  readonly localPort: number
  /** Claims this IPv4 source; the host's own address unless said. `target`: the destination's own. */
  readonly source?: string
}

/** One call. `on` names the socket, `s` unless said; `fails` is the errno that the call must end with, success unless said. */
export type Step =
  | {
      readonly op: 'listen'
      readonly port?: number
      readonly backlog?: number
      readonly options?: SocketOptions
      readonly on?: string
    }
  | { readonly op: 'accept'; readonly on?: string; readonly listener?: string }
  | {
      readonly op: 'connect'
      readonly on?: string
      /** The host to connect to; `server` unless said. */
      readonly to?: string
      /** This very address instead. */
      readonly address?: string
      readonly port?: number
      readonly localPort?: number
      readonly options?: SocketOptions
      /** Do not wait for the outcome. */
      readonly later?: boolean
      /** Text to send with the SYN (TCP Fast Open, RFC 7413). */
      readonly withText?: string
      readonly mptcp?: boolean
      readonly fails?: string
    }
  | {
      readonly op: 'send'
      readonly on?: string
      readonly text?: string
      readonly bytes?: number
      readonly urgent?: boolean
      readonly fails?: string
    }
  | {
      readonly op: 'receive'
      readonly on?: string
      /** Read until so many bytes have come; one read unless said. */
      readonly bytes?: number
      /** Read until the peer has closed. */
      readonly toEnd?: boolean
      /** Of each read. */
      readonly atMost?: number
      readonly pauseMs?: number
      readonly fails?: string
    }
  | { readonly op: 'shutdown'; readonly on?: string }
  | { readonly op: 'close'; readonly on?: string; readonly reset?: boolean }
  | { readonly op: 'sleep'; readonly ms: number }
  /** Tells everybody in the scenario: programs that await it, the path, and what is planned for the moment. */
  | { readonly op: 'signal'; readonly name: string }
  | { readonly op: 'await'; readonly name: string }
  /** Both ends go on at the same moment, the beginning of the second after next, without a packet between them. */
  | { readonly op: 'at-second' }
  | { readonly op: 'raw'; readonly segments: readonly RawSegment[]; readonly pauseMs?: number; readonly to?: string }
  | { readonly op: 'repeat'; readonly times: number; readonly steps: readonly Step[] }

/** What is sent when nothing else is said. */
export const REQUEST = 'GET /status HTTP/1.1\r\nHost: www.example.net\r\n\r\n'
/** The answer to it. */
export const RESPONSE = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n'

/** The port that servers listen on unless said. */
export const PORT = 8080

type Of<Op extends Step['op']> = Omit<Extract<Step, { readonly op: Op }>, 'op'>

/** Listens; the program is waited for until it does. */
export const listen = (rest: Of<'listen'> = {}): Step => ({ op: 'listen', ...rest })
/** Takes the next connection. */
export const accept = (rest: Of<'accept'> = {}): Step => ({ op: 'accept', ...rest })
/** Connects to the server, or where it is said. */
export const connect = (rest: Of<'connect'> = {}): Step => ({ op: 'connect', ...rest })
/** Sends a request, or what is said. */
export const send = (rest: Of<'send'> = {}): Step => ({ op: 'send', ...rest })
/** Reads once, or as much as is said. */
export const receive = (rest: Of<'receive'> = {}): Step => ({ op: 'receive', ...rest })
/** Says that nothing more will be sent. */
export const shutdown = (rest: Of<'shutdown'> = {}): Step => ({ op: 'shutdown', ...rest })
/** Closes, or aborts with a reset. */
export const close = (rest: Of<'close'> = {}): Step => ({ op: 'close', ...rest })
/** Waits. */
export const sleep = (ms: number): Step => ({ op: 'sleep', ms })
/** Gives a signal, and goes on when everybody has heard it. */
export const signal = (name: string): Step => ({ op: 'signal', name })
/** Waits for a signal of another program. */
export const awaitSignal = (name: string): Step => ({ op: 'await', name })
/** Waits for a moment that both ends agree on without a packet. */
export const atSecond: Step = { op: 'at-second' }
/** Sends segments made by hand. */
export const raw = (rest: Of<'raw'>): Step => ({ op: 'raw', ...rest })
/** Does steps several times. */
export const repeat = (times: number, steps: readonly Step[]): Step => ({ op: 'repeat', times, steps })

/** The client's half of a question and its answer. */
export const ASK: readonly Step[] = [connect(), send({ text: REQUEST }), receive()]
/** The server's half. */
export const ANSWER: readonly Step[] = [listen(), accept(), receive(), sleep(5), send({ text: RESPONSE })]
