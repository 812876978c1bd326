/*---
product: roster_csv
fact: person
examples:
  - records: # one export in several spellings of its header
      roster_csv:
        - {Employee ID: "E-001", Name: "Helen Marsh", First Name: "Helen", Last Name: "Marsh", Email: "H.Marsh@clinic.example", User Name: "HMarsh", Role: "Physician", Department: "Clinical", Employment: "Employee", Start Date: "2019-04-01", End Date: null}
        - {employee_id: "E-001", name: "Helen Marsh", first_name: "Helen", last_name: "Marsh", email: "H.Marsh@clinic.example", user_name: "HMarsh", role: "Physician", department: "Clinical", employment: "Employee", start_date: "2019-04-01", end_date: null}
        - {Person ID: "E-001", Full Name: "Helen Marsh", First name: "Helen", Last name: "Marsh", Email Address: "H.Marsh@clinic.example", User name: "HMarsh", Job Title: "Physician", Unit: "Clinical", Employment Type: "Employee", Start date: "2019-04-01", End date: null}
        - {person_id: "E-001", full_name: "Helen Marsh", Given Name: "Helen", Family Name: "Marsh", email_address: "H.Marsh@clinic.example", Username: "HMarsh", job_title: "Physician", unit: "Clinical", employment_type: "Employee", Hire Date: "2019-04-01", Termination Date: null}
        - {Staff ID: "E-001", Full name: "Helen Marsh", given_name: "Helen", family_name: "Marsh", Email address: "H.Marsh@clinic.example", username: "HMarsh", Job title: "Physician", Cost Center: "Clinical", Employment type: "Employee", hire_date: "2019-04-01", termination_date: null}
        - {staff_id: "E-001", Employee: "Helen Marsh", Given name: "Helen", Family name: "Marsh", Work Email: "H.Marsh@clinic.example", Login: "HMarsh", Title: "Physician", cost_center: "Clinical", Worker Type: "Employee", Hire date: "2019-04-01", Termination date: null}
        - {ID: "E-001", employee: "Helen Marsh", Surname: "Marsh", work_email: "H.Marsh@clinic.example", login: "HMarsh", title: "Physician", Cost center: "Clinical", worker_type: "Employee", Started: "2019-04-01", Left: null}
        - {id: "E-001", Employee Name: "Helen Marsh", surname: "Marsh", Work email: "H.Marsh@clinic.example", Account: "HMarsh", Position: "Physician", Home Department: "Clinical", Worker type: "Employee", started: "2019-04-01", left: null}
        - {Employee Number: "E-001", employee_name: "Helen Marsh", Mail: "H.Marsh@clinic.example", account: "HMarsh", position: "Physician", home_department: "Clinical", Category: "Employee", Start: "2019-04-01", End: null}
        - {employee_number: "E-001", Employee name: "Helen Marsh", mail: "H.Marsh@clinic.example", Network ID: "HMarsh", Position Title: "Physician", Home department: "Clinical", category: "Employee", start: "2019-04-01", end: null}
        - {Employee number: "E-001", Display Name: "Helen Marsh", Primary Work Email: "H.Marsh@clinic.example", network_id: "HMarsh", position_title: "Physician", Supervisory Organization: "Clinical", Employee Type: "Employee", Hired: "2019-04-01", Last Day: null}
        - {Worker ID: "E-001", display_name: "Helen Marsh", primary_work_email: "H.Marsh@clinic.example", User ID: "HMarsh", Position title: "Physician", supervisory_organization: "Clinical", employee_type: "Employee", hired: "2019-04-01", last_day: null}
        - {worker_id: "E-001", Display name: "Helen Marsh", Primary work email: "H.Marsh@clinic.example", user_id: "HMarsh", Job Profile: "Physician", Supervisory organization: "Clinical", Employee type: "Employee", Original Hire Date: "2019-04-01", Last day: null}
        - {Associate ID: "E-001", Worker: "Helen Marsh", "E-mail": "H.Marsh@clinic.example", job_profile: "Physician", Dept: "Clinical", Employment Status: "Employee", original_hire_date: "2019-04-01", Terminated: null}
        - {associate_id: "E-001", worker: "Helen Marsh", Job profile: "Physician", dept: "Clinical", employment_status: "Employee", Original hire date: "2019-04-01", terminated: null}
        - {Badge Number: "E-001", Worker Name: "Helen Marsh", Business Title: "Physician", Employment status: "Employee", Date Of Hire: "2019-04-01", Term Date: null}
        - {badge_number: "E-001", worker_name: "Helen Marsh", business_title: "Physician", Worker Status: "Employee", date_of_hire: "2019-04-01", term_date: null}
        - {Badge number: "E-001", Worker name: "Helen Marsh", Business title: "Physician", worker_status: "Employee", Date of Hire: "2019-04-01", Term date: null}
        - {Personnel Number: "E-001", Staff Name: "Helen Marsh", Job: "Physician", Worker status: "Employee", Date of hire: "2019-04-01", Date Of Termination: null}
        - {personnel_number: "E-001", staff_name: "Helen Marsh", job: "Physician", Start At: "2019-04-01", date_of_termination: null}
        - {Personnel number: "E-001", Staff name: "Helen Marsh", start_at: "2019-04-01", Date of Termination: null}
        - {Emp ID: "E-001", Legal Name: "Helen Marsh", Start at: "2019-04-01", Date of termination: null}
        - {emp_id: "E-001", legal_name: "Helen Marsh", End At: null}
        - {Legal name: "Helen Marsh", end_at: null}
        - {End at: null}
    facts:
      - {person_id: "E-001", name: "Helen Marsh", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", name: "Helen Marsh", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", name: "Helen Marsh", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", name: "Helen Marsh", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", name: "Helen Marsh", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", name: "Helen Marsh", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", user_name: "hmarsh", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", email: "h.marsh@clinic.example", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", role: "Physician", department: "Clinical", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", role: "Physician", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", role: "Physician", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", role: "Physician", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", role: "Physician", employment: "employee", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", role: "Physician", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001", start_at: "2019-04-01T00:00:00Z"}
      - {person_id: "E-001"}
      - {}
      - {}
  - records: # odd cells
      roster_csv:
        - {Employee ID: "E-9", First Name: "Sam", Last Name: "Ito", Email: "sito@clinic.example", Employment: "Agency nurse", End Date: "2026-02-28"}
    facts:
      - {name: "Sam Ito", user_name: "sito", employment: "contractor", end_at: "2026-02-28T00:00:00Z", start_at: null}
  - records: # where people live, when they are away, and who they are as patients; the reader gives usual headers their short name
      roster_csv:
        - {Employee ID: "E-7", Name: "Ana De La Cruz", Last Name: "De La Cruz", User Name: "acruz", Home Address: "297 Welch  St., Raynham, MA", Postal Code: "02767-1234", Birth Date: "02/28/1974", Phone: "+1 (555) 648-8372", Own Patient ID: "p1", Leave From: "2026-03-01", Leave Until: "2026-03-14"}
        - {employee_id: "E-10", name: "Ida Moe", leave_from: "2026-02-01", return_date: "2026-02-15"}
        - {employee_id: "E-8", name: "Ben Okafor", last_name: "Okafor", street: "12 Mill Lane, Flat 2", postal_code: "sw1a 1aa", birth_date: "1980-01-31", phone: "020 7946 0000", patient_id: "p2", leave_from: "2026-02-01", leave_until: null}
        - {employee_id: "E-9", name: "Kim Bell", street: "", phone: "none"}
    facts:
      - {person_id: "E-7", name: Ana De La Cruz, family_name: de la cruz, street: 297 welch st, postal_code: "02767", birth_date: "1974-02-28", phone: "5556488372", patient_id: p1, leave_from: "2026-03-01T00:00:00Z", leave_until: "2026-03-14T00:00:00Z"}
      - {person_id: "E-10", leave_from: "2026-02-01T00:00:00Z", leave_until: "2026-02-14T00:00:00Z"}
      - {person_id: "E-8", family_name: okafor, street: 12 mill lane, postal_code: SW1A1AA, birth_date: "1980-01-31", phone: "02079460000", patient_id: p2, leave_from: "2026-02-01T00:00:00Z", leave_until: null}
      - {person_id: "E-9", family_name: null, street: null, postal_code: null, birth_date: null, phone: null, patient_id: null, leave_from: null}
  - records: # who works elsewhere now
      roster_csv:
        - {Employee ID: "E-11", moved_on: "2026-02-01"}
        - {Employee ID: "E-12"}
    facts:
      - {person_id: "E-11", moved_at: "2026-02-01T00:00:00Z"}
      - {person_id: "E-12", moved_at: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Employee ID", "employee_id", "Person ID", "person_id", "Staff ID", "staff_id", "ID", "id",
      "Employee Number", "employee_number", "Employee number", "Worker ID", "worker_id", "Associate ID",
      "associate_id", "Badge Number", "badge_number", "Badge number", "Personnel Number", "personnel_number",
      "Personnel number", "Emp ID", "emp_id") as person,
    coalesce("Name", "name", "Full Name", "full_name", "Full name", "Employee", "employee", "Employee Name",
      "employee_name", "Employee name", "Display Name", "display_name", "Display name", "Worker", "worker",
      "Worker Name", "worker_name", "Worker name", "Staff Name", "staff_name", "Staff name", "Legal Name",
      "legal_name", "Legal name") as name,
    coalesce("First Name", "first_name", "First name", "Given Name", "given_name", "Given name") as given,
    coalesce("Last Name", "last_name", "Last name", "Family Name", "family_name", "Family name", "Surname",
      "surname") as family,
    coalesce("Email", "email", "Email Address", "email_address", "Email address", "Work Email", "work_email",
      "Work email", "Mail", "mail", "Primary Work Email", "primary_work_email", "Primary work email", "E-mail") as email,
    coalesce("User Name", "user_name", "User name", "Username", "username", "Login", "login", "Account",
      "account", "Network ID", "network_id", "User ID", "user_id") as usr,
    coalesce("Role", "role", "Job Title", "job_title", "Job title", "Title", "title", "Position", "position",
      "Position Title", "position_title", "Position title", "Job Profile", "job_profile", "Job profile",
      "Business Title", "business_title", "Business title", "Job", "job") as role,
    coalesce("Department", "department", "Unit", "unit", "Cost Center", "cost_center", "Cost center",
      "Home Department", "home_department", "Home department", "Supervisory Organization",
      "supervisory_organization", "Supervisory organization", "Dept", "dept") as department,
    coalesce("Employment", "employment", "Employment Type", "employment_type", "Employment type",
      "Worker Type", "worker_type", "Worker type", "Category", "category", "Employee Type", "employee_type",
      "Employee type", "Employment Status", "employment_status", "Employment status", "Worker Status",
      "worker_status", "Worker status") as employment,
    coalesce("Start Date", "start_date", "Start date", "Hire Date", "hire_date", "Hire date", "Started",
      "started", "Start", "start", "Hired", "hired", "Original Hire Date", "original_hire_date",
      "Original hire date", "Date Of Hire", "date_of_hire", "Date of Hire", "Date of hire", "Start At",
      "start_at", "Start at") as began,
    coalesce("End Date", "end_date", "End date", "Termination Date", "termination_date", "Termination date",
      "Left", "left", "End", "end", "Last Day", "last_day", "Last day", "Terminated", "terminated",
      "Term Date", "term_date", "Term date", "Date Of Termination", "date_of_termination",
      "Date of Termination", "Date of termination", "End At", "end_at", "End at") as ended,
    coalesce("street", "Home Address") as street,
    coalesce("postal_code", "Postal Code") as zip,
    coalesce("birth_date", "Birth Date") as born,
    coalesce("phone", "Phone") as phone,
    coalesce("patient_id", "Own Patient ID") as patient,
    coalesce("leave_from", "Leave From") as away_from,
    coalesce("leave_until", "Leave Until") as away_until,
    "return_date" as back_on,
    moved_on
  from roster_csv
)
select
  record_id,
  time,
  person as person_id,
  coalesce(name, nullif(concat_ws(' ', given, family), '')) as name,
  lower(email) as email,
  coalesce(name_of(usr), name_of(email)) as user_name,
  role,
  department,
  case
    when lower(employment) ~ 'student|intern|resident|trainee' then 'student'
    when lower(employment) like '%volunteer%' then 'volunteer'
    when lower(employment) ~ 'contract|agency|locum|temp' then 'contractor'
    when lower(employment) ~ 'physician|medical staff' then 'physician'
    when employment is not null then 'employee'
  end as employment,
  read_time(began) as start_at,
  read_time(ended) as end_at,
  lower(family) as family_name,
  nullif(trim(regexp_replace(lower(split_part(street, ',', 1)), '[\s.#]+', ' ', 'g')), '') as street,
  nullif(regexp_replace(replace(upper(zip), ' ', ''), '^([0-9]{5})-?[0-9]{4}$', '\1'), '') as postal_code,
  to_char(read_time(born), '%Y-%m-%d') as birth_date,
  nullif(regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^1([0-9]{10})$', '\1'), '') as phone,
  nullif(patient, '') as patient_id,
  read_time(away_from) as leave_from,
  -- who is back on a day was away until the day before
  coalesce(read_time(away_until), read_time(back_on) - interval '1 day') as leave_until,
  read_time(moved_on) as moved_at
from cells
