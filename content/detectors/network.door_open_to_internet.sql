/*---
id: network.door_open_to_internet
title: A door of ours stands open to the internet
threat: T2
severity: high
attack: [T1133, T1190]
needs: [network_service, own_network, setting]
only_with: [network_service]
why: Remote control, file sharing, databases and clinical interfaces that answer to the internet are found by attackers within hours.
fix: Close the port on the firewall today; let the people who need it come in through the VPN. Then look who has already used it.
examples:
  - note: remote desktop and a database on our own outside address, as a scan found them
    facts:
      own_network: [{cidr: 10.0.0.0/16}, {cidr: 203.0.113.0/28}]
      network_service:
        - {ip_address: 203.0.113.4, port: 3389, transport: tcp, state: open, service: ms-wbt-server}
        - {ip_address: 203.0.113.4, port: 11112, transport: tcp, state: open, service: dicom}
        - {ip_address: 203.0.113.5, port: 3306, transport: tcp, state: open, service: mysql}
    findings: 2
  - note: inside; somebody else's address; closed; the portal and the VPN, which are there to be reached
    facts:
      own_network: [{cidr: 10.0.0.0/16}, {cidr: 203.0.113.0/28}]
      network_service:
        - {ip_address: 10.0.0.4, port: 3389, transport: tcp, state: open}
        - {ip_address: 198.51.100.4, port: 3389, transport: tcp, state: open}
        - {ip_address: 203.0.113.4, port: 3389, transport: tcp, state: closed}
        - {ip_address: 203.0.113.4, port: 443, transport: tcp, state: open, service: https}
        - {ip_address: 203.0.113.4, port: 22, transport: tcp, state: open, service: ssh}
        - {ip_address: 203.0.113.4, port: 500, transport: udp, state: open, service: isakmp}
    findings: 0
---*/
with own_range as (
  select cidr from own_network
  union
  select value from setting where name in ('trusted_network', 'dmz_network')
),
door as (
  select record_id, time, ip_address, port,
    case
      when port = 23 or service = 'telnet' then 'Telnet'
      when port in (3389, 5900, 5901) or service in ('ms-wbt-server', 'vnc', 'vnc-http') then 'remote control'
      when port in (135, 139, 445) or service in ('microsoft-ds', 'netbios-ssn') then 'file sharing'
      when port in (5985, 5986) then 'Windows remote management'
      when port in (1433, 1521, 3306, 5432, 6379, 9200, 11211, 27017) or service in ('mysql', 'postgresql', 'ms-sql-s', 'oracle-tns', 'redis', 'mongodb', 'memcached') then 'a database'
      when port in (104, 11112, 2762) or service in ('acr-nema', 'dicom') then 'images (DICOM)'
      when port = 2575 or service in ('hl7', 'mllp') then 'messages of the record system (HL7)'
    end as what
  from network_service
  where state = 'open' and coalesce(transport, 'tcp') = 'tcp' and is_private_ip(ip_address) = false
)
select coalesce(max(d.time), $as_of) as time,
  array_to_string(array_slice(array_agg(distinct d.record_id order by d.record_id), 1, 20), ' ') as record_ids,
  d.ip_address as subject,
  concat('our address ', d.ip_address, ' answers to the internet with ', string_agg(distinct d.what, ', ' order by d.what)) as sentence
from door d
where d.what is not null and exists (select 1 from own_range where in_network(d.ip_address, own_range.cidr))
group by d.ip_address
