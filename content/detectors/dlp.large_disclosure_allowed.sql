/*---
id: dlp.large_disclosure_allowed
title: Five hundred records or more left unencrypted
threat: T4
severity: high
attack: [T1048]
needs: [dlp_incident]
why: From 500 patients on, a breach must be told to the regulator and the press within 60 days.
fix: Find out where the records went and get them deleted in writing. Start the privacy officer's breach assessment today.
examples:
  - note: 800 records by mail, allowed
    facts:
      dlp_incident: [{time: "2026-03-02T10:00:00Z", user_name: amy, channel: mail, records: 800, encrypted: false, action: allowed, destination: freemail.example}]
    findings: 1
  - note: blocked; encrypted; forty records
    facts:
      dlp_incident:
        - {time: "2026-03-02T10:00:00Z", user_name: amy, channel: mail, records: 800, encrypted: false, action: blocked}
        - {time: "2026-03-02T10:00:00Z", user_name: amy, channel: mail, records: 800, encrypted: true, action: allowed}
        - {time: "2026-03-02T10:00:00Z", user_name: amy, channel: mail, records: 40, encrypted: false, action: allowed}
    findings: 0
---*/
select coalesce(time, $as_of) as time, record_id as record_ids, coalesce(user_name, 'unknown user') as subject,
  concat(records, ' records left by ', coalesce(channel, 'an unknown way'), ' without encryption, and nothing stopped them') as sentence
from dlp_incident
where records >= 500 and action in ('allowed', 'warned') and coalesce(encrypted, false) = false
