/** Expressions of the pcap-filter language, right and wrong ones: every word and every quirk, for comparison with tcpdump. */

const TEXT = `
inbound
outbound
ifindex 3
ifname eth0
gateway 1.2.3.4
ip host 1.2.3.4 and gateway x
llc
llc i
llc s
llc u
llc rr
llc ui
llc xid
ip broadcast
ip multicast
ip6 multicast
ip6 broadcast
arp
atalk
aarp
decnet
iso
stp
ipx
netbeui
esis
isis
clnp
l1
csnp
lat
sca
moprc
mopdl
ether proto 0x800
ether proto 5
ether proto \\stp
ether host 1:2:3:4:5:6
ether src 1:2:3:4:5:6
less 100
greater 100
byte 3 = 4
byte 3 < 4
byte 3 | 4
len > 100
len = ip[0]
ip proto 6
ip6 proto 6
proto 6
ip protochain 6
ip6 protochain \\tcp
arp host 1.2.3.4
rarp src 1.2.3.4
net 10
src net 10.0.0.0/8
net 10.0.0.0 mask 255.0.0.0
ip6 host ::1
net 2001:db8::/32
net fe80::/10
host ::1
src and dst ::1
src or dst host 1.2.3.4
portrange 80-90
tcp src portrange 90-80
portrange 80-80
sctp port 5
udp dst port 53
icmp
icmp6
igmp
pim
vrrp
carp
ah
esp
sctp
igrp
wlan host 1:2:3:4:5:6
wlan addr1 1:2:3:4:5:6
type mgt
radio[0]=1
link[0]=1
ether[0]=1
ppp[0]=1
slip[0]=1
arp[0:2]=1
rarp[0]=1
ip6[6]=6
icmp6[0]=128
icmp6[icmp6type]=icmp6-echo
udp[0:4]=1
sctp[0]=1
igmp[0]=1
pim[0]=1
vrrp[0]=1
carp[0]=1
igrp[0]=1
ip[ip[0]]=1
tcp[tcp[12]]=tcp[0]
wlan[0]=1
atalk[0]=1
aarp[0]=1
decnet[0]=1
iso[0]=1
lat[0]=1
sca[0]=1
moprc[0]=1
mopdl[0]=1
stp[0]=1
ipx[0]=1
ah[0]=1
esp[0]=1
isis[0]=1
l1[0]=1
vlan and vlan 3 and ip
mpls and ip
mpls and mpls 3 and ip6
mpls and tcp port 80
mpls and arp
pppoed
pppoes and tcp port 80
vlan and pppoes and ip6
geneve 5
geneve and ip6
geneve and ether host 1:2:3:4:5:6
geneve and vlan 3 and ip
geneve and geneve
geneve and mpls and ip
geneve and ip[0]=1
geneve and tcp[0]=1
vpi 3
lane
fisu
action pass
on eth0
rnr 3
rset a
oam
sio 3
decnet host 1.2
decnet src 10.20
ra 1:2:3:4:5:6
ip6 and ip6 multicast
-ip[0]=1
ip[0]+1*2-3/4%5&6|7^8<<1>>2=0
not ip
not (ip or arp)
ip or arp and tcp
tcp[0]>5
tcp[0]>=5
tcp[0]<5
tcp[0]<=5
tcp[0]!=5
5=5
1=2
ip[2:2]=ip6[4:2]
tcp portrange ftp-data-ssh
net 10.1 mask 255.255
net 224.0.0.0/4
net 0.0.0.0/0
src net ::/0
ip6 net fe80::1/128
ether net 3
host 10
host 10.1
port domain
port 53
udp port 53
tcp port domain
ip6 port 53
ip port 53
ip tcp
link proto 6
ether proto \\ip
ether proto \\arp
ip proto \\icmp
arp proto 6
rarp proto 3
tcp proto 3
iso proto \\isis
iso proto \\clnp
isis proto 15
udp proto 3
ether broadcast
ether host 1.2.3.4
ip host 1:2:3:4:5:6
host 1:2:3:4:5:6
src 1.2.3.4 and dst 2.3.4.5
src host 1.2.3.4 or 5.6.7.8
port (80 or 443)
port 80 or 443
not port 80 and 443
host (1.2.3.4 and not 4.5.6.7)
host not 1.2.3.4
tcp src or dst port 80
tcp src and dst port 80
dst net 192.168
geneve
geneve or ip
geneve and geneve and ip
geneve and pppoes and ip
geneve and arp
geneve and iso
geneve and ip multicast
geneve and ip protochain 6
geneve and ether multicast
mpls and geneve and ip
vlan and geneve and ip
geneve and host ::1
mpls and iso
pppoes and vlan
pppoes and mpls
pppoes and ether host 1:2:3:4:5:6
pppoes and ether[0]=1
mpls and vlan
mpls and pppoes
mpls and mpls
vlan and vlan and vlan
vlan and mpls and ip
mpls and ether host 1:2:3:4:5:6
mpls and mpls and mpls and ip
(ip[0]+1*2)-3=0
len - ip[0] / 2 = 3
5 = 5
1 + 1 = len
not 5 = 5
(5) = 5
(5 = 5)
len
ip[0] & ip[1] = 3
len - - 3 = 4
ip[0]/0 = 1
ip[0] % 0 = 1
ip[0] << 32 = 1
ip[0] << len = 1
tcp[0:3] = 1
tcp[0:9]=1
tcp[0:ip[0]] = 1
port 99999
port foo
udp port http
portrange 1-99999
portrange 5
portrange 5-
portrange foo-bar
portrange ssh-telnet
vlan 5000
mpls 2000000
pppoes 70000
geneve 99999999
net 10/8
net 10.0.0.0/33
net 10.1.2.3/8
net ::1/129
net fe80::1/10
net 1.2.3.4 mask 255.0.0.0
net 10 mask 255
host 1.2.3.4/8
net foo
host 1.2.3.300
host 1.2.3.4.5
host a.b.c.d
host 1::2::3
host g::1
foo
tcp host 1.2.3.4
tcp src 1.2.3.4
udp net 10
proto foo
ip proto \\foo
ip proto 300
ether proto \\foo
ether proto 100000
proto \\icmp6
proto \\icmp
ip6 proto \\icmp
ip proto \\ospf
ip proto \\OSPFIGP
ip proto \\ipv6-icmp
080 = len
0xfffffffff = len
99999999999 = len
0777 = len
0x = len
port 0x50
port 0120
host 0x0a
net 0x0a
net 300
net 0
host 10.300
port http-alt
port 80x
1.2.3.4
host 1.2.3.4 tcp
tcp port 80 host x
(tcp
tcp)
and
not
tcp and
"tcp"
tcp @ udp
tcp[13
tcp[]
ip = 4
tcp[0] =
TCP
tcp or (port 80 and
ip and tcp[13] == 2 or
len == 5 || ip
ip && ! tcp
ether host 01:02:03:04:05
ether host aa-bb-cc-dd-ee-ff
ether host aabb.ccdd.eeff
ether host aabbccddeeff
ether host aa.bb.cc.dd.ee.ff
ether host a.b.c.d.e.f
ether host 1
ether src foo
ether host $12
host $12
arcnet host 5
less foo
less 0x20
greater 4294967295
byte 3 > 4
byte 3 & 4
byte 3 <= 4
byte 3 = len
protochain 300
ip protochain \\tcp
tcp protochain 3
ether protochain 3
ip6 host 1.2.3.4
ip host ::1
ip6 net 10
ip net ::/8
tcp multicast
port 0
ether net 1.2.3.4
ether net 1.2.3.0/24
src portrange 1-5 and dst port 3
tcp or 443
(port 80) or 443
port 80 or (tcp) or 443
port 80 or (tcp or 443) or 5
port 80 or (port 81 or 443) or 5
ip and foo
ip and 1.2.3.4
len = 3 and ::1
host 123456789012
ether host 123456789012
host 0x1.2
host 01.2.3.4
tcp proto \\foo
arp proto \\foo
iso proto \\foo
isis proto \\foo
decnet host foo
decnet host 70.1
iih
lsp
snp
psnp
l2
host 10.0.0.0/8
net 1.2.3.4/0
ether proto \\loopback
llc foo
llc ua
llc disc
llc dm
llc sabme
llc test
llc frmr
llc rej
llc rnr
src proto 6
tcp src foo
portrange 5-foo
udp portrange http-https
portrange domain-http
portrange 100000-3
portrange ssh
portrange ssh-22
portrange 22-ssh
ether src or dst 1:2:3:4:5:6
ether src and dst 1:2:3:4:5:6
ether addr1 1:2:3:4:5:6
addr1 1.2.3.4
ra 1.2.3.4
ta ::1
addr2 port 5
protochain \\foo
protochain 6 and protochain 17 and len = 3
len / (0 + 1) = 3
len / (ip[0]) = 0
port 80 or 443 and tcp
vlan (5) and ip
vlan ((5)) and ip
vlan 5 = 5
len & 3 | 4 = 0
len % 3 % 2 ^ 1 + 2 = 3
1 + 2 % 3 = 3
1 * 2 % 3 + 4 = 3
(-len) % 3 + 1 = 0
(-len) - -len ^ 3 + 2= 0
(- len % 3) + 1 = 0
1 << 2 << 3 - 1 = 4
1 - 2 - 3 = 4
1 - (2 - 3) = 4
1 | 2 & 3 << 4 + 5 * 6 = 7
ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) != 0
tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)
tcp[tcpflags] & (tcp-syn|tcp-fin) != 0 and not src and dst net 10
tcp[tcpflags] == tcp-syn|tcp-ack
icmp[icmptype] != icmp-echo and icmp[icmptype] != icmp-echoreply
host 1.1.1.1 or 2.2.2.2 and port 80
port 80 and host 1.1.1.1 or 2.2.2.2
not host 1.1.1.1 and 2.2.2.2
tcp port (80 or 443)
tcp port (80 or (443 and not 8080)) and not (host 1.1.1.1 or net 10)
tcp port (80) or (81)
tcp port (80) or (81) or ((82))
tcp port 80 or not 81
tcp port 80 or not (81 or 82)
tcp port 80 or !(81 or tcp)
tcp port 80 or (81 or 82 = len)
src or dst port 80
dst or src host 1.2.3.4
src and dst net 10
dst and src port 80
src or host 1.2.3.4
net 10.1 or 10.2 or 10.3.4.0/24
net 10.1.0.0 mask 255.255.0.0 or 10.2
host ::ffff:1.2.3.4
host 1:2:3:4:5:6:7:8
host 1:2:3:4:5:6:7::
host ::2:3:4:5:6:7:8
host 1::8
host fe80::1:2
host fe80::1%eth0
host 1:2:3:4:5:6:1.2.3.4
net 1.2/16
net 1.2.3.0/24
net 192.168
net 192.168.0
net 192.168.0.0
net 172.16.0.0/12
tcp src port 80 and dst port 81
udp port 53 or tcp port 53 or icmp
ip host 1.2.3.4 and not arp
arp or rarp or ip6
ether proto 0x0806
ether proto 2048
ip6 protochain 58
ip6 proto 58
ip6 and icmp6[0] = 128
ip6 and ip6[40] = 128
vlan 100 and vlan 200
not vlan and tcp
tcp and vlan
(vlan and tcp) or tcp
vlan or tcp
tcp or (vlan and tcp)
mpls 100000 and mpls 1024 and host 192.9.200.1
pppoes 0x27 and ip
geneve 0xb and ip
pppoed or pppoes
inbound and tcp
outbound or tcp
radio
ether
link
port ssh or domain or 99
udp port ssh
sctp port ssh
tcp portrange 80-90 or 100-110
portrange 90-80
ip broadcast or ip multicast
type mgt subtype beacon
dir in
wlan type mgt
on lo
rnr 5
srnr 5
reason match
vci > 5
opc = 3
hfisu
metac
connectmsg
len >= 5
len <= 5
len < 5
len > 5
len != 5
length = 5
ether[0:4] = 1 and ether[4:2] = 2
\\tcp
host \\tcp
tcp port \\http
tcp   and   udp
tcp and(udp)
tcp&&udp||icmp
not not tcp
! ! tcp
not(tcp)
((((tcp))))
((len)) = 5
((len) = 5)
(len + 1) = (5)
(tcp and (udp or (icmp and not (arp))))
ip[0] = 1 and 2 = 3
host 1.2.3.4 and 5 = len
host 1.2.3.4 and 5
port 80 and (5) = len
port 80 and (5)
port 80 and (len) = 5
port 80 and (5 + 1) = len
port 80 or (5 or 6 = len)
port 80 or (len = 5 or 6)
port 80 or (6 or port 5)
port 80 or (not 6 or not port 5)
port 80 or (not 6 and 7)
host (1.2.3.4 or ::1)
net (10 or 192.168)
proto (6 or 17)
proto (\\tcp or \\udp)
host 1.2.3.4 or host
tcp-syn = 2
tcp[tcp-syn] = 2
ether host 1:2:3:4:5:6 or 7:8:9:a:b:c
decnet src 1.2 and dst 3.4
0xffffffff = len
4294967296 = len
len / 2 = 3 and len * 2 = 3
len = 3 and (len = 4 or (len = 5 and (len = 6)))
ip6 multicast or ether multicast
tcp[0] + tcp[1] = udp[2] - icmp[3]
ip6[ip[0]:2] = arp[rarp[0]]
(((1+(2+(3+(4+(5+(6+(7+(8+(9+(10+(11+(12+(13+(14+(15+(16+(17+18))))))))))))))))) = 3
dir tods
dir 3
wlan dir nods
llc rulenum
subtype beacon
type data subtype data
rset 5
on 5
vlan and inbound
sio (3)
direction dstods and tcp
tcp and port 40000
tcp src port 40000 and tcp dst port 80
host 10.0.0.1 and host 10.0.0.2
src host 10.0.0.1 and not dst port 80
net 10.0.0.0/24 or ip6
host 2001:db8::1
src host 2001:db8::1 and dst host 2001:db8::2
net 2001:db8::/32 and tcp
ip6 src net 2001:db8::/64 or ip src net 10
tcp[tcpflags] & tcp-syn != 0
tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack)
tcp[tcpflags] & tcp-rst != 0 or tcp[tcpflags] & tcp-fin != 0
tcp[0:2] = 40000 or tcp[2:2] = 40000
udp[4:2] > 8
ip[6:2] & 0x1fff != 0
ip[0] & 0xf != 5
ip[8] < 64
ip[2:2] > 576
ip6[4:2] < 100
ip6[6] = 0 or ip6[6] = 44
ip6[40] = 58
ether[0] & 1 != 0
ether[12:2] = 0x8100
ether[12:2] > 1500
not ether[12:2] > 1500
ether src 02:00:00:00:00:01
ether dst 02:00:00:00:00:02 and ip
not ether host 02:00:00:00:00:01
vlan and tcp port 80
vlan 100 and vlan 200 and ip
vlan 100 or vlan 200
not vlan
not vlan and ip
vlan and not ip
vlan or ip
(vlan or ip) and tcp
vlan and (ip or ip6)
vlan and arp
vlan and vlan and tcp[2:2] = 80
mpls and ip6
mpls 100 and ip
mpls 100 and mpls 200 and tcp port 80
mpls or ip
mpls and host 10.0.0.1
mpls and icmp6
pppoes and tcp
pppoes and host 10.0.0.1
pppoes 0x27 and ip6
pppoes and ip[0] = 0x45
pppoes or tcp
geneve and tcp
geneve and ip
geneve and host 10.0.0.1
geneve 0x123 and tcp port 80
geneve or vlan
not geneve
geneve and ether src 02:00:00:00:00:01
geneve and ip6 and tcp port 80
geneve and tcp[2:2] = 80
geneve and vlan and ip
protochain 6
ip6 protochain 6
ip6 protochain 17
not protochain 6
ip6 protochain 44
ip6 protochain 51
ip6 protochain 59
proto 51
ip proto 51
ip6 proto 44
ip6 proto 0
port 53 or port 80
dst portrange 80-8080
src portrange 40000-50000 and udp
sctp and port 80
portrange 0-65535
portrange 65535-0
less 60
len <= 60 and len >= 54
less 0
greater 0
byte 0 = 2
byte 12 > 7
byte 0 < 255
byte 0 & 1
byte 12 | 0
arp host 10.0.0.1
arp src host 10.0.0.1
arp net 10.0.0.0/8
rarp host 10.0.0.2
arp[6:2] = 1
arp[14:4] = 0x0a000001
ether multicast and not ether broadcast
broadcast or multicast
icmp[0] = 8
icmp[icmptype] = icmp-unreach and icmp[icmpcode] = 3
icmp6[icmp6type] = icmp6-neighborsolicit
icmp6 and not icmp6[0] = 135
icmp6[icmp6type] >= 133 and icmp6[icmp6type] <= 137
not tcp[100] = 0 or host 10.0.0.1
not ip[100:4] = 0
not ip[0] > 0 or ip6
tcp[100] = 0 or ip
ip[ip[0] & 0xf * 4 - 20] = 0x45
ip[(ip[0] & 0xf) << 2] = 0
(ip[0] & 0xf) << 2 = 20
ip[0] / 2 * 2 = ip[0]
ip[2:2] % 4 = 0
ip[2:2] % 4 + 1 = 0
ip[8] ^ 0x3f = 0
ip[12:4] ^ ip[16:4] = 3
ip[12:4] - ip[16:4] = 0xffffffff
ip[12:4] + ip[16:4] > 0x14000000
ip[12:4] * 3 = 0x1e000003
ip[12:4] >> ip[9] = 0x280000
ip[9] << ip[9] = 384
ip[9] << ip[12:4] = 0
ip[12:4] >> ip[12:4] = 0
ip[12:4] / ip[6:2] = 1
ip[12:4] % ip[1] > 3
-ip[0] = -69
0 - ip[0] = 0xffffffbb
- - ip[0] = 69
ip[0] | 1 = 69 and ip[0] & 1 = 1
tcp[13] & 7 != 0
tcp[13] & 7 = 0 and tcp
tcp[12] >> 4 > 5
tcp[(tcp[12] & 0xf0) >> 2:4] = 0x47455420
ip[2:2] - ((ip[0]&0xf)<<2) - ((tcp[12]&0xf0)>>2) > 0
llc and not llc u
llc s or llc i
iso or stp or netbeui or ipx
ether proto 0x86dd
ether proto \\ip6 or ether proto \\arp
not (arp or rarp or stp)
ip and not (tcp or udp or icmp)
tcp or udp or icmp and ip6
tcp and port 80 or udp and port 53
tcp port 80 or tcp port 443 or tcp port 8080
host 10.0.0.1 or 10.0.0.2 and not port 80
not tcp and not udp
not (tcp or udp)
ip or ip6 or arp and less 100
outbound and ip
not outbound
ifindex 2
ifindex 2 or ifindex 3
lat or moprc or mopdl or sca or decnet
decnet src 1.10
decnet host 1.10 or decnet dst 2.20
atalk or aarp
clnp or esis or isis
l1 or l2
iso proto 0x82
isis proto 20
ether proto 0x0600
ip6 and tcp[0] = 0
tcp and udp
ip and ip6
tcp and not ip and not ip6
tcp port 80 and udp
vlan 1 and not vlan 2
1 = 2
not 1 = 1
vlan and mpls and tcp port 80
vlan and pppoes and tcp port 80
pppoes and pppoes
vlan and geneve and tcp
vlan and llc
vlan and ether host 02:00:00:00:00:01
vlan and iso
`

/** One expression per entry; the first is the empty one. */
export const FILTER_EXPRESSIONS: readonly string[] = TEXT.split('\n').slice(0, -1)
