/*---
product: windows_dns_debug
fact: dns_query
examples:
  - records:
      windows_dns_debug:
        - {direction: "Rcv", response: "Q", ip: "10.0.0.5", type: "A", name: "(3)WWW(7)example(3)com(0)", rcode: "NOERROR", time: "2026-03-01T08:00:00Z"}
        - {direction: "Snd", response: "R", ip: "10.0.0.5", type: "A", name: "(3)www(7)example(3)com(0)", rcode: "NXDOMAIN"}
    facts:
      - {source_ip: 10.0.0.5, query: www.example.com, query_type: A, time: "2026-03-01T08:00:00Z"}
---*/
-- Questions that came in: what the server asks others, and what it answers, are packets of their own.
select
  record_id,
  time,
  "ip" as source_ip,
  lower(trim(both '.' from regexp_replace("name", '\(\d+\)', '.', 'g'))) as query,
  "type" as query_type
from windows_dns_debug
where "direction" = 'Rcv' and "response" = 'Q'
