/*---
product: salus_access_review
fact: access_review
examples:
  - records: # a second verdict takes the place of the first
      salus_access_review:
        - {reviewed_story: "4be1", verdict: unclear, reviewer: Privacy.Officer, queue: sample, weight: "99", time: "2026-03-02T08:00:00Z"}
        - {reviewed_story: "4be1", verdict: inappropriate, reviewer: privacy.officer, queue: sample, weight: "99", time: "2026-03-03T08:00:00Z"}
        - {reviewed_story: "77aa", verdict: appropriate, reviewer: privacy.officer, queue: alert, weight: "1", time: "2026-03-03T09:00:00Z"}
    facts:
      - {story_id: "4be1", verdict: inappropriate, queue: sample, weight: 99, reviewer: privacy.officer, time: "2026-03-03T08:00:00Z"}
      - {story_id: "77aa", verdict: appropriate, queue: alert, weight: 1, reviewer: privacy.officer, time: "2026-03-03T09:00:00Z"}
---*/
select record_id, time, story_id, verdict, queue, weight, reviewer
from (
  select record_id, time, "reviewed_story" as story_id, lower("verdict") as verdict, "queue" as queue, "weight" as weight,
    name_of("reviewer") as reviewer,
    row_number() over (partition by "reviewed_story" order by time desc, record_id desc) as place
  from salus_access_review
) as verdicts
where place = 1
