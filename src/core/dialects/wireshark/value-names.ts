/** Names of the numbers in the headers around TCP, in Wireshark's words: what its trees print behind a value. */

/** Reads a table of `number name`, separated by bars or line feeds, the numbers in `base`. */
function names(table: string, base: number): ReadonlyMap<number, string> {
  const map = new Map<number, string>()
  for (const entry of table.split(/[|\n]/)) {
    const blank = entry.indexOf(' ')
    if (blank > 0) map.set(parseInt(entry.slice(0, blank), base), entry.slice(blank + 1))
  }
  return map
}

/** EtherTypes, and what Wireshark calls them. */
export const ETHER_TYPE_NAMES: ReadonlyMap<number, string> = names(
  `
600 XNS Internet Datagram Protocol|800 IPv4|805 X.25 Layer 3|806 ARP|842 Wake on LAN|8f0 WiMax Mac-to-Mac|8ff AX.25
bad Vines IP|baf Vines Echo|1984 Netmon Train|2001 Cisco Group Management Protocol|22e5 Gigamon Header
22ea 802.1Qat Multiple Stream Reservation Protocol|22f0 IEEE 1722 Audio Video Transport Protocol
22f1 Robust Header Compression(RoHC)|22f3 Transparent Interconnection of Lots of Links
22f4 Intermediate System to Intermediate System|2452 IEEE 802.11 (Centrino promiscuous)|3c07 3Com NBP Datagram|3e3f EPL_V1
6000 DEC proto|6001 DEC DNA Dump/Load|6002 DEC DNA Remote Console|6003 DEC DNA Routing|6004 DEC LAT|6005 DEC Diagnostics
6006 DEC Customer use|6007 DEC LAVC/SCA|6558 Transparent Ethernet bridging|8021 PPP IP Control Protocol|8035 RARP
8038 DEC LanBridge|8041 DEC LAST|809b AppleTalk LLAP bridging|80d5 SNA-over-Ethernet|80e1 EtherNet/IP Device Level Ring
80f3 AARP|80fd PPP Compression Control Protocol|80ff Wellfleet Compression Protocol|8100 802.1Q Virtual LAN
8102 Simple Loop Protection Protocol|8103 Virtual LACP|8104 Simple Loop Protection Protocol (old)
8133 Juniper Netscreen Redundant Protocol|8137 Netware IPX/SPX|8181 Spanning Tree Protocol
81fd Cabletron Interswitch Message Protocol|81ff Cabletron SFVLAN 1.8 Tag-Based Flood|8204 QNX 6 QNET protocol|86dd IPv6
872d Cisco Wireless Lan Context Control Protocol|8783 Motorola Media Independent Network Transport|8808 MAC Control
8809 Slow Protocols|8819 Cirrus Cobranet Packet|8847 MPLS label switched packet|8848 MPLS multicast label switched packet
885a Foundry proprietary|8863 PPPoE Discovery|8864 PPPoE Session|886c HomePNA, wlan link local tunnel|886d Intel ANS probe
886f MS NLB heartbeat|8870 Jumbo LLC|8874 Broadcom tag|887b Homeplug|8881 CDMA2000 A10 Unstructured byte stream
8884 ATM over Ethernet|888e 802.1X Authentication|8892 PROFINET|8899 Realtek Layer 2 Protocols|889b CSM_ENCAPS Protocol
88a1 Telkonet powerline|88a2 ATA over Ethernet|88a4 EtherCAT frame|88a8 802.1ad Provider Bridge (Q-in-Q)
88ab ETHERNET Powerlink v2|88ad XiMeta Technology|88b4 WAI Authentication Protocol|88b5 Local Experimental Ethertype 1
88b6 Local Experimental Ethertype 2|88b7 IEEE 802a OUI Extended Ethertype|88b8 IEC 61850/GOOSE
88b9 IEC 61850/GSE management services|88ba IEC 61850/SV (Sampled Value Transmission|88c7 802.11i Pre-Authentication
88ca Transparent Inter Process Communication|88cc 802.1 Link Layer Discovery Protocol (LLDP)|88d2 CDMA2000 A10 3GPP2 Packet
88d8 Circuit Emulation Services over Ethernet (MEF8)|88d9 Link Layer Topology Discovery (LLTD)
88dc (WAVE) Short Message Protocol (WSM)|88de VMware Lab Manager|88e1 Homeplug AV|88e3 MRP|88e5 802.1AE (MACsec)
88e7 802.1ah Provider Backbone Bridge (mac-in-mac)|88ee Ethernet Local Management Interface (MEF16)
88f6 802.1ak Multiple Mac Registration Protocol|88f7 PTPv2 over Ethernet (IEEE1588)|88f8 Network Controller Sideband Interface
88fb Parallel Redundancy Protocol (PRP) and HSR Supervision (IEC62439 Part 3)|8901 Flow Layer Internal Protocol
8902 IEEE 802.1ag Connectivity Fault Management (CFM) protocol|8903 Data Center Ethernet (DCE) protocol(Cisco)
8906 Fibre Channel over Ethernet|8909 CiscoMetaData|890d IEEE 802.11 data encapsulation|8911 LINX IPC Protocol
8914 FCoE Initialization Protocol|8915 RDMA over Converged Ethernet|8917 Media Independent Handover Protocol
891d TTEthernet Protocol Control Frame|8926 VN-Tag|892b Schweitzer Engineering Labs Layer 2 Protocol|892d bluecom Protocol
892f High-availability Seamless Redundancy (IEC62439 Part 3)
893a 1905.1a Convergent Digital Home Network for Heterogenous Technologies|893f 802.1br Bridge Port Extension E-Tag
8947 GeoNetworking|894f Network Service Header|8988 PA HB Backup|9000 Loopback|9021 Real-Time Media Access Control
9022 Real-Time Configuration Protocol|9100 QinQ: old non-standard 802.1ad|9104 EERO Broadcast Packet
99fe Technically Enhanced Capture Module Protocol (TECMP)|a0ed 6LoWPAN|aefe eCPRI|b4e3 CableLabs Layer-3 Protocol
c021 PPP Link Control Protocol|c023 PPP Password Authentication Protocol|c0de eXpressive Internet Protocol
c0df Neighborhood Watch Protocol|cafe Veritas Low Latency Transport (not officially registered)
d00d Digium TDM over Ethernet Protocol|d28b Arista Timestamp|e555 EXos internal Extra Header
f1c1 802.1CB Frame Replication and Elimination for Reliability|fff2 Cisco ACI ARP gleaning
`,
  16,
)

