/*---
id: files.renamed_in_mass
title: Many documents get the same new ending within minutes
threat: T2
severity: critical
attack: [T1486]
needs: [file_event]
why: This is what ransomware looks like while it works. Every minute costs more files.
fix: Cut the network of this computer and of the file server now, keep both switched on, and call your incident response contact.
examples:
  - note: twenty documents in forty seconds
    facts:
      file_event:
        - {time: "2026-03-02T16:33:00Z", host_name: ws04, path: 'S:\Scans\file 00.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:02Z", host_name: ws04, path: 'S:\Scans\file 01.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:04Z", host_name: ws04, path: 'S:\Scans\file 02.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:06Z", host_name: ws04, path: 'S:\Scans\file 03.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:08Z", host_name: ws04, path: 'S:\Scans\file 04.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:10Z", host_name: ws04, path: 'S:\Scans\file 05.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:12Z", host_name: ws04, path: 'S:\Scans\file 06.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:14Z", host_name: ws04, path: 'S:\Scans\file 07.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:16Z", host_name: ws04, path: 'S:\Scans\file 08.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:18Z", host_name: ws04, path: 'S:\Scans\file 09.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:20Z", host_name: ws04, path: 'S:\Scans\file 10.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:22Z", host_name: ws04, path: 'S:\Scans\file 11.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:24Z", host_name: ws04, path: 'S:\Scans\file 12.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:26Z", host_name: ws04, path: 'S:\Scans\file 13.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:28Z", host_name: ws04, path: 'S:\Scans\file 14.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:30Z", host_name: ws04, path: 'S:\Scans\file 15.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:32Z", host_name: ws04, path: 'S:\Scans\file 16.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:34Z", host_name: ws04, path: 'S:\Scans\file 17.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:36Z", host_name: ws04, path: 'S:\Scans\file 18.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
        - {time: "2026-03-02T16:33:38Z", host_name: ws04, path: 'S:\Scans\file 19.pdf.aldrlock', action: created, process_image: 'C:\ProgramData\whu.exe'}
    findings: 1
  - note: five files sealed on purpose; a browser that fetches twenty scans
    facts:
      file_event:
        - {time: "2026-03-02T16:33:00Z", host_name: ws04, path: 'S:\Letters\letter 00.docx.locked', action: created, process_image: 'C:\Program Files\Seal\seal.exe'}
        - {time: "2026-03-02T16:33:02Z", host_name: ws04, path: 'S:\Letters\letter 01.docx.locked', action: created, process_image: 'C:\Program Files\Seal\seal.exe'}
        - {time: "2026-03-02T16:33:04Z", host_name: ws04, path: 'S:\Letters\letter 02.docx.locked', action: created, process_image: 'C:\Program Files\Seal\seal.exe'}
        - {time: "2026-03-02T16:33:06Z", host_name: ws04, path: 'S:\Letters\letter 03.docx.locked', action: created, process_image: 'C:\Program Files\Seal\seal.exe'}
        - {time: "2026-03-02T16:33:08Z", host_name: ws04, path: 'S:\Letters\letter 04.docx.locked', action: created, process_image: 'C:\Program Files\Seal\seal.exe'}
        - {time: "2026-03-02T16:34:00Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 00.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:02Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 01.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:04Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 02.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:06Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 03.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:08Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 04.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:10Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 05.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:12Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 06.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:14Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 07.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:16Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 08.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:18Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 09.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:20Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 10.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:22Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 11.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:24Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 12.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:26Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 13.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:28Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 14.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:30Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 15.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:32Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 16.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:34Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 17.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:36Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 18.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
        - {time: "2026-03-02T16:34:38Z", host_name: ws05, path: 'C:\Users\amy\Downloads\scan 19.pdf.crdownload', action: created, process_image: 'C:\Program Files\Google\Chrome\Application\chrome.exe'}
    findings: 0
---*/
with ending as (
  select time, record_id, host_name, path,
    regexp_replace(lower(path), '^.*\.', '') as added,
    date_bin(interval '10 minutes', time) as begun
  from file_event
  where action in ('created', 'renamed', 'written') and time is not null and host_name is not null
    and regexp_like(lower(path), '\.(docx?|xlsx?|pptx?|pdf|jpe?g|png|tiff?|dcm|mdb|accdb|bak|vhdx?|csv|txt|rtf|zip|pst|sql|xml)\.[a-z0-9_-]{2,16}$')
),
burst as (
  select host_name, added, begun, min(time) as time, count(distinct path) as files,
    array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids,
    row_number() over (partition by host_name, added order by begun) as nth
  from ending
  where added not in ('tmp', 'temp', 'crdownload', 'part', 'partial', 'download', 'bak', 'gz', 'zip', '7z', 'zst', 'bz2', 'xz',
    'gpg', 'asc', 'p7m', 'sig', 'sha256', 'md5', 'lnk', 'log', 'old', 'pdf', 'docx', 'html', 'xml', 'json', 'txt', 'aes', 'cache', 'metadata')
  group by host_name, added, begun
  having count(distinct path) >= 20
)
select time, record_ids, host_name as subject,
  concat('on ', host_name, ' ', files, ' documents got the new ending .', added, ' within ten minutes') as sentence
from burst where nth = 1
