/** Healthy connections of other people's networks: nothing may be said of the path that the packets do not show. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { CONFIRMED, alarms, falseAlarmPage, placeOf, saidOfHealthy } from './false-alarm-page.ts'

const FOLDER = '../shared/corpus/zeek'
const PAGE = 'docs/false-alarms.md'
const noCorpus = existsSync(`${FOLDER}/ZEEK_CONN.tsv`) ? false : 'no ../shared/corpus/zeek here'

test(
  'of connections that Zeek found complete and uneventful, no problem is told that the packets do not show',
  { skip: noCorpus },
  async () => {
    const { connections, said } = await saidOfHealthy(FOLDER)
    assert.ok(connections >= 50, `only ${connections} connections`)
    const unconfirmed = alarms(said).filter((alarm) => CONFIRMED[placeOf(alarm)] === undefined)
    assert.deepEqual(
      unconfirmed.map((alarm) => `${placeOf(alarm)}: ${alarm.verdict.summary.en}`),
      [],
    )
    // Of those that were confirmed, only a repeated SYN says anything about the path.
    assert.deepEqual(
      [...new Set(alarms(said).flatMap(({ verdict }) => (verdict.blame === 'server' ? [] : [verdict.id])))],
      ['syn-retransmitted-then-ok'],
    )
    const page = falseAlarmPage(connections, said)
    assert.doesNotMatch(page, /unexplained|not confirmed/)
    if (process.env['SYNFIN_WRITE_DOCS'] === '1') writeFileSync(PAGE, page)
    assert.equal(readFileSync(PAGE, 'utf8'), page)
  },
)
