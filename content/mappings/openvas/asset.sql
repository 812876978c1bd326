/*---
product: openvas
fact: asset
examples:
  - records:
      openvas_host:
        - {ip: 10.20.0.7, detail: '[{"name":"best_os_txt","value":"Debian GNU/Linux 12"},{"name":"OS","value":"cpe:/o:debian:debian_linux:12"},{"name":"hostname","value":"PACS01.clinic.example"},{"name":"Auth-SSH-Success","value":"Protocol SSH, Port 22, User scan"},{"name":"MAC","value":"00:1B:17:AA:01:02"}]', time: "2026-03-01T08:00:00Z"}
        - {ip: 10.20.0.9, detail: null}
        - {ip: 10.20.0.10, detail: '[{"name":"Auth-SMB-Failure","value":"Protocol SMB, Port 445, User scan : Login failure"}]'}
    facts:
      - {host_name: pacs01, ip_address: 10.20.0.7, mac_address: "00:1b:17:aa:01:02", os: Debian GNU/Linux 12, scan_signed_in: true, in_inventory: null, last_seen_at: "2026-03-01T08:00:00Z"}
      - {host_name: null, ip_address: 10.20.0.9, os: null, scan_signed_in: null}
      - {ip_address: 10.20.0.10, scan_signed_in: false}
---*/
select
  record_id,
  time,
  lower(split_part(json_find("detail", 'name', 'hostname', 'value'), '.', 1)) as host_name,
  json_find("detail", 'name', 'best_os_txt', 'value') as os,
  lower(json_find("detail", 'name', 'MAC', 'value')) as mac_address,
  "ip" as ip_address,
  time as last_seen_at,
  case
    when "detail" ~ '"Auth-(SSH|SMB|ESXi)-Success"' then true
    when "detail" ~ '"Auth-(SSH|SMB|ESXi)-Failure"' then false
  end as scan_signed_in
from openvas_host
