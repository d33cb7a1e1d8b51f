/** All fields of this view by their names: what filters, `-e` and a preference's checks look up. */
import { EXPERT_FIELDS } from './expert-item.ts'
import type { Field } from './field.ts'
import { BSD_LOOPBACK_FIELDS } from './layers/bsd-loopback-layer.ts'
import { DATA_FIELDS } from './layers/data-layer.ts'
import { ETHERNET_FIELDS } from './layers/ethernet-layer.ts'
import { FRAME_FIELDS } from './layers/frame-layer.ts'
import { GUARD_FIELDS } from './layers/guarded.ts'
import { ICMP_FIELDS } from './layers/icmp-layer.ts'
import { ICMPV6_FIELDS } from './layers/icmpv6-layer.ts'
import { IPV4_FIELDS } from './layers/ipv4-layer.ts'
import { IPV6_FIELDS } from './layers/ipv6-layer.ts'
import { LINUX_COOKED_FIELDS } from './layers/linux-cooked-layer.ts'
import { LLC_FIELDS } from './layers/llc-layer.ts'
import { LOOP_FIELDS } from './layers/loop-layer.ts'
import { PPP_FIELDS } from './layers/ppp-layer.ts'
import { RAW_IP_FIELDS } from './layers/raw-ip-layer.ts'
import { VLAN_FIELDS } from './layers/vlan-layer.ts'
import { SYNFIN_FIELDS } from './synfin-fields.ts'
import { TCP_FIELDS } from './tcp/tcp-fields.ts'

/** The field with this name; undefined when this view has none. */
export function fieldByName(name: string): Field | undefined {
  return REGISTRY.get(name)
}

/** The names of all fields and protocols, for suggestions. */
export function fieldNames(): Iterable<string> {
  return REGISTRY.keys()
}

const REGISTRY: ReadonlyMap<string, Field> = new Map(
  [
    FRAME_FIELDS,
    ETHERNET_FIELDS,
    VLAN_FIELDS,
    LINUX_COOKED_FIELDS,
    BSD_LOOPBACK_FIELDS,
    RAW_IP_FIELDS,
    PPP_FIELDS,
    LLC_FIELDS,
    LOOP_FIELDS,
    IPV4_FIELDS,
    IPV6_FIELDS,
    ICMP_FIELDS,
    ICMPV6_FIELDS,
    TCP_FIELDS,
    DATA_FIELDS,
    GUARD_FIELDS,
    EXPERT_FIELDS,
    SYNFIN_FIELDS,
  ].flatMap((fields) => fields.map((field) => [field.name, field] as const)),
)
