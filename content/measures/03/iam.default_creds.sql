/*---
id: iam.default_creds
title: Systems that a scan opened with the maker's password
practice: "3"
applies_to: [small, medium, large]
unit: count
needs: [vulnerability]
goal: none
why: Makers' passwords stand in manuals that everybody can read.
fix: Change the passwords of the systems listed here today, and put "change the password" on the list for every new device.
examples:
  - vulnerability: # CVE-1999-0501 to 0508, 0516 and 0517 are the numbers scanners give to passwords that were guessed or never changed
      - {source: nessus, host_name: printer-1, cve: CVE-1999-0508, status: open, first_seen_at: "2026-03-01T00:00:00Z"}
      - {source: nessus, host_name: printer-1, cve: CVE-1999-0517, status: open, first_seen_at: "2026-03-01T00:00:00Z"}
      - {source: nessus, host_name: switch-1, cve: CVE-1999-0517, status: fixed, first_seen_at: "2026-01-01T00:00:00Z"}
      - {source: nessus, host_name: pc-01, cve: CVE-2019-0708, status: open, first_seen_at: "2026-03-01T00:00:00Z"}
    answer: {value: 1}
  - vulnerability: [{source: openvas, host_name: pc-01, cve: CVE-2019-0708, status: open, first_seen_at: "2026-03-01T00:00:00Z"}]
    answer: {value: 0}
  - vulnerability: # a list of missing patches never tried a password
      - {source: defender_vulnerability, host_name: pc-01, cve: CVE-2019-0708, status: open, first_seen_at: "2026-03-01T00:00:00Z"}
    answer: no evidence
---*/
with tried as (
  select record_id, coalesce(host_name, asset_id) as machine, coalesce(time, first_seen_at) as at, coalesce(status, 'open') <> 'fixed' and fixed_at is null
      and cve in ('CVE-1999-0501', 'CVE-1999-0502', 'CVE-1999-0503', 'CVE-1999-0504', 'CVE-1999-0505', 'CVE-1999-0506',
        'CVE-1999-0507', 'CVE-1999-0508', 'CVE-1999-0516', 'CVE-1999-0517') as opened,
    source
  from vulnerability
  where coalesce(time, first_seen_at, $from) < $to
)
-- only scanners that talk to a system from outside try passwords
select case when count(*) filter (where opened or source in ('nessus', 'openvas', 'qualys')) > 0 then count(distinct machine) filter (where opened) end as value,
  max(at) as newest, string_agg(record_id, ' ' order by record_id) filter (where opened) as rows
from tried
