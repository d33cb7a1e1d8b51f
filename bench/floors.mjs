// What this project promises about its speed and memory, as checks on one run of the bench.

/**
 * @typedef {object} Figures
 * @property {(input: string, peer: string) => number} cpuRatio the peer's CPU divided by synfin's, paired by round; NaN when not measured
 * @property {(input: string, peer: string) => number} wallRatio the same for wall clock
 * @property {(input: string) => number} wallSeconds synfin's
 * @property {(input: string) => number} peakBytes synfin's
 * @property {(input: string) => number} packets
 * @property {(input: string) => number} connections known from how the input is made
 * @property {(input: string) => number} fileBytes
 *
 * @typedef {{ says: string, value: (f: Figures) => number, atLeast?: number, atMost?: number, fullSizeOnly?: boolean }} Floor
 */

const MEGABYTE = 1_000_000

/** @type {Floor[]} */
export const FLOORS = [
  { says: 'short: times as fast as tcpdump -nr (CPU)', value: (f) => f.cpuRatio('short', 'tcpdump -nr'), atLeast: 5 },
  { says: 'short: times as fast as tshark -q -z conv,tcp (CPU)', value: (f) => f.cpuRatio('short', 'tshark conv'), atLeast: 15 },
  { says: 'bulk128: times as fast as tcpdump -nr (CPU)', value: (f) => f.cpuRatio('bulk128', 'tcpdump -nr'), atLeast: 5 },
  { says: 'bulk128: times as fast as tshark -q -z conv,tcp (CPU)', value: (f) => f.cpuRatio('bulk128', 'tshark conv'), atLeast: 20 },
  { says: 'bulk: times the CPU of tcpdump -r -w /dev/null', value: (f) => 1 / f.cpuRatio('bulk', 'tcpdump -w'), atMost: 1.5 },
  {
    says: 'synflood: million packets per second (wall)',
    value: (f) => f.packets('synflood') / f.wallSeconds('synflood') / 1e6,
    atLeast: 1,
    fullSizeOnly: true,
  },
  {
    says: 'synflood: bytes of memory per half-open connection',
    value: (f) => (f.peakBytes('synflood') - f.peakBytes('tiny')) / f.connections('synflood'),
    atMost: 250,
    fullSizeOnly: true,
  },
  { says: 'bulk: megabytes of memory (input over 1 GB)', value: (f) => f.peakBytes('bulk') / MEGABYTE, atMost: 150 },
  { says: 'tiny: times the wall clock of node -e 0', value: (f) => 1 / f.wallRatio('tiny', 'node -e 0'), atMost: 2.5 },
  { says: 'tiny: times as fast as tshark (wall)', value: (f) => f.wallRatio('tiny', 'tshark conv'), atLeast: 1 },
]
