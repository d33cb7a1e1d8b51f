/** The English words of all rules; a rule without words does not compile. */
import type { ALL_CAPTURE_RULES, ALL_GROUP_RULES, ALL_RULES } from '../diagnosis/catalogue.ts'
import { acceptQueueFull } from './en/accept-queue-full.ts'
import { acceptQueueFullRst } from './en/accept-queue-full-rst.ts'
import { badChecksum } from './en/bad-checksum.ts'
import { blackholeTimeout } from './en/blackhole-timeout.ts'
import { captureIncomplete } from './en/capture-incomplete.ts'
import { captureLoss } from './en/capture-loss.ts'
import { captureMidStream } from './en/capture-mid-stream.ts'
import { captureMisordered } from './en/capture-misordered.ts'
import { captureOneWay } from './en/capture-one-way.ts'
import { challengeAckRst } from './en/challenge-ack-rst.ts'
import { challengeAckSyn } from './en/challenge-ack-syn.ts'
import { checksumOffload } from './en/checksum-offload.ts'
import { clockStep } from './en/clock-step.ts'
import { close3seg } from './en/close-3seg.ts'
import { close4way } from './en/close-4way.ts'
import { closeFinRetransmitted } from './en/close-fin-retransmitted.ts'
import { closeSimultaneous } from './en/close-simultaneous.ts'
import { deferAccept } from './en/defer-accept.ts'
import { duplicateCapture } from './en/duplicate-capture.ts'
import { duplicateNetwork } from './en/duplicate-network.ts'
import { ecnCongestion } from './en/ecn-congestion.ts'
import { halfCloseData } from './en/half-close-data.ts'
import { halfCloseOrphanRst } from './en/half-close-orphan-rst.ts'
import { halfClosedUnfinished } from './en/half-closed-unfinished.ts'
import { halfOpenAckLostRst } from './en/half-open-ack-lost-rst.ts'
import { halfOpenNewSyn } from './en/half-open-new-syn.ts'
import { hostUnreachArp } from './en/host-unreach-arp.ts'
import { hostUnreachRouter } from './en/host-unreach-router.ts'
import { icmpUnmatched } from './en/icmp-unmatched.ts'
import { icmpWhileEstablished } from './en/icmp-while-established.ts'
import { idleTimeoutMiddlebox } from './en/idle-timeout-middlebox.ts'
import { keepaliveOk } from './en/keepalive-ok.ts'
import { keepaliveTimeout } from './en/keepalive-timeout.ts'
import { landAttack } from './en/land-attack.ts'
import { loneSyn } from './en/lone-syn.ts'
import { lossCongestion } from './en/loss-congestion.ts'
import { lossFastRetransmit } from './en/loss-fast-retransmit.ts'
import { lossRto } from './en/loss-rto.ts'
import { lossTailProbe } from './en/loss-tail-probe.ts'
import { lossUpstream } from './en/loss-upstream.ts'
import { mssClamped } from './en/mss-clamped.ts'
import { nagleDelayedAck } from './en/nagle-delayed-ack.ts'
import { natBothSides } from './en/nat-both-sides.ts'
import { natRebinding } from './en/nat-rebinding.ts'
import { nothingCaptured } from './en/nothing-captured.ts'
import { openEstablishedAtEnd } from './en/open-established-at-end.ts'
import { openNormal } from './en/open-normal.ts'
import { openSimultaneous } from './en/open-simultaneous.ts'
import { optionsStripped } from './en/options-stripped.ts'
import { pawsDrop } from './en/paws-drop.ts'
import { peerUnreachableAtClose } from './en/peer-unreachable-at-close.ts'
import { pmtuBlackhole } from './en/pmtu-blackhole.ts'
import { pmtudWorks } from './en/pmtud-works.ts'
import { proxySuspected } from './en/proxy-suspected.ts'
import { refusedByInjectedRst } from './en/refused-by-injected-rst.ts'
import { refusedByRst } from './en/refused-by-rst.ts'
import { refusedPortClosed } from './en/refused-port-closed.ts'
import { rejectIcmp } from './en/reject-icmp.ts'
import { rejectTcpReset } from './en/reject-tcp-reset.ts'
import { reordering } from './en/reordering.ts'
import { repeatedAttempts } from './en/repeated-attempts.ts'
import { requestUnacknowledged } from './en/request-unacknowledged.ts'
import { retransmitSpurious } from './en/retransmit-spurious.ts'
import { routingLoop } from './en/routing-loop.ts'
import { rstAbort } from './en/rst-abort.ts'
import { rstAfterFin } from './en/rst-after-fin.ts'
import { rstAfterHandshake } from './en/rst-after-handshake.ts'
import { rstInjected } from './en/rst-injected.ts'
import { rstInjectedIgnored } from './en/rst-injected-ignored.ts'
import { rstUnknownConnection } from './en/rst-unknown-connection.ts'
import { scanAck } from './en/scan-ack.ts'
import { scanConnect } from './en/scan-connect.ts'
import { scanFin } from './en/scan-fin.ts'
import { scanMaimon } from './en/scan-maimon.ts'
import { scanNull } from './en/scan-null.ts'
import { scanSyn } from './en/scan-syn.ts'
import { scanXmas } from './en/scan-xmas.ts'
import { segmentationOffload } from './en/segmentation-offload.ts'
import { slowBandwidth } from './en/slow-bandwidth.ts'
import { slowClient } from './en/slow-client.ts'
import { slowNetwork } from './en/slow-network.ts'
import { slowServer } from './en/slow-server.ts'
import { snaplenCut } from './en/snaplen-cut.ts'
import { synArrivedUnanswered } from './en/syn-arrived-unanswered.ts'
import { synDataIgnored } from './en/syn-data-ignored.ts'
import { synFlood } from './en/syn-flood.ts'
import { synNoAnswer } from './en/syn-no-answer.ts'
import { synRetransmittedThenOk } from './en/syn-retransmitted-then-ok.ts'
import { synackIgnored } from './en/synack-ignored.ts'
import { synackRepeated } from './en/synack-repeated.ts'
import { synackResetByClient } from './en/synack-reset-by-client.ts'
import { synackRetransAckLost } from './en/synack-retrans-ack-lost.ts'
import { synackUnanswered } from './en/synack-unanswered.ts'
import { tfoAccepted } from './en/tfo-accepted.ts'
import { tfoCookieRequest } from './en/tfo-cookie-request.ts'
import { tfoRejected } from './en/tfo-rejected.ts'
import { tfoSynDropped } from './en/tfo-syn-dropped.ts'
import { timewaitLateSegment } from './en/timewait-late-segment.ts'
import { timewaitReuse } from './en/timewait-reuse.ts'
import { timewaitSynChallenged } from './en/timewait-syn-challenged.ts'
import { ttlExceeded } from './en/ttl-exceeded.ts'
import { urgentData } from './en/urgent-data.ts'
import { windowLimited } from './en/window-limited.ts'
import { wscaleMismatch } from './en/wscale-mismatch.ts'
import { zeroWindow } from './en/zero-window.ts'
import { zeroWindowStuck } from './en/zero-window-stuck.ts'
import type { WordsFor } from './rule-words.ts'

/** English sentences by verdict id. */
export const en: WordsFor<typeof ALL_RULES> & WordsFor<typeof ALL_CAPTURE_RULES> & WordsFor<typeof ALL_GROUP_RULES> = {
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
