"""Sums of connections with dpkt, to hold the reader of captures against: pcap_peer.py CAPTURE

Prints packets, connections by their two ends, payload bytes, seconds, MB/s and packets/s.
"""

import os
import sys
import time

import dpkt


def main():
    path = sys.argv[1]
    begun, packets, payload, ends = time.monotonic(), 0, 0, {}
    with open(path, "rb") as file:
        for _, data in dpkt.pcap.Reader(file):
            packets += 1
            try:
                ip = dpkt.ethernet.Ethernet(data).data
            except dpkt.UnpackError:
                continue
            inner = getattr(ip, "data", None)
            if not isinstance(inner, (dpkt.tcp.TCP, dpkt.udp.UDP)):
                continue
            one, other = (ip.src, inner.sport), (ip.dst, inner.dport)
            key = (min(one, other), max(one, other), ip.p)
            sums = ends.setdefault(key, [0, 0])
            sums[0] += 1
            sums[1] += len(inner.data)
            payload += len(inner.data)
    seconds = time.monotonic() - begun
    size = os.path.getsize(path)
    print(
        f"dpkt: {packets} packets, {len(ends)} pairs of ends, {payload} bytes of payload, {seconds:.1f} s, "
        f"{size / seconds / 1e6:.0f} MB/s, {packets / seconds / 1e3:.0f} thousand packets/s"
    )


main()
