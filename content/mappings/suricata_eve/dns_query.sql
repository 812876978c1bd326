/*---
product: suricata_eve
fact: dns_query
examples:
  - records:
      suricata_eve:
        - {event_type: dns, src_ip: 10.20.5.12, dest_ip: 10.20.5.1, dns.type: query, dns.rrname: Updates.Example.com, dns.rrtype: A, dns.rcode: null, dns.answers: null, dns.rdata: null, dns.queries: null, dns.version: null, time: "2026-03-02T08:01:00Z"}
        - {event_type: dns, src_ip: 10.20.5.12, dest_ip: 10.20.5.1, dns.version: "2", dns.type: answer, dns.rrname: updates.example.com, dns.rrtype: A, dns.rcode: NOERROR, dns.answers: '[{"rrname":"updates.example.com","rrtype":"A","rdata":"203.0.113.9"},{"rrtype":"A","rdata":"203.0.113.10"}]'}
        - {event_type: dns, src_ip: 10.20.5.1, dest_ip: 10.20.5.12, dns.type: answer, dns.rrname: old.example.com, dns.rrtype: A, dns.rcode: NOERROR, dns.rdata: 203.0.113.9}
        - {event_type: dns, src_ip: 10.20.5.12, dns.version: "3", dns.type: request, dns.queries: '[{"rrname":"New.example.com","rrtype":"TXT"}]'}
        - {event_type: http, src_ip: 10.20.5.12}
    facts:
      - {source_ip: 10.20.5.12, query: updates.example.com, query_type: A, answers: null, response_code: null}
      - {source_ip: 10.20.5.12, query: updates.example.com, answers: '["203.0.113.9","203.0.113.10"]', response_code: NOERROR}
      - {source_ip: 10.20.5.12, query: old.example.com, answers: '["203.0.113.9"]', response_code: NOERROR}
      - {query: new.example.com, query_type: TXT}
---*/
select
  record_id,
  time,
  -- the oldest form of an answer has the server as its source
  case when "dns.type" = 'answer' and "dns.version" is null then "dest_ip" else "src_ip" end as source_ip,
  lower(coalesce("dns.rrname", json_text("dns.queries", '[0].rrname'))) as query,
  coalesce("dns.rrtype", json_text("dns.queries", '[0].rrtype')) as query_type,
  case
    when "dns.rdata" is not null then concat('["', "dns.rdata", '"]')
    when json_text("dns.answers", '[0].rdata') is not null then concat('["', concat_ws('","',
      json_text("dns.answers", '[0].rdata'), json_text("dns.answers", '[1].rdata'), json_text("dns.answers", '[2].rdata'),
      json_text("dns.answers", '[3].rdata'), json_text("dns.answers", '[4].rdata'), json_text("dns.answers", '[5].rdata'),
      json_text("dns.answers", '[6].rdata'), json_text("dns.answers", '[7].rdata')), '"]')
  end as answers,
  "dns.rcode" as response_code
from suricata_eve
where "event_type" = 'dns' and coalesce("dns.rrname", json_text("dns.queries", '[0].rrname')) is not null
