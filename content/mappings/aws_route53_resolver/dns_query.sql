/*---
product: aws_route53_resolver
fact: dns_query
examples:
  - records:
      aws_route53_resolver:
        - {query_name: "Updates.Example.com.", query_type: A, rcode: NOERROR, srcaddr: 10.0.0.5, answers: '[{"Rdata":"203.0.113.9","Type":"A","Class":"IN"}]', srcids.instance: i-1, time: "2026-03-02T08:01:00Z"}
        - {query_name: x.example., query_type: TXT, rcode: NXDOMAIN, srcaddr: 10.0.0.5, answers: "[]"}
    facts:
      - {source_ip: 10.0.0.5, query: updates.example.com, query_type: A, answers: '["203.0.113.9"]', response_code: NOERROR, host_name: i-1}
      - {query: x.example, answers: null, response_code: NXDOMAIN}
---*/
select
  record_id,
  time,
  "srcaddr" as source_ip,
  lower(rtrim("query_name", '.')) as query,
  "query_type" as query_type,
  case when json_text("answers", '[0].Rdata') is not null then concat('["', concat_ws('","',
    json_text("answers", '[0].Rdata'), json_text("answers", '[1].Rdata'), json_text("answers", '[2].Rdata'),
    json_text("answers", '[3].Rdata')), '"]') end as answers,
  "rcode" as response_code,
  "srcids.instance" as host_name
from aws_route53_resolver
