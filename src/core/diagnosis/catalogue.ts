/**
 * All rules, in order of importance: the first that holds is a connection's verdict, the others that hold are findings.
 *
 * A rule that needs another one to be asked first says so in its own `holds`: this order only decides what leads.
 */
import { natRebinding } from './groups/nat-rebinding.ts'
import { repeatedAttempts } from './groups/repeated-attempts.ts'
import { scanAck } from './groups/scan-ack.ts'
import { scanConnect } from './groups/scan-connect.ts'
import { scanFin } from './groups/scan-fin.ts'
import { scanMaimon } from './groups/scan-maimon.ts'
import { scanNull } from './groups/scan-null.ts'
import { scanSyn } from './groups/scan-syn.ts'
import { scanXmas } from './groups/scan-xmas.ts'
import { synFlood } from './groups/syn-flood.ts'
import type { CaptureRule, GroupRule, Rule } from './rule.ts'
import { acceptQueueFull } from './rules/accept-queue-full.ts'
import { acceptQueueFullRst } from './rules/accept-queue-full-rst.ts'
import { badChecksum } from './rules/bad-checksum.ts'
import { blackholeTimeout } from './rules/blackhole-timeout.ts'
import { captureIncomplete } from './rules/capture-incomplete.ts'
import { captureLoss } from './rules/capture-loss.ts'
import { captureMidStream } from './rules/capture-mid-stream.ts'
import { captureMisordered } from './rules/capture-misordered.ts'
import { captureOneWay } from './rules/capture-one-way.ts'
import { challengeAckRst } from './rules/challenge-ack-rst.ts'
import { challengeAckSyn } from './rules/challenge-ack-syn.ts'
import { checksumOffload } from './rules/checksum-offload.ts'
import { clockStep } from './rules/clock-step.ts'
import { close3seg } from './rules/close-3seg.ts'
import { close4way } from './rules/close-4way.ts'
import { closeFinRetransmitted } from './rules/close-fin-retransmitted.ts'
import { closeSimultaneous } from './rules/close-simultaneous.ts'
import { deferAccept } from './rules/defer-accept.ts'
import { duplicateCapture } from './rules/duplicate-capture.ts'
import { duplicateNetwork } from './rules/duplicate-network.ts'
import { ecnCongestion } from './rules/ecn-congestion.ts'
import { halfCloseData } from './rules/half-close-data.ts'
import { halfCloseOrphanRst } from './rules/half-close-orphan-rst.ts'
import { halfClosedUnfinished } from './rules/half-closed-unfinished.ts'
import { halfOpenAckLostRst } from './rules/half-open-ack-lost-rst.ts'
import { halfOpenNewSyn } from './rules/half-open-new-syn.ts'
import { hostUnreachArp } from './rules/host-unreach-arp.ts'
import { hostUnreachRouter } from './rules/host-unreach-router.ts'
import { icmpUnmatched } from './rules/icmp-unmatched.ts'
import { icmpWhileEstablished } from './rules/icmp-while-established.ts'
import { idleTimeoutMiddlebox } from './rules/idle-timeout-middlebox.ts'
import { keepaliveOk } from './rules/keepalive-ok.ts'
import { keepaliveTimeout } from './rules/keepalive-timeout.ts'
import { landAttack } from './rules/land-attack.ts'
import { loneSyn } from './rules/lone-syn.ts'
import { lossCongestion } from './rules/loss-congestion.ts'
import { lossFastRetransmit } from './rules/loss-fast-retransmit.ts'
import { lossRto } from './rules/loss-rto.ts'
import { lossTailProbe } from './rules/loss-tail-probe.ts'
import { lossUpstream } from './rules/loss-upstream.ts'
import { mssClamped } from './rules/mss-clamped.ts'
import { nagleDelayedAck } from './rules/nagle-delayed-ack.ts'
import { natBothSides } from './rules/nat-both-sides.ts'
import { nothingCaptured } from './rules/nothing-captured.ts'
import { openEstablishedAtEnd } from './rules/open-established-at-end.ts'
import { openNormal } from './rules/open-normal.ts'
import { openSimultaneous } from './rules/open-simultaneous.ts'
import { optionsStripped } from './rules/options-stripped.ts'
import { pawsDrop } from './rules/paws-drop.ts'
import { peerUnreachableAtClose } from './rules/peer-unreachable-at-close.ts'
import { pmtuBlackhole } from './rules/pmtu-blackhole.ts'
import { pmtudWorks } from './rules/pmtud-works.ts'
import { proxySuspected } from './rules/proxy-suspected.ts'
import { refusedByInjectedRst } from './rules/refused-by-injected-rst.ts'
import { refusedByRst } from './rules/refused-by-rst.ts'
import { refusedPortClosed } from './rules/refused-port-closed.ts'
import { rejectIcmp } from './rules/reject-icmp.ts'
import { rejectTcpReset } from './rules/reject-tcp-reset.ts'
import { reordering } from './rules/reordering.ts'
import { requestUnacknowledged } from './rules/request-unacknowledged.ts'
import { retransmitSpurious } from './rules/retransmit-spurious.ts'
import { routingLoop } from './rules/routing-loop.ts'
import { rstAbort } from './rules/rst-abort.ts'
import { rstAfterFin } from './rules/rst-after-fin.ts'
import { rstAfterHandshake } from './rules/rst-after-handshake.ts'
import { rstInjected } from './rules/rst-injected.ts'
import { rstInjectedIgnored } from './rules/rst-injected-ignored.ts'
import { rstUnknownConnection } from './rules/rst-unknown-connection.ts'
import { segmentationOffload } from './rules/segmentation-offload.ts'
import { slowBandwidth } from './rules/slow-bandwidth.ts'
import { slowClient } from './rules/slow-client.ts'
import { slowNetwork } from './rules/slow-network.ts'
import { slowServer } from './rules/slow-server.ts'
import { snaplenCut } from './rules/snaplen-cut.ts'
import { synArrivedUnanswered } from './rules/syn-arrived-unanswered.ts'
import { synDataIgnored } from './rules/syn-data-ignored.ts'
import { synNoAnswer } from './rules/syn-no-answer.ts'
import { synRetransmittedThenOk } from './rules/syn-retransmitted-then-ok.ts'
import { synackIgnored } from './rules/synack-ignored.ts'
import { synackRepeated } from './rules/synack-repeated.ts'
import { synackResetByClient } from './rules/synack-reset-by-client.ts'
import { synackRetransAckLost } from './rules/synack-retrans-ack-lost.ts'
import { synackUnanswered } from './rules/synack-unanswered.ts'
import { tfoAccepted } from './rules/tfo-accepted.ts'
import { tfoCookieRequest } from './rules/tfo-cookie-request.ts'
import { tfoRejected } from './rules/tfo-rejected.ts'
import { tfoSynDropped } from './rules/tfo-syn-dropped.ts'
import { timewaitLateSegment } from './rules/timewait-late-segment.ts'
import { timewaitReuse } from './rules/timewait-reuse.ts'
import { timewaitSynChallenged } from './rules/timewait-syn-challenged.ts'
import { ttlExceeded } from './rules/ttl-exceeded.ts'
import { urgentData } from './rules/urgent-data.ts'
import { windowLimited } from './rules/window-limited.ts'
import { wscaleMismatch } from './rules/wscale-mismatch.ts'
import { zeroWindow } from './rules/zero-window.ts'
import { zeroWindowStuck } from './rules/zero-window-stuck.ts'

