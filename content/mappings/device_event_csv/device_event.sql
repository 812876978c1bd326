/*---
product: device_event_csv
fact: device_event
examples:
  - records: # one export in several spellings of its header
      device_event_csv:
        - {Asset Tag: "A-0202", Host Name: "AC-LT02", Event: "Reported stolen", Happened At: "2026-02-14T19:20:00Z", Encrypted: "no", Detail: "taken from a car"}
        - {asset_tag: "A-0202", host_name: "AC-LT02", event: "Reported stolen", happened_at: "2026-02-14T19:20:00Z", encrypted: "no", detail: "taken from a car"}
        - {Asset tag: "A-0202", Host name: "AC-LT02", Kind: "Reported stolen", Happened at: "2026-02-14T19:20:00Z", Encryption Known: "no", Details: "taken from a car"}
        - {Asset ID: "A-0202", Hostname: "AC-LT02", kind: "Reported stolen", Date: "2026-02-14T19:20:00Z", encryption_known: "no", details: "taken from a car"}
        - {asset_id: "A-0202", hostname: "AC-LT02", Type: "Reported stolen", date: "2026-02-14T19:20:00Z", Encryption known: "no", Notes: "taken from a car"}
        - {Device ID: "A-0202", Device Name: "AC-LT02", type: "Reported stolen", Time: "2026-02-14T19:20:00Z", Encrypted Known: "no", notes: "taken from a car"}
        - {device_id: "A-0202", device_name: "AC-LT02", Action: "Reported stolen", time_: "2026-02-14T19:20:00Z", encrypted_known: "no", Comment: "taken from a car"}
        - {Tag: "A-0202", Device name: "AC-LT02", action: "Reported stolen", When: "2026-02-14T19:20:00Z", Encrypted known: "no", comment: "taken from a car"}
        - {tag: "A-0202", Device: "AC-LT02", What Happened: "Reported stolen", when: "2026-02-14T19:20:00Z", Encryption: "no", Description: "taken from a car"}
        - {Asset Number: "A-0202", device: "AC-LT02", what_happened: "Reported stolen", Reported: "2026-02-14T19:20:00Z", encryption: "no", description: "taken from a car"}
        - {asset_number: "A-0202", Computer Name: "AC-LT02", What happened: "Reported stolen", reported: "2026-02-14T19:20:00Z", Disk Encrypted: "no", Note: "taken from a car"}
        - {Asset number: "A-0202", computer_name: "AC-LT02", Event Type: "Reported stolen", Event Date: "2026-02-14T19:20:00Z", disk_encrypted: "no", note: "taken from a car"}
        - {Equipment ID: "A-0202", Computer name: "AC-LT02", event_type: "Reported stolen", event_date: "2026-02-14T19:20:00Z", Disk encrypted: "no"}
        - {equipment_id: "A-0202", Event type: "Reported stolen", Event date: "2026-02-14T19:20:00Z", Was Encrypted: "no"}
        - {Serial Number: "A-0202", Incident Type: "Reported stolen", was_encrypted: "no"}
        - {serial_number: "A-0202", incident_type: "Reported stolen", Was encrypted: "no"}
        - {Serial number: "A-0202", Incident type: "Reported stolen", Encryption Status: "no"}
        - {Disposition: "Reported stolen", encryption_status: "no"}
        - {disposition: "Reported stolen", Encryption status: "no"}
        - {Disposal Method: "Reported stolen"}
        - {disposal_method: "Reported stolen"}
        - {Disposal method: "Reported stolen"}
        - {Incident: "Reported stolen"}
        - {incident: "Reported stolen"}
    facts:
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false, detail: "taken from a car"}
      - {asset_id: "A-0202", host_name: "ac-lt02", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false}
      - {asset_id: "A-0202", kind: "reported_stolen", happened_at: "2026-02-14T19:20:00Z", encrypted_known: false}
      - {asset_id: "A-0202", kind: "reported_stolen", encrypted_known: false}
      - {asset_id: "A-0202", kind: "reported_stolen", encrypted_known: false}
      - {asset_id: "A-0202", kind: "reported_stolen", encrypted_known: false}
      - {kind: "reported_stolen", encrypted_known: false}
      - {kind: "reported_stolen", encrypted_known: false}
      - {kind: "reported_stolen"}
      - {kind: "reported_stolen"}
      - {kind: "reported_stolen"}
      - {kind: "reported_stolen"}
      - {kind: "reported_stolen"}
  - records: # odd cells
      device_event_csv:
        - {Asset Tag: "A-0203", Event: "Remote wipe done", Encrypted: "unknown"}
    facts:
      - {kind: "wiped", encrypted_known: null, host_name: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Asset Tag", "asset_tag", "Asset tag", "Asset ID", "asset_id", "Device ID", "device_id", "Tag",
      "tag", "Asset Number", "asset_number", "Asset number", "Equipment ID", "equipment_id", "Serial Number",
      "serial_number", "Serial number") as asset,
    coalesce("Host Name", "host_name", "Host name", "Hostname", "hostname", "Device Name", "device_name",
      "Device name", "Device", "device", "Computer Name", "computer_name", "Computer name", host) as host,
    coalesce("Event", "event", "Kind", "kind", "Type", "type", "Action", "action", "What Happened",
      "what_happened", "What happened", "Event Type", "event_type", "Event type", "Incident Type",
      "incident_type", "Incident type", "Disposition", "disposition", "Disposal Method", "disposal_method",
      "Disposal method", "Incident", "incident") as kind,
    coalesce("Happened At", "happened_at", "Happened at", "Date", "date", "Time", "time_", "When", "when",
      "Reported", "reported", "Event Date", "event_date", "Event date") as happened,
    coalesce("Encrypted", "encrypted", "Encryption Known", "encryption_known", "Encryption known",
      "Encrypted Known", "encrypted_known", "Encrypted known", "Encryption", "encryption", "Disk Encrypted",
      "disk_encrypted", "Disk encrypted", "Was Encrypted", "was_encrypted", "Was encrypted",
      "Encryption Status", "encryption_status", "Encryption status") as encrypted,
    coalesce("Detail", "detail", "Details", "details", "Notes", "notes", "Comment", "comment", "Description",
      "description", "Note", "note") as detail
  from device_event_csv
)
select
  record_id,
  coalesce(time, read_time(happened)) as time,
  asset as asset_id,
  lower(split_part(host, '.', 1)) as host_name,
  case
    when lower(kind) ~ 'stolen|theft' then 'reported_stolen'
    when lower(kind) ~ 'lost|missing' then 'reported_lost'
    when lower(kind) ~ 'dispos|destroy|destruct|shred|retire' then 'disposed'
    when lower(kind) ~ 'wipe|erase' then 'wiped'
    when lower(kind) like '%lock%' then 'locked'
    when lower(kind) ~ 'recover|found|return' then 'recovered'
  end as kind,
  coalesce(read_time(happened), time) as happened_at,
  coalesce(flag(encrypted), case when lower(encrypted) = 'unknown' then null end) as encrypted_known,
  detail
from cells
