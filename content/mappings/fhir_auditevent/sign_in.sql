/*---
product: fhir_auditevent
fact: sign_in
examples:
  - records: # R4: sign-ins are user authentications (110114); a sign-out is no attempt
      fhir_auditevent:
        - {type.code: "110114", subtype: '[{"code":"110122"}]', outcome: "0", outcomeDesc: null, source.site: Ward, source.observer.display: EHR, agent: '[{"type":{"coding":[{"code":"110153"}]},"requestor":false,"network":{"address":"10.20.1.9"}},{"requestor":true,"altId":"MReyes","who":{"reference":"Practitioner/17"}}]', time: "2026-03-02T08:01:00Z"}
        - {type.code: "110114", subtype: '[{"code":"110122"}]', outcome: "8", outcomeDesc: wrong password, source.site: Ward, agent: '[{"requestor":true,"who":{"identifier":{"value":"CLINIC\\jkim"}},"network":{"address":"10.20.1.10"}}]'}
        - {type.code: "110114", subtype: '[{"code":"110123"}]', outcome: "0", agent: '[{"requestor":true,"altId":"MReyes"}]'}
        - {type.code: "110100", subtype: '[{"code":"110120"}]', outcome: "0", agent: '[{"requestor":true,"altId":"MReyes"}]'}
    facts:
      - {user_name: mreyes, outcome: success, reason: null, application: EHR, service: ehr, source_ip: 10.20.1.9, time: "2026-03-02T08:01:00Z"}
      - {user_name: jkim, outcome: failure, reason: wrong password, application: Ward, source_ip: 10.20.1.10}
  - records: # R5
      fhir_auditevent:
        - {category: '[{"coding":[{"code":"110114"}]}]', code.coding: '[{"code":"110122"}]', outcome.code.code: "4", outcome.detail: '[{"text":"account locked"}]', agent: '[{"requestor":true,"who":{"display":"abello"},"networkString":"ward-3"}]'}
    facts:
      - {user_name: abello, outcome: failure, reason: account locked, source_ip: ward-3}
---*/
with agents as (
  select record_id, i, array_element(json_list("agent"), i) as one
  from (select record_id, "agent", unnest(range(1, cast(array_length(json_list("agent")) as bigint) + 1)) as i from fhir_auditevent) as numbered
),
ranked as (
  select record_id, one as who,
    row_number() over (partition by record_id order by case when json_text(one, 'requestor') = 'true' then 0 else 1 end, i) as place
  from agents
),
addresses as (
  select record_id, min(coalesce(json_text(one, 'network.address'), json_text(one, 'networkString'), json_text(one, 'networkUri'))) as address
  from agents
  where json_text(one, 'type.coding[0].code') = '110153'
  group by record_id
)
select
  e.record_id as record_id,
  time,
  coalesce(name_of(json_text(who, 'altId')), name_of(json_text(who, 'who.identifier.value')), name_of(json_text(who, 'who.reference')),
    lower(json_text(who, 'name')), lower(json_text(who, 'who.display'))) as user_name,
  case when coalesce("outcome.code.code", "outcome") in ('0', 'success', 'information') then 'success'
    when coalesce("outcome.code.code", "outcome") is not null then 'failure' end as outcome,
  case when coalesce("outcome.code.code", "outcome") not in ('0', 'success', 'information') then coalesce("outcomeDesc", json_text("outcome.detail", '[0].text')) end as reason,
  coalesce("source.observer.display", "source.site") as application,
  'ehr' as service,
  coalesce(json_text(who, 'network.address'), json_text(who, 'networkString'), json_text(who, 'networkUri'), addresses.address) as source_ip
from fhir_auditevent as e
join ranked on ranked.record_id = e.record_id and ranked.place = 1
left join addresses on addresses.record_id = e.record_id
where coalesce("type.code", json_text("category", '[0].coding[0].code')) = '110114'
  and coalesce(json_text("subtype", '[0].code'), json_text("code.coding", '[0].code'), '110122') = '110122'
