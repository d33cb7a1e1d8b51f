/** Ports by which Zeek's standard scripts guess the responder of a connection whose SYN was not captured. */

const PORTS: ReadonlySet<number> = new Set([
  21, 22, 25, 53, 80, 81, 88, 110, 135, 139, 143, 389, 443, 445, 502, 563, 585, 587, 614, 631, 636, 989, 990, 992, 993, 995, 1080, 1434,
  1883, 2811, 3128, 3268, 3306, 3389, 5222, 5223, 5269, 5432, 6379, 6666, 6667, 6668, 6669, 8000, 8080, 8888, 20_000,
])

/** Whether a server is likely to listen on the port (Zeek's `likely_server_ports`, standard scripts, TCP). */
export function isLikelyServerPort(port: number): boolean {
  return PORTS.has(port)
}
