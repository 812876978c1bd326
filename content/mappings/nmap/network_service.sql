/*---
product: nmap
fact: network_service
examples:
  - records: # a port that was asked what it speaks, and one that was not
      nmap_port:
        - {protocol: tcp, portid: "443", state.state: open, service.name: HTTP, service.product: nginx, service.version: "1.18", service.tunnel: ssl, service.method: probed, service.cpe: '["cpe:/a:nginx:nginx:1.18"]', address: '[{"addr":"10.20.0.7","addrtype":"ipv4"},{"addr":"00:1B:17:AA:01:02","addrtype":"mac"}]', hostnames.hostname: '[{"name":"PACS01.clinic.example","type":"PTR"}]', time: "2026-03-01T08:00:00Z"}
        - {protocol: udp, portid: "161", state.state: open|filtered, service.name: snmp, service.method: table, address: '[{"addr":"fd00::7","addrtype":"ipv6"}]'}
        - {protocol: tcp, portid: "22", state.state: closed, service.name: null, address: null}
        - {protocol: tcp, portid: "25", state.state: open, service.name: smtp, script: '[{"id":"smtp-commands","output":"mx"},{"id":"smtp-open-relay","output":"Server is an open relay (2/16 tests)"}]'}
        - {protocol: tcp, portid: "25", state.state: open, service.name: smtp, script: '[{"id":"smtp-open-relay","output":"Server doesn''t seem to be an open relay, all tests failed"}]'}
        - {protocol: tcp, portid: "25", state.state: open, service.name: smtp, script: '[{"id":"smtp-open-relay","output":"Couldn''t establish connection on port 25"}]'}
    facts:
      - {host_name: pacs01, ip_address: 10.20.0.7, mac_address: "00:1b:17:aa:01:02", port: 443, transport: tcp, state: open, service: http, product: nginx, version: "1.18", cpe: "cpe:/a:nginx:nginx:1.18", encrypted: true, time: "2026-03-01T08:00:00Z"}
      - {host_name: null, ip_address: "fd00::7", mac_address: null, port: 161, transport: udp, state: open|filtered, service: snmp, encrypted: null}
      - {ip_address: null, port: 22, state: closed, service: null, open_relay: null}
      - {port: 25, service: smtp, open_relay: true}
      - {port: 25, service: smtp, open_relay: false}
      - {port: 25, service: smtp, open_relay: null}
---*/
select
  record_id,
  time,
  lower(split_part(json_text("hostnames.hostname", '[0].name'), '.', 1)) as host_name,
  coalesce(json_find("address", 'addrtype', 'ipv4', 'addr'), json_find("address", 'addrtype', 'ipv6', 'addr')) as ip_address,
  lower(json_find("address", 'addrtype', 'mac', 'addr')) as mac_address,
  number("portid") as port,
  lower("protocol") as transport,
  "state.state" as state,
  lower("service.name") as service,
  "service.product" as product,
  "service.version" as version,
  json_text("service.cpe", '[0]') as cpe,
  case when "service.tunnel" = 'ssl' then true when "service.method" = 'probed' then false end as encrypted,
  -- what the script smtp-open-relay found, where it was asked for
  case
    when json_find("script", 'id', 'smtp-open-relay', 'output') ~ 'is an open relay' then true
    when json_find("script", 'id', 'smtp-open-relay', 'output') ~ '(isn.t|seem to be) an open relay' then false
  end as open_relay
from nmap_port
