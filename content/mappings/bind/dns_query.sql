/*---
product: bind
fact: dns_query
examples:
  - records:
      bind_query:
        - {client: "10.0.0.5", query: "Updates.Example.com", type: "A", time: "2026-03-01T08:00:00Z"}
    facts:
      - {source_ip: 10.0.0.5, query: updates.example.com, query_type: A, time: "2026-03-01T08:00:00Z"}
---*/
select record_id, time, "client" as source_ip, lower("query") as query, "type" as query_type
from bind_query
