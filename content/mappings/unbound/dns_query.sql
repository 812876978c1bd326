/*---
product: unbound
fact: dns_query
examples:
  - records:
      unbound_query:
        - {client: "10.0.0.5", query: "Updates.Example.com.", type: "A", rcode: "NXDOMAIN", time: "2026-03-01T08:00:00Z"}
    facts:
      - {source_ip: 10.0.0.5, query: updates.example.com, query_type: A, response_code: NXDOMAIN, time: "2026-03-01T08:00:00Z"}
---*/
select record_id, time, "client" as source_ip, lower(rtrim("query", '.')) as query, "type" as query_type, "rcode" as response_code
from unbound_query
