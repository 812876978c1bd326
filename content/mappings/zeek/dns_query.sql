/*---
product: zeek
fact: dns_query
examples:
  - records:
      zeek_dns:
        - {"id.orig_h": "10.20.5.12", query: "Updates.Example.com", qtype_name: "A", rcode_name: "NOERROR", answers: '["203.0.113.9"]', time: "2026-03-02T08:01:00Z"}
        - {"id.orig_h": "10.20.5.12", query: "x1.bad.example", qtype_name: "TXT", rcode_name: "NXDOMAIN", answers: null}
    facts:
      - {source_ip: 10.20.5.12, query: updates.example.com, query_type: A, answers: '["203.0.113.9"]', response_code: NOERROR}
      - {query: x1.bad.example, query_type: TXT, response_code: NXDOMAIN, answers: null}
---*/
select
  record_id,
  time,
  "id.orig_h" as source_ip,
  lower("query") as query,
  "qtype_name" as query_type,
  "answers" as answers,
  "rcode_name" as response_code
from zeek_dns
where "query" is not null