/** IP protocol numbers (and IPv6 next headers). */
export const IP_PROTOCOL_NAMES: ReadonlyMap<number, string> = names(
  `
0 IPv6 Hop-by-Hop Option|1 ICMP|2 IGMP|3 GGP|4 IPIP|5 Stream|6 TCP|7 CBT|8 EGP|9 IGRP|10 BBN RCC|11 Network Voice|12 PUP
13 ARGUS|14 EMCON|15 XNET|16 CHAOS|17 UDP|18 Multiplex|19 DCN Measurement|20 Host Monitoring|21 Packet radio|22 IDP|23 Trunk-1
24 Trunk-2|25 Leaf-1|26 Leaf-2|27 Reliable Data|28 IRT|29 ISO TP4|30 Bulk Data|31 MFE NSP|32 Merit Internodal
33 Datagram Congestion Control Protocol|34 3rd Party Connect|35 Inter-Domain Policy Routing Protocol|36 XTP
37 Datagram delivery|38 Control Message|39 TP++|40 IL|41 IPv6|42 Source demand routing|43 Routing Header for IPv6
44 Fragment Header for IPv6|45 Inter-Domain Routing Protocol|46 Reservation Protocol|47 Generic Routing Encapsulation
48 Dynamic source routing|49 BNA|50 Encap Security Payload|51 Authentication Header|52 INSLP|53 SWIPE|54 NBMA ARP
55 IP Mobility|56 TLSP Kryptonet|57 SKIP|58 ICMPv6|59 No Next Header for IPv6|60 Destination Options for IPv6
61 any host internal protocol|62 Mobile IPv6 (old)|63 any local network|64 SATNET EXPAK|65 Kryptolan|66 Remote Virtual Disk
67 IPPC|68 any distributed file system|69 SATNET Monitoring|70 VISA|71 IPCV|72 CPNX|73 CPHB|74 Wang Span|75 Packet Video
76 Backroom SATNET Mon|77 Sun ND Protocol|78 Wideband Mon|79 Wideband Expak|80 ISO Internet Protocol|81 VMTP|82 Secure VMTP
83 VINES|84 TTP|85 NSFNET IGP|86 Dissimilar Gateway|87 TCF|88 EIGRP|89 OSPF IGP|90 Sprite RPC|91 Locus ARP
92 Multicast Transport|93 AX.25 Frames|94 IP in IP|95 MICP|96 Semaphore|97 Ether in IP|98 ENCAP
99 any private encryption scheme|100 GMTP|101 Ipsilon Flow|102 PNNI over IP|103 PIM|104 ARIS|105 SCPS|106 QNX
107 Active Networks|108 IPComp|109 Sitara Networks|110 Compaq Peer|111 IPX IN IP|112 VRRP|113 PGM|114 any 0-hop protocol
115 Layer 2 Tunneling|116 DDX|117 IATP|118 STP|119 SpectraLink|120 UTI|121 SMP|122 SM|123 PTP|124 ISIS over IP|125 FIRE
126 CRTP|127 CRUDP|128 SSCOPMCE|129 IPLT|130 Secure Packet|131 PIPE|132 SCTP|133 Fibre Channel|134 RSVP E2EI|135 Mobile IPv6
136 UDPLite|137 MPLS in IP|138 MANET|139 HIP|140 Shim6 header|141 WESP|142 ROHC|143 Ethernet|144 Unassigned|145 Unassigned
146 Unassigned|147 Unassigned|148 Unassigned|149 Unassigned|150 Unassigned|151 Unassigned|152 Unassigned|153 Unassigned
154 Unassigned|155 Unassigned|156 Unassigned|157 Unassigned|158 Unassigned|159 Unassigned|160 Unassigned|161 Unassigned
162 Unassigned|163 Unassigned|164 Unassigned|165 Unassigned|166 Unassigned|167 Unassigned|168 Unassigned|169 Unassigned
170 Unassigned|171 Unassigned|172 Unassigned|173 AX/4000 Testframe|174 Unassigned|175 Unassigned|176 Unassigned|177 Unassigned
178 Unassigned|179 Unassigned|180 Unassigned|181 Unassigned|182 Unassigned|183 Unassigned|184 Unassigned|185 Unassigned
186 Unassigned|187 Unassigned|188 Unassigned|189 Unassigned|190 Unassigned|191 Unassigned|192 Unassigned|193 Unassigned
194 Unassigned|195 Unassigned|196 Unassigned|197 Unassigned|198 Unassigned|199 Unassigned|200 Unassigned|201 Unassigned
202 Unassigned|203 Unassigned|204 Unassigned|205 Unassigned|206 Unassigned|207 Unassigned|208 Unassigned|209 Unassigned
210 Unassigned|211 Unassigned|212 Unassigned|213 Unassigned|214 Unassigned|215 Unassigned|216 Unassigned|217 Unassigned
218 Unassigned|219 Unassigned|220 Unassigned|221 Unassigned|222 Unassigned|223 Unassigned|224 Novell NCS Heartbeat
`,
  10,
)

