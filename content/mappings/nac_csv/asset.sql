/*---
product: nac_csv
fact: asset
examples:
  - records: # the columns are those that `content/exports/nac_csv.yaml` gives
      nac_csv:
        - {mac_address: "02-AC-0A-14-0A-1F", host_name: LT-01.clinic.example, ip_address: 10.20.10.31, access_outcome: Authentication succeeded, device_profile: Windows11-Workstation, group_name: PermitAccess, seen_on: "2026-03-02T08:00:00Z", time: null}
        - {mac_address: 02ac.0a14.0a20, access_outcome: REJECT, device_profile: HP-LaserJet-Printer}
        - {mac_address: "02:ac:0a:14:0a:21", access_outcome: ACCEPT, device_profile: Apple-iPhone, group_name: Guest_Internet_Only}
        - {mac_address: "02:ac:0a:14:0a:22", access_outcome: unreg}
        - {mac_address: "02:ac:0a:14:0a:24", access_outcome: NonCompliant}
        - {mac_address: "02:ac:0a:14:0a:23", access_outcome: null, device_profile: Unknown}
        - {mac_address: "not known", access_outcome: Pass, time: "2026-03-02T09:00:00Z"}
    facts:
      - {mac_address: "02:ac:0a:14:0a:1f", host_name: lt-01, ip_address: 10.20.10.31, kind: workstation, admitted: true, last_seen_at: "2026-03-02T08:00:00Z", in_inventory: null}
      - {mac_address: "02:ac:0a:14:0a:20", kind: printer, admitted: false, host_name: null}
      - {mac_address: "02:ac:0a:14:0a:21", kind: phone, admitted: null} # into the guests' network
      - {mac_address: "02:ac:0a:14:0a:22", kind: null, admitted: false}
      - {mac_address: "02:ac:0a:14:0a:24", admitted: false}
      - {mac_address: "02:ac:0a:14:0a:23", admitted: null}
      - {mac_address: null, admitted: true, last_seen_at: "2026-03-02T09:00:00Z"}
---*/
with cells as (
  select record_id, time, lower(regexp_replace(mac_address, '[^0-9A-Fa-f]', '', 'g')) as digits, host_name, ip_address,
    lower(access_outcome) as outcome, lower(device_profile) as profile, lower(coalesce(group_name, '')) as group_name, seen_on
  from nac_csv
)
select
  record_id,
  coalesce(time, read_time(seen_on)) as time,
  lower(split_part(host_name, '.', 1)) as host_name,
  case
    when profile ~ 'laptop|notebook|macbook' then 'laptop'
    when profile ~ 'ipad|tablet' then 'tablet'
    when profile ~ 'iphone|android|phone|mobile' then 'phone'
    when profile ~ 'print|laserjet|officejet' then 'printer'
    when profile ~ 'server' then 'server'
    when profile ~ 'pump|medical|modality|dicom|ultrasound' then 'medical_device'
    when profile ~ 'switch|router|access.?point' then 'network'
    when profile ~ 'workstation|windows|macos|osx|linux' then 'workstation'
  end as kind,
  case when length(digits) = 12 then regexp_replace(digits, '^(..)(..)(..)(..)(..)(..)$', '\1:\2:\3:\4:\5:\6') end as mac_address,
  ip_address,
  case
    when group_name ~ 'guest|visitor|internet.?only|hotspot' then null
    when outcome ~ 'reject|den(y|ied)|fail|block|quarantin|unreg|unauth|not |non-?compliant|isolat|pending|rogue' then false
    when outcome ~ 'accept|permit|allow|succe|pass|connected|authenticated|^reg|compliant' then true
  end as admitted,
  coalesce(time, read_time(seen_on)) as last_seen_at
from cells
