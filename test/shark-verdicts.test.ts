/**
 * The 26 wrong verdicts of Wireshark's analysis: synfin judges each of them right.
 *
 * Each case is drawn here, and judged once more in the capture that shows it, where that is present: the numbers of the frames agree.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { JudgementKind, OrdinaryReason, RepeatCause } from '../src/core/analysis/judgement/judgement.ts'
import { type JudgedPacket, SegmentJudge } from '../src/core/analysis/judgement/segment-judge.ts'
import { type Drawing, drawnPackets } from '../src/core/analysis/drawn-segments.ts'
import { DetectingReader } from '../src/core/capture/format.ts'
import { Decoder } from '../src/core/packet/decode.ts'
import { Packet } from '../src/core/packet/packet.ts'
import { judgementEn } from '../src/core/words/judgement-en.ts'
import { judgementZh } from '../src/core/words/judgement-zh.ts'

const CAPTURES = new URL('../../shared/fixtures/wireshark/', import.meta.url)

/** What is expected of one frame. */
interface Expected {
  /** A kind that is among its judgements; null: it is ordinary. */
  readonly kind?: JudgementKind | null
  readonly cause?: RepeatCause
  readonly reason?: OrdinaryReason
  readonly earlier?: number
  readonly settledBy?: number
  readonly settledAs?: 'filled' | 'acknowledged'
  readonly seenBefore?: boolean
  readonly bytes?: number
  readonly isNot?: readonly JudgementKind[]
  readonly measured?: 'exact' | 'partial' | 'ambiguous'
  readonly rttMs?: number
  readonly inFlight?: number
}

interface Case {
  readonly number: number
  readonly name: string
  readonly capture: string
  /** Not all captures have the drawn frames' numbers: those that do not are judged by their own. */
  readonly drawn: string
  readonly drawing?: Drawing
  readonly expected: Readonly<Record<number, Expected>>
  /** Frames of one connection, as the judge must see it. */
  readonly together?: readonly number[]
  readonly drawnOnly?: Readonly<Record<number, Expected>>
  readonly captureOnly?: Readonly<Record<number, Expected>>
}

function opened(roundTripMs: number, more = 'wscale 7'): string {
  return `
    0 ms client > server S 0:0(0) win 64240 <mss 1460,sackOK,${more}>
    + ${roundTripMs} ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,${more}>
    + 100 us client > server . 1:1(0) ack 1 win 502`
}

