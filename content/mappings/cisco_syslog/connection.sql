/*---
product: cisco_syslog
fact: connection
examples:
  - records:
      cisco_syslog:
        - {mnemonic: "302014", message: "%ASA-6-302014: Teardown TCP connection 1234 for outside:203.0.113.9/443 to inside:10.0.0.5/50000 duration 0:01:12 bytes 5400 TCP FINs", time: "2026-03-01T08:00:00Z"}
        - {mnemonic: "302013", message: "%ASA-6-302013: Built outbound TCP connection 1234 for outside:203.0.113.9/443 (203.0.113.9/443) to inside:10.0.0.5/50000 (198.51.100.1/50000)"}
        - {mnemonic: "302015", message: "%ASA-6-302015: Built inbound UDP connection 9 for outside:203.0.113.9/5353 (203.0.113.9/5353)(LOCAL\\ann) to inside:10.0.0.5/53 (10.0.0.5/53)"}
        - {mnemonic: "106023", message: "%ASA-4-106023: Deny tcp src outside:203.0.113.9/4444 dst inside:10.0.0.9/23 by access-group \"outside\" [0x0, 0x0]"}
        - {mnemonic: "106100", message: "%ASA-6-106100: access-list outside denied udp outside/203.0.113.9(4444) -> inside/10.0.0.9(161) hit-cnt 1 first hit [0x1, 0x2]"}
        - {mnemonic: "CONFIG_I", message: "%SYS-5-CONFIG_I: Configured from console"}
    facts:
      - {source_ip: 10.0.0.5, source_port: 50000, peer_ip: 203.0.113.9, peer_port: 443, transport: tcp, state: Built outbound}
      - {source_ip: 203.0.113.9, source_port: 5353, peer_ip: 10.0.0.5, peer_port: 53, transport: udp, state: Built inbound}
      - {source_ip: 203.0.113.9, source_port: 4444, peer_ip: 10.0.0.9, peer_port: 23, transport: tcp, state: Deny}
      - {source_ip: 203.0.113.9, source_port: 4444, peer_ip: 10.0.0.9, peer_port: 161, transport: udp, state: denied}
---*/
select
  record_id,
  time,
  case when part[1] = 'Built outbound' then part[5] else part[3] end as source_ip,
  case when part[1] = 'Built outbound' then part[6] else part[4] end as source_port,
  case when part[1] = 'Built outbound' then part[3] else part[5] end as peer_ip,
  case when part[1] = 'Built outbound' then part[4] else part[6] end as peer_port,
  lower(part[2]) as transport,
  part[1] as state
from (
  select record_id, time, coalesce(
    -- Whoever began stands last when a connection goes out, and first when it comes in.
    case when "mnemonic" in ('302013', '302015')
      then regexp_match("message", '(Built (?:in|out)bound) (TCP|UDP) connection \S+ for [^ :]+:([^/ ]+)/(\d+).* to [^ :]+:([^/ ]+)/(\d+)') end,
    case when "mnemonic" = '106023'
      then regexp_match("message", '(Deny) (\S+) src [^ :]+:([^/ ]+)/(\d+).* dst [^ :]+:([^/ ]+)/(\d+)') end,
    case when "mnemonic" = '106100'
      then regexp_match("message", '(denied|permitted|est-allowed) (\S+) [^ /]+/([^( ]+)\((\d+)\).* -> [^ /]+/([^( ]+)\((\d+)\)') end
  ) as part
  from cisco_syslog
  where "mnemonic" in ('302013', '302015', '106023', '106100')
) as messages
where part is not null
