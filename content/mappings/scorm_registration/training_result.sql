/*---
product: scorm_registration
fact: training_result
examples:
  - records:
      scorm_registration:
        - {learner.id: "1001", learner.email: "M.Reyes@clinic.example", course.title: Privacy, registrationCompletion: COMPLETED, registrationSuccess: PASSED, completedDate: "2026-03-02T08:01:00Z"}
        - {learner.id: "1002", course.title: Privacy, registrationCompletion: INCOMPLETE, registrationSuccess: UNKNOWN}
        - {learner.id: "1003", course.title: Privacy, registrationCompletion: COMPLETED, registrationSuccess: FAILED, completedDate: "2026-03-02T08:01:00Z"}
    facts:
      - {person_id: "1001", user_name: m.reyes, email: m.reyes@clinic.example, course: Privacy, completed_at: "2026-03-02T08:01:00Z", passed: true}
      - {person_id: "1002", completed_at: null, passed: false}
      - {person_id: "1003", passed: false}
---*/
select
  record_id,
  time,
  "learner.id" as person_id,
  name_of("learner.email") as user_name,
  lower("learner.email") as email,
  "course.title" as course,
  case when "registrationCompletion" = 'COMPLETED' then coalesce(read_time("completedDate"), time) end as completed_at,
  "registrationCompletion" = 'COMPLETED' and coalesce("registrationSuccess", 'UNKNOWN') <> 'FAILED' as passed
from scorm_registration
