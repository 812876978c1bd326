/*---
product: grant_csv
fact: privilege_change
examples:
  - records: # one export in several spellings of its header
      grant_csv:
        - {Approver: "RChen", User: "ABello", Privilege: "Billing export", Action: "Grant", Host Name: "AC-SRV01", Approved: "yes", Granted: "2026-02-01"}
        - {approver: "RChen", user: "ABello", privilege: "Billing export", action: "Grant", host_name: "AC-SRV01", approved: "yes", granted: "2026-02-01"}
        - {Approved By: "RChen", User Name: "ABello", Access: "Billing export", Type: "Grant", Host name: "AC-SRV01", Status: "yes", Granted At: "2026-02-01"}
        - {approved_by: "RChen", user_name: "ABello", access: "Billing export", type: "Grant", Hostname: "AC-SRV01", status: "yes", granted_at: "2026-02-01"}
        - {Approved by: "RChen", User name: "ABello", Role: "Billing export", Request Type: "Grant", hostname: "AC-SRV01", Decision: "yes", Granted at: "2026-02-01"}
        - {Granted By: "RChen", Username: "ABello", role: "Billing export", request_type: "Grant", System: "AC-SRV01", decision: "yes", Date: "2026-02-01"}
        - {granted_by: "RChen", username: "ABello", Group: "Billing export", Request type: "Grant", system: "AC-SRV01", Approval: "yes", date: "2026-02-01"}
        - {Granted by: "RChen", Account: "ABello", group: "Billing export", Change: "Grant", approval: "yes", Time: "2026-02-01"}
        - {Requested By: "RChen", account: "ABello", Entitlement: "Billing export", change: "Grant", Approval Status: "yes", time_: "2026-02-01"}
        - {requested_by: "RChen", Requested For: "ABello", entitlement: "Billing export", approval_status: "yes", Approved On: "2026-02-01"}
        - {Requested by: "RChen", requested_for: "ABello", Requested Access: "Billing export", Approval status: "yes", approved_on: "2026-02-01"}
        - {Actor: "RChen", Requested for: "ABello", requested_access: "Billing export", Request Status: "yes", Approved on: "2026-02-01"}
        - {actor: "RChen", Request For: "ABello", Requested access: "Billing export", request_status: "yes", Completed: "2026-02-01"}
        - {request_for: "ABello", Role Requested: "Billing export", Request status: "yes", completed: "2026-02-01"}
        - {Request for: "ABello", role_requested: "Billing export", Request State: "yes", Requested: "2026-02-01"}
        - {Beneficiary: "ABello", Role requested: "Billing export", request_state: "yes", requested: "2026-02-01"}
        - {beneficiary: "ABello", Access Requested: "Billing export", Request state: "yes"}
        - {Target User: "ABello", access_requested: "Billing export"}
        - {target_user: "ABello", Access requested: "Billing export"}
        - {Target user: "ABello", Group Name: "Billing export"}
        - {Grantee: "ABello", group_name: "Billing export"}
        - {grantee: "ABello", Group name: "Billing export"}
        - {Subject: "ABello", Permission: "Billing export"}
        - {subject: "ABello", permission: "Billing export"}
        - {Target: "ABello", Access Package: "Billing export"}
        - {target: "ABello", access_package: "Billing export"}
        - {Access package: "Billing export"}
        - {Requested Item: "Billing export"}
        - {requested_item: "Billing export"}
        - {Requested item: "Billing export"}
    facts:
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", host_name: "ac-srv01", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", host_name: "ac-srv01", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", host_name: "ac-srv01", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", host_name: "ac-srv01", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", host_name: "ac-srv01", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", host_name: "ac-srv01", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", host_name: "ac-srv01", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", action: "granted", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", approved: true}
      - {actor: "rchen", target: "abello", privilege: "Billing export", approved: true}
      - {target: "abello", privilege: "Billing export", approved: true}
      - {target: "abello", privilege: "Billing export", approved: true}
      - {target: "abello", privilege: "Billing export", approved: true}
      - {target: "abello", privilege: "Billing export", approved: true}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {target: "abello", privilege: "Billing export"}
      - {privilege: "Billing export"}
      - {privilege: "Billing export"}
      - {privilege: "Billing export"}
      - {privilege: "Billing export"}
  - records: # odd cells
      grant_csv:
        - {User: "jkim", Privilege: "Domain Admins", Status: "Rejected", Action: "Remove"}
    facts:
      - {action: "revoked", approved: false, actor: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Approver", "approver", "Approved By", "approved_by", "Approved by", "Granted By", "granted_by",
      "Granted by", "Requested By", "requested_by", "Requested by", "Actor", "actor") as actor,
    coalesce("User", "user", "User Name", "user_name", "User name", "Username", "username", "Account",
      "account", "Requested For", "requested_for", "Requested for", "Request For", "request_for",
      "Request for", "Beneficiary", "beneficiary", "Target User", "target_user", "Target user", "Grantee",
      "grantee", "Subject", "subject", "Target", "target") as target,
    coalesce("Privilege", "privilege", "Access", "access", "Role", "role", "Group", "group", "Entitlement",
      "entitlement", "Requested Access", "requested_access", "Requested access", "Role Requested",
      "role_requested", "Role requested", "Access Requested", "access_requested", "Access requested",
      "Group Name", "group_name", "Group name", "Permission", "permission", "Access Package", "access_package",
      "Access package", "Requested Item", "requested_item", "Requested item") as privilege,
    coalesce("Action", "action", "Type", "type", "Request Type", "request_type", "Request type", "Change",
      "change") as action,
    coalesce("Host Name", "host_name", "Host name", "Hostname", "hostname", "System", "system", host) as host,
    coalesce("Approved", "approved", "Status", "status", "Decision", "decision", "Approval", "approval",
      "Approval Status", "approval_status", "Approval status", "Request Status", "request_status",
      "Request status", "Request State", "request_state", "Request state") as approved,
    coalesce("Granted", "granted", "Granted At", "granted_at", "Granted at", "Date", "date", "Time", "time_",
      "Approved On", "approved_on", "Approved on", "Completed", "completed", "Requested", "requested") as happened
  from grant_csv
)
select
  record_id,
  coalesce(time, read_time(happened)) as time,
  name_of(actor) as actor,
  name_of(target) as target,
  privilege,
  case when lower(action) ~ 'revo|remov|delet|withdraw|end' then 'revoked' else 'granted' end as action,
  lower(split_part(host, '.', 1)) as host_name,
  coalesce(flag(approved), case when lower(approved) ~ 'reject|denied|pending|open' then false when lower(approved) like '%approved%' then true end) as approved
from cells