/** Rules about one connection, each with its own type, so that the words can be held against them. */
export const ALL_RULES = [
  // What the capture itself is short of.
  captureOneWay,
  // Requests that no TCP answered, and that something else explains.
  landAttack,
  routingLoop,
  ttlExceeded,
  hostUnreachRouter,
  rejectIcmp,
  // Answers that were no welcome.
  refusedByInjectedRst,
  halfOpenNewSyn,
  timewaitSynChallenged,
  refusedPortClosed,
  rejectTcpReset,
  refusedByRst,
  // Openings that only one end took for complete.
  halfOpenAckLostRst,
  acceptQueueFullRst,
  rstInjected,
  acceptQueueFull,
  rstAfterHandshake,
  // Packets that something on the way turns away.
  icmpWhileEstablished,
  pmtuBlackhole,
  // A receiver that stopped reading, a peer that went away in silence.
  zeroWindowStuck,
  keepaliveTimeout,
  idleTimeoutMiddlebox,
  // Resets of an open connection.
  halfCloseOrphanRst,
  rstAfterFin,
  rstAbort,
  rstUnknownConnection,
  // Silence of an open connection.
  requestUnacknowledged,
  peerUnreachableAtClose,
  blackholeTimeout,
  // Requests without an answer.
  synackIgnored,
  synackResetByClient,
  synackUnanswered,
  synArrivedUnanswered,
  loneSyn,
  synNoAnswer,
  // No room at the receiver, or what is taken for that.
  zeroWindow,
  wscaleMismatch,
  // What was left undone, missed, or tried in vain.
  halfClosedUnfinished,
  captureIncomplete,
  challengeAckRst,
  challengeAckSyn,
  rstInjectedIgnored,
  // Segments that arrived and were not taken, or took a timeout to arrive.
  badChecksum,
  pawsDrop,
  lossRto,
  // Openings that took a second try.
  tfoSynDropped,
  synackRetransAckLost,
  deferAccept,
  synackRepeated,
  synRetransmittedThenOk,
  // Loss that was repaired, congestion that was signalled.
  lossCongestion,
  lossUpstream,
  lossFastRetransmit,
  lossTailProbe,
  ecnCongestion,
  // Where the time went.
  nagleDelayedAck,
  slowServer,
  slowBandwidth,
  windowLimited,
  slowNetwork,
  optionsStripped,
  // Peculiar, not wrong.
  duplicateCapture,
  captureMisordered,
  openSimultaneous,
  tfoRejected,
  tfoAccepted,
  synDataIgnored,
  pmtudWorks,
  retransmitSpurious,
  duplicateNetwork,
  reordering,
  urgentData,
  timewaitLateSegment,
  closeFinRetransmitted,
  timewaitReuse,
  keepaliveOk,
  mssClamped,
  proxySuspected,
  halfCloseData,
  closeSimultaneous,
  captureMidStream,
  // What a program that has nothing to say lets pass.
  slowClient,
  // As usual. These, and `captureMidStream`, leave no connection without a verdict.
  close4way,
  openNormal,
  tfoCookieRequest,
  close3seg,
  openEstablishedAtEnd,
  // Said besides: what the card does for the host, and a translator for others.
  checksumOffload,
  segmentationOffload,
  natBothSides,
] as const

/** Rules about a whole input, each with its own type. */
export const ALL_CAPTURE_RULES = [captureLoss, icmpUnmatched, nothingCaptured, hostUnreachArp, snaplenCut, clockStep] as const

/** Rules about many connections of one source or with one target, each with its own type. */
export const ALL_GROUP_RULES = [
  synFlood,
  scanFin,
  scanNull,
  scanXmas,
  scanMaimon,
  scanAck,
  scanSyn,
  scanConnect,
  natRebinding,
  repeatedAttempts,
] as const

/** Rules about one connection. */
export const RULES: readonly Rule[] = [...ALL_RULES]

/** Rules about a whole input. */
export const CAPTURE_RULES: readonly CaptureRule[] = [...ALL_CAPTURE_RULES]

/** Rules about many connections. */
export const GROUP_RULES: readonly GroupRule[] = [...ALL_GROUP_RULES]
