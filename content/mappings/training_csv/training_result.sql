/*---
product: training_csv
fact: training_result
examples:
  - records: # one export in several spellings of its header
      training_csv:
        - {Employee ID: "E-001", User Name: "HMarsh", Email: "H.Marsh@clinic.example", Course: "Security basics 2026", Kind: "Awareness", Completed: "2026-02-03", Passed: "yes"}
        - {employee_id: "E-001", user_name: "HMarsh", email: "H.Marsh@clinic.example", course: "Security basics 2026", kind: "Awareness", completed: "2026-02-03", passed: "yes"}
        - {Person ID: "E-001", User name: "HMarsh", Email Address: "H.Marsh@clinic.example", Course Name: "Security basics 2026", Course Type: "Awareness", Completion Date: "2026-02-03", Result: "yes"}
        - {person_id: "E-001", Username: "HMarsh", email_address: "H.Marsh@clinic.example", course_name: "Security basics 2026", course_type: "Awareness", completion_date: "2026-02-03", result: "yes"}
        - {Staff ID: "E-001", username: "HMarsh", Email address: "H.Marsh@clinic.example", Course name: "Security basics 2026", Course type: "Awareness", Completion date: "2026-02-03", Status: "yes"}
        - {staff_id: "E-001", User: "HMarsh", User Email: "H.Marsh@clinic.example", Training: "Security basics 2026", Type: "Awareness", Completed On: "2026-02-03", status: "yes"}
        - {ID: "E-001", user: "HMarsh", user_email: "H.Marsh@clinic.example", training: "Security basics 2026", type: "Awareness", completed_on: "2026-02-03", Training Status: "yes"}
        - {id: "E-001", Login: "HMarsh", User email: "H.Marsh@clinic.example", Module: "Security basics 2026", Training Type: "Awareness", Completed on: "2026-02-03", training_status: "yes"}
        - {Employee Number: "E-001", login: "HMarsh", Learner Email: "H.Marsh@clinic.example", module: "Security basics 2026", training_type: "Awareness", Completed At: "2026-02-03", Training status: "yes"}
        - {employee_number: "E-001", learner_email: "H.Marsh@clinic.example", Course Title: "Security basics 2026", Training type: "Awareness", completed_at: "2026-02-03", Enrollment Status: "yes"}
        - {Employee number: "E-001", Learner email: "H.Marsh@clinic.example", course_title: "Security basics 2026", Category: "Awareness", Completed at: "2026-02-03", enrollment_status: "yes"}
        - {Learner ID: "E-001", Work Email: "H.Marsh@clinic.example", Course title: "Security basics 2026", category: "Awareness", Date Completed: "2026-02-03", Enrollment status: "yes"}
        - {learner_id: "E-001", work_email: "H.Marsh@clinic.example", Training Name: "Security basics 2026", date_completed: "2026-02-03", Completion: "yes"}
        - {User ID: "E-001", Work email: "H.Marsh@clinic.example", training_name: "Security basics 2026", Date completed: "2026-02-03", completion: "yes"}
        - {user_id: "E-001", Recipient Email: "H.Marsh@clinic.example", Training name: "Security basics 2026", Completion Status: "yes"}
        - {recipient_email: "H.Marsh@clinic.example", Training Title: "Security basics 2026"}
        - {Recipient email: "H.Marsh@clinic.example", training_title: "Security basics 2026"}
        - {Mail: "H.Marsh@clinic.example", Training title: "Security basics 2026"}
        - {mail: "H.Marsh@clinic.example", Module Name: "Security basics 2026"}
        - {"E-mail": "H.Marsh@clinic.example", module_name: "Security basics 2026"}
        - {Module name: "Security basics 2026"}
        - {Content: "Security basics 2026"}
        - {content: "Security basics 2026"}
        - {Assignment: "Security basics 2026"}
        - {assignment: "Security basics 2026"}
        - {Curriculum: "Security basics 2026"}
        - {curriculum: "Security basics 2026"}
    facts:
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", user_name: "hmarsh", email: "h.marsh@clinic.example", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", course: "Security basics 2026", kind: "awareness", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", course: "Security basics 2026", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", course: "Security basics 2026", completed_at: "2026-02-03T00:00:00Z", passed: true}
      - {person_id: "E-001", course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
      - {course: "Security basics 2026"}
  - records: # odd cells
      training_csv:
        - {Email: "jkim@clinic.example", Course: "HIPAA privacy", Status: "Not started"}
        - {User: "abello", Course: "After a click: remedial phishing", Status: "Completed", Completed: "2026-02-05"}
    facts:
      - {user_name: "jkim", kind: "privacy", completed_at: null, passed: false}
      - {user_name: "abello", kind: "remedial", passed: true}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Employee ID", "employee_id", "Person ID", "person_id", "Staff ID", "staff_id", "ID", "id",
      "Employee Number", "employee_number", "Employee number", "Learner ID", "learner_id", "User ID", "user_id") as person,
    coalesce("User Name", "user_name", "User name", "Username", "username", "User", "user", "Login", "login") as usr,
    coalesce("Email", "email", "Email Address", "email_address", "Email address", "User Email", "user_email",
      "User email", "Learner Email", "learner_email", "Learner email", "Work Email", "work_email",
      "Work email", "Recipient Email", "recipient_email", "Recipient email", "Mail", "mail", "E-mail") as email,
    coalesce("Course", "course", "Course Name", "course_name", "Course name", "Training", "training", "Module",
      "module", "Course Title", "course_title", "Course title", "Training Name", "training_name",
      "Training name", "Training Title", "training_title", "Training title", "Module Name", "module_name",
      "Module name", "Content", "content", "Assignment", "assignment", "Curriculum", "curriculum") as course,
    coalesce("Kind", "kind", "Course Type", "course_type", "Course type", "Type", "type", "Training Type",
      "training_type", "Training type", "Category", "category") as kind,
    coalesce("Completed", "completed", "Completion Date", "completion_date", "Completion date", "Completed On",
      "completed_on", "Completed on", "Completed At", "completed_at", "Completed at", "Date Completed",
      "date_completed", "Date completed") as completed,
    coalesce("Passed", "passed", "Result", "result", "Status", "status", "Training Status", "training_status",
      "Training status", "Enrollment Status", "enrollment_status", "Enrollment status", "Completion",
      "completion", "Completion Status") as passed
  from training_csv
)
select
  record_id,
  coalesce(time, read_time(completed)) as time,
  person as person_id,
  coalesce(name_of(usr), name_of(email)) as user_name,
  lower(coalesce(email, case when usr like '%@%' then usr end)) as email,
  course,
  case
    when words like '%remedia%' then 'remedial'
    when words like '%phish%' then 'phishing'
    when words ~ 'privacy|hipaa' then 'privacy'
    when lower(kind) like '%role%' then 'role'
    else 'awareness'
  end as kind,
  coalesce(read_time(completed), time) as completed_at,
  coalesce(flag(passed), flag(completed), case when lower(passed) ~ 'not |fail|incomplete|progress|overdue|expired|assigned|enrolled' then false when lower(passed) ~ 'complete|pass' then true end, case when coalesce(read_time(completed), time) is not null then true end) as passed
from (select *, lower(concat_ws(' ', kind, course)) as words from cells) as cells
