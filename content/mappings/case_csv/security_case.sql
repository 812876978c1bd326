/*---
product: case_csv
fact: security_case
examples:
  - records: # one export in several spellings of its header
      case_csv:
        - {Case ID: "C-12", Kind: "Phishing", Severity: "High", Opened: "2026-02-10T09:00:00Z", Detected: "2026-02-10T08:40:00Z", Contained: "2026-02-10T11:00:00Z", Closed: "2026-02-12T16:00:00Z", True Positive: "yes", After Action: "2026-02-20"}
        - {case_id: "C-12", kind: "Phishing", severity: "High", opened: "2026-02-10T09:00:00Z", detected: "2026-02-10T08:40:00Z", contained: "2026-02-10T11:00:00Z", closed: "2026-02-12T16:00:00Z", true_positive: "yes", after_action: "2026-02-20"}
        - {Case Number: "C-12", Type: "Phishing", Priority: "High", First Event: "2026-02-10T09:00:00Z", Detected At: "2026-02-10T08:40:00Z", Contained At: "2026-02-10T11:00:00Z", Resolved: "2026-02-12T16:00:00Z", True positive: "yes", After action: "2026-02-20"}
        - {case_number: "C-12", type: "Phishing", priority: "High", first_event: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", resolved: "2026-02-12T16:00:00Z", Verdict: "yes", Lessons Learned: "2026-02-20"}
        - {Case number: "C-12", Category: "Phishing", First event: "2026-02-10T09:00:00Z", Detected at: "2026-02-10T08:40:00Z", Contained at: "2026-02-10T11:00:00Z", Closed At: "2026-02-12T16:00:00Z", verdict: "yes", lessons_learned: "2026-02-20"}
        - {Case: "C-12", category: "Phishing", Created: "2026-02-10T09:00:00Z", Discovered: "2026-02-10T08:40:00Z", Containment Time: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", Confirmed: "yes", Lessons learned: "2026-02-20"}
        - {case: "C-12", Case Type: "Phishing", created: "2026-02-10T09:00:00Z", discovered: "2026-02-10T08:40:00Z", containment_time: "2026-02-10T11:00:00Z", Closed at: "2026-02-12T16:00:00Z", confirmed: "yes", After Action Report: "2026-02-20"}
        - {Ticket: "C-12", case_type: "Phishing", Opened At: "2026-02-10T09:00:00Z", Detection Time: "2026-02-10T08:40:00Z", Containment time: "2026-02-10T11:00:00Z", Resolved At: "2026-02-12T16:00:00Z", Classification: "yes", after_action_report: "2026-02-20"}
        - {ticket: "C-12", Case type: "Phishing", opened_at: "2026-02-10T09:00:00Z", detection_time: "2026-02-10T08:40:00Z", resolved_at: "2026-02-12T16:00:00Z", classification: "yes", After action report: "2026-02-20"}
        - {Ticket ID: "C-12", Incident Type: "Phishing", Opened at: "2026-02-10T09:00:00Z", Detection time: "2026-02-10T08:40:00Z", Resolved at: "2026-02-12T16:00:00Z", After Action At: "2026-02-20"}
        - {ticket_id: "C-12", incident_type: "Phishing", Created At: "2026-02-10T09:00:00Z", Closed Date: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20"}
        - {ID: "C-12", Incident type: "Phishing", created_at: "2026-02-10T09:00:00Z", closed_date: "2026-02-12T16:00:00Z", After Action at: "2026-02-20"}
        - {id: "C-12", Issue Type: "Phishing", Created at: "2026-02-10T09:00:00Z", Closed date: "2026-02-12T16:00:00Z", After action at: "2026-02-20"}
        - {Incident: "C-12", issue_type: "Phishing", Reported: "2026-02-10T09:00:00Z", Date Closed: "2026-02-12T16:00:00Z", After Action Date: "2026-02-20"}
        - {incident: "C-12", Issue type: "Phishing", reported: "2026-02-10T09:00:00Z", date_closed: "2026-02-12T16:00:00Z", after_action_date: "2026-02-20"}
        - {Incident ID: "C-12", Subcategory: "Phishing", Date closed: "2026-02-12T16:00:00Z", After action date: "2026-02-20"}
        - {incident_id: "C-12", subcategory: "Phishing", Resolution Date: "2026-02-12T16:00:00Z", "After-Action Report": "2026-02-20"}
        - {Number: "C-12", resolution_date: "2026-02-12T16:00:00Z"}
        - {number: "C-12", Resolution date: "2026-02-12T16:00:00Z"}
        - {Incident Number: "C-12"}
        - {incident_number: "C-12"}
        - {Incident number: "C-12"}
        - {Ticket Number: "C-12"}
        - {ticket_number: "C-12"}
        - {Ticket number: "C-12"}
        - {Issue Key: "C-12"}
        - {issue_key: "C-12"}
        - {Issue key: "C-12"}
        - {Key: "C-12"}
        - {key: "C-12"}
    facts:
      - {case_id: "C-12", kind: "phishing", severity: "high", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", severity: "high", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", severity: "high", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", severity: "high", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", contained_at: "2026-02-10T11:00:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", closed_at: "2026-02-12T16:00:00Z", true_positive: true, after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", detected_at: "2026-02-10T08:40:00Z", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", opened_at: "2026-02-10T09:00:00Z", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", kind: "phishing", closed_at: "2026-02-12T16:00:00Z", after_action_at: "2026-02-20T00:00:00Z"}
      - {case_id: "C-12", closed_at: "2026-02-12T16:00:00Z"}
      - {case_id: "C-12", closed_at: "2026-02-12T16:00:00Z"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
      - {case_id: "C-12"}
  - records: # odd cells
      case_csv:
        - {Case ID: "C-13", Kind: "Stolen laptop", Verdict: "False positive", Opened: "2026-02-11"}
    facts:
      - {kind: "lost_device", true_positive: false, closed_at: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Case ID", "case_id", "Case Number", "case_number", "Case number", "Case", "case", "Ticket",
      "ticket", "Ticket ID", "ticket_id", "ID", "id", "Incident", "incident", "Incident ID", "incident_id",
      "Number", "number", "Incident Number", "incident_number", "Incident number", "Ticket Number",
      "ticket_number", "Ticket number", "Issue Key", "issue_key", "Issue key", "Key", "key") as case_no,
    coalesce("Kind", "kind", "Type", "type", "Category", "category", "Case Type", "case_type", "Case type",
      "Incident Type", "incident_type", "Incident type", "Issue Type", "issue_type", "Issue type",
      "Subcategory", "subcategory") as kind,
    coalesce("Severity", "severity", "Priority", "priority") as severity,
    coalesce("Opened", "opened", "First Event", "first_event", "First event", "Created", "created",
      "Opened At", "opened_at", "Opened at", "Created At", "created_at", "Created at", "Reported", "reported") as opened,
    coalesce("Detected", "detected", "Detected At", "detected_at", "Detected at", "Discovered", "discovered",
      "Detection Time", "detection_time", "Detection time") as detected,
    coalesce("Contained", "contained", "Contained At", "contained_at", "Contained at", "Containment Time",
      "containment_time", "Containment time") as contained,
    coalesce("Closed", "closed", "Resolved", "resolved", "Closed At", "closed_at", "Closed at", "Resolved At",
      "resolved_at", "Resolved at", "Closed Date", "closed_date", "Closed date", "Date Closed", "date_closed",
      "Date closed", "Resolution Date", "resolution_date", "Resolution date") as closed,
    coalesce("True Positive", "true_positive", "True positive", "Verdict", "verdict", "Confirmed", "confirmed",
      "Classification", "classification") as verdict,
    coalesce("After Action", "after_action", "After action", "Lessons Learned", "lessons_learned",
      "Lessons learned", "After Action Report", "after_action_report", "After action report",
      "After Action At", "after_action_at", "After Action at", "After action at", "After Action Date",
      "after_action_date", "After action date", "After-Action Report") as lessons
  from case_csv
)
select
  record_id,
  coalesce(time, read_time(opened)) as time,
  case_no as case_id,
  case
    when lower(kind) ~ 'phish|social|e-mail|email' then 'phishing'
    when lower(kind) ~ 'malware|ransom|virus' then 'malware'
    when lower(kind) ~ 'lost|stolen|theft' then 'lost_device'
    when lower(kind) ~ 'insider|snoop|misuse|privacy' then 'insider'
    when lower(kind) ~ 'access|account|login|sign-in|credential' then 'access'
    when lower(kind) like '%device%' then 'device'
    when kind is not null then 'other'
  end as kind,
  lower(severity) as severity,
  coalesce(read_time(opened), time) as opened_at,
  read_time(detected) as detected_at,
  read_time(contained) as contained_at,
  read_time(closed) as closed_at,
  coalesce(flag(verdict), case when lower(verdict) ~ 'false|benign' then false when lower(verdict) ~ 'true|confirmed|malicious' then true end) as true_positive,
  read_time(lessons) as after_action_at
from cells
