/*---
product: ocsf_dns_activity
fact: dns_query
examples:
  - records:
      ocsf_dns_activity:
        - {src_endpoint.ip: 10.20.5.12, query.hostname: Updates.Example.com, query.type: A, rcode: NoError, answers: '[{"rdata":"203.0.113.9","type":"A"}]', device.hostname: null, src_endpoint.hostname: AC-WS01, time: "2026-03-02T08:01:00Z"}
        - {src_endpoint.ip: 10.20.5.12, query.hostname: null}
    facts:
      - {source_ip: 10.20.5.12, query: updates.example.com, query_type: A, answers: '["203.0.113.9"]', response_code: NOERROR, host_name: ac-ws01}
---*/
select
  record_id,
  time,
  "src_endpoint.ip" as source_ip,
  lower(rtrim("query.hostname", '.')) as query,
  "query.type" as query_type,
  case when json_text("answers", '[0].rdata') is not null then concat('["', concat_ws('","',
    json_text("answers", '[0].rdata'), json_text("answers", '[1].rdata'), json_text("answers", '[2].rdata'),
    json_text("answers", '[3].rdata')), '"]') end as answers,
  upper("rcode") as response_code,
  lower(split_part(coalesce("device.hostname", "src_endpoint.hostname"), '.', 1)) as host_name
from ocsf_dns_activity
where "query.hostname" is not null