const CASES: readonly Case[] = [
  {
    number: 1,
    name: 'bytes sent 200 ms before are a retransmission, though the path is so slow that Wireshark says Out-Of-Order',
    capture: 's_E_retrans_called_ooo',
    drawn: `${opened(300)}
      + 10 ms client > server P. 1:21(20) ack 1 win 502
      + 300 ms server > client . 1:1(0) ack 21 win 509
      + 1 ms server > client . 1:1449(1448) ack 21 win 509
      + 1 ms server > client . 1449:2897(1448) ack 21 win 509
      + 1 ms server > client . 2897:4345(1448) ack 21 win 509
      + 199 ms server > client . 1449:2897(1448) ack 21 win 509
      + 90 ms client > server . 21:21(0) ack 4345 win 502`,
    expected: { 9: { kind: 'retransmission', cause: 'timeout', earlier: 7, seenBefore: true, isNot: ['reordered'] } },
  },
  {
    number: 2,
    name: 'a segment that was never seen before is late, not retransmitted: overtaken or lost upstream stays open',
    capture: 's_N_late_reorder_called_retrans',
    drawn: `${opened(2)}
      + 100 ms server > client . 1:1001(1000) ack 1 win 509
      + 200 us server > client . 2001:3001(1000) ack 1 win 509
      + 6 ms server > client . 1001:2001(1000) ack 1 win 509
      + 1 ms client > server . 1:1(0) ack 3001 win 502`,
    expected: {
      5: { kind: 'gap', bytes: 1000, settledAs: 'filled', settledBy: 6 },
      6: { kind: 'late', earlier: 5, seenBefore: false, isNot: ['retransmission'] },
    },
  },
  {
    number: 3,
    name: 'a fast retransmission stays one when it is captured at the receiver, one round trip behind the duplicate ACKs',
    capture: 's_D_fast_retrans_seen_at_receiver',
    drawn: `${opened(50)}
      + 10 ms client > server P. 1:11(10) ack 1 win 502
      + 50 ms server > client . 1:1(0) ack 11 win 509
      + 1 ms server > client . 1:1001(1000) ack 11 win 509
      + 100 us server > client . 2001:3001(1000) ack 11 win 509
      + 100 us server > client . 3001:4001(1000) ack 11 win 509
      + 100 us server > client . 4001:5001(1000) ack 11 win 509
      + 100 us server > client . 5001:6001(1000) ack 11 win 509
      + 100 us client > server . 11:11(0) ack 1001 win 502
      + 100 us client > server . 11:11(0) ack 1001 win 502
      + 100 us client > server . 11:11(0) ack 1001 win 502
      + 100 us client > server . 11:11(0) ack 1001 win 502
      + 100 us client > server . 11:11(0) ack 1001 win 502
      + 50 ms server > client . 1001:2001(1000) ack 11 win 509
      + 100 us client > server . 11:11(0) ack 6001 win 502`,
    expected: {
      15: { kind: 'duplicate-ack', earlier: 11 },
      16: { kind: 'retransmission', cause: 'fast', seenBefore: false, earlier: 7 },
      17: { measured: 'exact', rttMs: 0.1 },
    },
  },
  {
    number: 4,
    name: 'the second hole of a recovery is repaired by a fast retransmission as well',
    capture: 's_W4_fastrt',
    drawn: `${opened(2)}
      + 100 ms server > client . 1:1001(1000) ack 1 win 509
      + 200 us server > client . 2001:3001(1000) ack 1 win 509
      + 200 us server > client . 4001:5001(1000) ack 1 win 509
      + 100 us server > client . 5001:6001(1000) ack 1 win 509
      + 100 us server > client . 6001:7001(1000) ack 1 win 509
      + 9 ms client > server . 1:1(0) ack 1001 win 502
      + 100 us client > server . 1:1(0) ack 1001 win 502
      + 100 us client > server . 1:1(0) ack 1001 win 502
      + 100 us client > server . 1:1(0) ack 1001 win 502
      + 100 us client > server . 1:1(0) ack 1001 win 502
      + 600 us server > client . 1001:2001(1000) ack 1 win 509
      + 50 us server > client . 3001:4001(1000) ack 1 win 509
      + 1 ms client > server . 1:1(0) ack 7001 win 502`,
    expected: {},
    drawnOnly: { 14: { kind: 'retransmission', cause: 'fast', earlier: 5 }, 15: { kind: 'retransmission', cause: 'fast', earlier: 6 } },
    captureOnly: { 49: { kind: 'retransmission', cause: 'fast', earlier: 40 }, 50: { kind: 'retransmission', cause: 'fast', earlier: 41 } },
  },
  {
    number: 5,
    name: 'duplicate ACKs with SACK stay duplicate ACKs while the window shrinks, and the repeat is a fast one',
    capture: 's_S_sack_dupacks_window_changes',
    drawn: `${opened(30)}
      + 100 ms server > client . 1:1001(1000) ack 1 win 509
      + 200 us server > client . 2001:3001(1000) ack 1 win 509
      + 100 us server > client . 3001:4001(1000) ack 1 win 509
      + 100 us server > client . 4001:5001(1000) ack 1 win 509
      + 100 us server > client . 5001:6001(1000) ack 1 win 509
      + 30 ms client > server . 1:1(0) ack 1001 win 502
      + 500 us client > server . 1:1(0) ack 1001 win 494 <sack 2001:3001>
      + 100 us client > server . 1:1(0) ack 1001 win 486 <sack 2001:4001>
      + 100 us client > server . 1:1(0) ack 1001 win 478 <sack 2001:5001>
      + 100 us client > server . 1:1(0) ack 1001 win 470 <sack 2001:6001>
      + 31 ms server > client . 1001:2001(1000) ack 1 win 509
      + 30 ms client > server . 1:1(0) ack 6001 win 502`,
    expected: {
      10: { kind: 'duplicate-ack', earlier: 9, isNot: ['window-update'] },
      11: { kind: 'duplicate-ack', isNot: ['window-update'] },
      12: { kind: 'duplicate-ack', isNot: ['window-update'] },
      13: { kind: 'duplicate-ack', isNot: ['window-update'] },
      14: { kind: 'retransmission', cause: 'fast' },
    },
  },
  {
    number: 6,
    name: 'the ACK of data that came with a retransmission acknowledges nothing unseen',
    capture: 's_V_retrans_with_more_data',
    drawn: `${opened(20)}
      + 80 ms server > client P. 1:501(500) ack 1 win 509
      + 250 ms server > client P. 1:1449(1448) ack 1 win 509
      + 20 ms client > server . 1:1(0) ack 1449 win 502`,
    expected: {
      5: { kind: 'retransmission', cause: 'probe', earlier: 4 },
      6: { kind: null, reason: 'acks', earlier: 5, measured: 'exact', rttMs: 20 },
    },
  },
  {
    number: 7,
    name: 'a consumed probe byte is neither unseen nor missing',
    capture: 's_H2_probe_reopens',
    drawn: `${opened(10, 'wscale 0')}
      + 90 ms server > client P. 1:503(502) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 503 win 0
      + 200 ms server > client . 503:504(1) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 504 win 5000
      + 10 ms server > client P. 504:1504(1000) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 1504 win 5000`,
    expected: {
      6: { kind: 'window-probe', earlier: 5 },
      7: { kind: null, reason: 'acks', earlier: 6 },
      8: { kind: null, reason: 'in-order', earlier: 6 },
      9: { kind: null, reason: 'acks', earlier: 8 },
    },
  },
  {
    number: 8,
    name: "Linux's zero-window probe without a byte is no keep-alive",
    capture: 's_H_zero_window',
    drawn: `${opened(10, 'wscale 0')}
      + 90 ms server > client P. 1:401(400) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 401 win 102
      + 10 ms server > client P. 401:503(102) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 503 win 0
      + 200 ms server > client . 502:502(0) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 503 win 0
      + 500 ms server > client . 503:504(1) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 503 win 0
      + 1 s server > client . 503:504(1) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 504 win 0`,
    expected: {
      6: { kind: 'window-full' },
      8: { kind: 'window-probe', earlier: 7, isNot: ['keep-alive'] },
      9: { kind: 'window-probe-answer', earlier: 8, isNot: ['keep-alive-answer', 'duplicate-ack'] },
      10: { kind: 'window-probe' },
      12: { kind: 'window-probe', isNot: ['retransmission', 'keep-alive'] },
      13: { kind: 'zero-window', isNot: ['acked-unseen'] },
    },
  },
  {
    number: 9,
    name: 'a keystroke that is sent again is a retransmission, as it is outstanding: no keep-alive',
    capture: 's_ONEBYTE_RETRANS',
    drawn: `${opened(10)}
      + 90 ms client > server P. 1:2(1) ack 1 win 502
      + 300 ms client > server P. 1:2(1) ack 1 win 502
      + 600 ms client > server P. 1:2(1) ack 1 win 502
      + 100 ms server > client . 1:1(0) ack 2 win 509`,
    expected: {
      5: { kind: 'retransmission', cause: 'probe', earlier: 4, isNot: ['keep-alive'] },
      6: { kind: 'retransmission', cause: 'timeout', earlier: 5, isNot: ['keep-alive'] },
      7: { measured: 'ambiguous' },
    },
  },
  {
    number: 10,
    name: 'an ACK with the number from before an outstanding FIN is ordinary, no keep-alive',
    capture: 's_W9_ack_after_fin_keepalive',
    drawn: `${opened(10)}
      + 90 ms client > server P. 1:11(10) ack 1 win 502
      + 100 us client > server F. 11:11(0) ack 1 win 502
      + 10 ms server > client P. 1:101(100) ack 11 win 509
      + 100 us client > server . 11:11(0) ack 101 win 502
      + 10 ms server > client . 101:101(0) ack 12 win 509`,
    expected: { 7: { kind: null, reason: 'fin-outstanding', earlier: 5 } },
  },
  {
    number: 11,
    name: 'what was captured twice is set aside, and nothing is retransmitted',
    capture: 's_J_every_packet_twice',
    drawn: twice(`${opened(10)}
      + 10 ms client > server P. 1:101(100) ack 1 win 502
      + 10 ms server > client . 1:1(0) ack 101 win 509
      + 10 ms server > client . 1:1001(1000) ack 101 win 509
      + 100 us server > client P. 1001:2001(1000) ack 101 win 509
      + 10 ms client > server . 101:101(0) ack 2001 win 502
      + 10 ms client > server F. 101:101(0) ack 2001 win 502
      + 10 ms server > client F. 2001:2001(0) ack 102 win 509
      + 10 ms client > server . 102:102(0) ack 2002 win 502`),
    expected: Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [2 * i + 2, { kind: 'copy', earlier: 2 * i + 1, isNot: ['retransmission', 'duplicate-ack'] }]),
    ),
  },
  {
    number: 12,
    name: 'an acknowledgment in front of its data says that the capture swapped the directions',
    capture: 's_ACKFIRST',
    drawn: `${opened(20)}
      + 80 ms client > server P. 1:101(100) ack 1 win 502
      + 20 ms client > server . 101:101(0) ack 1001 win 502
      + 100 us server > client P. 1:1001(1000) ack 101 win 509
      + 10 ms client > server P. 101:151(50) ack 1001 win 502`,
    expected: { 5: { kind: 'acked-unseen', settledBy: 6 }, 6: { kind: 'capture-order', earlier: 5, isNot: ['retransmission'] } },
  },
  {
    number: 13,
    name: 'what the receiver acknowledged was lost by the capture, not by the network',
    capture: 's_I_capture_drops',
    drawn: `${opened(10)}
      + 90 ms server > client . 1:1001(1000) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 2001 win 502
      + 10 ms server > client . 2001:3001(1000) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 3001 win 502
      + 10 ms server > client . 4001:5001(1000) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 5001 win 502`,
    expected: {
      5: { kind: 'acked-unseen', bytes: 1000 },
      6: { kind: null, reason: 'behind-acked', earlier: 5 },
      7: { kind: null, reason: 'acks', earlier: 6 },
      8: { kind: 'gap', bytes: 1000, settledAs: 'acknowledged', settledBy: 9 },
      9: { kind: null, reason: 'acks', earlier: 8 },
    },
  },
  {
    number: 14,
    name: 'each acknowledgment of a part of a large segment measures the round trip',
    capture: 's_P_gro_partial_acks',
    drawn: `${opened(20)}
      + 80 ms server > client P. 1:20001(20000) ack 1 win 509
      + 20 ms client > server . 1:1(0) ack 2897 win 502
      + 100 us client > server . 1:1(0) ack 5793 win 502
      + 4900 us client > server . 1:1(0) ack 20001 win 502`,
    expected: {
      5: { kind: null, measured: 'partial', rttMs: 20 },
      6: { kind: null, measured: 'partial', rttMs: 20.1 },
      7: { kind: null, measured: 'exact', rttMs: 25 },
    },
  },
  {
    number: 15,
    name: 'a segment that was sent twice measures no round trip',
    capture: 's_F_rto_and_spurious',
    drawn: `${opened(50)}
      + 50 ms server > client P. 1:1001(1000) ack 1 win 509
      + 220 ms server > client P. 1:1001(1000) ack 1 win 509
      + 50 ms client > server . 1:1(0) ack 1001 win 502
      + 30 ms server > client P. 1001:2001(1000) ack 1 win 509
      + 50 ms client > server . 1:1(0) ack 2001 win 502
      + 10 ms server > client P. 1001:2001(1000) ack 1 win 509
      + 50 ms client > server . 1:1(0) ack 2001 win 502`,
    expected: {
      5: { kind: 'retransmission', cause: 'probe' },
      6: { measured: 'ambiguous' },
      8: { measured: 'exact', rttMs: 50 },
      9: { kind: 'retransmission', cause: 'unneeded' },
      10: { kind: 'repeat-answer', earlier: 9, isNot: ['duplicate-ack'] },
    },
  },
  {
    number: 16,
    name: 'the SYN-ACKs of a simultaneous open are no retransmissions',
    capture: 's_COMPL',
    drawn: `
      0 ms client > server S 0:0(0) win 65535 <mss 1460>
      + 10 ms server > client S 0:0(0) win 65535 <mss 1460>
      + 10 ms client > server S. 0:0(0) ack 1 win 65535 <mss 1460>
      + 10 ms server > client S. 0:0(0) ack 1 win 65535 <mss 1460>`,
    expected: {},
    drawnOnly: {
      2: { kind: 'simultaneous-open', earlier: 1 },
      3: { kind: 'simultaneous-open', isNot: ['retransmission'] },
      4: { kind: 'simultaneous-open', isNot: ['retransmission'] },
    },
    captureOnly: {
      26: { kind: 'simultaneous-open', isNot: ['retransmission'] },
      27: { kind: 'simultaneous-open', isNot: ['retransmission'] },
    },
  },
  {
    number: 16,
    name: 'a socket that connects to itself repeats nothing',
    capture: 's_SELF',
    drawing: { clientHost: 1, serverHost: 1, clientPort: 5555, serverPort: 5555, clientIsn: 7000, serverIsn: 7000 },
    drawn: `
      0 ms client > server S 0:0(0) win 65535 <mss 1460>
      + 100 us client > server S. 0:0(0) ack 1 win 65535 <mss 1460>
      + 100 us client > server P. 1:11(10) ack 1 win 502
      + 100 us client > server . 11:11(0) ack 11 win 502`,
    expected: {
      2: { kind: 'simultaneous-open', earlier: 1, isNot: ['retransmission'] },
      3: { kind: null, reason: 'in-order' },
      4: { kind: null, reason: 'acks', earlier: 3 },
    },
  },
  {
    number: 17,
    name: 'data of a SYN that the server did not take comes again for that reason: nothing was lost',
    capture: 's_T_tfo',
    drawn: `
      0 ms client > server S 0:18(18) win 65535 <mss 1460,fo 1>
      + 10 ms server > client S. 0:0(0) ack 1 win 65535 <mss 1460>
      + 100 us client > server . 1:1(0) ack 1 win 502
      + 100 us client > server P. 1:19(18) ack 1 win 502`,
    expected: {},
    drawnOnly: { 4: { kind: 'retransmission', cause: 'syn-data', earlier: 1, settledBy: 2 } },
    captureOnly: { 8: { kind: 'retransmission', cause: 'syn-data', earlier: 5, settledBy: 6 } },
  },
  {
    number: 18,
    name: 'a half-open server challenges the new SYN; the RST clears its old connection, and the SYN comes again',
    capture: 's_L_half_open_challenge_ack',
    drawn: `${opened(10)}
      + 90 ms client > server P. 1:11(10) ack 1 win 502
      + 10 ms server > client . 1:1(0) ack 11 win 509
      + 10 s client > server S 4000000:4000000(0) win 65535 <mss 1460,sackOK,wscale 7>
      + 10 ms server > client . 1:1(0) ack 11 win 509
      + 100 us client > server R 11:11(0)
      + 990 ms client > server S 4000000:4000000(0) win 65535 <mss 1460,sackOK,wscale 7>
      + 10 ms server > client S. 900000:900000(0) ack 4000001 win 65535 <mss 1460,sackOK,wscale 7>`,
    expected: {
      6: { kind: 'half-open-syn', settledBy: 7 },
      7: { kind: 'challenge-ack', earlier: 6 },
      8: { kind: 'old-reset', earlier: 7 },
      9: { kind: 'retransmission', cause: 'timeout', earlier: 6 },
      10: { kind: null, reason: 'answers-syn', earlier: 9 },
    },
    together: [6, 7, 8, 9, 10],
  },
  {
    number: 19,
    name: 'the same initial number after both FINs begins a new connection',
    capture: 's_K_port_reuse',
    drawn: `${opened(10)}
      + 90 ms client > server P. 1:11(10) ack 1 win 502
      + 10 ms server > client . 1:1(0) ack 11 win 509
      + 5 s client > server S 70000:70000(0) win 64240 <mss 1460,sackOK,wscale 7>
      + 10 ms server > client S. 80000:80000(0) ack 70001 win 65160 <mss 1460,sackOK,wscale 7>
      + 100 us client > server . 70001:70001(0) ack 80001 win 502
      + 190 ms client > server F. 70001:70001(0) ack 80001 win 502
      + 10 ms server > client F. 80001:80001(0) ack 70002 win 509
      + 10 ms client > server . 70002:70002(0) ack 80002 win 502
      + 4 s client > server S 70000:70000(0) win 64240 <mss 1460,sackOK,wscale 7>
      + 10 ms server > client S. 90000:90000(0) ack 70001 win 65160 <mss 1460,sackOK,wscale 7>
      + 100 us client > server . 70001:70001(0) ack 90001 win 502`,
    expected: {
      6: { kind: 'new-connection' },
      7: { kind: null, reason: 'answers-syn', earlier: 6 },
      12: { kind: 'new-connection', isNot: ['retransmission'] },
      13: { kind: null, reason: 'answers-syn', earlier: 12 },
      14: { kind: null, reason: 'acks', earlier: 13 },
    },
    together: [12, 13, 14],
  },
  {
    number: 20,
    name: 'an ICMP message that quotes a connection does not split it',
    capture: 's_ICMP2',
    drawn: `
      0 ms client > server S 900000:900000(0) win 64240 <mss 1460,sackOK,wscale 7>
      1 s client > server S 0:0(0) win 64240 <mss 1460,sackOK,wscale 7>
      + 10 ms server > client S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,wscale 7>
      + 100 us client > server . 1:1(0) ack 1 win 502
      + 90 ms client > server P. 1:101(100) ack 1 win 502
      + 100 ms 10.0.0.254 > client icmp 11/0 quotes client 900000
      + 100 ms server > client . 1:1(0) ack 101 win 509
      + 10 ms server > client P. 1:501(500) ack 101 win 509
      + 90 ms client > server . 101:101(0) ack 501 win 502`,
    expected: {
      7: { kind: null, reason: 'acks', earlier: 5 },
      8: { kind: null, reason: 'in-order' },
      9: { kind: null, reason: 'acks', earlier: 8 },
    },
    together: [2, 3, 4, 5, 7, 8, 9],
  },
  {
    number: 21,
    name: 'bytes beyond the window are seen, and that the receiver cut the segment there',
    capture: 's_SHRINK',
    drawn: `${opened(10, 'wscale 0')}
      + 90 ms server > client P. 1:401(400) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 401 win 50
      + 10 ms server > client P. 401:701(300) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 451 win 0
      + 10 ms server > client P. 451:701(250) ack 1 win 509`,
    expected: {
      6: { kind: 'window-exceeded', bytes: 250, earlier: 5 },
      8: { kind: 'retransmission', cause: 'window-cut', earlier: 6 },
    },
  },
  {
    number: 22,
    name: 'a RST outside the window resets nothing',
    capture: 's_W19_bogus_rst_ignored',
    drawn: `${opened(10)}
      + 90 ms client > server P. 1:101(100) ack 1 win 502
      + 10 ms server > client . 1:1(0) ack 101 win 509
      + 10 ms server > client R 999999:999999(0)
      + 80 ms client > server P. 101:201(100) ack 1 win 502
      + 10 ms server > client . 1:1(0) ack 201 win 509`,
    expected: { 6: { kind: 'rst-ignored', settledBy: 8 }, 7: { kind: null, reason: 'in-order' } },
    together: [1, 2, 3, 4, 5, 6, 7, 8],
  },
  {
    number: 23,
    name: 'a segment without flags is a probe, no duplicate ACK',
    capture: 's_BADS',
    drawn: `${opened(10)}
      + 90 ms client > server P. 1:101(100) ack 1 win 502
      + 10 ms server > client . 1:1(0) ack 101 win 509
      + 10 ms client > server none 101:101(0) win 502`,
    expected: {},
    drawnOnly: { 6: { kind: 'odd-flags', isNot: ['duplicate-ack'] } },
    captureOnly: { 15: { kind: 'odd-flags', isNot: ['duplicate-ack'] } },
  },
  {
    number: 24,
    name: 'a client that tries again with other initial numbers reuses no ports: each SYN is the next attempt',
    capture: 's_W15_syn_new_isn_each_time',
    drawn: `
      0 ms client > server S 0:0(0) win 65535 <mss 1460>
      + 1 s client > server S 5000:5000(0) win 65535 <mss 1460>
      + 1 s client > server S 9000:9000(0) win 65535 <mss 1460>
      + 1 s client > server S 12000:12000(0) win 65535 <mss 1460>
      + 100 ms server > client S. 0:0(0) ack 12001 win 65535 <mss 1460>
      + 100 ms client > server . 12001:12001(0) ack 1 win 502`,
    expected: {
      2: { kind: 'new-attempt', earlier: 1, isNot: ['new-connection'] },
      3: { kind: 'new-attempt', earlier: 2 },
      4: { kind: 'new-attempt', earlier: 3 },
      5: { kind: null, reason: 'answers-syn', earlier: 4 },
    },
  },
  {
    number: 25,
    name: 'a D-SACK reports what came twice, and takes nothing from the bytes in flight',
    capture: 's_DSACK',
    drawn: `${opened(20)}
      + 80 ms server > client . 1:1001(1000) ack 1 win 509
      + 20 ms client > server . 1:1(0) ack 1001 win 502
      + 10 ms server > client . 1:1001(1000) ack 1 win 509
      + 20 ms client > server . 1:1(0) ack 1001 win 502 <sack 1:1001>
      + 50 ms server > client . 1001:2001(1000) ack 1 win 509
      + 10 ms server > client . 3001:4001(1000) ack 1 win 509
      + 10 ms server > client . 4001:5001(1000) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 2001 win 502
      + 1 ms client > server . 1:1(0) ack 2001 win 502 <sack 3001:5001>
      + 20 ms server > client . 5001:6001(1000) ack 1 win 509
      + 10 ms client > server . 1:1(0) ack 2001 win 502 <sack 3001:4001 3001:6001>
      + 10 ms server > client . 6001:7001(1000) ack 1 win 509`,
    expected: {
      6: { kind: 'retransmission', cause: 'unneeded', earlier: 4 },
      7: { kind: 'dsack', earlier: 6, bytes: 1000, isNot: ['duplicate-ack'] },
      8: { inFlight: 1000 },
      13: { inFlight: 2000 },
      14: { kind: 'dsack', bytes: 1000 },
      15: { inFlight: 2000 },
    },
  },
  {
    number: 26,
    name: 'a repeat among very many outstanding segments is known by the frame that it repeats',
    capture: 's_UNACKED_LIMIT',
    drawn: `${opened(10, 'wscale 14')}
      + 90 ms server > client . 1:101(100) ack 1 win 509${many(12_000)}
      + 190 ms server > client . 1200001:1200101(100) ack 1 win 509
      + 100 ms client > server . 1:1(0) ack 1200101 win 502`,
    expected: {},
    drawnOnly: {
      12_004: { inFlight: 1_200_100 },
      12_005: { kind: 'retransmission', earlier: 12_004, inFlight: 1_200_100 },
      12_006: { measured: 'ambiguous' },
    },
    captureOnly: { 1304: { kind: 'retransmission', earlier: 1294 } },
  },
]

