/** Names of ICMP errors, as people on call know them. */
import type { Language } from './language.ts'

/** Destination unreachable (RFC 792, RFC 1122 §3.2.2.1, RFC 1812 §5.2.7.1) by code. */
const V4_UNREACHABLE: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  en: {
    0: 'network unreachable',
    1: 'host unreachable',
    2: 'protocol unreachable',
    3: 'port unreachable',
    5: 'source route failed',
    6: 'network unknown',
    7: 'host unknown',
    8: 'source host isolated',
    9: 'network prohibited',
    10: 'host prohibited',
    11: 'network unreachable for this TOS',
    12: 'host unreachable for this TOS',
    13: 'administratively prohibited',
    14: 'host precedence violation',
    15: 'precedence cutoff',
  },
  zh: {
    0: '网络不可达',
    1: '主机不可达',
    2: '协议不可达',
    3: '端口不可达',
    5: '源路由失败',
    6: '目标网络未知',
    7: '目标主机未知',
    8: '源主机被隔离',
    9: '目标网络被禁止',
    10: '目标主机被禁止',
    11: '该服务类型下网络不可达',
    12: '该服务类型下主机不可达',
    13: '被管理策略禁止',
    14: '违反主机优先级',
    15: '低于优先级下限',
  },
}

/** ICMPv6 destination unreachable (RFC 4443 §3.1) by code. */
const V6_UNREACHABLE: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  en: {
    0: 'no route',
    1: 'administratively prohibited',
    2: 'beyond scope of source address',
    3: 'address unreachable',
    4: 'port unreachable',
    5: 'source address failed policy',
    6: 'reject route',
    7: 'error in source routing header',
  },
  zh: {
    0: '没有路由',
    1: '被管理策略禁止',
    2: '超出源地址范围',
    3: '地址不可达',
    4: '端口不可达',
    5: '源地址不符合策略',
    6: '拒绝路由',
    7: '源路由首部错误',
  },
}

const OTHER: Readonly<Record<Language, { readonly exceeded: string; readonly parameter: string; readonly unreachable: string }>> = {
  en: { exceeded: 'time exceeded', parameter: 'parameter problem', unreachable: 'destination unreachable' },
  zh: { exceeded: 'TTL 超时', parameter: '参数错误', unreachable: '目标不可达' },
}

/** `ICMP port unreachable (3/3)`: the name of an error by protocol version (4 or 6), type and code. */
export function icmpErrorName(version: number, type: number, code: number, language: Language): string {
  const v6 = version === 6
  const unreachable = v6 ? V6_UNREACHABLE : V4_UNREACHABLE
  const name =
    type === (v6 ? 1 : 3)
      ? (unreachable[language][code] ?? OTHER[language].unreachable)
      : type === (v6 ? 3 : 11)
        ? OTHER[language].exceeded
        : OTHER[language].parameter
  return `${v6 ? 'ICMPv6' : 'ICMP'} ${name} (${type}/${code})`
}
