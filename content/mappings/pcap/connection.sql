/*---
product: pcap
fact: connection
examples:
  - records:
      pcap_connection:
        - {source_ip: "10.20.5.12", source_port: "49200", peer_ip: "203.0.113.9", peer_port: "443", transport: "tcp", service: "tls", duration: "12.500000", bytes_out: "9000", bytes_in: "120", state: "SF", time: "2026-03-02T08:01:00Z"}
        - {source_ip: "10.20.30.11", source_port: "50112", peer_ip: "10.20.20.10", peer_port: "104", transport: "tcp", service: "dicom", duration: "3.000000", bytes_out: "524288", bytes_in: "900", state: "SF"}
        - {source_ip: "10.20.5.12", peer_ip: "10.20.5.1", transport: "icmp", service: null, duration: null, bytes_out: "64", bytes_in: "0", state: "OTH"}
    facts:
      - {source_ip: 10.20.5.12, source_port: 49200, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, service: ssl, bytes_out: 9000, bytes_in: 120, duration_seconds: 12.5, state: SF, time: "2026-03-02T08:01:00Z"}
      - {peer_port: 104, service: dicom, bytes_out: 524288}
      - {source_port: null, peer_port: null, transport: icmp, service: null, duration_seconds: null, state: OTH}
---*/
select
  record_id,
  time,
  "source_ip" as source_ip,
  "source_port" as source_port,
  "peer_ip" as peer_ip,
  "peer_port" as peer_port,
  "transport" as transport,
  -- the words that network monitors use
  case "service" when 'tls' then 'ssl' when 'kerberos' then 'krb' else "service" end as service,
  "bytes_out" as bytes_out,
  "bytes_in" as bytes_in,
  "duration" as duration_seconds,
  "state" as state
from pcap_connection
