/** Protocols that Wireshark knows and this view never shows: a filter may name them and their fields, and finds none. */

/** Their filter names. */
export const FOREIGN_PROTOCOLS: ReadonlySet<string> = new Set(
  (
    'arp bgp bootp dccp dhcp dhcpv6 diameter dns esp ftp gre gtp http http2 http3 igmp ike imap ipsec isakmp kerberos l2tp ldap lldp mdns ' +
    'modbus mpls mqtt mysql nbns nbss netbios nfs ntp ospf pgsql pim pop ppp pppoe quic radius rdp redis rip rpc rtcp rtp rtsp sctp sip ' +
    'smb smb2 smtp snmp socks ssdp ssh ssl stp stun syslog telnet tftp tls udp vnc vrrp vxlan websocket wlan x11 xmpp'
  ).split(' '),
)
