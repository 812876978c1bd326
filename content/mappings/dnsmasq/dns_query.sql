/*---
product: dnsmasq
fact: dns_query
examples:
  - records:
      dnsmasq_query:
        - {action: "query", client: "10.0.0.5", query: "Updates.Example.com", type: "AAAA", time: "2026-03-01T08:00:00Z"}
        - {action: "forwarded", query: "updates.example.com", forwarded_to: "203.0.113.53"}
        - {action: "reply", query: "updates.example.com", answer: "203.0.113.9"}
    facts:
      - {source_ip: 10.0.0.5, query: updates.example.com, query_type: AAAA, time: "2026-03-01T08:00:00Z"}
---*/
select record_id, time, "client" as source_ip, lower("query") as query, "type" as query_type
from dnsmasq_query
where "action" = 'query'
