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
  - note: twenty-one files of one kind make one remark
    facts:
      evidence_file:
        - {evidence_id: a1, file: bom1.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a2, file: bom2.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a3, file: bom3.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a4, file: bom4.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a5, file: bom5.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a6, file: bom6.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a7, file: bom7.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a8, file: bom8.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a9, file: bom9.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a10, file: bom10.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a11, file: bom11.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a12, file: bom12.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a13, file: bom13.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a14, file: bom14.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a15, file: bom15.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a16, file: bom16.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a17, file: bom17.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a18, file: bom18.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a19, file: bom19.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a20, file: bom20.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
        - {evidence_id: a21, file: bom21.xml, reader: cyclonedx, records: 2, rejects: 1, status: partial}
    remarks: 1
  - note: all well
    facts:
      evidence_file: [{evidence_id: a1, file: logs/new.evtx, reader: evtx, records: 100, rejects: 0, status: ok}]
    remarks: 0
---*/
with counted as (
  select reader, file, rejects, records, count(*) over (partition by reader) as files
  from evidence_file
  where rejects > 0
)
select
  file as what,
  concat(cast(rejects as varchar), ' of ', cast(records as varchar), ' records could not be read') as reason
from counted
where files <= 20
union all
select
  concat(cast(count(*) as varchar), ' files read by ', reader) as what,
  concat(cast(sum(rejects) as varchar), ' of ', cast(sum(records) as varchar), ' records could not be read; the first is ', min(file)) as reason
from counted
where files > 20
group by reader
order by what
