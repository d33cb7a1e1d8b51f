/** The Chinese words of all rules; a rule without words does not compile. */
import type { ALL_CAPTURE_RULES, ALL_GROUP_RULES, ALL_RULES } from '../diagnosis/catalogue.ts'
import { acceptQueueFull } from './zh/accept-queue-full.ts'
import { acceptQueueFullRst } from './zh/accept-queue-full-rst.ts'
import { badChecksum } from './zh/bad-checksum.ts'
import { blackholeTimeout } from './zh/blackhole-timeout.ts'
import { captureIncomplete } from './zh/capture-incomplete.ts'
import { captureLoss } from './zh/capture-loss.ts'
import { captureMidStream } from './zh/capture-mid-stream.ts'
import { captureMisordered } from './zh/capture-misordered.ts'
import { captureOneWay } from './zh/capture-one-way.ts'
import { challengeAckRst } from './zh/challenge-ack-rst.ts'
import { challengeAckSyn } from './zh/challenge-ack-syn.ts'
import { checksumOffload } from './zh/checksum-offload.ts'
import { clockStep } from './zh/clock-step.ts'
import { close3seg } from './zh/close-3seg.ts'
import { close4way } from './zh/close-4way.ts'
import { closeFinRetransmitted } from './zh/close-fin-retransmitted.ts'
import { closeSimultaneous } from './zh/close-simultaneous.ts'
import { deferAccept } from './zh/defer-accept.ts'
import { duplicateCapture } from './zh/duplicate-capture.ts'
import { duplicateNetwork } from './zh/duplicate-network.ts'
import { ecnCongestion } from './zh/ecn-congestion.ts'
import { halfCloseData } from './zh/half-close-data.ts'
import { halfCloseOrphanRst } from './zh/half-close-orphan-rst.ts'
import { halfClosedUnfinished } from './zh/half-closed-unfinished.ts'
import { halfOpenAckLostRst } from './zh/half-open-ack-lost-rst.ts'
import { halfOpenNewSyn } from './zh/half-open-new-syn.ts'
import { hostUnreachArp } from './zh/host-unreach-arp.ts'
import { hostUnreachRouter } from './zh/host-unreach-router.ts'
import { icmpUnmatched } from './zh/icmp-unmatched.ts'
import { icmpWhileEstablished } from './zh/icmp-while-established.ts'
import { idleTimeoutMiddlebox } from './zh/idle-timeout-middlebox.ts'
import { keepaliveOk } from './zh/keepalive-ok.ts'
import { keepaliveTimeout } from './zh/keepalive-timeout.ts'
import { landAttack } from './zh/land-attack.ts'
import { loneSyn } from './zh/lone-syn.ts'
import { lossCongestion } from './zh/loss-congestion.ts'
import { lossFastRetransmit } from './zh/loss-fast-retransmit.ts'
import { lossRto } from './zh/loss-rto.ts'
import { lossTailProbe } from './zh/loss-tail-probe.ts'
import { lossUpstream } from './zh/loss-upstream.ts'
import { mssClamped } from './zh/mss-clamped.ts'
import { nagleDelayedAck } from './zh/nagle-delayed-ack.ts'
import { natBothSides } from './zh/nat-both-sides.ts'
import { natRebinding } from './zh/nat-rebinding.ts'
import { nothingCaptured } from './zh/nothing-captured.ts'
import { openEstablishedAtEnd } from './zh/open-established-at-end.ts'
import { openNormal } from './zh/open-normal.ts'
import { openSimultaneous } from './zh/open-simultaneous.ts'
import { optionsStripped } from './zh/options-stripped.ts'
import { pawsDrop } from './zh/paws-drop.ts'
import { peerUnreachableAtClose } from './zh/peer-unreachable-at-close.ts'
import { pmtuBlackhole } from './zh/pmtu-blackhole.ts'
import { pmtudWorks } from './zh/pmtud-works.ts'
import { proxySuspected } from './zh/proxy-suspected.ts'
import { refusedByInjectedRst } from './zh/refused-by-injected-rst.ts'
import { refusedByRst } from './zh/refused-by-rst.ts'
import { refusedPortClosed } from './zh/refused-port-closed.ts'
import { rejectIcmp } from './zh/reject-icmp.ts'
import { rejectTcpReset } from './zh/reject-tcp-reset.ts'
import { reordering } from './zh/reordering.ts'
import { repeatedAttempts } from './zh/repeated-attempts.ts'
import { requestUnacknowledged } from './zh/request-unacknowledged.ts'
import { retransmitSpurious } from './zh/retransmit-spurious.ts'
import { routingLoop } from './zh/routing-loop.ts'
import { rstAbort } from './zh/rst-abort.ts'
import { rstAfterFin } from './zh/rst-after-fin.ts'
import { rstAfterHandshake } from './zh/rst-after-handshake.ts'
import { rstInjected } from './zh/rst-injected.ts'
import { rstInjectedIgnored } from './zh/rst-injected-ignored.ts'
import { rstUnknownConnection } from './zh/rst-unknown-connection.ts'
import { scanAck } from './zh/scan-ack.ts'
import { scanConnect } from './zh/scan-connect.ts'
import { scanFin } from './zh/scan-fin.ts'
import { scanMaimon } from './zh/scan-maimon.ts'
import { scanNull } from './zh/scan-null.ts'
import { scanSyn } from './zh/scan-syn.ts'
import { scanXmas } from './zh/scan-xmas.ts'
import { segmentationOffload } from './zh/segmentation-offload.ts'
import { slowBandwidth } from './zh/slow-bandwidth.ts'
import { slowClient } from './zh/slow-client.ts'
import { slowNetwork } from './zh/slow-network.ts'
import { slowServer } from './zh/slow-server.ts'
import { snaplenCut } from './zh/snaplen-cut.ts'
import { synArrivedUnanswered } from './zh/syn-arrived-unanswered.ts'
import { synDataIgnored } from './zh/syn-data-ignored.ts'
import { synFlood } from './zh/syn-flood.ts'
import { synNoAnswer } from './zh/syn-no-answer.ts'
import { synRetransmittedThenOk } from './zh/syn-retransmitted-then-ok.ts'
import { synackIgnored } from './zh/synack-ignored.ts'
import { synackRepeated } from './zh/synack-repeated.ts'
import { synackResetByClient } from './zh/synack-reset-by-client.ts'
import { synackRetransAckLost } from './zh/synack-retrans-ack-lost.ts'
import { synackUnanswered } from './zh/synack-unanswered.ts'
import { tfoAccepted } from './zh/tfo-accepted.ts'
import { tfoCookieRequest } from './zh/tfo-cookie-request.ts'
import { tfoRejected } from './zh/tfo-rejected.ts'
import { tfoSynDropped } from './zh/tfo-syn-dropped.ts'
import { timewaitLateSegment } from './zh/timewait-late-segment.ts'
import { timewaitReuse } from './zh/timewait-reuse.ts'
import { timewaitSynChallenged } from './zh/timewait-syn-challenged.ts'
import { ttlExceeded } from './zh/ttl-exceeded.ts'
import { urgentData } from './zh/urgent-data.ts'
import { windowLimited } from './zh/window-limited.ts'
import { wscaleMismatch } from './zh/wscale-mismatch.ts'
import { zeroWindow } from './zh/zero-window.ts'
import { zeroWindowStuck } from './zh/zero-window-stuck.ts'
import type { WordsFor } from './rule-words.ts'

