/** The ids of all verdicts, as the contract has them; a rule speaks for one of them. */

export const VERDICT_IDS = [
  'open-normal', 'open-simultaneous', 'tfo-cookie-request', 'tfo-accepted', 'tfo-rejected', 'tfo-syn-dropped', 'syn-data-ignored',
  'syn-retransmitted-then-ok', 'synack-retrans-ack-lost', 'synack-repeated', 'half-open-ack-lost-rst', 'defer-accept', 'accept-queue-full',
  'accept-queue-full-rst', 'request-unacknowledged', 'rst-after-handshake', 'open-established-at-end', 'capture-mid-stream',
  'syn-no-answer', 'syn-arrived-unanswered', 'synack-unanswered', 'synack-ignored', 'synack-reset-by-client', 'lone-syn', 'nothing-captured',
  'refused-port-closed', 'refused-by-rst', 'reject-tcp-reset', 'refused-by-injected-rst', 'reject-icmp', 'host-unreach-arp', 'host-unreach-router',
  'ttl-exceeded', 'routing-loop', 'close-4way', 'close-3seg', 'close-simultaneous', 'half-close-data', 'half-closed-unfinished',
  'half-close-orphan-rst', 'close-fin-retransmitted', 'peer-unreachable-at-close', 'timewait-reuse', 'timewait-syn-challenged',
  'timewait-late-segment', 'half-open-new-syn', 'rst-abort', 'rst-after-fin', 'rst-unknown-connection', 'rst-injected', 'rst-injected-ignored',
  'challenge-ack-rst', 'challenge-ack-syn', 'nat-rebinding', 'loss-fast-retransmit', 'loss-tail-probe', 'loss-rto', 'loss-upstream',
  'loss-congestion', 'blackhole-timeout', 'retransmit-spurious', 'reordering', 'duplicate-network', 'bad-checksum', 'paws-drop',
  'icmp-while-established', 'pmtu-blackhole', 'pmtud-works', 'zero-window', 'zero-window-stuck', 'window-limited', 'wscale-mismatch',
  'keepalive-ok', 'keepalive-timeout', 'idle-timeout-middlebox', 'mss-clamped', 'options-stripped', 'proxy-suspected', 'ecn-congestion',
  'urgent-data', 'slow-server', 'slow-network', 'slow-bandwidth', 'slow-client', 'nagle-delayed-ack', 'scan-syn', 'scan-connect', 'scan-fin',
  'scan-null', 'scan-xmas', 'scan-ack', 'scan-maimon', 'syn-flood', 'land-attack', 'duplicate-capture', 'capture-incomplete',
  'capture-one-way', 'checksum-offload', 'segmentation-offload',
] as const

/** A verdict's name; it stays for ever. */
export type VerdictId = (typeof VERDICT_IDS)[number]