/** PPP protocol numbers. */
export const PPP_PROTOCOL_NAMES: ReadonlyMap<number, string> = names(
  `
1 Padding Protocol|3 ROHC small-CID|5 ROHC large-CID|21 Internet Protocol version 4|23 OSI Network Layer|25 Xerox NS IDP
27 DECnet Phase IV|29 Appletalk|2b Novell IPX|2d Van Jacobson Compressed TCP/IP|2f Van Jacobson Uncompressed TCP/IP
31 Bridging PDU|33 Stream Protocol (ST-II)|35 Banyan Vines|39 AppleTalk EDDP|3b AppleTalk SmartBuffered|3d Multi-Link
3f NETBIOS Framing|41 Cisco Systems|43 Ascom Timeplex|45 Fujitsu Link Backup and Load Balancing (LBLB)|47 DCA Remote Lan
49 Serial Data Transport Protocol (PPP-SDTP)|4b SNA over 802.2|4d SNA|4f IPv6 Header Compression |51 KNX Bridging Data
53 Encryption|55 Individual Link Encryption|57 Internet Protocol version 6|59 PPP Muxing
5b Vendor-Specific Network Protocol (VSNP)|5d TRILL Network Protocol (TNP)|61 RTP IPHC Full Header|63 RTP IPHC Compressed TCP
65 RTP IPHC Compressed Non TCP|67 RTP IPHC Compressed UDP 8|69 RTP IPHC Compressed RTP 8|6f Stampede Bridging|73 MP+ Protocol
c1 NTCITS IPI|fb Single link compression in multilink|fd Compressed datagram|201 802.1d Hello Packets
203 IBM Source Routing BPDU|205 DEC LANBridge100 Spanning Tree|207 Cisco Discovery Protocol|209 Netcs Twin Routing
20b STP - Scheduled Transfer Protocol|20d EDP - Extreme Discovery Protocol|211 Optical Supervisory Channel Protocol (OSCP)
213 Optical Supervisory Channel Protocol (OSCP)|231 Luxcom|233 Sigma Network Systems|235 Apple Client Server Protocol
281 MPLS Unicast|283 MPLS Multicast|285 IEEE p1284.4 standard - data packets|287 ETSI TETRA Network Protocol Type 1
289 Multichannel Flow Treatment Protocol|2063 RTP IPHC Compressed TCP No Delta|2065 RTP IPHC Context State
2067 RTP IPHC Compressed UDP 16|2069 RTP IPHC Compressed RTP 16|4001 Cray Communications Control Protocol
4003 CDPD Mobile Network Registration Protocol|4005 Expand accelerator protocol|4007 ODSICP NCP|4009 DOCSIS DLL
400b Cetacean Network Detection Protocol|4021 Stacker LZS|4023 RefTek Protocol|4025 Fibre Channel|4027 EMIT Protocols
405b Vendor-Specific Protocol (VSP)|405d TRILL Link State Protocol (TLSP)|8021 Internet Protocol Control Protocol
8023 OSI Network Layer Control Protocol|8025 Xerox NS IDP Control Protocol|8027 DECnet Phase IV Control Protocol
8029 AppleTalk Control Protocol|802b Novell IPX Control Protocol|8031 Bridging NCP|8033 Stream Protocol Control Protocol
8035 Banyan Vines Control Protocol|803d Multi-Link Control Protocol|803f NETBIOS Framing Control Protocol
8041 Cisco Systems Control Protocol|8043 Ascom Timeplex|8045 Fujitsu LBLB Control Protocol
8047 DCA Remote Lan Network Control Protocol (RLNCP)|8049 Serial Data Control Protocol (PPP-SDCP)
804b SNA over 802.2 Control Protocol|804d SNA Control Protocol|804f IP6 Header Compression Control Protocol
8051 KNX Bridging Control Protocol|8053 Encryption Control Protocol|8055 Individual Link Encryption Control Protocol
8057 IPv6 Control Protocol|8059 PPP Muxing Control Protocol|805b Vendor-Specific Network Control Protocol (VSNCP)
805d TRILL Network Control Protocol|806f Stampede Bridging Control Protocol|8073 MP+ Control Protocol
80c1 NTCITS IPI Control Protocol|80fb Single link compression in multilink control|80fd Compression Control Protocol
8207 Cisco Discovery Protocol Control Protocol|8209 Netcs Twin Routing|820b STP - Control Protocol
820d EDPCP - Extreme Discovery Protocol Control Protocol|8235 Apple Client Server Protocol Control|8281 MPLS Control Protocol
8285 IEEE p1284.4 standard - Protocol Control|8287 ETSI TETRA TNP1 Control Protocol|8289 Multichannel Flow Treatment Protocol
c021 Link Control Protocol|c023 Password Authentication Protocol|c025 Link Quality Report
c027 Shiva Password Authentication Protocol|c029 Callback Control Protocol (CBCP)
c02b BACP Bandwidth Allocation Control Protocol|c02d BAP Bandwidth Allocation Protocol
c05b Vendor-Specific Authentication Protocol (VSAP)|c081 Container Control Protocol
c223 Challenge Handshake Authentication Protocol|c225 RSA Authentication Protocol|c227 Extensible Authentication Protocol
c229 Mitsubishi Security Information Exchange Protocol (SIEP)|c26f Stampede Bridging Authorization Protocol
c281 Proprietary Authentication Protocol|c283 Proprietary Authentication Protocol
c481 Proprietary Node ID Authentication Protocol
`,
  16,
)

