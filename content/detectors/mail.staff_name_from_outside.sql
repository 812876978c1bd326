/*---
id: mail.staff_name_from_outside
title: A colleague's name over a stranger's address, asking for something
threat: T1
severity: medium
attack: [T1566, T1656]
needs: [mail_message, person]
why: The telephone shows only the name. Gift cards, new bank details and passwords are asked for in this way.
fix: Ask the colleague in person or by phone. Delete the message and tell everybody what it looked like.
examples:
  - note: the director's name, a free mail address, a request
    facts:
      person: [{name: "Lee, Amy", email: alee@clinic.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_name: "Dr. Amy Lee", from_address: office.desk@freemail.example, from_domain: freemail.example, subject: "Are you available? I need gift cards"}
    findings: 1
  - note: the same colleague from home, asking nothing; her own address; a request of somebody else; a service that writes in her name
    facts:
      person: [{name: "Lee, Amy", email: alee@clinic.example}]
      mail_message:
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_name: "Amy Lee", from_address: amylee@freemail.example, from_domain: freemail.example, subject: "Photos from the picnic"}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_name: "Amy Lee", from_address: alee@clinic.example, from_domain: clinic.example, subject: "Invoice for you"}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_name: "Ann Leeds", from_address: ann@supplier.example, from_domain: supplier.example, subject: "Invoice for you"}
        - {time: "2026-03-02T08:00:00Z", direction: inbound, from_name: "Amy Lee via Sign", from_address: no-reply@sign.example, from_domain: sign.example, subject: "Invoice for you"}
    findings: 0
---*/
with staff as (
  select distinct lower(trim(regexp_replace(name, '^([^,]+), *(.+)$', '\2 \1'))) as spoken,
    lower(email) as email, address_domain(email) as domain
  from person where name is not null and email is not null
),
message as (
  select time, record_id, lower(from_address) as sender, lower(from_domain) as domain,
    trim(regexp_replace(lower(from_name), '(^(dr|prof|mr|mrs|ms)\.? +| *\(.*\)|,? +(md|do|rn|np|pa|phd)\.?$|["''])', '', 'g')) as spoken,
    lower(concat(coalesce(subject, ''), ' ', coalesce(body_text, ''))) as words
  from mail_message
  where from_name is not null and coalesce(direction, 'inbound') in ('inbound', 'unknown')
),
suspect as (
  select m.time, m.record_id, m.sender, s.email
  from message m join staff s on m.spoken = s.spoken
  where s.spoken like '% %'
    and m.domain not in (select domain from staff where domain is not null)
    and regexp_like(m.words, '(gift ?card|wire transfer|bank (detail|account)|direct deposit|payroll|are you (available|free|at your desk)|quick (favor|favour|task|request)|invoice|payment|password|verification code|w-?2 form|cell(phone)? number|mobile number|urgent|(mailbox|account).{0,60}(suspend|full|expire|deactivat|locked|keep))')
)
select min(time) as time,
  array_to_string(array_slice(array_agg(record_id order by time, record_id), 1, 20), ' ') as record_ids,
  sender as subject,
  concat(sender, ' writes under the name of our colleague ', min(email), ' and asks for something; it is not the colleague''s address') as sentence
from suspect
group by sender
