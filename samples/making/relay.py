"""The path between two network namespaces: takes Ethernet frames from one tap device, gives them to the other after a delay.

Like a real path it lowers the TTL. Its rules drop a named packet or forge one, so that every sample shows exactly its case.
The only argument is a JSON object: {"a": {"ns", "dev"}, "b": {...}, "delayMs", "hops", "rules": [...]}.

A rule: {"from": "a"|"b", "flags": "S", "notFlags": "A", "data": true, "skip": 0, "count": 1, "afterMs": 0,
         "drop": true, "forge": [{"to": "sender"|"receiver", "flags": "R", "seqOffset": 0, "ttl": 61, "ipId": 1, "delayMs": 2}]}
`afterMs` counts from the first TCP packet. Forged packets are IPv4 only.
"""
import ctypes, fcntl, heapq, json, os, select, struct, sys, time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TAP_WITHOUT_HEADER = 0x1002
FLAG_BITS = {"F": 1, "S": 2, "R": 4, "P": 8, "A": 16}
ND_FIRST_TYPE = 133

libc = ctypes.CDLL(None, use_errno=True)


def open_tap(ns, dev):
    with open(f"/run/netns/{ns}") as handle:
        if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"setns {ns}")
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", dev.encode(), IFF_TAP_WITHOUT_HEADER))
    return tap


def bits(text):
    return sum(FLAG_BITS[letter] for letter in text)


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return 0xFFFF - total


def lower_ttl(frame, hops):
    kind = frame[12:14]
    if kind == b"\x08\x00":
        frame[22] = max(1, frame[22] - hops)
        frame[24:26] = b"\0\0"
        frame[24:26] = struct.pack("!H", checksum(bytes(frame[14 : 14 + (frame[14] & 15) * 4])))
    elif kind == b"\x86\xdd" and not (frame[20] == 58 and frame[54] >= ND_FIRST_TYPE):
        frame[21] = max(1, frame[21] - hops)


def tcp_of(frame):
    """Flags, payload length, start of the TCP header; None when this is no TCP."""
    kind = frame[12:14]
    if kind == b"\x08\x00" and frame[23] == 6:
        at = 14 + (frame[14] & 15) * 4
        end = 14 + struct.unpack_from("!H", frame, 16)[0]
    elif kind == b"\x86\xdd" and frame[20] == 6:
        at = 54
        end = 54 + struct.unpack_from("!H", frame, 18)[0]
    else:
        return None
    return frame[at + 13] & 0x3F, end - at - (frame[at + 12] >> 4) * 4, at


def forge(frame, order):
    flags, length, at = tcp_of(frame)
    source_port, target_port, seq, ack = struct.unpack_from("!HHII", frame, at)
    beyond = seq + length + (1 if flags & 3 else 0)
    source, target = bytes(frame[26:30]), bytes(frame[30:34])
    ethernet = bytes(frame[:12])
    if order["to"] == "sender":
        source, target, source_port, target_port = target, source, target_port, source_port
        ethernet = ethernet[6:12] + ethernet[:6]
        seq, ack = ack, beyond
    else:
        seq = beyond
    new_flags = bits(order["flags"])
    tcp = struct.pack("!HHIIBBHHH", source_port, target_port, (seq + order.get("seqOffset", 0)) & 0xFFFFFFFF, ack & 0xFFFFFFFF if new_flags & 16 else 0,
                      0x50, new_flags, order.get("window", 0), 0, 0)
    tcp = tcp[:16] + struct.pack("!H", checksum(source + target + struct.pack("!HH", 6, 20) + tcp)) + tcp[18:]
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 40, order.get("ipId", 0x3039), 0, order.get("ttl", 61), 6, 0) + source + target
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    return ethernet + b"\x08\x00" + ip + tcp


def main():
    plan = json.loads(sys.argv[1])
    sides = ("a", "b")
    taps = [open_tap(plan[side]["ns"], plan[side]["dev"]) for side in sides]
    rules = [dict(rule, seen=0) for rule in plan["rules"]]
    delay = plan["delayMs"] / 1000
    waiting, order, first_tcp = [], 0, None
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, tap, data = heapq.heappop(waiting)
            try:
                os.write(tap, data)
            except OSError:
                pass
        timeout = max(0, waiting[0][0] - time.monotonic()) if waiting else 60
        ready, _, _ = select.select(taps, [], [], timeout)
        for tap in ready:
            side = taps.index(tap)
            frame = bytearray(os.read(tap, 65536))
            now = time.monotonic()
            tcp = tcp_of(frame) if len(frame) >= 54 else None
            dropped = False
            if tcp:
                flags, length, _ = tcp
                first_tcp = first_tcp or now
                for rule in rules:
                    if rule["from"] != sides[side] or (now - first_tcp) * 1000 < rule.get("afterMs", 0):
                        continue
                    wanted = bits(rule.get("flags", ""))
                    if flags & wanted != wanted or flags & bits(rule.get("notFlags", "")):
                        continue
                    if "data" in rule and rule["data"] != (length > 0):
                        continue
                    rule["seen"] += 1
                    if not rule.get("skip", 0) < rule["seen"] <= rule.get("skip", 0) + rule.get("count", 1):
                        continue
                    for forged in rule.get("forge", []):
                        order += 1
                        target = tap if forged["to"] == "sender" else taps[1 - side]
                        heapq.heappush(waiting, (now + forged.get("delayMs", 0) / 1000, order, target, forge(frame, forged)))
                    dropped = dropped or rule.get("drop", False)
            if not dropped:
                order += 1
                lower_ttl(frame, plan["hops"])
                heapq.heappush(waiting, (now + delay, order, taps[1 - side], bytes(frame)))


main()
