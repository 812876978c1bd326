/*---
id: export.cut_off
title: An export that ends at a well-known limit
kind: truncated
needs: [evidence_file]
fix: Export again in shorter periods, or by a way without a limit (the product's interface, a collector), and check that the parts join.
examples:
  - note: exactly 50,000 rows, as many as the audit search gives
    facts:
      evidence_file: [{evidence_id: a1, file: audit/AuditLog.csv, reader: csv, records: 50000, rejects: 0, status: ok}]
    remarks: 1
  - note: a near miss, one row more than the limit
    facts:
      evidence_file: [{evidence_id: a1, file: audit/AuditLog.csv, reader: csv, records: 50001, rejects: 0, status: ok}]
    remarks: 0
  - note: a log of the machine itself knows no such limit
    facts:
      evidence_file: [{evidence_id: a1, file: logs/Security.evtx, reader: evtx, records: 50000, rejects: 0, status: ok}]
    remarks: 0
---*/
select
  file as what,
  concat('holds exactly ', cast(records as varchar), ' rows, a limit of many exports; what came after may be missing') as reason
from evidence_file
where reader in ('csv', 'json')
  -- pages and searches of consoles; sheets of old and new workbooks with and without their header
  and records in (1000, 5000, 10000, 20000, 25000, 30000, 50000, 65535, 65536, 100000, 150000, 200000, 250000, 500000,
    1000000, 1048575, 1048576)
order by file