/** ARP hardware types, as Linux cooked headers carry them. */
export const ARP_HARDWARE_NAMES: ReadonlyMap<number, string> = names(
  `
0 NET/ROM pseudo|1 Ethernet|2 Experimental Ethernet|3 AX.25|4 ProNET|5 Chaos|6 IEEE 802|7 ARCNET|8 Hyperchannel|9 Lanstar
10 Autonet Short Address|11 Localtalk|12 LocalNet|13 Ultra link|14 SMDS|15 Frame Relay DLCI|16 ATM|17 HDLC|18 Fibre Channel
19 ATM (RFC 2225)|20 Serial Line|21 ATM|22 MIL-STD-188-220|23 Metricom STRIP|24 IEEE 1394.1995|25 MAPOS|26 Twinaxial|27 EUI-64
28 HIPARP|29 IP and ARP over ISO 7816-3|30 ARPSec|31 IPsec tunnel|32 InfiniBand|33 TIA-102 Project 25 CAI|34 Wiegand Interface
35 Pure IP|36 Experimental 1|37 HFI|256 Experimental 2|257 AEthernet|260 Notional KISS type|264 ADAPT|270 ROSE|271 CCITT X.25
272 Boards with X.25 in firmware|280 Controller Area Network|512 PPP|513 Cisco HDLC|516 LAPB|517 Digital's DDCMP protocol
518 Raw HDLC|519 Raw IP|768 IPIP tunnel|769 IP6IP6 tunnel|770 Frame Relay Access Device|771 SKIP vif|772 Loopback
774 Fiber Distributed Data Interface|775 AP1000 BIF|776 sit0 device - IPv6-in-IPv4|777 IP over DDP tunneller|778 GRE over IP
779 PIMSM register interface|780 High Performance Parallel Interface|781 Nexus 64Mbps Ash|782 Acorn Econet|783 Linux-IrDA
784 Point to point fibrechannel|785 Fibrechannel arbitrated loop|786 Fibrechannel public loop|787 Fibrechannel fabric
800 Magic type ident for TR|801 IEEE 802.11|802 IEEE 802.11 + Prism2 header|803 IEEE 802.11 + radiotap header
804 IEEE 802.15.4|805 IEEE 802.15.4 network monitor|820 PhoNet media type|821 PhoNet pipe header|822 CAIF media type
823 GRE over IPv6|824 Netlink|825 IPv6 over LoWPAN|826 Vsock monitor header|65534 zero header length
65535 Void type, nothing is known
`,
  10,
)

