/** `synfin shark --explain` from capture to sentence, on the project's own captures: our view's marks against our judgement. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DetectingReader } from '../src/core/capture/format.ts'
import { Dissector } from '../src/core/dialects/wireshark/dissector.ts'
import { defaultTcpPreferences } from '../src/core/dialects/wireshark/tcp/tcp-preferences.ts'
import { EXPLAINED_FIELDS, SharkExplanation, marksOf } from '../src/core/report/shark-explanation.ts'
import type { Language } from '../src/core/words/language.ts'

const SAMPLES = 'samples'
const FIXTURES = join('..', 'shared', 'fixtures', 'wireshark')

/** What is said of each frame of a capture. */
function explained(path: string, language: Language = 'en'): Record<number, readonly string[]> {
  const explanation = new SharkExplanation(language)
  let frame = 0
  let dissector: Dissector | undefined
  const reader = new DetectingReader((record) => {
    dissector ??= new Dissector({ tcp: defaultTcpPreferences(), capture: reader.info, wanted: new Set(EXPLAINED_FIELDS) })
    explanation.take(record, ++frame, marksOf(dissector.dissect(record, frame)))
  })
  reader.push(readFileSync(path))
  reader.end()
  const said: Record<number, readonly string[]> = {}
  for (let i = 1; i <= frame; i++) if (explanation.lines(i).length > 0) said[i] = explanation.lines(i)
  return said
}

test('a forged RST: it is challenged, and what follows is in order', () => {
  const said = explained(join(SAMPLES, 'challenge-ack-rst.client.pcap'))
  assert.match(
    said[5][0],
    /^tshark: no mark; synfin: RST inside the window but not exact: challenged, not taken \(RFC 5961\), its sender goes on in frame 6$/,
  )
  assert.match(said[6][0], /^tshark: Dup ACK; synfin: challenge ACK to frame 5,/)
  assert.match(said[8][0], /^tshark: Out-Of-Order; synfin: in order, directly behind frame 2$/)
})

test('a half-open server: SYN, challenge, RST, SYN again', () => {
  const said = explained(join(SAMPLES, 'half-open-new-syn.server.pcap'))
  assert.match(said[8][0], /half-open\): frame 9 challenges it$/)
  assert.match(said[9][0], /challenge ACK to frame 8/)
  assert.match(said[10][0], /clears the old connection that frame 9 spoke for$/)
  assert.match(said[12][0], /^tshark: Port numbers reused, Previous segment not captured; synfin: the answer to the SYN in frame 11$/)
})

test('a simultaneous open is told in both languages', () => {
  const path = join(SAMPLES, 'open-simultaneous.client.pcap')
  assert.match(
    explained(path)[3][0],
    /^tshark: Retransmission; synfin: simultaneous open: crosses or answers the SYN of frame 2, not sent again$/,
  )
  assert.match(explained(path, 'zh')[3][0], /^tshark：Retransmission；synfin：同时打开：与第 2 帧的 SYN 交错或应答它，不是重发$/)
})

test('an ordinary connection has nothing to explain', () => {
  for (const name of ['open-normal.client.pcap', 'close-4way.server.pcap', 'refused-port-closed.client.pcap'])
    assert.deepEqual(explained(join(SAMPLES, name)), {}, name)
})

test('all captures here are explained without an empty or broken sentence', () => {
  for (const name of readdirSync(SAMPLES).filter((file) => file.endsWith('.pcap'))) {
    for (const language of ['en', 'zh'] as const) {
      const lines = Object.values(explained(join(SAMPLES, name), language)).flat()
      for (const line of lines) assert.doesNotMatch(line, /undefined|NaN|frame 0\b|第 0 帧|synfin[:：]\s*$/, `${name}: ${line}`)
    }
  }
})

/** For each of the captures with Wireshark's wrong verdicts: the frames where ours must be said to differ. */
const DIFFERING: Readonly<Record<string, readonly number[]>> = {
  s_E_retrans_called_ooo: [9],
  s_N_late_reorder_called_retrans: [6],
  s_D_fast_retrans_seen_at_receiver: [16],
  s_W4_fastrt: [50],
  s_S_sack_dupacks_window_changes: [10, 11, 12, 13, 14],
  s_V_retrans_with_more_data: [6],
  s_H_zero_window: [8, 13, 15, 16],
  s_H2_probe_reopens: [7, 8, 9],
  s_ONEBYTE_RETRANS: [5, 6],
  s_W9_ack_after_fin_keepalive: [7],
  s_J_every_packet_twice: [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22],
  s_W16_two_vlans: [2, 4, 6, 8, 10],
  s_ACKFIRST: [5, 6],
  s_I_capture_drops: [6, 7, 8, 9],
  s_P_gro_partial_acks: [5, 6],
  s_F_rto_and_spurious: [6],
  s_COMPL: [26, 27],
  s_SELF: [2],
  s_T_tfo: [8],
  s_L_half_open_challenge_ack: [6, 7, 10],
  s_K_port_reuse: [12, 13, 14],
  s_SHRINK: [6],
  s_W19_bogus_rst_ignored: [6],
  s_BADS: [15],
  s_W15_syn_new_isn_each_time: [2, 3, 4],
  s_DSACK: [7, 8, 15],
  s_UNACKED_LIMIT: [1304],
}

for (const [capture, frames] of Object.entries(DIFFERING)) {
  const path = join(FIXTURES, `${capture}.pcap`)
  test(`${capture}: the wrong marks are explained`, { skip: existsSync(path) ? false : `${capture}.pcap is not here (../shared)` }, () => {
    const said = explained(path)
    for (const frame of frames) assert.ok(said[frame] !== undefined, `frame ${frame}: ${JSON.stringify(said)}`)
  })
}