/** Each line once more, 5 µs later, with an IP ID of its own. */
function twice(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `${line}\n${line.replace(/^\s*\+?\s*\S+ \S+/, '+ 5 us')}`)
    .join('\n')
}

function many(count: number): string {
  let text = ''
  for (let i = 1; i <= count; i++) text += `\n+ 10 us server > client . ${i * 100 + 1}:${i * 100 + 101}(100) ack 1 win 509`
  return text
}

function judgedDrawing({ drawn, drawing }: Case): JudgedPacket[] {
  const judge = new SegmentJudge()
  return drawnPackets(drawn, drawing).map((packet) => judge.packet(packet))
}

function judgedCapture(bytes: Uint8Array): JudgedPacket[] {
  const judge = new SegmentJudge()
  const decoder = new Decoder()
  const packet = new Packet()
  const judged: JudgedPacket[] = []
  const reader = new DetectingReader((record) => {
    packet.number++
    decoder.decode(record, packet)
    judged.push(judge.packet(packet))
  })
  reader.push(bytes)
  reader.end()
  return judged
}

function check(judged: readonly JudgedPacket[], expected: Readonly<Record<number, Expected>>): void {
  for (const [frame, wanted] of Object.entries(expected)) {
    const at = judged[Number(frame) - 1]
    const said = `frame ${frame}: ${JSON.stringify({ ...at, judgements: at.judgements })}`
    const kinds = at.judgements.map(({ kind }) => kind)
    for (const kind of wanted.isNot ?? []) assert.ok(!kinds.includes(kind), said)
    if (wanted.kind === null) assert.deepEqual(kinds, [], said)
    if (wanted.reason !== undefined) assert.equal(at.reason, wanted.reason, said)
    if (typeof wanted.kind === 'string') {
      const found = at.judgements.find(({ kind }) => kind === wanted.kind)
      assert.ok(found !== undefined, said)
      if (wanted.earlier !== undefined) assert.equal(found.earlier, wanted.earlier, said)
      for (const fact of ['cause', 'settledBy', 'settledAs', 'seenBefore', 'bytes'] as const)
        if (wanted[fact] !== undefined) assert.equal(found.evidence[fact], wanted[fact], said)
      // Whatever was judged can be said, in both languages, and no fact is missing from the sentence.
      for (const words of [judgementEn, judgementZh]) assert.doesNotMatch(words.judged(found), /undefined|NaN|frame 0|第 0 帧/, said)
    } else if (wanted.earlier !== undefined) assert.equal(at.earlier, wanted.earlier, said)
    const { rttNs, partial, ambiguous } = at.roundTrip
    if (wanted.measured !== undefined)
      assert.equal(ambiguous ? 'ambiguous' : rttNs >= 0 ? (partial ? 'partial' : 'exact') : 'nothing', wanted.measured, said)
    if (wanted.rttMs !== undefined) assert.equal(Math.round(rttNs / 1e3) / 1e3, wanted.rttMs, said)
    if (wanted.inFlight !== undefined) assert.equal(at.inFlightBytes, wanted.inFlight, said)
  }
}

