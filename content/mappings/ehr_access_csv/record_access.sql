/*---
product: ehr_access_csv
fact: record_access
examples:
  - records: # one export in several spellings of its header
      ehr_access_csv:
        - {User Name: "HMarsh", Practitioner ID: "17", Role: "Physician", Patient ID: "100045", Action: "View", Resource: "Chart", Purpose: "Treatment", Outcome: "Success", Source IP: "10.20.10.31", Application: "EHR", Break Glass: "no", Time: "2026-03-02T10:00:00Z"}
        - {user_name: "HMarsh", practitioner_id: "17", role: "Physician", patient_id: "100045", action: "View", resource: "Chart", purpose: "Treatment", outcome: "Success", source_ip: "10.20.10.31", application: "EHR", break_glass: "no", time_: "2026-03-02T10:00:00Z"}
        - {User name: "HMarsh", Provider ID: "17", User Role: "Physician", Patient: "100045", Event: "View", Document: "Chart", Reason: "Treatment", Result: "Success", IP Address: "10.20.10.31", System: "EHR", Break glass: "no", Accessed: "2026-03-02T10:00:00Z"}
        - {Username: "HMarsh", provider_id: "17", user_role: "Physician", patient: "100045", event: "View", document: "Chart", reason: "Treatment", result: "Success", ip_address: "10.20.10.31", system: "EHR", Break The Glass: "no", accessed: "2026-03-02T10:00:00Z"}
        - {username: "HMarsh", Employee ID: "17", User role: "Physician", Mrn: "100045", Activity: "View", Record: "Chart", Purpose Of Use: "Treatment", Status: "Success", IP address: "10.20.10.31", Source: "EHR", break_the_glass: "no", Access Time: "2026-03-02T10:00:00Z"}
        - {User: "HMarsh", employee_id: "17", Job Title: "Physician", mrn: "100045", activity: "View", record: "Chart", purpose_of_use: "Treatment", status: "Success", IP: "10.20.10.31", source: "EHR", Break the Glass: "no", access_time: "2026-03-02T10:00:00Z"}
        - {user: "HMarsh", job_title: "Physician", Medical Record Number: "100045", Access Type: "View", Screen: "Chart", Purpose of Use: "Treatment", ip: "10.20.10.31", Break the glass: "no", Access time: "2026-03-02T10:00:00Z"}
        - {User ID: "HMarsh", Job title: "Physician", medical_record_number: "100045", access_type: "View", screen: "Chart", Purpose of use: "Treatment", Workstation: "10.20.10.31", Emergency Access: "no", Date: "2026-03-02T10:00:00Z"}
        - {user_id: "HMarsh", Provider Type: "Physician", Medical record number: "100045", Access type: "View", Module: "Chart", Access Reason: "Treatment", workstation: "10.20.10.31", emergency_access: "no", date: "2026-03-02T10:00:00Z"}
        - {Employee: "HMarsh", provider_type: "Physician", Patient Mrn: "100045", Metric Name: "View", module: "Chart", access_reason: "Treatment", Client IP: "10.20.10.31", Emergency access: "no", Timestamp: "2026-03-02T10:00:00Z"}
        - {employee: "HMarsh", Provider type: "Physician", patient_mrn: "100045", metric_name: "View", Section: "Chart", Access reason: "Treatment", client_ip: "10.20.10.31", Btg: "no", timestamp: "2026-03-02T10:00:00Z"}
        - {Accessed By: "HMarsh", User Type: "Physician", Patient mrn: "100045", Metric name: "View", section: "Chart", Workstation ID: "10.20.10.31", btg: "no", Accessed At: "2026-03-02T10:00:00Z"}
        - {accessed_by: "HMarsh", user_type: "Physician", Pat ID: "100045", Access Action: "View", Component: "Chart", workstation_id: "10.20.10.31", Emergency: "no", accessed_at: "2026-03-02T10:00:00Z"}
        - {Accessed by: "HMarsh", User type: "Physician", pat_id: "100045", access_action: "View", component: "Chart", Terminal: "10.20.10.31", emergency: "no", Accessed at: "2026-03-02T10:00:00Z"}
        - {Emp ID: "HMarsh", User Title: "Physician", Pat Mrn ID: "100045", Access action: "View", Chart Section: "Chart", terminal: "10.20.10.31", "Break-the-Glass": "no", Event Time: "2026-03-02T10:00:00Z"}
        - {emp_id: "HMarsh", user_title: "Physician", pat_mrn_id: "100045", Event Type: "View", chart_section: "Chart", Device: "10.20.10.31", BTG: "no", event_time: "2026-03-02T10:00:00Z"}
        - {Login: "HMarsh", User title: "Physician", Pat mrn ID: "100045", event_type: "View", Chart section: "Chart", device: "10.20.10.31", Event time: "2026-03-02T10:00:00Z"}
        - {login: "HMarsh", Patient Number: "100045", Event type: "View", Report: "Chart"}
        - {User Login: "HMarsh", patient_number: "100045", Function: "View", report: "Chart"}
        - {user_login: "HMarsh", Patient number: "100045", function: "View", Data Accessed: "Chart"}
        - {User login: "HMarsh", Patient Identifier: "100045", Operation: "View", data_accessed: "Chart"}
        - {patient_identifier: "100045", operation: "View", Data accessed: "Chart"}
        - {Patient identifier: "100045"}
        - {MRN: "100045"}
        - {Patient MRN: "100045"}
    facts:
      - {user_name: "hmarsh", practitioner_id: "17", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", outcome: "success", source_ip: "10.20.10.31", application: "EHR", break_glass: false}
      - {user_name: "hmarsh", practitioner_id: "17", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", outcome: "success", source_ip: "10.20.10.31", application: "EHR", break_glass: false}
      - {user_name: "hmarsh", practitioner_id: "17", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", outcome: "success", source_ip: "10.20.10.31", application: "EHR", break_glass: false}
      - {user_name: "hmarsh", practitioner_id: "17", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", outcome: "success", source_ip: "10.20.10.31", application: "EHR", break_glass: false}
      - {user_name: "hmarsh", practitioner_id: "17", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", outcome: "success", source_ip: "10.20.10.31", application: "EHR", break_glass: false}
      - {user_name: "hmarsh", practitioner_id: "17", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", outcome: "success", source_ip: "10.20.10.31", application: "EHR", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", purpose: "Treatment", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", source_ip: "10.20.10.31", break_glass: false}
      - {user_name: "hmarsh", user_role: "Physician", patient_id: "100045", action: "read", resource: "Chart", source_ip: "10.20.10.31"}
      - {user_name: "hmarsh", patient_id: "100045", action: "read", resource: "Chart"}
      - {user_name: "hmarsh", patient_id: "100045", action: "read", resource: "Chart"}
      - {user_name: "hmarsh", patient_id: "100045", action: "read", resource: "Chart"}
      - {user_name: "hmarsh", patient_id: "100045", action: "read", resource: "Chart"}
      - {patient_id: "100045", action: "read", resource: "Chart"}
      - {patient_id: "100045"}
      - {patient_id: "100045"}
      - {patient_id: "100045"}
  - records: # odd cells
      ehr_access_csv:
        - {User: "abello", MRN: "100046", Event: "Print chart", Break Glass: "Yes", Accessed: "2026-03-02T11:00:00Z"}
    facts:
      - {user_name: "abello", patient_id: "100046", action: "execute", taken: true, listed: false, break_glass: true, outcome: "success"}
  - records: # the columns as `content/exports/ehr_access_csv.yaml` gives them to any vendor's header
      ehr_access_csv: # Epic's Clarity extract; a name beside a number is a person's, and the number is the account
        - {user_name: "MARSH, HELEN", user_id: HMARSH, patient_id: Z1001, action: "Chart Review Notes tab selected", resource: "Chart Review Notes tab selected", source_ip: WS-12, time: "2026-03-02T10:00:00Z"}
        - {user_name: HMARSH, user_id: HMARSH, patient_id: Z1001, action: "Pend clinical note", access_instant: "5843199600", time: null}
        # Veradigm TouchWorks: one letter for what was done; PO is a chart opened as usual
        - {user_name: "40017", user_id: "40017", patient_id: "555", action: R, resource: Order, break_glass: PO}
        - {user_name: "40017", user_id: "40017", patient_id: "555", break_glass: BG, purpose: Security Over-ride}
        # MEDITECH, Netsmart and others: the day and the time in columns of their own
        - {user_name: jkim, patient_id: M17, action: View, access_date: 03/02/2026, access_clock: "14:05", time: null}
        # OpenEMR: signing in is no access, and patient 0 is nobody
        - {user_name: abello, patient_id: "17", action: patient-record-update, outcome: "1"}
        - {user_name: abello, patient_id: "17", action: patient-record-select, outcome: "0"}
        - {user_name: abello, patient_id: "0", action: login, outcome: "1"}
    facts:
      - {user_name: hmarsh, patient_id: Z1001, action: read, source_ip: WS-12, break_glass: false, time: "2026-03-02T10:00:00Z"}
      - {user_name: hmarsh, patient_id: Z1001, action: update, time: "2026-02-28T15:00:00Z"}
      - {user_name: "40017", patient_id: "555", action: read, resource: Order, break_glass: false}
      - {user_name: "40017", patient_id: "555", action: null, break_glass: true, purpose: Security Over-ride}
      - {user_name: jkim, patient_id: M17, action: read, time: "2026-03-02T14:05:00Z"}
      - {user_name: abello, patient_id: "17", action: update, outcome: success}
      - {user_name: abello, patient_id: "17", action: read, outcome: failure}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("user_name", "User Name", "User name", "Username", "username", "User", "user", "User ID",
      "user_id", "Employee", "employee", "Accessed By", "accessed_by", "Accessed by", "Emp ID", "emp_id",
      "Login", "login", "User Login", "user_login", "User login") as usr,
    coalesce("user_id", "User ID") as number,
    access_instant, access_date, access_clock,
    coalesce("Practitioner ID", "practitioner_id", "Provider ID", "provider_id", "Employee ID", "employee_id") as practitioner,
    coalesce("Role", "role", "User Role", "user_role", "User role", "Job Title", "job_title", "Job title",
      "Provider Type", "provider_type", "Provider type", "User Type", "user_type", "User type", "User Title",
      "user_title", "User title") as role,
    coalesce("Patient ID", "patient_id", "Patient", "patient", "Mrn", "mrn", "Medical Record Number",
      "medical_record_number", "Medical record number", "Patient Mrn", "patient_mrn", "Patient mrn", "Pat ID",
      "pat_id", "Pat Mrn ID", "pat_mrn_id", "Pat mrn ID", "Patient Number", "patient_number", "Patient number",
      "Patient Identifier", "patient_identifier", "Patient identifier", "MRN", "Patient MRN") as patient,
    coalesce("Action", "action", "Event", "event", "Activity", "activity", "Access Type", "access_type",
      "Access type", "Metric Name", "metric_name", "Metric name", "Access Action", "access_action",
      "Access action", "Event Type", "event_type", "Event type", "Function", "function", "Operation",
      "operation") as action,
    coalesce("Resource", "resource", "Document", "document", "Record", "record", "Screen", "screen", "Module",
      "module", "Section", "section", "Component", "component", "Chart Section", "chart_section",
      "Chart section", "Report", "report", "Data Accessed", "data_accessed", "Data accessed") as resource,
    coalesce("Purpose", "purpose", "Reason", "reason", "Purpose Of Use", "purpose_of_use", "Purpose of Use",
      "Purpose of use", "Access Reason", "access_reason", "Access reason") as purpose,
    coalesce("Outcome", "outcome", "Result", "result", "Status", "status") as outcome,
    coalesce("Source IP", "source_ip", "IP Address", "ip_address", "IP address", "IP", "ip", "Workstation",
      "workstation", "Client IP", "client_ip", "Workstation ID", "workstation_id", "Terminal", "terminal",
      "Device", "device") as ip,
    coalesce("Application", "application", "System", "system", "Source", "source") as application,
    coalesce("Break Glass", "break_glass", "Break glass", "Break The Glass", "break_the_glass",
      "Break the Glass", "Break the glass", "Emergency Access", "emergency_access", "Emergency access", "Btg",
      "btg", "Emergency", "emergency", "Break-the-Glass", "BTG") as glass,
    coalesce("Time", "time_", "Accessed", "accessed", "Access Time", "access_time", "Access time", "Date",
      "date", "Timestamp", "timestamp", "Accessed At", "accessed_at", "Accessed at", "Event Time",
      "event_time", "Event time") as opened
  from ehr_access_csv
)
select
  record_id,
  coalesce(time, read_time(nullif(concat_ws(' ', access_date, access_clock), '')), read_time(opened), case
    -- Epic counts seconds from the last day of 1840
    when regexp_like(access_instant, '^[45][0-9]{9}$') then to_timestamp(cast(number(access_instant) as bigint) - 4070908800)
    else read_time(access_instant)
  end) as time,
  name_of(case when regexp_like(usr, '[ ,]') then coalesce(number, usr) else usr end) as user_name,
  practitioner as practitioner_id,
  role as user_role,
  nullif(patient, '0') as patient_id,
  case
    when lower(action) in ('r', 'q', 'v') then 'read'
    when lower(action) in ('c', 'a', 'i') then 'create'
    when lower(action) in ('u', 'w', 's', 'm') then 'update'
    when lower(action) in ('d', 'x') then 'delete'
    when lower(action) in ('p', 'e') then 'execute'
    when lower(action) ~ 'view|read|open|access|display|search|query|select|load' then 'read'
    when lower(action) ~ 'create|add|insert|new' then 'create'
    when lower(action) ~ 'update|edit|modify|change|sign|pend|saved|filed' then 'update'
    when lower(action) ~ 'delete|remove' then 'delete'
    when lower(action) ~ 'print|export|download|fax' then 'execute'
    else lower(action)
  end as action,
  coalesce(lower(action) in ('p', 'e') or lower(action) ~ 'print|export|download|fax', false) as taken,
  coalesce(lower(action) ~ 'search|query|lookup|list', false) as listed,
  resource,
  purpose,
  case when lower(outcome) ~ 'fail|denied|error' or flag(outcome) = false then 'failure' else 'success' end as outcome,
  ip as source_ip,
  application,
  coalesce(flag(glass), case when lower(glass) in ('po', 'none', 'n/a', 'not applicable') then false end, glass is not null) as break_glass
from cells
-- signing in and out opens nobody's record
where not (nullif(patient, '0') is null and coalesce(regexp_like(lower(action), '^(log|sign)[ _-]?(in|on|out|off)'), false))
