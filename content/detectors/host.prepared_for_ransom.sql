/*---
id: host.prepared_for_ransom
title: One computer shows several steps that come before ransomware
threat: T2
severity: critical
attack: [T1490, T1562.001, T1070.001, T1003]
needs: [process]
why: Each step alone may be an administrator at work. Three different ones within a day are an attack.
fix: Cut the network of this computer now, keep it switched on, and call your incident response contact.
examples:
  - note: protection off, shadow copies gone, repair off
    facts:
      process:
        - {time: "2026-03-02T16:05:00Z", host_name: ws04, image: 'C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe', command_line: 'powershell Set-MpPreference -DisableRealtimeMonitoring $true'}
        - {time: "2026-03-02T16:31:04Z", host_name: ws04, image: 'C:\Windows\System32\vssadmin.exe', command_line: vssadmin delete shadows /all /quiet}
        - {time: "2026-03-02T16:31:33Z", host_name: ws04, image: 'C:\Windows\System32\bcdedit.exe', command_line: 'bcdedit /set {default} recoveryenabled no'}
    findings: 1
  - note: one step three times; three steps on three computers; an administrator who only looks
    facts:
      process:
        - {time: "2026-03-02T16:31:01Z", host_name: srv01, image: 'C:\Windows\System32\vssadmin.exe', command_line: 'vssadmin delete shadows /for=D: /oldest'}
        - {time: "2026-03-02T16:31:02Z", host_name: srv01, image: 'C:\Windows\System32\vssadmin.exe', command_line: 'vssadmin delete shadows /for=D: /oldest'}
        - {time: "2026-03-02T16:31:03Z", host_name: srv01, image: 'C:\Windows\System32\vssadmin.exe', command_line: 'vssadmin delete shadows /for=D: /oldest'}
        - {time: "2026-03-02T16:31:03Z", host_name: ws01, image: 'C:\Windows\System32\wevtutil.exe', command_line: wevtutil cl Application}
        - {time: "2026-03-02T16:31:03Z", host_name: ws02, image: 'C:\Windows\System32\nltest.exe', command_line: 'nltest /dclist:clinic'}
        - {time: "2026-03-02T16:31:03Z", host_name: ws03, image: 'C:\Windows\System32\vssadmin.exe', command_line: vssadmin list shadows}
        - {time: "2026-03-02T16:31:04Z", host_name: ws03, image: 'C:\Windows\System32\bcdedit.exe', command_line: bcdedit /enum}
        - {time: "2026-03-02T16:31:05Z", host_name: ws03, image: 'C:\Windows\System32\wevtutil.exe', command_line: wevtutil gl Security}
    findings: 0
---*/
with seen as (
  select time, record_id, host_name, lower(coalesce(command_line, '')) as command
  from process
  where host_name is not null and time is not null
),
marked as (
  select time, record_id, host_name, date_trunc('day', time) as day,
    case
      when command like '%delete%shadow%' or (command like '%shadowcopy%' and command like '%delete%') then 'removed shadow copies'
      when regexp_like(command, 'wbadmin.*delete +(catalog|systemstatebackup|backup)') then 'removed backups'
      when regexp_like(command, 'recoveryenabled +(no|off)|bootstatuspolicy +ignoreallfailures') then 'switched start-up repair off'
      when regexp_like(command, '(wevtutil.* (cl|clear-log) |clear-eventlog)') then 'emptied logs'
      when regexp_like(command, '-disable(realtimemonitoring|behaviormonitoring|ioavprotection) +(\$true|1)|(sc|net1?)(\.exe)? +(stop|delete) +(windefend|sense)') then 'switched protection off'
      when regexp_like(command, '(comsvcs.*minidump|procdump.*lsass|reg(\.exe)? +save +hklm.(sam|security)|ntdsutil.*ifm)') then 'copied passwords'
      when regexp_like(command, '(nltest.*/(dclist|domain_trusts)|adfind|net1? +group +"?domain admins)') then 'looked for the domain''s servers'
      when regexp_like(command, '(net1?|sc)(\.exe)? +stop +"?(veeam|wbengine|backupexec|sqlwriter|vss)') then 'stopped backup programs'
    end as step
  from seen
),
daily as (
  select host_name, day, min(time) as time, count(distinct step) as steps,
    string_agg(distinct step, ', ' order by step) as what,
    array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids
  from marked
  where step is not null
  group by host_name, day
)
select time, record_ids, host_name as subject,
  concat('on ', host_name, ' somebody took ', steps, ' steps within one day that come before ransomware: ', what) as sentence
from daily where steps >= 3
