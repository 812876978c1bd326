/*---
product: crowdstrike_fdr
fact: connection
examples:
  - records:
      crowdstrike_fdr:
        - {event_simpleName: NetworkConnectIP4, LocalAddressIP4: 10.20.5.12, LocalPort: "49200", RemoteAddressIP4: 203.0.113.9, RemotePort: "443", Protocol: "6", RemoteAddressIP6: null, LocalAddressIP6: null, time: "2026-03-02T08:01:00Z"}
        - {event_simpleName: NetworkConnectIP6, LocalAddressIP6: "2001:db8::1", RemoteAddressIP6: "2001:db8::2", RemotePort: "53", Protocol: "17"}
        - {event_simpleName: DnsRequest}
    facts:
      - {source_ip: 10.20.5.12, source_port: 49200, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp}
      - {source_ip: "2001:db8::1", peer_ip: "2001:db8::2", transport: udp}
---*/
select
  record_id,
  time,
  coalesce("LocalAddressIP4", "LocalAddressIP6") as source_ip,
  "LocalPort" as source_port,
  coalesce("RemoteAddressIP4", "RemoteAddressIP6") as peer_ip,
  "RemotePort" as peer_port,
  case "Protocol" when '6' then 'tcp' when '17' then 'udp' when '1' then 'icmp' end as transport
from crowdstrike_fdr
where "event_simpleName" like 'NetworkConnect%'
