/*---
product: policy_csv
fact: policy_document
examples:
  - records: # one export in several spellings of its header
      policy_csv:
        - {Name: "Incident response plan", Kind: "Plan", Owner: "R. Chen", Approved: "yes", Approved On: "2025-06-01", Reviewed: "2026-01-15", Version: "3"}
        - {name: "Incident response plan", kind: "Plan", owner: "R. Chen", approved: "yes", approved_on: "2025-06-01", reviewed: "2026-01-15", version: "3"}
        - {Policy: "Incident response plan", Type: "Plan", Responsible: "R. Chen", Status: "yes", Approved on: "2025-06-01", Last Reviewed: "2026-01-15", Revision: "3"}
        - {policy: "Incident response plan", type: "Plan", responsible: "R. Chen", status: "yes", Approval Date: "2025-06-01", last_reviewed: "2026-01-15", revision: "3"}
        - {Document: "Incident response plan", Category: "Plan", Document Owner: "R. Chen", In Force: "yes", approval_date: "2025-06-01", Last reviewed: "2026-01-15"}
        - {document: "Incident response plan", category: "Plan", document_owner: "R. Chen", in_force: "yes", Approval date: "2025-06-01", Review Date: "2026-01-15"}
        - {Title: "Incident response plan", Policy Type: "Plan", Document owner: "R. Chen", In force: "yes", Approved At: "2025-06-01", review_date: "2026-01-15"}
        - {title: "Incident response plan", policy_type: "Plan", Policy Owner: "R. Chen", Approval Status: "yes", approved_at: "2025-06-01", Review date: "2026-01-15"}
        - {Policy Name: "Incident response plan", Policy type: "Plan", policy_owner: "R. Chen", approval_status: "yes", Approved at: "2025-06-01", Last Review: "2026-01-15"}
        - {policy_name: "Incident response plan", Policy owner: "R. Chen", Approval status: "yes", Effective Date: "2025-06-01", last_review: "2026-01-15"}
        - {Policy name: "Incident response plan", Author: "R. Chen", Document Status: "yes", effective_date: "2025-06-01", Last review: "2026-01-15"}
        - {Policy Title: "Incident response plan", author: "R. Chen", document_status: "yes", Effective date: "2025-06-01", Reviewed On: "2026-01-15"}
        - {policy_title: "Incident response plan", Department: "R. Chen", Document status: "yes", Approved Date: "2025-06-01", reviewed_on: "2026-01-15"}
        - {Policy title: "Incident response plan", department: "R. Chen", approved_date: "2025-06-01", Reviewed on: "2026-01-15"}
        - {Document Name: "Incident response plan", Approved date: "2025-06-01", Last Review Date: "2026-01-15"}
        - {document_name: "Incident response plan", Date Approved: "2025-06-01", last_review_date: "2026-01-15"}
        - {Document name: "Incident response plan", date_approved: "2025-06-01", Last review date: "2026-01-15"}
        - {Document Title: "Incident response plan", Date approved: "2025-06-01", Date Reviewed: "2026-01-15"}
        - {document_title: "Incident response plan", Last Approved: "2025-06-01", date_reviewed: "2026-01-15"}
        - {Document title: "Incident response plan", last_approved: "2025-06-01", Date reviewed: "2026-01-15"}
        - {Procedure: "Incident response plan", Last approved: "2025-06-01", Last Revised: "2026-01-15"}
        - {procedure: "Incident response plan", Last Approval Date: "2025-06-01", last_revised: "2026-01-15"}
        - {last_approval_date: "2025-06-01", Last revised: "2026-01-15"}
        - {Last approval date: "2025-06-01", Reviewed At: "2026-01-15"}
        - {Effective: "2025-06-01", reviewed_at: "2026-01-15"}
        - {effective: "2025-06-01", Reviewed at: "2026-01-15"}
        - {Adopted On: "2025-06-01"}
        - {adopted_on: "2025-06-01"}
        - {Adopted on: "2025-06-01"}
    facts:
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z", version: "3"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z", version: "3"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z", version: "3"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z", version: "3"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", kind: "incident_response_plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", owner: "R. Chen", approved: true, approved_at: "2025-06-01T00:00:00Z", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", owner: "R. Chen", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {name: "Incident response plan", reviewed_at: "2026-01-15T00:00:00Z"}
      - {reviewed_at: "2026-01-15T00:00:00Z"}
      - {reviewed_at: "2026-01-15T00:00:00Z"}
      - {reviewed_at: "2026-01-15T00:00:00Z"}
      - {reviewed_at: "2026-01-15T00:00:00Z"}
      - {}
      - {}
      - {}
  - records: # odd cells
      policy_csv:
        - {Name: "Lost laptop", Kind: "Playbook"}
        - {Name: "Acceptable use of e-mail", Status: "Draft"}
        - {Name: "Parking", Kind: "House rules", Approved: "2024-01-01"}
        - {Policy: "Scan sweep of the DMZ", Kind: "Play", detection_live: "Enabled", detection_tested: "2026-02-01"}
        - {Policy: "Lost device", Kind: "Play", detection_live: "Disabled", detection_tested: "never"}
    facts:
      - {kind: "playbook_loss_theft", approved: null}
      - {kind: "acceptable_use_and_email", approved: false, approved_at: null}
      - {kind: "house_rules", approved: true, approved_at: "2024-01-01T00:00:00Z"}
      - {name: "Scan sweep of the DMZ", kind: play, detection_live: true, tested_at: "2026-02-01T00:00:00Z"}
      - {name: "Lost device", kind: play, detection_live: false, tested_at: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Name", "name", "Policy", "policy", "Document", "document", "Title", "title", "Policy Name",
      "policy_name", "Policy name", "Policy Title", "policy_title", "Policy title", "Document Name",
      "document_name", "Document name", "Document Title", "document_title", "Document title", "Procedure",
      "procedure") as name,
    coalesce("Kind", "kind", "Type", "type", "Category", "category", "Policy Type", "policy_type", "Policy type") as kind,
    coalesce("Owner", "owner", "Responsible", "responsible", "Document Owner", "document_owner",
      "Document owner", "Policy Owner", "policy_owner", "Policy owner", "Author", "author", "Department",
      "department") as owner,
    coalesce("Approved", "approved", "Status", "status", "In Force", "in_force", "In force", "Approval Status",
      "approval_status", "Approval status", "Document Status", "document_status", "Document status") as approved,
    coalesce("Approved On", "approved_on", "Approved on", "Approval Date", "approval_date", "Approval date",
      "Approved At", "approved_at", "Approved at", "Effective Date", "effective_date", "Effective date",
      "Approved Date", "approved_date", "Approved date", "Date Approved", "date_approved", "Date approved",
      "Last Approved", "last_approved", "Last approved", "Last Approval Date", "last_approval_date",
      "Last approval date", "Effective", "effective", "Adopted On", "adopted_on", "Adopted on") as approved_on,
    coalesce("Reviewed", "reviewed", "Last Reviewed", "last_reviewed", "Last reviewed", "Review Date",
      "review_date", "Review date", "Last Review", "last_review", "Last review", "Reviewed On", "reviewed_on",
      "Reviewed on", "Last Review Date", "last_review_date", "Last review date", "Date Reviewed",
      "date_reviewed", "Date reviewed", "Last Revised", "last_revised", "Last revised", "Reviewed At",
      "reviewed_at", "Reviewed at") as reviewed,
    coalesce("Version", "version", "Revision", "revision") as version,
    lower("detection_live") as live,
    "detection_tested" as tested
  from policy_csv
)
select
  record_id,
  coalesce(time, read_time(coalesce(reviewed, approved_on))) as time,
  name,
  case
    when words ~ 'playbook' then case
      when words ~ 'phish|social' then 'playbook_social_engineering'
      when words ~ 'ransom' then 'playbook_ransomware'
      when words ~ 'loss|lost|theft|stolen' then 'playbook_loss_theft'
      when words ~ 'insider' then 'playbook_insider'
      when words ~ 'device' then 'playbook_medical_device'
      else 'playbook'
    end
    when words ~ 'insurance' then 'cyber_insurance'
    when words ~ 'isac' then 'isac_membership'
    when words ~ 'data.flow' then 'data_flow_map'
    when words ~ 'roster' then 'response_roster'
    when words ~ 'incident response|incident_response' then 'incident_response_plan'
    when words ~ 'risk analysis|risk_analysis|risk assessment' then 'risk_analysis'
    when words like '%sanction%' then 'sanction_policy'
    when words ~ 'security official|security_official|security officer' then 'security_official'
    when words ~ 'roles and resp|roles_and_resp' then 'roles_and_responsibilities'
    when words ~ 'education|awareness' then 'education_and_awareness'
    when words like '%acceptable%' then 'acceptable_use_and_email'
    when words ~ 'data classification|data_classification' then 'data_classification'
    when words ~ 'personal device|personal_device|byod' then 'personal_devices'
    when words ~ 'laptop|portable|remote use|remote work' then 'laptop_portable_remote_use'
    when words ~ 'incident report|incident_report' then 'incident_reporting_and_checklist'
    when words ~ 'disaster|contingency|downtime' then 'disaster_recovery_plan'
    when words ~ 'acquisition|procurement' then 'it_acquisition'
    when words ~ 'it controls|it_controls' then 'it_controls'
    when words ~ 'medical device|device_policy|device policy' then 'device_policy'
    else regexp_replace(lower(kind), '[^a-z0-9]+', '_', 'g')
  end as kind,
  owner,
  coalesce(flag(approved), case when lower(approved) in ('approved', 'in force', 'effective', 'final', 'published') or read_time(approved) is not null then true when approved is not null then false when read_time(approved_on) is not null then true end) as approved,
  coalesce(read_time(approved_on), read_time(approved)) as approved_at,
  read_time(reviewed) as reviewed_at,
  version,
  coalesce(flag(live), case
    when live ~ 'disabl|inactive|not |planned|draft' then false
    when live ~ 'enabl|active|live' then true
  end) as detection_live,
  read_time(tested) as tested_at
from (select *, lower(concat_ws(' ', kind, name)) as words from cells) as cells
