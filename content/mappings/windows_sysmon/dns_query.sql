/*---
product: windows_sysmon
fact: dns_query
examples:
  - records:
      windows_sysmon:
        - {EventID: "22", Computer: "FRONT01.clinic.example", QueryName: "Login-Portal.example", QueryStatus: "0", QueryResults: "type:  5 cdn.example;::ffff:203.0.113.9;", time: "2026-03-02T08:01:00Z"}
        - {EventID: "22", Computer: "FRONT01.clinic.example", QueryName: "nosuch.example", QueryStatus: "9003", QueryResults: "-"}
    facts:
      - {host_name: front01, query: login-portal.example, answers: '["type:  5 cdn.example","203.0.113.9"]', response_code: NOERROR}
      - {query: nosuch.example, answers: null, response_code: NXDOMAIN}
---*/
select
  record_id,
  time,
  lower(split_part("Computer", '.', 1)) as host_name,
  lower("QueryName") as query,
  '["' || replace(rtrim(replace(nullif("QueryResults", '-'), '::ffff:', ''), ';'), ';', '","') || '"]' as answers,
  case "QueryStatus" when '0' then 'NOERROR' when '9003' then 'NXDOMAIN' else "QueryStatus" end as response_code
from windows_sysmon
where "EventID" = '22'
