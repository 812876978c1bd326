/*---
product: domain_csv
fact: domain_policy
examples:
  - records: # one export in several spellings of its header
      domain_csv:
        - {Domain: "Clinic.example", DMARC Policy: "p=quarantine", SPF Valid: "yes", MTA STS: "no"}
        - {domain: "Clinic.example", dmarc_policy: "p=quarantine", spf_valid: "yes", mta_sts: "no"}
        - {Domain Name: "Clinic.example", DMARC policy: "p=quarantine", SPF valid: "yes", "MTA-STS": "no"}
        - {domain_name: "Clinic.example", DMARC: "p=quarantine", SPF: "yes", "MTA-STS Mode": "no"}
        - {Domain name: "Clinic.example", dmarc: "p=quarantine", spf: "yes"}
        - {Mail Domain: "Clinic.example", DMARC Record: "p=quarantine", SPF Status: "yes"}
        - {mail_domain: "Clinic.example", dmarc_record: "p=quarantine", spf_status: "yes"}
        - {Mail domain: "Clinic.example", DMARC record: "p=quarantine", SPF status: "yes"}
        - {DMARC Status: "p=quarantine", SPF Record: "yes"}
        - {dmarc_status: "p=quarantine", spf_record: "yes"}
        - {DMARC status: "p=quarantine", SPF record: "yes"}
        - {DMARC Result: "p=quarantine", SPF Result: "yes"}
        - {dmarc_result: "p=quarantine", spf_result: "yes"}
        - {DMARC result: "p=quarantine", SPF result: "yes"}
        - {DMARC p: "p=quarantine"}
    facts:
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true, mta_sts: false}
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true, mta_sts: false}
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true, mta_sts: false}
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true, mta_sts: false}
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true}
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true}
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true}
      - {domain: "clinic.example", dmarc_policy: "quarantine", spf_valid: true}
      - {dmarc_policy: "quarantine", spf_valid: true}
      - {dmarc_policy: "quarantine", spf_valid: true}
      - {dmarc_policy: "quarantine", spf_valid: true}
      - {dmarc_policy: "quarantine", spf_valid: true}
      - {dmarc_policy: "quarantine", spf_valid: true}
      - {dmarc_policy: "quarantine", spf_valid: true}
      - {dmarc_policy: "quarantine"}
  - records: # odd cells
      domain_csv:
        - {Domain: "parked.example", DMARC: "missing", SPF: "v=spf1 +all", "MTA-STS": "testing"}
    facts:
      - {dmarc_policy: "missing", spf_valid: false, mta_sts: false}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Domain", "domain", "Domain Name", "domain_name", "Domain name", "Mail Domain", "mail_domain",
      "Mail domain") as domain,
    coalesce("DMARC Policy", "dmarc_policy", "DMARC policy", "DMARC", "dmarc", "DMARC Record", "dmarc_record",
      "DMARC record", "DMARC Status", "dmarc_status", "DMARC status", "DMARC Result", "dmarc_result",
      "DMARC result", "DMARC p") as dmarc,
    coalesce("SPF Valid", "spf_valid", "SPF valid", "SPF", "spf", "SPF Status", "spf_status", "SPF status",
      "SPF Record", "spf_record", "SPF record", "SPF Result", "spf_result", "SPF result") as spf,
    coalesce("MTA STS", "mta_sts", "MTA-STS", "MTA-STS Mode") as mta
  from domain_csv
)
select
  record_id,
  time,
  lower(domain) as domain,
  case
    when lower(dmarc) like '%reject%' then 'reject'
    when lower(dmarc) like '%quarantine%' then 'quarantine'
    when lower(dmarc) ~ 'missing|no record|absent' then 'missing'
    when lower(dmarc) like '%none%' then 'none'
  end as dmarc_policy,
  coalesce(flag(spf), case when lower(spf) in ('valid', 'ok') or lower(spf) like 'v=spf1%-all' or lower(spf) like 'v=spf1%~all' then true when spf is not null then false end) as spf_valid,
  coalesce(flag(mta), case when lower(mta) in ('enforce', 'enforced') then true when mta is not null then false end) as mta_sts
from cells
