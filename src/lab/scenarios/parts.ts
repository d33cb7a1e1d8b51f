/** What scenarios are put together from. */
import type { LinkPlan } from '../scenario.ts'
import { type Step, accept, close, connect, listen, receive, send, shutdown } from '../steps.ts'
import { ALWAYS, type PathRule } from '../path-rule.ts'

/** Rules of a firewall for what comes in, goes out or is passed on, as nftables has them. */
export function firewall(hook: 'input' | 'output' | 'forward', rules: string): string {
  return `table inet f { chain c { type filter hook ${hook} priority 0; ${rules}; } }`
}

/** Lets a socket vanish without a word: its own reset carries ACK, the kernel's answer for a connection it does not know carries none. */
export const DROP_OWN_RESET = firewall('output', 'tcp flags & (rst | ack) == (rst | ack) drop')

/** A client that loads so many bytes, and the server that has them. */
export function download(bytes: number): { readonly server: readonly Step[]; readonly client: readonly Step[] } {
  return {
    server: [listen(), accept(), receive(), send({ bytes }), shutdown(), receive({ toEnd: true }), close()],
    client: [connect(), send({ text: 'download' }), receive({ toEnd: true }), close()],
  }
}

/** A client that sends so many bytes and is thanked. */
export function upload(bytes: number): { readonly server: readonly Step[]; readonly client: readonly Step[] } {
  return {
    server: [listen(), accept(), receive({ toEnd: true }), send({ text: 'thanks' }), close()],
    client: [connect(), send({ bytes }), shutdown(), receive({ toEnd: true }), close()],
  }
}

/** A router between the two, near the client. */
export const ROUTED: readonly LinkPlan[] = [
  { a: 'client', b: 'router', delayMs: 1, hops: 0 },
  { a: 'router', b: 'server', delayMs: 9 },
]

/** Everything is lost, in both directions, from a signal on. */
export function deadAfter(signal: string): readonly PathRule[] {
  return [
    { from: 'a', after: signal, count: ALWAYS, drop: true },
    { from: 'b', after: signal, count: ALWAYS, drop: true },
  ]
}
