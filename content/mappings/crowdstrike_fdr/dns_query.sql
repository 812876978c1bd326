/*---
product: crowdstrike_fdr
fact: dns_query
examples:
  - records:
      crowdstrike_fdr:
        - {event_simpleName: DnsRequest, DomainName: Updates.Example.com, RequestType: "1", ComputerName: AC-WS01, time: "2026-03-02T08:01:00Z"}
        - {event_simpleName: DnsRequest, DomainName: x.example, RequestType: "28"}
        - {event_simpleName: ProcessRollup2}
    facts:
      - {query: updates.example.com, query_type: A, host_name: ac-ws01}
      - {query: x.example, query_type: AAAA}
---*/
select
  record_id,
  time,
  lower("DomainName") as query,
  case "RequestType" when '1' then 'A' when '28' then 'AAAA' when '16' then 'TXT' when '5' then 'CNAME' when '12' then 'PTR' when '15' then 'MX' when '33' then 'SRV' when '65' then 'HTTPS' else "RequestType" end as query_type,
  lower(split_part("ComputerName", '.', 1)) as host_name
from crowdstrike_fdr
where "event_simpleName" = 'DnsRequest' and "DomainName" is not null
