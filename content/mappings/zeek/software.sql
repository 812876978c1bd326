/*---
product: zeek
fact: software
examples:
  - records: # the log knows machines by address; a name is told where one lease alone fits
      zeek_software:
        - {host: "10.20.5.12", software_type: "SSH::SERVER", name: "OpenSSH", "version.major": "7", "version.minor": "4", "version.minor2": null, "version.minor3": null, "version.addl": "p1", time: "2026-03-02T08:01:00Z"}
        - {host: "10.20.5.13", software_type: "HTTP::SERVER", name: "Apache", "version.major": "2", "version.minor": "4", "version.minor2": "57", "version.minor3": null, "version.addl": null}
        - {host: "10.20.5.13", software_type: "HTTP::BROWSER", name: "Mozilla", "version.major": null, "version.minor": null, "version.minor2": null, "version.minor3": null, "version.addl": null}
      zeek_dhcp:
        - {assigned_addr: "10.20.5.12", host_name: "PUMP-12", client_fqdn: null}
        - {assigned_addr: "10.20.5.13", host_name: "ws-01", client_fqdn: null}
        - {assigned_addr: "10.20.5.13", host_name: "ws-02", client_fqdn: null}
    facts:
      - {host_name: pump-12, name: OpenSSH, version: 7.4p1, time: "2026-03-02T08:01:00Z"}
      - {host_name: null, name: Apache, version: 2.4.57}
      - {name: Mozilla, version: null}
---*/
with named as (
  select "assigned_addr" as ip, max(lower(split_part(coalesce("host_name", "client_fqdn"), '.', 1))) as host_name
  from zeek_dhcp
  where "assigned_addr" is not null and coalesce("host_name", "client_fqdn") is not null
  group by "assigned_addr"
  having count(distinct lower(split_part(coalesce("host_name", "client_fqdn"), '.', 1))) = 1
)
select
  s.record_id,
  s.time,
  n.host_name as host_name,
  s."name" as name,
  nullif(concat(
    s."version.major", '.' || s."version.minor", '.' || s."version.minor2", '.' || s."version.minor3",
    case when s."version.addl" ~ '^[0-9]' then '-' end, s."version.addl"
  ), '') as version
from zeek_software s
left join named n on n.ip = s."host"
where s."name" is not null
