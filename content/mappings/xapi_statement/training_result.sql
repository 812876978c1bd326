/*---
product: xapi_statement
fact: training_result
examples:
  - records:
      xapi_statement:
        - {actor.mbox: "mailto:M.Reyes@clinic.example", actor.account.name: null, verb.id: "http://adlnet.gov/expapi/verbs/passed", object.id: c1, object.definition.name.en-US: Phishing basics, object.definition.name.en: null, object.definition.type: "http://adlnet.gov/expapi/activities/course", result.success: "true", result.completion: null, time: "2026-03-02T08:01:00Z"}
        - {actor.account.name: JKim, verb.id: "http://adlnet.gov/expapi/verbs/failed", object.id: c1, object.definition.name.en: Phishing basics, result.success: "false"}
        - {actor.account.name: jkim, verb.id: "http://adlnet.gov/expapi/verbs/experienced", object.id: page}
    facts:
      - {user_name: m.reyes, email: m.reyes@clinic.example, course: Phishing basics, completed_at: "2026-03-02T08:01:00Z", passed: true}
      - {user_name: jkim, course: Phishing basics, completed_at: null, passed: false}
---*/
with statements as (
  select *, regexp_replace("verb.id", '^.*/', '') as verb
  from xapi_statement
)
select
  record_id,
  time,
  name_of(coalesce(replace("actor.mbox", 'mailto:', ''), "actor.account.name")) as user_name,
  lower(replace("actor.mbox", 'mailto:', '')) as email,
  coalesce("object.definition.name.en-US", "object.definition.name.en", "object.id") as course,
  case when verb <> 'failed' and coalesce(flag("result.success"), true) then time end as completed_at,
  case verb when 'failed' then false when 'passed' then true else coalesce(flag("result.success"), flag("result.completion"), true) end as passed
from statements
where verb in ('completed', 'passed', 'failed', 'mastered', 'satisfied')
