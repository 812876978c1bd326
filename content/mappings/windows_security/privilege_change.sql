/*---
product: windows_security
fact: privilege_change
examples:
  - records:
      windows_security:
        - {EventID: "4732", Computer: "SRV01.clinic.example", SubjectUserName: "svc_backup", MemberName: "-", MemberSid: "S-1-5-21-1-2-3-1104", TargetUserName: "Administrators", time: "2026-03-02T08:01:00Z"}
        - {EventID: "4728", Computer: "DC01", SubjectUserName: "jkim", MemberName: "CN=Maria Reyes,OU=Front,DC=clinic,DC=example", MemberSid: "S-1-5-21-1-2-3-1105", TargetUserName: "Domain Admins"}
        - {EventID: "4757", Computer: "DC01", SubjectUserName: "jkim", MemberName: 'CLINIC\mreyes', MemberSid: "-", TargetUserName: "Enterprise Admins"}
        - {EventID: "4720", Computer: "DC01", SubjectUserName: "jkim", TargetUserName: "newuser"}
    facts:
      - {actor: svc_backup, target: s-1-5-21-1-2-3-1104, privilege: Administrators, action: granted, host_name: srv01}
      - {actor: jkim, target: maria reyes, privilege: Domain Admins, action: granted, host_name: dc01}
      - {actor: jkim, target: mreyes, privilege: Enterprise Admins, action: revoked}
---*/
select
  record_id,
  time,
  name_of("SubjectUserName") as actor,
  case
    when "MemberName" like 'CN=%' then lower(substr(split_part("MemberName", ',', 1), 4))
    else coalesce(name_of(nullif("MemberName", '-')), lower("MemberSid"))
  end as target,
  "TargetUserName" as privilege,
  case when "EventID" in ('4728', '4732', '4756') then 'granted' else 'revoked' end as action,
  lower(split_part("Computer", '.', 1)) as host_name
from windows_security
where "EventID" in ('4728', '4732', '4756', '4729', '4733', '4757')
