/*---
product: ldif
fact: asset
examples:
  - records:
      ldif_entry:
        - {dn: "CN=PC1,OU=Front,DC=clinic,DC=example", objectClass: '["top","person","organizationalPerson","user","computer"]', cn: "PC1", dNSHostName: "PC1.clinic.example", sAMAccountName: "PC1$", operatingSystem: "Windows 11 Enterprise", operatingSystemVersion: "10.0 (22631)", lastLogonTimestamp: "134168256000000000", location: "Front desk", managedBy: "CN=Ann Lee,OU=Front,DC=clinic,DC=example", changetype: null}
        - {dn: "CN=SRV1,DC=clinic,DC=example", objectClass: '["top","computer"]', cn: "SRV1", operatingSystem: "Windows Server 2022 Standard"}
        - {dn: "CN=gmsa,DC=clinic,DC=example", objectClass: '["top","computer","msDS-GroupManagedServiceAccount"]', cn: "gmsa"}
        - {dn: "CN=Ann Lee,DC=clinic,DC=example", objectClass: '["top","user"]', cn: "Ann Lee"}
    facts:
      - {host_name: pc1, kind: workstation, os: Windows 11 Enterprise, os_version: "10.0 (22631)", last_seen_at: "2026-03-01T08:00:00Z", location: Front desk, owner: Ann Lee}
      - {host_name: srv1, kind: server, os: Windows Server 2022 Standard, last_seen_at: null}
---*/
select
  record_id,
  time,
  "dn" as asset_id,
  lower(split_part(coalesce("dNSHostName", "cn"), '.', 1)) as host_name,
  case when "operatingSystem" ilike '%server%' then 'server' when "operatingSystem" ilike 'windows%' then 'workstation' end as kind,
  "operatingSystem" as os,
  "operatingSystemVersion" as os_version,
  regexp_match("managedBy", '^CN=([^,]+)')[1] as owner,
  "location" as location,
  case when number("lastLogonTimestamp") > 0 and number("lastLogonTimestamp") < 9e18
    then to_timestamp_micros(cast(number("lastLogonTimestamp") / 10 - 11644473600000000 as bigint)) end as last_seen_at
from ldif_entry
where coalesce("changetype", 'add') = 'add'
  and (lower("objectClass") like '%"computer"%' or lower("objectClass") = 'computer')
  and lower("objectClass") not like '%managedserviceaccount%'
