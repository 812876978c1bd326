/*---
product: risk_csv
fact: risk_item
examples:
  - records: # one export in several spellings of its header
      risk_csv:
        - {Name: "Old ultrasound on the network", Level: "High", Owner: "O. Haddad", Plan: "own segment", Due: "2026-06-30", Closed: null, Approved: "2026-01-15", Kind: "Risk"}
        - {name: "Old ultrasound on the network", level: "High", owner: "O. Haddad", plan: "own segment", due: "2026-06-30", closed: null, approved: "2026-01-15", kind: "Risk"}
        - {Risk: "Old ultrasound on the network", Risk Level: "High", Risk Owner: "O. Haddad", Treatment: "own segment", Due Date: "2026-06-30", Closed On: null, Approved On: "2026-01-15", Type: "Risk"}
        - {risk: "Old ultrasound on the network", risk_level: "High", risk_owner: "O. Haddad", treatment: "own segment", due_date: "2026-06-30", closed_on: null, approved_on: "2026-01-15", type: "Risk"}
        - {Title: "Old ultrasound on the network", Risk level: "High", Risk owner: "O. Haddad", Mitigation: "own segment", Due date: "2026-06-30", Closed on: null, Approved on: "2026-01-15", Entry Type: "Risk"}
        - {title: "Old ultrasound on the network", Rating: "High", Responsible: "O. Haddad", mitigation: "own segment", Target Date: "2026-06-30", Closed Date: null, Approval Date: "2026-01-15", entry_type: "Risk"}
        - {Description: "Old ultrasound on the network", rating: "High", responsible: "O. Haddad", Treatment Plan: "own segment", target_date: "2026-06-30", closed_date: null, approval_date: "2026-01-15", Entry type: "Risk"}
        - {description: "Old ultrasound on the network", Risk Rating: "High", Assigned To: "O. Haddad", treatment_plan: "own segment", Target date: "2026-06-30", Closed date: null, Approval date: "2026-01-15"}
        - {Risk Name: "Old ultrasound on the network", risk_rating: "High", assigned_to: "O. Haddad", Treatment plan: "own segment", Due At: "2026-06-30", Completed: null, Approved At: "2026-01-15"}
        - {risk_name: "Old ultrasound on the network", Risk rating: "High", Assigned to: "O. Haddad", Response: "own segment", due_at: "2026-06-30", completed: null, approved_at: "2026-01-15"}
        - {Risk name: "Old ultrasound on the network", Severity: "High", Accountable: "O. Haddad", response: "own segment", Due at: "2026-06-30", Closed At: null, Approved at: "2026-01-15"}
        - {Risk Title: "Old ultrasound on the network", severity: "High", accountable: "O. Haddad", Mitigation Plan: "own segment", Due On: "2026-06-30", closed_at: null, Approved Date: "2026-01-15"}
        - {risk_title: "Old ultrasound on the network", Inherent Risk: "High", mitigation_plan: "own segment", due_on: "2026-06-30", Closed at: null, approved_date: "2026-01-15"}
        - {Risk title: "Old ultrasound on the network", inherent_risk: "High", Mitigation plan: "own segment", Due on: "2026-06-30", Date Closed: null, Approved date: "2026-01-15"}
        - {Risk Description: "Old ultrasound on the network", Inherent risk: "High", Remediation Plan: "own segment", date_closed: null}
        - {risk_description: "Old ultrasound on the network", Residual Risk: "High", remediation_plan: "own segment", Date closed: null}
        - {Risk description: "Old ultrasound on the network", residual_risk: "High", Remediation plan: "own segment", Completion Date: null}
        - {Risk Statement: "Old ultrasound on the network", Residual risk: "High", Risk Response: "own segment", completion_date: null}
        - {risk_statement: "Old ultrasound on the network", Overall Risk: "High", risk_response: "own segment", Completion date: null}
        - {Risk statement: "Old ultrasound on the network", overall_risk: "High", Risk response: "own segment"}
        - {Threat: "Old ultrasound on the network", Overall risk: "High", Action Plan: "own segment"}
        - {threat: "Old ultrasound on the network", Inherent Risk Rating: "High", action_plan: "own segment"}
        - {Issue: "Old ultrasound on the network", inherent_risk_rating: "High", Action plan: "own segment"}
        - {issue: "Old ultrasound on the network", Inherent risk rating: "High", Corrective Action: "own segment"}
        - {Finding: "Old ultrasound on the network", Residual Risk Rating: "High", corrective_action: "own segment"}
        - {finding: "Old ultrasound on the network", residual_risk_rating: "High", Corrective action: "own segment"}
        - {Residual risk rating: "High", Remediation: "own segment"}
        - {Priority: "High", remediation: "own segment"}
        - {priority: "High"}
    facts:
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z", kind: "risk"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z", kind: "risk"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z", kind: "risk"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z", kind: "risk"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z", kind: "risk"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z", kind: "risk"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z", kind: "risk"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z"}
      - {name: "Old ultrasound on the network", level: "high", owner: "O. Haddad", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment", due_at: "2026-06-30T00:00:00Z", approved_at: "2026-01-15T00:00:00Z"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {name: "Old ultrasound on the network", level: "high", plan: "own segment"}
      - {level: "high", plan: "own segment"}
      - {level: "high", plan: "own segment"}
      - {level: "high"}
  - records: # odd cells
      risk_csv:
        - {Name: "Enterprise risk analysis 2026", Approved: "2026-01-15", Closed: null}
        - {Name: "Bills are lost on the way", Level: "Medium", risk_subject: "Corvid Billing"}
    facts:
      - {kind: "analysis", level: null, closed_at: null, approved_at: "2026-01-15T00:00:00Z"}
      - {kind: "risk", level: "medium", subject: "Corvid Billing"}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Name", "name", "Risk", "risk", "Title", "title", "Description", "description", "Risk Name",
      "risk_name", "Risk name", "Risk Title", "risk_title", "Risk title", "Risk Description",
      "risk_description", "Risk description", "Risk Statement", "risk_statement", "Risk statement", "Threat",
      "threat", "Issue", "issue", "Finding", "finding") as name,
    coalesce("Level", "level", "Risk Level", "risk_level", "Risk level", "Rating", "rating", "Risk Rating",
      "risk_rating", "Risk rating", "Severity", "severity", "Inherent Risk", "inherent_risk", "Inherent risk",
      "Residual Risk", "residual_risk", "Residual risk", "Overall Risk", "overall_risk", "Overall risk",
      "Inherent Risk Rating", "inherent_risk_rating", "Inherent risk rating", "Residual Risk Rating",
      "residual_risk_rating", "Residual risk rating", "Priority", "priority") as level,
    coalesce("Owner", "owner", "Risk Owner", "risk_owner", "Risk owner", "Responsible", "responsible",
      "Assigned To", "assigned_to", "Assigned to", "Accountable", "accountable") as owner,
    coalesce("Plan", "plan", "Treatment", "treatment", "Mitigation", "mitigation", "Treatment Plan",
      "treatment_plan", "Treatment plan", "Response", "response", "Mitigation Plan", "mitigation_plan",
      "Mitigation plan", "Remediation Plan", "remediation_plan", "Remediation plan", "Risk Response",
      "risk_response", "Risk response", "Action Plan", "action_plan", "Action plan", "Corrective Action",
      "corrective_action", "Corrective action", "Remediation", "remediation") as plan,
    coalesce("Due", "due", "Due Date", "due_date", "Due date", "Target Date", "target_date", "Target date",
      "Due At", "due_at", "Due at", "Due On", "due_on", "Due on") as due,
    coalesce("Closed", "closed", "Closed On", "closed_on", "Closed on", "Closed Date", "closed_date",
      "Closed date", "Completed", "completed", "Closed At", "closed_at", "Closed at", "Date Closed",
      "date_closed", "Date closed", "Completion Date", "completion_date", "Completion date") as closed,
    coalesce("Approved", "approved", "Approved On", "approved_on", "Approved on", "Approval Date",
      "approval_date", "Approval date", "Approved At", "approved_at", "Approved at", "Approved Date",
      "approved_date", "Approved date") as approved,
    coalesce("Kind", "kind", "Type", "type", "Entry Type", "entry_type", "Entry type") as kind,
    "risk_subject" as subject
  from risk_csv
)
select
  record_id,
  coalesce(time, read_time(approved)) as time,
  name,
  case when lower(level) ~ 'crit|high|severe' then 'high' when lower(level) ~ 'med|moderate' then 'medium' when lower(level) like '%low%' then 'low' end as level,
  owner,
  plan,
  read_time(due) as due_at,
  read_time(closed) as closed_at,
  read_time(approved) as approved_at,
  case when lower(kind) ~ 'analysis|assessment' or (kind is null and lower(name) ~ 'risk analysis|risk assessment') then 'analysis' else 'risk' end as kind,
  subject
from cells
