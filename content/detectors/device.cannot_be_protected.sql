/*---
id: device.cannot_be_protected
title: The maker says that this device cannot be protected
threat: T5
severity: low
attack: [T1210, T1078.001]
needs: [device, device_disclosure]
only_with: [device_disclosure]
why: The maker's own statement says what the device cannot do. What it cannot do for itself, the network around it has to do.
fix: Put these devices behind a firewall rule that allows only the partners they need, note it as a compensating control, and ask the maker for a newer version.
examples:
  - note: in the form of 2019, by the numbers of the questions; the model is written a little differently in our list
    facts:
      device: [{asset_id: MD-1, name: Pump 1, maker: Acme Pumps Inc., model: Pump-4}, {asset_id: MD-2, name: Pump 2, maker: Acme, model: PUMP 4}]
      device_disclosure:
        - {maker: Acme Pumps, model: Pump 4, question_id: MLDP-2, question: "Does the device support the use of anti-malware software?", answer: "no"}
        - {maker: Acme Pumps, model: Pump 4, question_id: PAUT-5, question: "Can all passwords be changed?", answer: "no"}
    findings: 1
  - note: in the form of 2013, by the words of the questions; a statement for several models
    facts:
      device: [{asset_id: MD-3, name: Viewer, maker: Sonaris, model: View 7}]
      device_disclosure:
        - {maker: Sonaris, model: "View 6, View 7", question_id: "6-1", question: "Can relevant OS and device security patches be applied to the device as they become available?", answer: "no"}
    findings: 1
  - note: guarded from outside; a newer statement says otherwise; no patient data on it, so nothing to encrypt; whitelisting instead; another maker's model; retired by name only
    facts:
      device:
        - {asset_id: MD-1, name: Pump 1, maker: Acme, model: Pump 4, protection: compensating}
        - {asset_id: MD-2, name: Meter, maker: Beta, model: Meter 9}
        - {asset_id: MD-3, name: Scale, maker: Gamma, model: Scale 3}
        - {asset_id: MD-4, name: Monitor, maker: Delta, model: Mon 5}
        - {asset_id: MD-5, name: Other, maker: Epsilon, model: Lamp 8}
      device_disclosure:
        - {maker: Acme, model: Pump 4, question_id: MLDP-2, answer: "no"}
        - {maker: Beta, model: Meter 9, published_at: "2022-01-01", question_id: PAUT-5, answer: "no"}
        - {maker: Beta, model: Meter 9, published_at: "2025-01-01", question_id: PAUT-5, answer: "yes"}
        - {maker: Gamma, model: Scale 3, question_id: STCF-1, answer: "no"}
        - {maker: Gamma, model: Scale 3, question_id: MPII-2, answer: "no"}
        - {maker: Delta, model: Mon 5, question_id: MLDP-2, answer: "no"}
        - {maker: Delta, model: Mon 5, question_id: MLDP-3, answer: "yes"}
        - {maker: Zeta, model: Lamp 8, question_id: PAUT-5, answer: "no"}
    findings: 0
---*/
with answered as (
  select record_id, split_part(lower(trim(maker)), ' ', 1) as maker, lower(model) as model, answer, coalesce(published_at, time) as at,
    case
      when question_id = 'MLDP-2' or lower(question) like '%support the use of anti-malware%' then 'malware'
      when question_id = 'MLDP-3' or lower(question) like '%whitelisting%' then 'whitelist'
      when question_id = 'MLDP-1' or lower(question) like '%capable of hosting executable%' then 'hosts'
      when question_id = 'PAUT-5' or lower(question) like '%passwords be changed%' then 'password'
      when lower(question) like '%security patches be applied%' then 'patch'
      when question_id = 'CSUP-2.1' then 'patch_self'
      when question_id = 'CSUP-2.2' then 'patch_maker'
      when question_id = 'CSUP-2.3' then 'patch_remote'
      when question_id = 'STCF-1' or lower(question) like '%encrypt data at rest%' then 'rest'
      when question_id = 'TXCF-2' or lower(question) like '%encrypted prior to transmission%' then 'transit'
      when question_id = 'MPII-2' or lower(question) like '%maintain personally identifiable information?%' then 'keeps'
    end as topic
  from device_disclosure
  where maker is not null and model is not null and (answer in ('yes', 'no') or question_id = 'MLDP-3')
),
newest as (
  select *, row_number() over (partition by maker, model, topic order by at desc nulls last, record_id desc) as nth
  from answered where topic is not null
),
statement as (
  select maker, model, max(at) as at,
    bool_or(answer = 'no') filter (where topic = 'malware') as no_malware,
    bool_or(answer = 'yes') filter (where topic = 'whitelist') as whitelist,
    bool_or(answer = 'no') filter (where topic = 'hosts') as closed,
    bool_or(answer = 'no') filter (where topic = 'password') as fixed_password,
    bool_or(answer = 'no') filter (where topic = 'patch') as no_patch,
    bool_and(answer = 'no') filter (where topic in ('patch_self', 'patch_maker', 'patch_remote')) as no_way_to_patch,
    count(*) filter (where topic in ('patch_self', 'patch_maker', 'patch_remote')) as ways,
    bool_or(answer = 'no') filter (where topic = 'rest') as plain_at_rest,
    bool_or(answer = 'no') filter (where topic = 'transit') as plain_in_transit,
    bool_or(answer = 'no') filter (where topic = 'keeps') as keeps_nothing,
    array_to_string(array_slice(array_agg(record_id order by record_id), 1, 10), ' ') as record_ids
  from newest where nth = 1
  group by maker, model
),
weak as (
  select maker, at, record_ids, model as stated,
    unnest(string_to_array(regexp_replace(model, ' *(,|;|/| and ) *', ';', 'g'), ';')) as model,
    concat_ws('; ',
      case when no_patch or (ways = 3 and no_way_to_patch) then 'it takes no security updates' end,
      case when no_malware and not coalesce(whitelist, false) and not coalesce(closed, false) then 'it allows no protection against malware' end,
      case when fixed_password then 'not all of its passwords can be changed' end,
      case when plain_at_rest and not coalesce(keeps_nothing, false) then 'it keeps patient data unencrypted' end,
      case when plain_in_transit then 'it sends patient data unencrypted' end) as says
  from statement
),
owned as (
  select split_part(lower(trim(maker)), ' ', 1) as maker, regexp_replace(lower(model), '[^a-z0-9]', '', 'g') as model,
    count(*) as devices, min(model) as written, min(maker) as written_maker,
    array_to_string(array_slice(array_agg(record_id order by record_id), 1, 10), ' ') as record_ids
  from device
  where maker is not null and model is not null and coalesce(protection, 'none') not in ('compensating', 'agent')
  group by 1, 2
)
select coalesce(max(w.at), $as_of) as time, concat_ws(' ', min(o.record_ids), min(w.record_ids)) as record_ids,
  concat(min(o.written_maker), ' ', min(o.written)) as subject,
  concat('the maker of ', min(o.written_maker), ' ', min(o.written), ' (', min(o.devices), case when min(o.devices) = 1 then ' device' else ' devices' end,
    ' here) says: ', min(w.says)) as sentence
from weak w join owned o on o.maker = w.maker and o.model = regexp_replace(w.model, '[^a-z0-9]', '', 'g')
where w.says <> '' and length(o.model) >= 3
group by o.maker, o.model