/** Differentiated services codepoints. */
export const DSCP_NAMES: ReadonlyMap<number, string> = names(
  `
0 Default|1 Lower Effort|8 Class Selector 1|10 Assured Forwarding 11|12 Assured Forwarding 12|14 Assured Forwarding 13
16 Class Selector 2|18 Assured Forwarding 21|20 Assured Forwarding 22|22 Assured Forwarding 23|24 Class Selector 3
26 Assured Forwarding 31|28 Assured Forwarding 32|30 Assured Forwarding 33|32 Class Selector 4|34 Assured Forwarding 41
36 Assured Forwarding 42|38 Assured Forwarding 43|40 Class Selector 5|44 Voice Admit|46 Expedited Forwarding
48 Class Selector 6|56 Class Selector 7
`,
  10,
)

/** Explicit congestion notification, RFC 3168. */
export const ECN_NAMES: ReadonlyMap<number, string> = names(
  `
0 Not ECN-Capable Transport|1 ECN-Capable Transport codepoint '01'|2 ECN-Capable Transport codepoint '10'
3 Congestion Experienced
`,
  10,
)

/** Address families in BSD loopback headers. */
export const BSD_FAMILY_NAMES: ReadonlyMap<number, string> = names(
  `
2 IP|7 OSI|16 Appletalk|23 Netware IPX/SPX|24 IPv6|28 IPv6|30 IPv6
`,
  10,
)

