/** Commands that verdicts advise, with the connection's own address and port in them. */
import type { Connection } from '../analysis/connection.ts'

/** The server's address, or a word to be replaced where the input names none. */
export function serverText(c: Connection): string {
  return knowsAddresses(c) ? c.serverAddress : 'SERVER'
}

/** The client's address, or a word to be replaced where the input names none. */
export function clientText(c: Connection): string {
  return knowsAddresses(c) ? c.clientAddress : 'CLIENT'
}

/** Captures the connection together with the ICMP messages about it. */
export function captureCommand(c: Connection): string {
  return `tcpdump -ni any 'tcp port ${c.serverPort} or icmp or icmp6'`
}

/** Who listens on the server's port, with the fill of its accept queue (Recv-Q) and the queue's limit (Send-Q). */
export function listenCommand(c: Connection): string {
  return `ss -ltnp 'sport = :${c.serverPort}'`
}

/** All firewall rules of a Linux host, with their counters. */
export const FIREWALL_COMMAND = 'iptables-save -c; ip6tables-save -c; nft list ruleset'

/** The path to the server, asked with SYNs to the same port. */
export function pathCommand(c: Connection): string {
  return `mtr -rwn -T -P ${c.serverPort} ${serverText(c)}`
}

/** Tries the port once more, and says how it went. */
export function connectCommand(c: Connection): string {
  return `nc -vz -w 5 ${serverText(c)} ${c.serverPort}`
}

/** The route that this host would take to the server. */
export function routeCommand(c: Connection): string {
  return `ip route get ${serverText(c)}`
}

/** Why a Linux server dropped SYNs or handshake ACKs: queues, reverse path, signatures. */
export const DROP_COUNTERS_COMMAND = "nstat -az | grep -E 'ListenOverflows|ListenDrops|ReqQFull|IPReversePathFilter|TCPMD5|TCPAO'"

/** Counters of a Linux host about segments sent again, why, and whether that was needed. */
export const RETRANSMISSION_COUNTERS_COMMAND = "nstat -az | grep -E 'Retrans|Timeouts|LossProbes|DSACK|Spurious|Reorder'"

/** Counters of a Linux host about segments that arrived and were thrown away: damaged, outdated. */
export const REJECTION_COUNTERS_COMMAND = "nstat -az | grep -E 'InCsumErrors|InErrs|PAWS'"

/** What the interfaces of a Linux host lost or got damaged. */
export const INTERFACE_ERRORS_COMMAND = 'ip -s -s link'

/** The address of an end (0 the client), or a word to be replaced where the input names none. */
export function endText(c: Connection, side: number): string {
  return side === 0 ? clientText(c) : serverText(c)
}

/** Where on the way to an end packets get lost. */
export function lossPathCommand(c: Connection, towards: number): string {
  return `mtr -rwn -c 100 ${endText(c, towards)}`
}

function knowsAddresses(c: Connection): boolean {
  return (c.client.packets > 0 ? c.client : c.server).knows('addresses')
}
