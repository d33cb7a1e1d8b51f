/** The help texts in English. */
import type { HelpTexts } from './interface-words.ts'

/** What `--help` prints, in English. */
export const helpEn: HelpTexts = {
  all: `synfin - what happened to a TCP connection, and why

Usage: synfin [COMMAND] [OPTION...] FILE...

  synfin FILE...           explain the connections of captures or pasted text
  synfin explain           the same, with options
  synfin convert IN OUT    pasted tcpdump or Wireshark text, or a hex dump, to a capture
  synfin verify REPORT FILE...  hold a report against its captures
  synfin export            connections, graphs, commented packets for other tools
  synfin dump              tcpdump's lines, with tcpdump's own options
  synfin shark             tshark's view, with tshark's own options
  synfin lab               real connections with real faults, compared with the kernel
  synfin live [-i IF]      connections and verdicts as they happen
  synfin probe HOST PORT   connect, watch the wire, explain
  synfin why -- COMMAND    run a command, and explain its connections
  synfin merge-view CLIENT SERVER  two captures of one connection, one story
  synfin serve [FILE...]   the web page, on this machine only

FILE is a pcap or pcapng file (also with gzip, zstd or lz4), or any text that has tcpdump lines,
Wireshark details or hex dumps in it; - is standard input.

Options of every command:
  -h, --help               this help, or that of a command: synfin explain --help
  -V, --version            the version
      --lang en|zh         the language; else LC_ALL, LC_MESSAGES, LANG decide

Exit status: 0 ran; 1 an input could not be read, or only in part; 2 wrong usage;
3 with --check: a problem was found.
`,
  explain: `synfin explain - what happened to every connection, and why

Usage: synfin explain [OPTION...] FILE...
       tcpdump -w - ... | synfin explain -

Prints what matters most first, then one block per problem: the few packets that
matter, the proof, how sure it is, what else it could be, what to do next.
Several files make one report, in the order of their times.

      --all                the healthy connections too
      --connection N       only connection N, in full
      --packets            every packet that is remembered, not only the few that matter
      --metrics            a table for each connection: round trips, repeats by cause, losses
                           before and beyond the capture, windows, silence, rates
      --json               the report as one JSON object, for scripts
      --ndjson             one line of JSON per connection, then one with the rest
      --html               one HTML file that needs nothing else, with drawn ladders
      --markdown           Markdown, for tickets
      --check              exit with status 3 when a problem was found
      --filter EXPR        only packets that match, in tcpdump's filter language:
                           --filter 'host 10.0.0.1 and tcp port 443'
      --filter-dialect synfin   terms see through VLAN tags and IPv6 extension headers,
                           and tcp[...] looks at IPv6 too; the default is pcap, to the letter
      --lang en|zh         the language of the text
  -h, --help               this help
`,
  convert: `synfin convert - text or captures to a capture file

Usage: synfin convert IN OUT.pcap
       synfin convert IN OUT.pcapng

IN is what explain reads: pasted tcpdump lines, Wireshark text, hex dumps, captures;
- is standard input. What the text leaves out is filled with zeros. A pcap file holds
one link type only; pcapng holds any mixture, and the names of hosts.

  -h, --help               this help
`,
  verify: `synfin verify - hold a report against the capture that it is about

Usage: synfin verify REPORT.json FILE...

REPORT.json is what "synfin explain --json" printed, FILE what it was printed about.
Every claim is held against the packet that it names: that it exists, that it belongs
to the connection, its direction, flags, numbers and length; what is said of silence
and of states; and that a new diagnosis comes to the same verdicts.

      --filter EXPR        the filter with which the report was made
      --filter-dialect D   and its dialect
      --lang en|zh         the language of the text
  -h, --help               this help

Exit status: 0 all claims hold; 1 one does not, or a file could not be read;
2 wrong usage, or REPORT.json is no report.
`,
  export: `synfin export - connections, graphs and packets for other tools

Usage: synfin export --to TARGET [-o OUT] [OPTION...] FILE...

      --to ndjson          connections as "explain --json" has them, one JSON object per line
      --to csv             one row per connection, for spreadsheets
      --to parquet         the same columns, for databases
      --to conn-log        Zeek's conn.log
      --to conn-json       Zeek's conn.log as one JSON object per line
      --to xplot           time-sequence graphs as tcptrace -S writes them, for xplot: two
                           files per connection, in the folder OUT (the current one without it)
      --to pcapng          the capture again, with verdicts as comments on the packets that
                           show them; in Wireshark: frame.comment contains "synfin"
  -o, --output OUT         the file to write; standard output without it
      --filter EXPR        only packets that match, in tcpdump's filter language
      --filter-dialect D   pcap, or synfin: see synfin explain --help
      --lang en|zh         the language of sentences
  -h, --help               this help

Several files are written as one, in the order of their times. For pcapng each input is read
twice: standard input and pipes are kept in a temporary file meanwhile (TMPDIR says where).
`,
  dump: `synfin dump - tcpdump's lines, with tcpdump's own options

Usage: synfin dump [tcpdump's options] -r FILE [EXPR]
       synfin dump [tcpdump's options] -i INTERFACE [EXPR]

Prints what tcpdump 4.99.3 prints, letter for letter, and writes what it writes.
Letters can be joined: synfin dump -nnvXr web.pcap tcp port 80

  -r FILE, -V LIST         read a capture (- is standard input), or those in a list
  -i INTERFACE, -D, -L     capture from an interface (any: all); list interfaces, link types
  -Q, -p, -B, --immediate-mode  as tcpdump has them for capturing
  -w FILE                  write packets instead; with --print also print them.
                           NAME.pcapng gets pcapng
  -C MB, -G SECONDS, -W N  begin another file by size or time, keep N
  -n                       numbers instead of names
  -t ... -ttttt, --nano    other times
  -v -vv -vvv, -q          more, less
  -e, -S, -#               link layer, absolute sequence numbers, packet numbers
  -x -xx -X -XX -A -AA     dumps of the bytes
  -c N, --count            stop after N packets; only count them
  -F FILE                  the expression from a file
  -d -dd -ddd              the compiled expression
  --filter-dialect synfin  terms of EXPR see through VLAN tags and extension headers
  -h                       tcpdump's own list of options
`,
  shark: `synfin shark - tshark's view of TCP and what carries it

Usage: synfin shark [tshark's options] -r FILE [DISPLAY FILTER]

Shows what tshark 4.0.17 shows, with the protocols above TCP switched off: summary lines,
detail trees, fields, statistics. Letters can be joined: synfin shark -nVr web.pcap

  -r FILE                  the capture (- is standard input; gzip is undone)
  -Y FILTER                only packets that match: 'tcp.analysis.flags && ip.addr==10.0.0.1'
  -2, -R FILTER            two passes; with a filter for the first
  -V, -O tcp,ip, -x, -P    detail tree; only some protocols unfolded; bytes; summary line too
  -T fields -e FIELD ...   fields as columns; -E header=y, separator=, and so on
  -T json, -T ek           trees or fields as JSON
  -o tcp.NAME:VALUE        a preference
  -t a|ad|d|dd|e|r|u|ud    the time column
  -q -z conv,tcp           conversations (also ip, ipv6, eth)
  -q -z expert             expert notes, counted
  -q -z flow,tcp,network   who sent what to whom
  -q -z follow,tcp,ascii,N the bytes of stream N (ascii, hex, raw)
  -q -z io,stat,SECONDS    packets and bytes by time
  -G fields                the fields that there are
      --explain            beside tshark's marks, where synfin judges otherwise and why
  -h                       all options

Exit status: 0 ran; 1 the input could not be read, or only in part; 2 wrong usage or filter.
`,
  lab: `synfin lab - real connections with real faults, compared with the kernel

Usage: synfin lab list
       synfin lab run ID...
       synfin lab run --all
       synfin lab from FILE [--connection N]

Each scenario makes hosts (network namespaces), a path between them that delays, loses,
changes or forges packets, firewalls and programs; captures; and shows side by side what
synfin says, what the kernel logged, and how every call of the programs ended.
"from" makes a scenario that recreates a connection of a capture, and compares.
Nothing leaves the namespaces; all of it is removed at the end.

      --keep DIR           keep the captures, and the truth as JSON
      --documentation-addresses  192.0.2.10 and so on, for captures that others will see;
                           then one scenario runs at a time
      --connection N       the connection to recreate; 0 without it
      --lang en|zh         the language of the text
  -h, --help               this help

Needs Linux, root, ip, nft, ss, sysctl, tcpdump and the optional package koffi.
Exit status: 0 all agree; 1 something disagrees, or the lab cannot work here; 2 wrong usage.
`,
  live: `synfin live - connections and verdicts as they happen

Usage: synfin live [-i INTERFACE] [-w FILE] [EXPRESSION]

Shows a table of the TCP connections of an interface (all of them without -i): the state of
both ends, the verdict, round trip, repeats and bytes; the newest problems first. Enter shows a
connection with its packets and the proof. On leaving, the report is written as by explain.
EXPRESSION is a pcap filter, as for tcpdump. Where no terminal is, only the report is written.

  -i, --interface NAME     the interface; any without it
  -w, --write FILE         keep the packets in FILE
      --ndjson             a JSON line for each connection as soon as it is over
      --json, --html, --markdown, --metrics
                           the report in that form, when Ctrl-C ends the capture
      --lang en|zh         the language of the text
  -h, --help               this help
`,
  probe: `synfin probe - connects, watches the wire, and explains

Usage: synfin probe [OPTIONS] HOST PORT

Opens a TCP connection to each address of HOST (the first of each IP version), closes it again,
and says what happened on the wire meanwhile, and why. With the right to capture (root, or
CAP_NET_RAW) the packets are the proof; without it, what the system tells is explained.

  -c, --count N            try N times; once without it
  -i, --interval SECONDS   the pause between two rounds; 1 without it
  -t, --timeout SECONDS    how long to wait for an answer; 8 without it
  -4, --ipv4               only the IPv4 address
  -6, --ipv6               only the IPv6 address
  -w, --write FILE         keep the packets in FILE
      --json, --ndjson, --html, --markdown, --metrics
                           another form of the report
      --check              exit 3 when a problem was found
      --lang en|zh         the language of the text
  -h, --help               this help
`,
  why: `synfin why - runs a command, and explains its connections

Usage: synfin why [OPTIONS] -- COMMAND [ARGUMENTS]

Runs COMMAND with this terminal, watches the wire meanwhile, and explains the TCP connections
that it, or a program that it started, opened. As root on Linux the kernel tells which those are;
elsewhere all connections of that time are shown.

  -w, --write FILE         keep the packets of that time in FILE
      --json, --ndjson, --html, --markdown, --metrics
                           another form of the report
      --check              exit 3 when a problem was found
      --lang en|zh         the language of the text
  -h, --help               this help
`,
  'merge-view': `synfin merge-view - two captures of one connection, one story

Usage: synfin merge-view [OPTIONS] CLIENT.pcap SERVER.pcap

Finds the connections that are in both captures (by their sequence numbers, whatever a NAT made
of the addresses), aligns the clocks, and shows what left one place and never arrived at the
other, what arrived without having been sent, and how long the ways took.

      --all                every packet, not only those that matter
      --connection N       only this connection of the client's capture
      --json               for programs
      --lang en|zh         the language of the text
  -h, --help               this help
`,
  serve: `synfin serve - the web page, on this machine only

Usage: synfin serve [--port N] [FILE...]
       synfin serve -i INTERFACE [--filter EXPR]

Prints the address of the page, with a random token in it, and serves until Ctrl-C. The page
opens the first FILE. Everything is read in the browser; nothing is sent anywhere else.

  -i, --interface NAME     watch an interface ("any" for all) while the page is open; needs root
      --filter EXPR        only packets that match, in tcpdump's language
      --port N             the port; any free one without it
      --host ADDRESS       listen on another address than 127.0.0.1: whoever knows the
                           token can then read the files from other machines
      --lang en|zh         the language of messages
  -h, --help               this help

Exit status: 0 it was ended; 1 it could not begin; 2 wrong usage.
`,
}
