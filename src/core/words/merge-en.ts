/** English for two captures of one connection. */
import type { MergeWords } from './merge-words.ts'

const SIDES = { client: 'client', server: 'server' } as const
const OTHERS = { client: 'server', server: 'client' } as const

function packets(count: number): string {
  return count === 1 ? '1 packet' : `${count} packets`
}

/** The words. */
export const mergeEn: MergeWords = {
  noPair:
    'No connection is in both captures: none has the same two first sequence numbers in each. They may be of other connections, or a proxy in between makes connections of its own, or nothing of them came through.',
  incomplete: 'There is more in the captures than is compared at once: the rest is left out.',
  turned: "The captures were given the other way round: what follows takes the second as the client's, for packets leave there first.",
  atClient: 'client capture',
  atServer: 'server capture',
  verdicts: (atClient, atServer) =>
    atClient === atServer
      ? `Both captures alone say ${atClient}.`
      : `Alone, the client's capture says ${atClient}, the server's ${atServer}.`,
  clocks: (ahead, by) =>
    ahead === 'neither'
      ? 'Both clocks agree.'
      : `The clock of the ${ahead} capture is ${by} ahead (taking both ways to be equally long); times below are aligned.`,
  clocksUnknown: 'How the clocks differ cannot be told: no packet of one direction is in both captures.',
  delays: (direction, count, least, median, most) =>
    `From ${SIDES[direction]} to ${OTHERS[direction]}: ${packets(count)} took ${least} at least, ${median} in the middle, ${most} at most.`,
  lost: (sender, numbers, count) =>
    `${packets(count)} left the ${SIDES[sender]} and never arrived: lost on the way (${sender} capture: ${numbers}).`,
  nothingLost: 'Everything that left arrived.',
  unsent: (sender, numbers, count, resets) => {
    const [it, was] = count === 1 ? ['it', 'was'] : ['them', 'were']
    const where = `(${OTHERS[sender]} capture: ${numbers})`
    if (resets === count)
      return `${count === 1 ? '1 reset' : `${count} resets`} arrived in the name of the ${SIDES[sender]}, which never sent ${it}: somebody in between forged ${it} ${where}.`
    return resets > 0
      ? `${packets(count)} arrived in the name of the ${SIDES[sender]}, which never sent ${it}, ${resets === 1 ? 'a reset' : `${resets} resets`} among ${it}: somebody in between forged ${it} ${where}.`
      : `${packets(count)} arrived in the name of the ${SIDES[sender]} and ${was} not seen leaving: the ${sender} capture missed ${it}, or somebody in between sent ${it} ${where}.`
  },
  hops: (client, server) => `Routers in between, by TTL: ${client} on the way to the server, ${server} on the way back.`,
  translated: (atClient, atServer) => `Addresses are translated on the way: ${atClient} at the client is ${atServer} at the server.`,
  renumbered: (side) => `A firewall in between gives the ${side}'s bytes other sequence numbers; packets are compared by position.`,
  moved: (count) =>
    `${packets(count)} ${count === 1 ? 'is' : 'are'} under other addresses or ports in the other capture: a NAT in between has forgotten the connection and made a new mapping.`,
  lostMark: 'lost',
  unsentMark: 'not sent',
  gap: (count, others) =>
    others === 0 ? `... ${packets(count)} that arrived ...` : `... ${packets(count)}, ${others} of them lost or not sent ...`,
  page: {
    title: 'Two captures',
    lead: (first) =>
      `${first} was captured at one end of the connection. Choose (or drop here) what was captured at the other end at the same time: what left and never arrived shows where packets are lost, and what arrived and never left was forged on the way.`,
    names: (first, second) => `${first} and ${second}`,
    choose: 'Choose the second capture',
    reading: 'Both captures are being read …',
    failed: (why) => `The captures cannot be compared: ${why}`,
    connection: 'Connection',
    missing: (count) => (count === 0 ? '' : ` (${count} lost or not sent)`),
    onlyNotable: 'Only packets that did not arrive, or were not sent',
    help: "Times are the client's clock. Numbers left and right are those of the two captures; Enter or a double click shows the packet of the capture that is open.",
  },
  columns: { time: 'time', client: 'client', server: 'server', delay: 'delay' },
}
