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
  - records: # what a case may say beside its times, as the export's own columns are called here
      case_csv:
        - {Case ID: "C-14", Kind: "Privacy incident", Opened: "2026-02-11", started_at: "2026-02-10 08:00", triaged_at: "2026-02-11T08:20:00Z", phi_involved: "Possible", breach_assessment: "Low probability of compromise", breach_decision: "Not a breach", breach_decided_at: "2026-02-20", shared_at: "2026-02-14", shared_tlp: "TLP:AMBER", shared_without_phi: "yes", workflow_name: "Privacy v2", workflow_complete: "Completed", concerns_us: null, Short Description: "Letter to the wrong address", State: "Closed"}
        - {Case ID: "C-15", Kind: "Malware - Command and Control", Opened: "2026-02-11", triaged_at: "00:20:00", phi_involved: "No", breach_decision: "Pending", shared_tlp: "internal", workflow_name: "none", workflow_complete: "Waiting"}
        - {Case ID: "C-16", Kind: "Maintenance", Summary: "Monthly patch cycle March", Closed: "2026-03-18", Status: "Done"}
        - {Case ID: "C-17", Kind: "Maintenance", summary: "Monthly patch cycle April", Closed: "2026-04-18", status: "Cancelled"}
        - {Case ID: "C-18", Kind: "Maintenance", Title: "Emergency patch of the mail server", Closed: "2026-04-18"}
        - {Case ID: "C-19", Kind: "FDA recall", Short description: "Rivulet pumps", concerns_us: "Not affected"}
        - {Case ID: "C-20", Kind: "Advisory", short_description: "Firewall update", title: null, Subject: null, subject: null, state: null, Incident State: null, incident_state: null, Incident state: null, concerns_us: "yes"}
        - {Case ID: "C-21", Kind: "UEBA anomaly", breach_decision: "Reportable"}
    facts:
      - {case_id: "C-14", kind: "insider", started_at: "2026-02-10T08:00:00Z", triaged_at: "2026-02-11T08:20:00Z", phi: true, breach_assessed: true, breach_decision: "no_breach", breach_decided_at: "2026-02-20T00:00:00Z", shared_at: "2026-02-14T00:00:00Z", shared_tlp: "amber", shared_without_phi: true, workflow: "Privacy v2", workflow_complete: true, applies: null}
      - {case_id: "C-15", kind: "command_and_control", triaged_at: null, phi: false, breach_assessed: null, breach_decision: null, shared_tlp: null, workflow: null, workflow_complete: false}
      - {case_id: "C-16", kind: "patch_cycle", closed_at: "2026-03-18T00:00:00Z"}
      - {case_id: "C-17", kind: "other"}
      - {case_id: "C-18", kind: "other"}
      - {case_id: "C-19", kind: "device_advisory", applies: false}
      - {case_id: "C-20", kind: "other", applies: true}
      - {case_id: "C-21", kind: "behaviour", breach_decision: "breach"}
  - records: # ServiceNow, filtered by the category Security
      case_csv:
        - {number: INC0010001, opened_at: "2026-02-10 09:00:00", category: Security, kind: Security, subcategory: Phishing}
        - {number: INC0010002, opened_at: "2026-02-10 09:00:00", category: Security, kind: Security}
    facts:
      - {case_id: INC0010001, kind: phishing}
      - {case_id: INC0010002, kind: other}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Case ID", "case_id", "Case Number", "case_number", "Case number", "Case", "case", "Ticket",
      "ticket", "Ticket ID", "ticket_id", "ID", "id", "Incident", "incident", "Incident ID", "incident_id",
      "Number", "number", "Incident Number", "incident_number", "Incident number", "Ticket Number",
      "ticket_number", "Ticket number", "Issue Key", "issue_key", "Issue key", "Key", "key") as case_no,
    -- a category that says security alone says nothing of the kind; what stands below it does
    coalesce("Kind", nullif(nullif("kind", 'Security'), 'security'), "Type", "type", nullif("Category", 'Security'), nullif("category", 'Security'),
      "Case Type", "case_type", "Case type", "Incident Type", "incident_type", "Incident type", "Issue Type", "issue_type", "Issue type",
      "Subcategory", "subcategory", "Category", "category", "kind") as kind,
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
      "after_action_date", "After action date", "After-Action Report") as lessons,
    "started_at" as started,
    "triaged_at" as triaged,
    lower("phi_involved") as phi,
    lower("breach_assessment") as assessed,
    lower("breach_decision") as decision,
    "breach_decided_at" as decided,
    "shared_at" as shared,
    trim(replace(lower("shared_tlp"), 'tlp:', '')) as tlp,
    "shared_without_phi" as phi_free,
    "workflow_name" as workflow,
    lower("workflow_complete") as complete,
    lower("concerns_us") as applies,
    lower(coalesce("Short description", "Short Description", "short_description", "Summary", "summary", "Title", "title",
      "Subject", "subject")) as title,
    lower(coalesce("State", "state", "Status", "status", "Incident State", "incident_state", "Incident state")) as state
  from case_csv
)
select
  record_id,
  coalesce(time, read_time(opened)) as time,
  case_no as case_id,
  case
    when concat_ws(' ', lower(kind), title) ~ 'patch[ -]?(cycle|round|window|day|tuesday)|(monthly|weekly) patch' and coalesce(state, '') !~ 'cancel|reject'
      then 'patch_cycle'
    when lower(kind) ~ 'advisor|recall|bulletin|safety notice' and concat_ws(' ', lower(kind), title) ~ 'device|medical|biomed|fda|icsma|recall|manufactur'
      then 'device_advisory'
    when lower(kind) ~ 'command.{0,3}(and|&).{0,3}control|(^|[^a-z0-9])c2([^a-z0-9]|$)|beacon' then 'command_and_control'
    when lower(kind) ~ 'phish|social|e-mail|email' then 'phishing'
    when lower(kind) ~ 'malware|ransom|virus' then 'malware'
    when lower(kind) ~ 'lost|stolen|theft' then 'lost_device'
    when lower(kind) ~ 'ueba|behaviou?r|anomal' then 'behaviour'
    when lower(kind) ~ 'insider|snoop|misuse|privacy' then 'insider'
    when lower(kind) ~ 'access|account|login|sign-in|credential' then 'access'
    when lower(kind) like '%device%' then 'device'
    when kind is not null then 'other'
  end as kind,
  lower(severity) as severity,
  read_time(started) as started_at,
  coalesce(read_time(opened), time) as opened_at,
  read_time(detected) as detected_at,
  read_time(contained) as contained_at,
  read_time(closed) as closed_at,
  coalesce(flag(verdict), case when lower(verdict) ~ 'false|benign' then false when lower(verdict) ~ 'true|confirmed|malicious' then true end) as true_positive,
  read_time(lessons) as after_action_at,
  read_time(triaged) as triaged_at,
  coalesce(flag(phi), case when phi ~ 'suspect|possib|confirm|^likely' then true when phi ~ '^none|unlikely' then false end) as phi,
  coalesce(flag(assessed), case
    when assessed ~ 'pending|not done|progress|open' then false
    when assessed ~ 'low prob|high prob|presum|complete|done' or read_time(assessed) is not null then true
  end) as breach_assessed,
  case
    when decision ~ 'pending|undecided|progress|open' then null
    when flag(decision) then 'breach'
    when flag(decision) = false or decision ~ '^no|not |low prob' then 'no_breach'
    when decision ~ 'breach|reportable' then 'breach'
  end as breach_decision,
  read_time(decided) as breach_decided_at,
  read_time(shared) as shared_at,
  case when tlp = 'white' then 'clear' when tlp in ('clear', 'green', 'amber', 'amber+strict', 'red') then tlp end as shared_tlp,
  flag(phi_free) as shared_without_phi,
  case when lower(workflow) not in ('none', 'no', 'n/a', '-') then workflow end as workflow,
  coalesce(flag(complete), case
    when complete ~ 'incomplete|not |running|waiting|progress|fail|partial|error|abort|cancel' then false
    when complete ~ 'complete|done|finished|success' then true
  end) as workflow_complete,
  coalesce(flag(applies), case
    when applies ~ '^not |unaffected|^none' then false
    when applies ~ 'affected|applicable|applies' then true
  end) as applies
from cells
