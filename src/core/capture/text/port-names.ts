/** Names of TCP ports as tcpdump and Wireshark print them: `/etc/services` of Debian and Red Hat systems and IANA's registry. */

/** `name=port` pairs; the first of several names that systems give a port is not told apart from its aliases, for only names are looked up. */
const NAMES = `
tcpmux=1 rje=5 echo=7 discard=9 null=9 sink=9 systat=11 users=11 daytime=13 netstat=15 qotd=17 quote=17 msp=18 chargen=19
source=19 ttytst=19 ftp-data=20 ftp=21 ssh=22 telnet=23 mail=25 smtp=25 nsw-fe=27 msg-icp=29 msg-auth=31 dsp=33 time=37
timserver=37 rap=38 rlp=39 graphics=41 nameserver=42 nicname=43 whois=43 login-host=49 tacacs=49 re-mail-ck=50 domain=53
bootps=67 bootpc=68 tftp=69 gopher=70 finger=79 http=80 www=80 hosts2-ns=81 xfer=82 mit-ml-dev=83 ctf=84 mit-ml-dev2=85
mfcobol=86 kerberos=88 kerberos-sec=88 kerberos5=88 krb5=88 su-mit-tg=89 dnsix=90 npp=92 dcp=93 objcall=94 supdup=95 dixie=96
swift-rvf=97 linuxconf=98 tacnews=98 metagram=99 newacct=100 hostname=101 hostnames=101 iso-tsap=102 tsap=102 gppitnp=103
acr-nema=104 dicom=104 csnet-ns=105 3com-tsmux=106 poppassd=106 rtelnet=107 snagas=108 pop2=109 pop-3=110 pop3=110
portmapper=111 sunrpc=111 auth=113 authentication=113 ident=113 tap=113 sftp=115 uucp-path=117 sqlserv=118 nntp=119 readnews=119
untp=119 ntp=123 epmap=135 loc-srv=135 netbios-ns=137 netbios-dgm=138 netbios-ssn=139 imap=143 imap2=143 bftp=152 sqlsrv=156
snmp=161 snmp-trap=162 snmptrap=162 cmip-man=163 cmip-agent=164 mailq=174 xdmcp=177 nextstep=178 bgp=179 prospero=191 irc=194
smux=199 at-rtmp=201 at-nbp=202 at-echo=204 at-zis=206 qmtp=209 wais=210 z3950=210 imap3=220 link=245 pawserv=345 zserv=346
odmr=366 rpc2portmap=369 codaauth2=370 clearcase=371 ulistserv=372 ldap=389 netware-ip=396 ups=401 timbuktu=407 hyper-g=418
svrloc=427 mobileip-agent=434 mobilip-mn=435 https=443 snpp=444 microsoft-ds=445 appleqtc=458 kpasswd=464 smtps=465 ssmtp=465
submissions=465 urd=465 tcpnethaspsrv=475 saft=487 isakmp=500 exec=512 login=513 rlogin=513 cmd=514 rsh=514 shell=514 syslog=514
printer=515 spooler=515 efs=520 tempo=526 courier=530 conference=531 netnews=532 netwall=533 gdomap=538 uucp=540 uucpd=540
klogin=543 krcmd=544 kshell=544 dhcpv6-client=546 dhcpv6-server=547 afpovertcp=548 rtsp=554 rfs=556 rmonitor=560 nntp-s=563
nntps=563 snntp=563 9pfs=564 whoami=565 submission=587 http-rpc-epmap=593 nqs=607 qmqp=628 ipp=631 ldaps=636 ldp=646 tinc=655
mac-srvr-admin=660 acap=674 ggf-ncp=678 corba-iiop=683 corba-iiop-ssl=684 ha-cluster=694 elcsd=704 silc=706 entrust=709
netviewdm1=729 netrcs=742 kerberos-adm=749 kdc=750 kerberos-iv=750 kerberos4=750 kerberos-master=751 rrh=753 hprop=754
krb-prop=754 krb5_prop=754 krb_prop=754 webster=765 phonebook=767 moira-db=775 moira_db=775 moira-update=777 moira_update=777
spamd=783 netconf-ssh=830 netconf-beep=831 domain-dot=853 domain-s=853 iscsi=860 supfilesrv=871 rsync=873 rsync-ssl=874
iclcnet=886 ftps-data=989 ftps=990 telnets=992 imaps=993 pop3s=995 surf=1010 exp1=1021 exp2=1022 cap=1026 ttyinfo=1062
veracity=1062 rdrmshc=1075 socks=1080 socks5=1080 pvuniwien=1081 amt-esd-prot=1082 proofd=1093 rootd=1094 nicelink=1095
rmiregistry=1099 mctp=1100 isoipsigport-1=1106 nfsd-status=1110 supfiledbg=1127 nfa=1155 health-polling=1161 tripwire=1169
skkserv=1178 openvpn=1194 univ-appserver=1233 hotline=1234 search-agent=1234 bvcontrol=1236 rmtcfg=1236 nessus=1241
h323hostcallsc=1300 xtel=1313 xtelw=1314 menandmice-dns=1337 lotusnote=1352 lotusnotes=1352 cadsi-lm=1387 ms-sql-s=1433
ms-sql-m=1434 esl-lm=1455 ica=1494 wins=1512 ncube-lm=1521 oracle=1521 ingreslock=1524 orasrv=1525 prospero-np=1525 tlisrv=1527
sixtrak=1594 lontalk-norm=1628 datametrics=1645 old-radius=1645 old-radacct=1646 sa-msg-port=1646 kermit=1649 groupwise=1677
sstsys-lm=1692 l2f=1701 l2tp=1701 sesi-lm=1714 h323gatedisc=1718 h323gatestat=1719 h323hostcall=1720 pptp=1723 gamegen1=1738
nmsp=1790 uma=1797 radius=1812 radacct=1813 radius-acct=1813 mcagent=1820 msnp=1863 ssdp=1900 upnp=1900 rtmp=1935 rapidbase=1953
dlsrpap=1973 hsrp=1985 licensedaemon=1986 tr-rsrb-p1=1987 tr-rsrb-p3=1989 tr-rsrb-port=1996 x25-svc-port=1998 tcp-id-port=1999
callbook=2000 cisco-sccp=2000 sieve-filter=2000 invokator=2006 dectalk=2007 conf=2008 news=2009 search=2010 raid-cc=2011
cypress=2015 bootserver=2016 servexec=2021 xinuexpansion1=2021 down=2022 xinuexpansion2=2022 ellpack=2025 scrabble=2026
shadowserver=2027 submitserver=2028 device2=2030 blackboard=2032 glogger=2033 scoremgr=2034 imsldoc=2035 objectmanager=2038
lam=2040 interbase=2041 isis=2042 isis-bcast=2043 rimsl=2044 cdfunc=2045 sdfunc=2046 dls=2047 nfs=2049 ibm-mqisdp=1883 mqtt=1883 secure-mqtt=8883 ms-streaming=1755 nfs4=2049 radsec=2083
gnunet=2086 rtcm-sc104=2101 ekshell=2106 gsigatekeeper=2119 iprop=2121 scientia-ssdb=2121 gris=2135 eforward=2181 zookeeper=2181
mysql-im=2273 compaq-http=2301 docker=2375 docker-s=2376 swarm=2377 etcd-client=2379 etcd-server=2380 compaq-https=2381
cvspserver=2401 venus=2430 venus-se=2431 codasrv=2432 codasrv-se=2433 novell-zen=2544 mon=2583 zebrasrv=2600 zebra=2601
ripd=2602 ripngd=2603 ospfd=2604 bgpd=2605 ospf6d=2606 ospfapi=2607 isisd=2608 dict=2628 f5-globalsite=2792 gsiftp=2811
gpsd=2947 wimd=2980 hbci=3000 remoteware-cl=3000 origo-native=3001 redwood-broker=3001 tsp=3001 exlm-agent=3002 cgms=3003
slnp=3045 gds-db=3050 gds_db=3050 tl1-raw=3082 pcmk-remote=3121 ndl-aas=3128 squid=3128 squid-http=3128 tarantella=3144
isns=3205 iscsi-target=3260 mysql=3306 wg-netforce=3359 ms-wbt-server=3389 prsvp=3455 vat=3456 nut=3493 teredo=3544 distcc=3632
servistaitsm=3636 daap=3689 subversion=3690 svn=3690 radius-dynauth=3799 mapper-nodemgr=3984 mapper-mapethd=3985 pxc-ntfy=4009
suucp=4031 sysrqd=4094 xgrid=4111 unikeypro=4127 nuts_dem=4132 nss=4159 sieve=4190 enlabel-dpl=4240 rwhois=4321 dey-sapi=4330
f5-iquery=4353 epmd=4369 remctl=4373 krb524=4444 nv-video=4444 ntske=4460 fax=4557 hylafax=4559 mtn=4691 ssad=4750 vxlan=4789
appserv-http=4848 appserv-https=4849 radmin-port=4899 lrrd=4949 munin=4949 commplex-main=5000 commplex-link=5001 rfe=5002
fmpro-internal=5003 avt-profile-1=5004 avt-profile-2=5005 wsm-server=5006 wsm-server-ssl=5007 mmcc=5050 sip=5060 sip-sctp=5060
sip-tls=5061 sdl-ets=5081 sentinel-lm=5093 targus-getdata=5200 targus-getdata1=5201 targus-getdata2=5202 targus-getdata3=5203
jabber-client=5222 mc-nmf=5222 xmpp-client=5222 padl2sim=5236 jabber-server=5269 xmpp-server=5269 hacl-hb=5300 hacl-gs=5301
hacl-cfg=5302 cfengine=5308 nat-pmp=5351 mdns=5353 hostmon=5355 llmnr=5355 wsdapi=5357 wsdapi-s=5358 postgres=5432
postgresql=5432 fcp-addr-srvr1=5500 personal-agent=5555 freeciv=5556 rptp=5556 pcanywheredata=5631 pcanywherestat=5632 nrpe=5666
nsca=5667 amqps=5671 amqp=5672 canna=5680 vnc-http=5800 rfb=5900 vnc-server=5900 ncd-diag=5978 couchdb=5984 wsman=5985
wsmans=5986 wbem-rmi=5987 wbem-http=5988 wbem-https=5989 cvsup=5999 x11=6000 x11-0=6000 x11-1=6001 x11-2=6002 x11-3=6003
x11-4=6004 x11-5=6005 x11-6=6006 x11-7=6007 gnutella-svc=6346 gnutella-rtr=6347 redis=6379 sun-sr-https=6443 sge-qmaster=6444
sge_qmaster=6444 sge-execd=6445 sge_execd=6445 mysql-proxy=6446 syslog-tls=6514 sane=6566 sane-port=6566 sane-proxy=6566
saned=6566 mpls-udp=6635 ircd=6667 ircs-u=6697 afs3-fileserver=7000 bbs=7000 afs3-callback=7001 afs3-prserver=7002
afs3-vlserver=7003 afs3-kaserver=7004 afs3-volser=7005 afs3-errors=7006 afs3-bos=7007 afs3-update=7008 afs3-rmtsys=7009
arcp=7070 realserver=7070 font-service=7100 xfs=7100 fodms=7200 swx=7300 cbt=7777 interwise=7778 irdmi2=7999 irdmi=8000
vcom-tunnel=8001 teradataordbms=8002 mcreport=8003 caldav=8008 http-alt-8008=8008 zope-ftp=8021 http-alt=8080 webcache=8080
sunproxyadmin=8081 tproxy=8081 us-cli=8082 us-srv=8083 d-s-n=8086 simplifymedia=8087 omniorb=8088 omniorb-alt=8088
radan-http=8088 opsmessaging=8090 jamlink=8091 xprint-server=8100 indigo-server=8118 privoxy=8118 puppet=8140 patrol=8160
intermapper=8181 blp1=8194 trivnet1=8200 trivnet2=8201 m2mservices=8383 cvd=8400 sabarsd=8401 abarsd=8402 pcsync-https=8443
pcsync-http=8444 copy=8445 asterix=8600 ultraseek-http=8765 apple-iphoto=8770 sunwebadmin=8800 ddi-tcp-1=8888 ddi-tcp-2=8889
ddi-tcp-3=8890 ddi-tcp-4=8891 ddi-tcp-5=8892 ddi-tcp-6=8893 ddi-tcp-7=8894 ospf-lite=8899 jmb-cds1=8900 manyone-http=8910
manyone-xml=8911 cumulus-admin=8954 clc-build-daemon=8990 cslistener=9000 etlservicemgr=9001 dynamid=9002 pichat=9009
tambora=9020 panagolin-ident=9021 cassandra=9042 glrpc=9080 aurora=9084 websm=9090 xmltec-xmlmail=9091 XmlIpcRegSvc=9092
xinetd=9098 hp-pdl-datastr=9100 jetdirect=9100 pdl-datastream=9100 bacula-dir=9101 bacula-fd=9102 bacula-sd=9103 peerwire=9104
wap-wsp=9200 wap-wsp-wtp=9201 wap-wsp-s=9202 wap-wsp-wtp-s=9203 callwaveiam=9283 vrace=9300 git=9418 micromuse-ncpw=9600
xmms2=9667 zope=9673 sapv1=9875 sd=9876 nping-echo=9929 palace-5=9996 palace-6=9997 distinct32=9998 distinct=9999 ndmp=10000
snet-sensor-mgmt=10000 webmin=10000 scp-config=10001 documentum=10002 octopus=10008 swdtp-sv=10009 zabbix-agent=10050
zabbix-agent2=10050 zabbix-trapper=10051 amanda=10080 kamanda=10081 amandaidx=10082 amandaidx-alt=10082 amidxtape=10083
nbd=10809 irisa=11000 metasys=11001 memcache=11211 memcached=11211 hkp=11371 cce4x=12000 entextxid=12000 entexthigh=12002
nupaper-ss=12121 hivep=12172 italk=12345 netbus=12345 sgi-cad=17004 ssh-mgmt=17235 db-lsp=17500 opsec-cvp=18181 dnp=20000
dcap=22125 gsidcap=22128 wnn6=22273 gntp=23053 novar-dbase=23400 binkp=24554 quake=26000 wnn6-ds=26208 k3software-svr=26262
flexlm=27000 flexlm0=27000 flexlm1=27001 mongod=27017 mongodb=27017 asp=27374 csync2=30865 filenet-tms=32768
sometimes-rpc1=32768 filenet-rpc=32769 filenet-nch=32770 filenet-rmi=32771 mysqlx=33060 traceroute=33434 kastenxpipe=36865
reachout=43188 dircproxy=57000 tfido=60177 fido=60179
`

let table: ReadonlyMap<string, number> | undefined

/** The TCP port that systems call `name`; undefined when no table knows the name. */
export function portOfName(name: string): number | undefined {
  table ??= new Map(
    NAMES.trim()
      .split(/\s+/)
      .map((pair): [string, number] => {
        const equals = pair.lastIndexOf('=')
        return [pair.slice(0, equals), Number(pair.slice(equals + 1))]
      }),
  )
  return table.get(name)
}
