/*---
product: pcap
fact: dns_query
examples:
  - records:
      pcap_dns:
        - {source_ip: "10.20.5.12", query: "Updates.Example.com", query_type: "A", rcode: "NOERROR", answers: '["203.0.113.9"]', service: "dns", time: "2026-03-02T08:01:00Z"}
        - {source_ip: "10.20.5.12", query: "x1.bad.example", query_type: "TXT", rcode: null, answers: null, service: "dns"}
        - {source_ip: "10.20.5.13", query: null, query_type: null, rcode: "NOERROR", answers: '["pump-12.local"]', service: "mdns"}
    facts:
      - {source_ip: 10.20.5.12, query: updates.example.com, query_type: A, answers: '["203.0.113.9"]', response_code: NOERROR, time: "2026-03-02T08:01:00Z"}
      - {query: x1.bad.example, query_type: TXT, response_code: null, answers: null}
---*/
select
  record_id,
  time,
  "source_ip" as source_ip,
  lower("query") as query,
  "query_type" as query_type,
  "answers" as answers,
  "rcode" as response_code
from pcap_dns
where "query" is not null and "query" <> ''
