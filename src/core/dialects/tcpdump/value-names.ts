/** tcpdump's words for EtherTypes, IP protocols, PPP protocols, SAPs and the like. */

/** EtherTypes (IEEE 802 numbers), as tcpdump names them. */
const ETHER_TYPES: ReadonlyMap<number, string> = new Map([
  [0x0800, 'IPv4'],
  [0x0806, 'ARP'],
  [0x8035, 'Reverse ARP'],
  [0x86dd, 'IPv6'],
  [0x8100, '802.1Q'],
  [0x9100, '802.1Q-9100'],
  [0x88a8, '802.1Q-QinQ'],
  [0x9200, '802.1Q-9200'],
  [0x6003, 'DECnet'],
  [0x6004, 'LAT'],
  [0x6001, 'MOP DL'],
  [0x6002, 'MOP RC'],
  [0x6007, 'SCA'],
  [0x6558, 'TEB'],
  [0x809b, 'Appletalk'],
  [0x80f3, 'Appletalk ARP'],
  [0x8137, 'IPX'],
  [0x876b, 'MPLS (old)'],
  [0x8847, 'MPLS unicast'],
  [0x8848, 'MPLS multicast'],
  [0x880b, 'PPP'],
  [0x8863, 'PPPoE D'],
  [0x8864, 'PPPoE S'],
  [0x3c12, 'PPPoE D (3Com)'],
  [0x3c13, 'PPPoE S (3Com)'],
  [0x8808, 'MPCP'],
  [0x8809, 'Slow Protocols'],
  [0x888e, 'EAPOL'],
  [0x88c7, 'RSN Preauthentication'],
  [0x8899, 'RRCP'],
  [0x9000, 'Loopback'],
  [0x9999, 'RRCP'],
  [0x88a2, 'AoE'],
  [0x88ca, 'TIPC'],
  [0x88cc, 'LLDP'],
  [0x88e5, '802.1AE MACsec'],
  [0x8902, 'CFM'],
  [0x88f7, 'PTP'],
  [0x894f, 'NSH'],
  [0x00fe, 'OSI'],
  [0x8870, 'Jumbo'],
  [0xd28b, 'Arista Vendor Protocol'],
])

/** The name of an EtherType; `fallback` when tcpdump has none. */
export function etherTypeName(type: number, fallback: string): string {
  return ETHER_TYPES.get(type) ?? fallback
}

/** IP protocols in verbose headers. */
const IP_PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [0, 'Options'],
  [1, 'ICMP'],
  [2, 'IGMP'],
  [4, 'IPIP'],
  [6, 'TCP'],
  [8, 'EGP'],
  [9, 'IGRP'],
  [17, 'UDP'],
  [33, 'DCCP'],
  [41, 'IPv6'],
  [43, 'Routing'],
  [44, 'Fragment'],
  [46, 'RSVP'],
  [47, 'GRE'],
  [50, 'ESP'],
  [51, 'AH'],
  [55, 'Mobile IP'],
  [58, 'ICMPv6'],
  [88, 'EIGRP'],
  [89, 'OSPF'],
  [103, 'PIM'],
  [108, 'Compressed IP'],
  [112, 'VRRP'],
  [113, 'PGM'],
  [132, 'SCTP'],
  [135, 'Mobility'],
  [143, 'Ethernet'],
])

/** The name of an IP protocol in a verbose header. */
export function ipProtocolName(protocol: number): string {
  return IP_PROTOCOLS.get(protocol) ?? 'unknown'
}