function checkTogether(judged: readonly JudgedPacket[], frames: readonly number[] = []): void {
  const ids = new Set(frames.map((frame) => judged[frame - 1].connection))
  assert.ok(ids.size <= 1, `connections ${[...ids].join(', ')}`)
}

for (const drawnCase of CASES) {
  const { number, name, capture, expected, together, drawnOnly = {}, captureOnly = {} } = drawnCase
  test(`${number}: ${name} (drawn)`, () => {
    const judged = judgedDrawing(drawnCase)
    check(judged, { ...expected, ...drawnOnly })
    checkTogether(judged, together)
  })
  const file = new URL(`${capture}.pcap`, CAPTURES)
  test(`${number}: ${name} (${capture})`, { skip: existsSync(file) ? false : `${capture}.pcap is not here` }, () => {
    const judged = judgedCapture(readFileSync(file))
    check(judged, { ...expected, ...captureOnly })
    checkTogether(judged, together)
  })
}

test('11: the same packet in two VLANs is a copy, by its IP ID', () => {
  const judged = judgedDrawing({
    ...CASES[0],
    drawn: `
      0 ms client > server S 0:0(0) win 64240 {id 7}
      + 20 us client > server S 0:0(0) win 64240 {id 7}
      + 10 ms server > client S. 0:0(0) ack 1 win 65160 {id 9}
      + 20 us server > client S. 0:0(0) ack 1 win 65160 {id 9}`,
  })
  check(judged, { 2: { kind: 'copy', earlier: 1 }, 4: { kind: 'copy', earlier: 3 } })
})

test('all 26 are here', () => {
  assert.deepEqual(
    [...new Set(CASES.map(({ number }) => number))],
    Array.from({ length: 26 }, (_, i) => i + 1),
  )
})
