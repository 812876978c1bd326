/*---
id: media.bulk_copy
title: Many files copied to a removable drive
threat: T4
severity: medium
attack: [T1052.001]
needs: [file_event]
why: Staff who are about to leave take lists of patients along like this; others lose the stick on the way home.
fix: Ask the person what was copied and why. If it holds patient data, get the drive back and involve the privacy officer.
examples:
  - note: half a gigabyte in two files
    facts:
      file_event:
        - {time: "2026-03-02T21:14:00Z", host_name: ws02, user_name: pgentry, path: 'E:\list1.zip', action: written, removable: true, bytes: 300000000}
        - {time: "2026-03-02T21:15:00Z", host_name: ws02, user_name: pgentry, path: 'E:\list2.zip', action: written, removable: true, bytes: 300000000}
    findings: 1
  - note: forty small files; the source does not say what kind of drive E is
    facts:
      file_event:
        - {time: "2026-03-02T21:14:00Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 00.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:01Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 01.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:02Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 02.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:03Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 03.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:04Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 04.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:05Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 05.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:06Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 06.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:07Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 07.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:08Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 08.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:09Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 09.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:10Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 10.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:11Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 11.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:12Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 12.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:13Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 13.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:14Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 14.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:15Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 15.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:16Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 16.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:17Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 17.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:18Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 18.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:19Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 19.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:20Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 20.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:21Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 21.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:22Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 22.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:23Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 23.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:24Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 24.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:25Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 25.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:26Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 26.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:27Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 27.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:28Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 28.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:29Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 29.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:30Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 30.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:31Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 31.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:32Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 32.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:33Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 33.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:34Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 34.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:35Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 35.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:36Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 36.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:37Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 37.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:38Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 38.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T21:14:39Z", host_name: ws02, user_name: pgentry, path: 'E:\referrals\referral 39.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
    findings: 1
  - note: six posters; a large copy to the server's own disk
    facts:
      file_event:
        - {time: "2026-03-02T16:02:00Z", host_name: ws02, user_name: lortega, path: 'E:\posters\poster 0.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T16:02:04Z", host_name: ws02, user_name: lortega, path: 'E:\posters\poster 1.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T16:02:08Z", host_name: ws02, user_name: lortega, path: 'E:\posters\poster 2.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T16:02:12Z", host_name: ws02, user_name: lortega, path: 'E:\posters\poster 3.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T16:02:16Z", host_name: ws02, user_name: lortega, path: 'E:\posters\poster 4.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T16:02:20Z", host_name: ws02, user_name: lortega, path: 'E:\posters\poster 5.pdf', action: created, process_image: 'C:\Windows\explorer.exe'}
        - {time: "2026-03-02T16:15:00Z", host_name: srv01, user_name: system, path: 'D:\backup\a.vhdx', action: written, removable: false, bytes: 9000000000}
    findings: 0
---*/
with copied as (
  select time, record_id, host_name, coalesce(user_name, 'an unknown user') as who, path, coalesce(bytes, 0) as bytes,
    date_trunc('hour', time) as begun
  from file_event
  where action in ('created', 'written', 'copied') and host_name is not null and time is not null
    and (removable or (removable is null and regexp_like(lower(path), '^[e-h]:')
      and regexp_like(lower(coalesce(process_image, '')), '(explorer|robocopy|xcopy|powershell|cmd)\.exe$')))
),
burst as (
  select host_name, who, begun, min(time) as time, count(distinct path) as files, sum(bytes) as bytes,
    array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids
  from copied
  group by host_name, who, begun
)
select time, record_ids, who as subject,
  concat(who, ' copied ', files, ' files from ', host_name, ' to a removable drive within an hour') as sentence
from burst
where files >= 40 or bytes >= 500000000
