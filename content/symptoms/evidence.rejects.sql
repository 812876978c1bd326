/*---
id: evidence.rejects
title: Records that could not be read
kind: unread
needs: [evidence_file]
fix: Look at the table `reject` for their places and reasons; export the file again where it was damaged on the way.
examples:
  - note: two of a hundred
    facts:
      evidence_file: [{evidence_id: a1, file: logs/old.evtx, reader: evtx, records: 100, rejects: 2, status: partial}]
    remarks: 1
  - note: all well
    facts:
      evidence_file: [{evidence_id: a1, file: logs/new.evtx, reader: evtx, records: 100, rejects: 0, status: ok}]
    remarks: 0
---*/
select
  file as what,
  concat(cast(rejects as varchar), ' of ', cast(records as varchar), ' records could not be read') as reason
from evidence_file
where rejects > 0
order by file