/** Chinese sentences by verdict id. */
export const zh: WordsFor<typeof ALL_RULES> & WordsFor<typeof ALL_CAPTURE_RULES> & WordsFor<typeof ALL_GROUP_RULES> = {
  'accept-queue-full': acceptQueueFull,
  'accept-queue-full-rst': acceptQueueFullRst,
  'bad-checksum': badChecksum,
  'blackhole-timeout': blackholeTimeout,
  'capture-incomplete': captureIncomplete,
  'capture-loss': captureLoss,
  'capture-mid-stream': captureMidStream,
  'capture-misordered': captureMisordered,
  'capture-one-way': captureOneWay,
  'challenge-ack-rst': challengeAckRst,
  'challenge-ack-syn': challengeAckSyn,
  'checksum-offload': checksumOffload,
  'clock-step': clockStep,
  'close-3seg': close3seg,
  'close-4way': close4way,
  'close-fin-retransmitted': closeFinRetransmitted,
  'close-simultaneous': closeSimultaneous,
  'defer-accept': deferAccept,
  'duplicate-capture': duplicateCapture,
  'duplicate-network': duplicateNetwork,
  'ecn-congestion': ecnCongestion,
  'half-close-data': halfCloseData,
  'half-close-orphan-rst': halfCloseOrphanRst,
  'half-closed-unfinished': halfClosedUnfinished,
  'half-open-ack-lost-rst': halfOpenAckLostRst,
  'half-open-new-syn': halfOpenNewSyn,
  'host-unreach-arp': hostUnreachArp,
  'host-unreach-router': hostUnreachRouter,
  'icmp-unmatched': icmpUnmatched,
  'icmp-while-established': icmpWhileEstablished,
  'idle-timeout-middlebox': idleTimeoutMiddlebox,
  'keepalive-ok': keepaliveOk,
  'keepalive-timeout': keepaliveTimeout,
  'land-attack': landAttack,
  'lone-syn': loneSyn,
  'loss-congestion': lossCongestion,
  'loss-fast-retransmit': lossFastRetransmit,
  'loss-rto': lossRto,
  'loss-tail-probe': lossTailProbe,
  'loss-upstream': lossUpstream,
  'mss-clamped': mssClamped,
  'nagle-delayed-ack': nagleDelayedAck,
  'nat-both-sides': natBothSides,
  'nat-rebinding': natRebinding,
  'nothing-captured': nothingCaptured,
  'open-established-at-end': openEstablishedAtEnd,
  'open-normal': openNormal,
  'open-simultaneous': openSimultaneous,
  'options-stripped': optionsStripped,
  'paws-drop': pawsDrop,
  'peer-unreachable-at-close': peerUnreachableAtClose,
  'pmtu-blackhole': pmtuBlackhole,
  'pmtud-works': pmtudWorks,
  'proxy-suspected': proxySuspected,
  'refused-by-injected-rst': refusedByInjectedRst,
  'refused-by-rst': refusedByRst,
  'refused-port-closed': refusedPortClosed,
  'reject-icmp': rejectIcmp,
  'reject-tcp-reset': rejectTcpReset,
  reordering: reordering,
  'repeated-attempts': repeatedAttempts,
  'request-unacknowledged': requestUnacknowledged,
  'retransmit-spurious': retransmitSpurious,
  'routing-loop': routingLoop,
  'rst-abort': rstAbort,
  'rst-after-fin': rstAfterFin,
  'rst-after-handshake': rstAfterHandshake,
  'rst-injected': rstInjected,
  'rst-injected-ignored': rstInjectedIgnored,
  'rst-unknown-connection': rstUnknownConnection,
  'scan-ack': scanAck,
  'scan-connect': scanConnect,
  'scan-fin': scanFin,
  'scan-maimon': scanMaimon,
  'scan-null': scanNull,
  'scan-syn': scanSyn,
  'scan-xmas': scanXmas,
  'segmentation-offload': segmentationOffload,
  'slow-bandwidth': slowBandwidth,
  'slow-client': slowClient,
  'slow-network': slowNetwork,
  'slow-server': slowServer,
  'snaplen-cut': snaplenCut,
  'syn-arrived-unanswered': synArrivedUnanswered,
  'syn-data-ignored': synDataIgnored,
  'syn-flood': synFlood,
  'syn-no-answer': synNoAnswer,
  'syn-retransmitted-then-ok': synRetransmittedThenOk,
  'synack-ignored': synackIgnored,
  'synack-repeated': synackRepeated,
  'synack-reset-by-client': synackResetByClient,
  'synack-retrans-ack-lost': synackRetransAckLost,
  'synack-unanswered': synackUnanswered,
  'tfo-accepted': tfoAccepted,
  'tfo-cookie-request': tfoCookieRequest,
  'tfo-rejected': tfoRejected,
  'tfo-syn-dropped': tfoSynDropped,
  'timewait-late-segment': timewaitLateSegment,
  'timewait-reuse': timewaitReuse,
  'timewait-syn-challenged': timewaitSynChallenged,
  'ttl-exceeded': ttlExceeded,
  'urgent-data': urgentData,
  'window-limited': windowLimited,
  'wscale-mismatch': wscaleMismatch,
  'zero-window': zeroWindow,
  'zero-window-stuck': zeroWindowStuck,
}
