/** What the machine's own programs print, read; and what two looks tell together. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hostEvidence, type HostLook, isOwnAddress, listeners, nftRules, savedRules } from './host-evidence.ts'

const SAVED = `# made by a test
*filter
:INPUT ACCEPT [12:3456]
[3:180] -A INPUT -p tcp -m tcp --dport 81 -j DROP
[0:0] -A INPUT -p tcp -m tcp --dport 82 -j REJECT --reject-with icmp-port-unreachable
[7:7] -A INPUT -i lo -j ACCEPT
COMMIT
`

const NFT = JSON.stringify({
  nftables: [
    { metainfo: { version: '1.0.6' } },
    {
      rule: {
        family: 'inet',
        table: 't',
        chain: 'in',
        handle: 4,
        expr: [{ match: {} }, { counter: { packets: 5, bytes: 300 } }, { drop: null }],
      },
    },
    {
      rule: {
        family: 'inet',
        table: 't',
        chain: 'in',
        handle: 5,
        comment: 'no web',
        expr: [{ counter: { packets: 2, bytes: 1 } }, { reject: {} }],
      },
    },
    { rule: { family: 'inet', table: 't', chain: 'in', handle: 6, expr: [{ counter: { packets: 9, bytes: 1 } }, { accept: null }] } },
    {
      rule: {
        family: 'ip',
        table: 'filter',
        chain: 'INPUT',
        handle: 7,
        expr: [{ xt: {} }, { counter: { packets: 9, bytes: 1 } }, { drop: null }],
      },
    },
    { rule: { family: 'ip', table: 'x', chain: 'y', handle: 8, expr: [{ drop: null }] } },
  ],
})

const SS = `LISTEN 0      128          0.0.0.0:22        0.0.0.0:*    users:(("sshd",pid=1,fd=3))
LISTEN 2      1          127.0.0.1:8080      0.0.0.0:*
LISTEN 0      511             [::]:80           [::]:*    users:(("nginx",pid=9,fd=6),("nginx",pid=8,fd=6))
LISTEN 0      5     127.0.0.53%lo:53        0.0.0.0:*
`

describe('what the programs print', () => {
  test('iptables-save', () => {
    assert.deepEqual([...savedRules(SAVED).values()], [3, 0, 7])
  })
  test('nft: rules that count and take away, but not those of iptables', () => {
    assert.deepEqual(
      [...nftRules(NFT)],
      [
        ['inet t in handle 4: drop', 5],
        ['inet t in handle 5: reject comment "no web"', 2],
      ],
    )
    assert.equal(nftRules('no JSON').size, 0)
    assert.equal(nftRules('{}').size, 0)
  })
  test('ss', () => {
    assert.deepEqual(listeners(SS), [
      { address: '*', port: 22, waiting: 0, backlog: 128, program: 'sshd' },
      { address: '127.0.0.1', port: 8080, waiting: 2, backlog: 1, program: undefined },
      { address: '*', port: 80, waiting: 0, backlog: 511, program: 'nginx' },
      { address: '127.0.0.53', port: 53, waiting: 0, backlog: 5, program: undefined },
    ])
  })
})

test('two looks: only what moved, and only rules that take packets away', () => {
  const look = (rules: readonly (readonly [string, number])[], counters: readonly (readonly [string, number])[]): HostLook => ({
    listeners: [],
    rules: new Map(rules.map(([rule, count]) => [`iptables\u0000${rule}`, count])),
    counters: new Map(counters),
    knowsRules: true,
  })
  const before = look([['-A INPUT -j DROP', 3]], [['ListenDrops', 1]])
  const after = look(
    [
      ['-A INPUT -j DROP', 5],
      ['-A INPUT -j ACCEPT', 9],
      ['-A OUTPUT -j REJECT', 1],
    ],
    [
      ['ListenDrops', 1],
      ['ListenOverflows', 2],
    ],
  )
  const { rules, counters } = hostEvidence(before, after)
  assert.deepEqual(
    rules.map(({ rule, action, packets }) => [rule, action, packets]),
    [
      ['-A INPUT -j DROP', 'drop', 2],
      ['-A OUTPUT -j REJECT', 'reject', 1],
    ],
  )
  assert.deepEqual(counters, [{ name: 'ListenOverflows', count: 2 }])
})

test('whose address it is', () => {
  assert.equal(isOwnAddress('127.0.0.5'), true)
  assert.equal(isOwnAddress('::1'), true)
  assert.equal(isOwnAddress('192.0.2.77'), false)
})