/** Packet types in Linux cooked headers. */
export const SLL_PACKET_TYPE_NAMES: ReadonlyMap<number, string> = names(
  `
0 Unicast to us|1 Broadcast|2 Multicast|3 Unicast to another host|4 Sent by us
`,
  10,
)

/** Protocols below the EtherTypes in Linux cooked headers. */
export const SLL_PROTOCOL_NAMES: ReadonlyMap<number, string> = names(
  `
1 Raw 802.3|3 Ethernet|4 802.2 LLC|7 PPP (HDLC)|c CAN|d CAN FD|17 IrDA LAP|f5 ISI|f6 IEEE 802.15.4
`,
  16,
)

/** Service access points of IEEE 802.2. */
export const SAP_NAMES: ReadonlyMap<number, string> = names(
  `
0 NULL LSAP|1 NULL LSAP|2 LLC Sub-Layer Management|4 SNA Path Control|6 TCP/IP|8 SNA|c SNA
e PROWAY (IEC955) Network Management and Initialization|10 NetWare (unofficial?)|14 ISO Network Layer (OSLAN 1)
18 Texas Instruments|20 ISO Network Layer (unofficial?)|34 ISO Network Layer (unofficial?)|42 Spanning Tree BPDU
4e EIA RS-511 Manufacturing Message Service|54 ISO Network Layer (OSLAN 2)|7e ISO 8208 (X.25 over 802.2)|7f ISO 802.2|80 XNS
82 BACnet|86 Nestar|8e PROWAY (IEC955) Active Station List Maintenance|98 ARP|aa SNAP|b4 HP JetDirect Printer|ba Banyan Vines
bc Banyan Vines|e0 NetWare|f0 NetBIOS|f4 IBM Net Management|f8 HP Extended LLC|fa Ungermann-Bass|fc Remote Program Load
fe ISO Network Layer|ff Global LSAP
`,
  16,
)

/** Priorities of IEEE 802.1Q. */
export const VLAN_PRIORITY_NAMES: ReadonlyMap<number, string> = names(
  `
0 Best Effort (default)|1 Background|2 Excellent Effort|3 Critical Applications|4 Video, < 100ms latency and jitter
5 Voice, < 10ms latency and jitter|6 Internetwork Control|7 Network Control
`,
  10,
)

/** Types of ICMPv6 messages. */
export const ICMPV6_TYPE_NAMES: ReadonlyMap<number, string> = names(
  `
1 Destination Unreachable|2 Packet Too Big|3 Time Exceeded|4 Parameter Problem|100 Private experimentation
101 Private experimentation|127 Reserved for expansion of ICMPv6 error messages|128 Echo (ping) request|129 Echo (ping) reply
130 Multicast Listener Query|131 Multicast Listener Report|132 Multicast Listener Done|133 Router Solicitation
134 Router Advertisement|135 Neighbor Solicitation|136 Neighbor Advertisement|137 Redirect|138 Router Renumbering
139 Node Information Query|140 Node Information Reply|141 Inverse Neighbor Discovery Solicitation
142 Inverse Neighbor Discovery Advertisement|143 Multicast Listener Report Message v2|144 Home Agent Address Discovery Request
145 Home Agent Address Discovery Reply|146 Mobile Prefix Solicitation|147 Mobile Prefix Advertisement
148 Certification Path Solicitation|149 Certification Path Advertisement|150 Experimental Mobility
151 Multicast Router Advertisement|152 Multicast Router Solicitation|153 Multicast Router Termination|154 FMIPv6
155 RPL Control|156 Locator Update|157 Duplicate Address Request|158 Duplicate Address Confirmation|159 MPL Control Message
160 Extended Echo request|161 Extended Echo reply|200 Private experimentation|201 Private experimentation
255 Reserved for expansion of ICMPv6 informational messages
`,
  10,
)