/** Lower-case names of IP protocols, where no printer exists or a fragment is not the first (without `-n`). */
const PROTOCOL_NAMES: ReadonlyMap<number, string> = new Map(
  `0=ip 1=icmp 2=igmp 3=ggp 4=ipencap 5=st 6=tcp 7=cbt 8=egp 9=igp 10=bbn-rcc-mon 11=nvp-ii 12=pup 13=argus 14=emcon 15=xnet 16=chaos
17=udp 18=mux 19=dcn-meas 20=hmp 21=prm 22=xns-idp 23=trunk-1 24=trunk-2 25=leaf-1 26=leaf-2 27=rdp 28=irtp 29=iso-tp4 30=netblt
31=mfe-nsp 32=merit-inp 33=dccp 34=3pc 35=idpr 36=xtp 37=ddp 38=idpr-cmtp 39=tp++ 40=il 41=ipv6 42=sdrp 43=ipv6-route 44=ipv6-frag
45=idrp 46=rsvp 47=gre 48=dsr 49=bna 50=esp 51=ah 52=i-nlsp 53=swipe 54=narp 55=mobile 56=tlsp 57=skip 58=ipv6-icmp 59=ipv6-nonxt
60=ipv6-opts 62=cftp 64=sat-expak 65=kryptolan 66=rvd 67=ippc 69=sat-mon 70=visa 71=ipcv 72=cpnx 73=cphb 74=wsn 75=pvp
76=br-sat-mon 77=sun-nd 78=wb-mon 79=wb-expak 80=iso-ip 81=vmtp 82=secure-vmtp 83=vines 84=ttp 85=nsfnet-igp 86=dgp 87=tcf
88=eigrp 89=ospf 90=sprite-rpc 91=larp 92=mtp 93=ax.25 94=ipip 95=micp 96=scc-sp 97=etherip 98=encap 100=gmtp 101=ifmp 102=pnni
103=pim 104=aris 105=scps 106=qnx 107=a/n 108=ipcomp 109=snp 110=compaq-peer 111=ipx-in-ip 112=vrrp 113=pgm 115=l2tp 116=ddx
117=iatp 118=stp 119=srp 120=uti 121=smp 122=sm 123=ptp 124=isis 125=fire 126=crtp 127=crudp 128=sscopmce 129=iplt 130=sps
131=pipe 132=sctp 133=fc 134=rsvp-e2e-ignore 135=mobility-header 136=udplite 137=mpls-in-ip 138=manet 139=shim6 140=wesp 141=rohc
142=ethernet 143=ethernet 253=exptest-253 254=exptest-254`
    .split(/\s/)
    .map((pair) => [Number(pair.slice(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)]),
)

/** The lower-case name of an IP protocol. */
export function protocolName(protocol: number): string | undefined {
  return PROTOCOL_NAMES.get(protocol)
}

const PPP_PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [0x0021, 'IP'],
  [0x0023, 'OSI'],
  [0x0027, 'DECNET'],
  [0x0029, 'APPLE'],
  [0x002b, 'IPX'],
  [0x002d, 'VJC IP'],
  [0x002f, 'VJNC IP'],
  [0x0031, 'BRPDU'],
  [0x003d, 'MLPPP'],
  [0x0057, 'IP6'],
  [0x00fd, 'COMP'],
  [0x0281, 'MPLS'],
  [0x0283, 'MPLS'],
  [0x8021, 'IPCP'],
  [0x8023, 'OSICP'],
  [0x8057, 'IP6CP'],
  [0x80fd, 'CCP'],
  [0x8281, 'MPLSCP'],
  [0xc021, 'LCP'],
  [0xc023, 'PAP'],
  [0xc025, 'LQM'],
  [0xc223, 'CHAP'],
  [0xc227, 'EAP'],
  [0x0800, 'ethertype IPv4'],
  [0x86dd, 'ethertype IPv6'],
])

/** The name of a PPP protocol; `fallback` when tcpdump has none. */
export function pppProtocolName(protocol: number, fallback: string): string {
  return PPP_PROTOCOLS.get(protocol) ?? fallback
}

/** Bits that are set, by their names, joined; `none` when there are none. */
export function bitNames(names: readonly (readonly [bit: number, name: string])[], value: number, none: string, joint = ', '): string {
  const set = names.filter(([bit]) => (value & bit) !== 0).map(([, name]) => name)
  return set.length === 0 ? none : set.join(joint)
}
