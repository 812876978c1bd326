/*---
id: iam.sso_coverage
title: Cloud services in use that are behind single sign-on
practice: "3"
applies_to: [medium, large]
unit: ratio
needs: [dns_query, sign_in]
goal: 95 % of the well-known services seen in name lookups
why: A service with passwords of its own keeps its accounts when people leave, and asks for no second factor.
fix: Connect the services behind the rows listed here to the identity provider, or block them where nobody needs them.
examples:
  - dns_query: # two computers make a service one that is in use here
      - {time: "2026-03-10T08:00:00Z", record_id: "d:1", source_ip: 10.0.0.5, query: clinic.zoom.us}
      - {time: "2026-03-10T08:00:00Z", record_id: "d:2", source_ip: 10.0.0.6, query: zoom.us}
      - {time: "2026-03-10T08:00:00Z", record_id: "d:3", source_ip: 10.0.0.5, query: app.slack.com}
      - {time: "2026-03-10T08:00:00Z", record_id: "d:4", host_name: pc-07, query: slack.com}
      - {time: "2026-03-10T08:00:00Z", record_id: "d:5", source_ip: 10.0.0.5, query: www.docusign.net}
      - {time: "2026-03-10T08:00:00Z", record_id: "d:6", source_ip: 10.0.0.5, query: notzoom.us}
    sign_in:
      - {time: "2026-03-01T08:00:00Z", service: okta, outcome: success, application: Zoom Meetings}
      - {time: "2026-03-01T08:00:00Z", service: okta, outcome: failure, application: Slack}
    answer: {met: 1, counted: 2}
  - dns_query:
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.5, query: zoom.us}
      - {time: "2026-03-10T08:00:00Z", source_ip: 10.0.0.6, query: zoom.us}
    sign_in: [{time: "2026-03-01T08:00:00Z", service: windows, outcome: success, logon_type: interactive}]
    answer: no evidence
---*/
with known as (
  -- names that belong to one service; what a service is called by the identity provider
  select column1 as domain, column2 as word from (values
    ('zoom.us', 'zoom'), ('slack.com', 'slack'), ('docusign.com', 'docusign'), ('docusign.net', 'docusign'),
    ('dropbox.com', 'dropbox'), ('box.com', 'box'), ('salesforce.com', 'salesforce'), ('force.com', 'salesforce'),
    ('service-now.com', 'servicenow'), ('myworkday.com', 'workday'), ('workday.com', 'workday'), ('ukg.com', 'ukg'),
    ('ultipro.com', 'ukg'), ('adp.com', 'adp'), ('paycom.com', 'paycom'), ('concursolutions.com', 'concur'),
    ('github.com', 'github'), ('gitlab.com', 'gitlab'), ('atlassian.net', 'atlassian'), ('webex.com', 'webex'),
    ('smartsheet.com', 'smartsheet'), ('monday.com', 'monday'), ('asana.com', 'asana'), ('trello.com', 'trello'),
    ('zendesk.com', 'zendesk'), ('freshservice.com', 'freshservice'), ('surveymonkey.com', 'surveymonkey'),
    ('qualtrics.com', 'qualtrics'), ('tableau.com', 'tableau'), ('snowflakecomputing.com', 'snowflake'),
    ('healthstream.com', 'healthstream'), ('reliaslearning.com', 'relias'), ('knowbe4.com', 'knowbe4'),
    ('athenahealth.com', 'athena'), ('doximity.com', 'doximity'), ('uptodate.com', 'uptodate'), ('tigerconnect.com', 'tigerconnect'),
    ('1password.com', '1password'), ('lastpass.com', 'lastpass'), ('ringcentral.com', 'ringcentral'), ('hubspot.com', 'hubspot'))
),
asked as (
  -- the last two labels of the name, which is how every domain above is written
  select regexp_match(lower(query), '([a-z0-9-]+\.[a-z]+)\.?$')[1] as domain, coalesce(source_ip, host_name) as machine, record_id, time
  from dns_query where time >= $to - interval '30 days' and time < $to
),
used as (
  select k.word, max(a.record_id) as record_id, max(a.time) as time
  from asked a join known k on k.domain = a.domain
  group by k.word having count(distinct a.machine) >= 2
),
provider as (
  select distinct lower(application) as application from sign_in
  where outcome = 'success' and service in ('entra', 'okta', 'google', 'duo', 'auth0', 'onelogin') and application is not null
    and time >= $from and time < $to
),
judged as (
  select u.word, max(u.record_id) as record_id, max(u.time) as time, count(p.application) > 0 as behind
  from used u left join provider p on regexp_like(p.application, concat('(^|[^a-z0-9])', u.word))
  group by u.word
)
select count(*) filter (where behind) as met,
  case when (select count(*) from provider) > 0 then count(*) end as counted, max(time) as newest,
  string_agg(record_id, ' ' order by record_id) filter (where not behind) as rows
from judged
