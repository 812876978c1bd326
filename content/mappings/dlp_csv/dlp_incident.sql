/*---
product: dlp_csv
fact: dlp_incident
examples:
  - records: # one export in several spellings of its header
      dlp_csv:
        - {User: "HMarsh@clinic.example", Channel: "E-mail", Records: "140", Encrypted: "no", Action: "Blocked", Destination: "friend@mail.example", Time: "2026-02-10T09:00:00Z"}
        - {user: "HMarsh@clinic.example", channel: "E-mail", records: "140", encrypted: "no", action: "Blocked", destination: "friend@mail.example", time_: "2026-02-10T09:00:00Z"}
        - {User Name: "HMarsh@clinic.example", Source: "E-mail", Record Count: "140", Encryption: "no", Outcome: "Blocked", Recipient: "friend@mail.example", Date: "2026-02-10T09:00:00Z"}
        - {user_name: "HMarsh@clinic.example", source: "E-mail", record_count: "140", encryption: "no", outcome: "Blocked", recipient: "friend@mail.example", date: "2026-02-10T09:00:00Z"}
        - {User name: "HMarsh@clinic.example", Policy Channel: "E-mail", Record count: "140", Action Taken: "Blocked", To: "friend@mail.example", Timestamp: "2026-02-10T09:00:00Z"}
        - {Username: "HMarsh@clinic.example", policy_channel: "E-mail", Matches: "140", action_taken: "Blocked", to: "friend@mail.example", timestamp: "2026-02-10T09:00:00Z"}
        - {username: "HMarsh@clinic.example", Policy channel: "E-mail", matches: "140", Action taken: "Blocked", Target: "friend@mail.example", Detected At: "2026-02-10T09:00:00Z"}
        - {Sender: "HMarsh@clinic.example", Workload: "E-mail", Match Count: "140", Verdict: "Blocked", target: "friend@mail.example", detected_at: "2026-02-10T09:00:00Z"}
        - {sender: "HMarsh@clinic.example", workload: "E-mail", match_count: "140", verdict: "Blocked", Recipients: "friend@mail.example", Detected at: "2026-02-10T09:00:00Z"}
        - {User Principal Name: "HMarsh@clinic.example", Detection Channel: "E-mail", Match count: "140", Policy Action: "Blocked", recipients: "friend@mail.example", "Date/Time": "2026-02-10T09:00:00Z"}
        - {user_principal_name: "HMarsh@clinic.example", detection_channel: "E-mail", Count: "140", policy_action: "Blocked", Target Domain: "friend@mail.example"}
        - {User principal name: "HMarsh@clinic.example", Detection channel: "E-mail", count: "140", Policy action: "Blocked", target_domain: "friend@mail.example"}
        - {User ID: "HMarsh@clinic.example", Location: "E-mail", Number Of Records: "140", Response: "Blocked", Target domain: "friend@mail.example"}
        - {user_id: "HMarsh@clinic.example", location: "E-mail", number_of_records: "140", response: "Blocked", Destination Url: "friend@mail.example"}
        - {Employee: "HMarsh@clinic.example", Activity: "E-mail", Number of Records: "140", Enforcement: "Blocked", destination_url: "friend@mail.example"}
        - {employee: "HMarsh@clinic.example", activity: "E-mail", Number of records: "140", enforcement: "Blocked", Destination url: "friend@mail.example"}
        - {Actor: "HMarsh@clinic.example", Hit Count: "140"}
        - {actor: "HMarsh@clinic.example", hit_count: "140"}
        - {From: "HMarsh@clinic.example", Hit count: "140"}
        - {Violations: "140"}
        - {violations: "140"}
    facts:
      - {user_name: "hmarsh", channel: "mail", records: 140, encrypted: false, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, encrypted: false, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, encrypted: false, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, encrypted: false, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", channel: "mail", records: 140, action: "blocked", destination: "friend@mail.example"}
      - {user_name: "hmarsh", records: 140}
      - {user_name: "hmarsh", records: 140}
      - {user_name: "hmarsh", records: 140}
      - {records: 140}
      - {records: 140}
  - records: # odd cells
      dlp_csv:
        - {User: "CLINIC\\abello", Channel: "USB drive", Records: "1,200", Action: "Audit only"}
    facts:
      - {user_name: "abello", channel: "usb", records: 1200, action: "allowed", encrypted: null}
  - records: # columns that `content/exports/dlp_csv.yaml` gives
      dlp_csv:
        - {User: amy, data_kind: "Social Security Number", matched_rule: "U.S. HIPAA", found_file: /lists/diabetes.xlsx, file_label: Confidential}
        - {User: amy, data_kind: "U.S. HIPAA", found_file: /lists/b.xlsx, file_label: None}
    facts:
      - {data_kind: "Social Security Number; U.S. HIPAA", file: /lists/diabetes.xlsx, label: Confidential}
      - {data_kind: U.S. HIPAA, file: /lists/b.xlsx, label: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("User", "user", "User Name", "user_name", "User name", "Username", "username", "Sender", "sender",
      "User Principal Name", "user_principal_name", "User principal name", "User ID", "user_id", "Employee",
      "employee", "Actor", "actor", "From") as usr,
    coalesce("Channel", "channel", "Source", "source", "Policy Channel", "policy_channel", "Policy channel",
      "Workload", "workload", "Detection Channel", "detection_channel", "Detection channel", "Location",
      "location", "Activity", "activity") as channel,
    coalesce("Records", "records", "Record Count", "record_count", "Record count", "Matches", "matches",
      "Match Count", "match_count", "Match count", "Count", "count", "Number Of Records", "number_of_records",
      "Number of Records", "Number of records", "Hit Count", "hit_count", "Hit count", "Violations",
      "violations") as records,
    coalesce("Encrypted", "encrypted", "Encryption", "encryption") as encrypted,
    coalesce("Action", "action", "Outcome", "outcome", "Action Taken", "action_taken", "Action taken",
      "Verdict", "verdict", "Policy Action", "policy_action", "Policy action", "Response", "response",
      "Enforcement", "enforcement") as action,
    coalesce("Destination", "destination", "Recipient", "recipient", "To", "to", "Target", "target",
      "Recipients", "recipients", "Target Domain", "target_domain", "Target domain", "Destination Url",
      "destination_url", "Destination url") as destination,
    coalesce("Time", "time_", "Date", "date", "Timestamp", "timestamp", "Detected At", "detected_at",
      "Detected at", "Date/Time") as happened,
    data_kind,
    matched_rule,
    found_file,
    file_label
  from dlp_csv
)
select
  record_id,
  coalesce(time, read_time(happened)) as time,
  name_of(usr) as user_name,
  case
    when lower(channel) ~ 'mail|exchange' then 'mail'
    when lower(channel) ~ 'usb|removable|endpoint' then 'usb'
    when lower(channel) like '%print%' then 'print'
    when lower(channel) ~ 'cloud|sharepoint|onedrive|drive' then 'cloud'
    when lower(channel) ~ 'web|http|browser' then 'web'
    else lower(channel)
  end as channel,
  number(records) as records,
  flag(encrypted) as encrypted,
  case
    when lower(action) ~ 'block|quarantin|prevent' then 'blocked'
    when lower(action) ~ 'warn|notify|coach|overrid' then 'warned'
    when lower(action) ~ 'allow|audit|log|none|sent' then 'allowed'
  end as action,
  destination,
  nullif(concat_ws('; ', data_kind, matched_rule), '') as data_kind,
  found_file as file,
  case when lower(file_label) not in ('', '-', 'none', 'no label', 'unlabeled', 'unlabelled', 'not labeled', 'not labelled', 'n/a') then file_label end as label
from cells
