/*---
product: nmap
fact: asset
examples:
  - records: # what answered; what did not is no machine
      nmap_host:
        - {status.state: up, address: '[{"addr":"10.20.0.7","addrtype":"ipv4"},{"addr":"00:1B:17:AA:01:02","addrtype":"mac","vendor":"X"}]', hostnames.hostname: '[{"name":"PACS01.clinic.example","type":"PTR"}]', os.osmatch: '[{"name":"Linux 5.4","accuracy":"100","osclass":[{"type":"general purpose"}]}]', time: "2026-03-01T08:00:00Z"}
        - {status.state: up, address: '[{"addr":"10.20.0.9","addrtype":"ipv4"}]', hostnames.hostname: null, os.osmatch: '[{"name":"HP LaserJet 4250","accuracy":"100"}]', os.osclass: '[{"type":"printer"}]'}
        - {status.state: up, address: '[{"addr":"10.20.0.10","addrtype":"ipv4"}]', os.osmatch: '[{"name":"Cisco IOS 12","accuracy":"87","osclass":[{"type":"router"}]}]'}
        - {status.state: down, address: '[{"addr":"10.20.0.8","addrtype":"ipv4"}]'}
    facts:
      - {host_name: pacs01, ip_address: 10.20.0.7, mac_address: "00:1b:17:aa:01:02", os: Linux 5.4, kind: null, in_inventory: null, last_seen_at: "2026-03-01T08:00:00Z", time: "2026-03-01T08:00:00Z"}
      - {host_name: null, ip_address: 10.20.0.9, mac_address: null, os: HP LaserJet 4250, kind: printer}
      - {ip_address: 10.20.0.10, os: null, kind: null}
---*/
with hosts as (
  select
    *,
    -- a fingerprint that fits in part only is the scanner's guess
    case when number(json_text("os.osmatch", '[0].accuracy')) >= 95 then json_text("os.osmatch", '[0].name') end as os_name,
    case
      when number(json_text("os.osmatch", '[0].accuracy')) >= 95
        then coalesce(json_text("os.osmatch", '[0].osclass[0].type'), json_text("os.osclass", '[0].type'))
    end as os_class
  from nmap_host
)
select
  record_id,
  time,
  lower(split_part(json_text("hostnames.hostname", '[0].name'), '.', 1)) as host_name,
  case
    when lower(os_class) ~ 'print' then 'printer'
    when lower(os_class) ~ 'router|switch|firewall|wap|hub|bridge|load balancer|proxy server|broadband' then 'network'
    when lower(os_class) = 'phone' then 'phone'
  end as kind,
  os_name as os,
  lower(json_find("address", 'addrtype', 'mac', 'addr')) as mac_address,
  coalesce(json_find("address", 'addrtype', 'ipv4', 'addr'), json_find("address", 'addrtype', 'ipv6', 'addr')) as ip_address,
  time as last_seen_at
from hosts
where "status.state" = 'up'
