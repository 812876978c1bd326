/*---
product: vpn_csv
fact: sign_in
examples:
  - records: # one export in several spellings of its header
      vpn_csv:
        - {User Name: "CLINIC\\HMarsh", Connected: "2026-03-02T19:00:00Z", Outcome: "Success", Reason: null, Source IP: "198.51.100.201", Country: "US", Device: "AC-LT01", MFA: "yes"}
        - {user_name: "CLINIC\\HMarsh", connected: "2026-03-02T19:00:00Z", outcome: "Success", reason: null, source_ip: "198.51.100.201", country: "US", device: "AC-LT01", mfa: "yes"}
        - {User name: "CLINIC\\HMarsh", Start Time: "2026-03-02T19:00:00Z", Result: "Success", Failure Reason: null, Client IP: "198.51.100.201", Source Country: "US", Host Name: "AC-LT01", Second Factor: "yes"}
        - {Username: "CLINIC\\HMarsh", start_time: "2026-03-02T19:00:00Z", result: "Success", failure_reason: null, client_ip: "198.51.100.201", source_country: "US", host_name: "AC-LT01", second_factor: "yes"}
        - {username: "CLINIC\\HMarsh", Start time: "2026-03-02T19:00:00Z", Status: "Success", Failure reason: null, Remote IP: "198.51.100.201", Source country: "US", Host name: "AC-LT01", Second factor: "yes"}
        - {User: "CLINIC\\HMarsh", Login Time: "2026-03-02T19:00:00Z", status: "Success", Error: null, remote_ip: "198.51.100.201", Location: "US", Hostname: "AC-LT01", MFA Used: "yes"}
        - {user: "CLINIC\\HMarsh", login_time: "2026-03-02T19:00:00Z", Auth Result: "Success", error: null, Public IP: "198.51.100.201", location: "US", hostname: "AC-LT01", mfa_used: "yes"}
        - {Account: "CLINIC\\HMarsh", Login time: "2026-03-02T19:00:00Z", auth_result: "Success", public_ip: "198.51.100.201", Client Country: "US", Device Name: "AC-LT01", MFA used: "yes"}
        - {account: "CLINIC\\HMarsh", Time: "2026-03-02T19:00:00Z", Auth result: "Success", IP Address: "198.51.100.201", client_country: "US", device_name: "AC-LT01", Two Factor: "yes"}
        - {User Principal Name: "CLINIC\\HMarsh", time_: "2026-03-02T19:00:00Z", Event: "Success", ip_address: "198.51.100.201", Client country: "US", Device name: "AC-LT01", two_factor: "yes"}
        - {user_principal_name: "CLINIC\\HMarsh", Connected At: "2026-03-02T19:00:00Z", event: "Success", IP address: "198.51.100.201", Source Region: "US", Computer Name: "AC-LT01", Two factor: "yes"}
        - {User principal name: "CLINIC\\HMarsh", connected_at: "2026-03-02T19:00:00Z", Action: "Success", IP: "198.51.100.201", source_region: "US", computer_name: "AC-LT01"}
        - {UPN: "CLINIC\\HMarsh", Connected at: "2026-03-02T19:00:00Z", action: "Success", ip: "198.51.100.201", Source region: "US", Computer name: "AC-LT01"}
        - {upn: "CLINIC\\HMarsh", Session Start: "2026-03-02T19:00:00Z", Client Public IP: "198.51.100.201", Region: "US"}
        - {Login: "CLINIC\\HMarsh", session_start: "2026-03-02T19:00:00Z", client_public_ip: "198.51.100.201", region: "US"}
        - {login: "CLINIC\\HMarsh", Session start: "2026-03-02T19:00:00Z", Client public IP: "198.51.100.201"}
        - {Login Name: "CLINIC\\HMarsh", Timestamp: "2026-03-02T19:00:00Z", Source Address: "198.51.100.201"}
        - {login_name: "CLINIC\\HMarsh", timestamp: "2026-03-02T19:00:00Z", source_address: "198.51.100.201"}
        - {Login name: "CLINIC\\HMarsh", Source address: "198.51.100.201"}
        - {Account Name: "CLINIC\\HMarsh", Remote Address: "198.51.100.201"}
        - {account_name: "CLINIC\\HMarsh", remote_address: "198.51.100.201"}
        - {Account name: "CLINIC\\HMarsh", Remote address: "198.51.100.201"}
        - {Identity: "CLINIC\\HMarsh", Client Address: "198.51.100.201"}
        - {identity: "CLINIC\\HMarsh", client_address: "198.51.100.201"}
        - {Source User: "CLINIC\\HMarsh", Client address: "198.51.100.201"}
        - {source_user: "CLINIC\\HMarsh"}
        - {Source user: "CLINIC\\HMarsh"}
        - {srcuser: "CLINIC\\HMarsh"}
    facts:
      - {user_name: "hmarsh", outcome: "success", application: "VPN", service: "vpn", logon_type: "network", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", remote: true, second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01", second_factor: true}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01"}
      - {user_name: "hmarsh", outcome: "success", source_ip: "198.51.100.201", source_country: "US", host_name: "ac-lt01"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201", source_country: "US"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201", source_country: "US"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh", source_ip: "198.51.100.201"}
      - {user_name: "hmarsh"}
      - {user_name: "hmarsh"}
      - {user_name: "hmarsh"}
  - records: # odd cells
      vpn_csv:
        - {User: "abello", Connected: "2026-03-02T20:00:00Z", Status: "Login failed", Reason: "bad password", MFA: "none"}
        - {User: "abello", MFA: "Push"}
    facts:
      - {outcome: "failure", reason: "bad password", second_factor: false}
      - {outcome: "success", second_factor: true}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("User Name", "user_name", "User name", "Username", "username", "User", "user", "Account",
      "account", "User Principal Name", "user_principal_name", "User principal name", "UPN", "upn", "Login",
      "login", "Login Name", "login_name", "Login name", "Account Name", "account_name", "Account name",
      "Identity", "identity", "Source User", "source_user", "Source user", "srcuser") as usr,
    coalesce("Connected", "connected", "Start Time", "start_time", "Start time", "Login Time", "login_time",
      "Login time", "Time", "time_", "Connected At", "connected_at", "Connected at", "Session Start",
      "session_start", "Session start", "Timestamp", "timestamp") as began,
    coalesce("Outcome", "outcome", "Result", "result", "Status", "status", "Auth Result", "auth_result",
      "Auth result", "Event", "event", "Action", "action") as outcome,
    coalesce("Reason", "reason", "Failure Reason", "failure_reason", "Failure reason", "Error", "error") as reason,
    coalesce("Source IP", "source_ip", "Client IP", "client_ip", "Remote IP", "remote_ip", "Public IP",
      "public_ip", "IP Address", "ip_address", "IP address", "IP", "ip", "Client Public IP",
      "client_public_ip", "Client public IP", "Source Address", "source_address", "Source address",
      "Remote Address", "remote_address", "Remote address", "Client Address", "client_address", "Client address") as ip,
    coalesce("Country", "country", "Source Country", "source_country", "Source country", "Location",
      "location", "Client Country", "client_country", "Client country", "Source Region", "source_region",
      "Source region", "Region", "region") as country,
    coalesce("Device", "device", "Host Name", "host_name", "Host name", "Hostname", "hostname", "Device Name",
      "device_name", "Device name", "Computer Name", "computer_name", "Computer name", host) as host,
    coalesce("MFA", "mfa", "Second Factor", "second_factor", "Second factor", "MFA Used", "mfa_used",
      "MFA used", "Two Factor", "two_factor", "Two factor") as mfa
  from vpn_csv
)
select
  record_id,
  coalesce(time, read_time(began)) as time,
  name_of(usr) as user_name,
  case when lower(outcome) ~ 'fail|denied|reject|error|invalid' then 'failure' else 'success' end as outcome,
  reason,
  'VPN' as application,
  'vpn' as service,
  'network' as logon_type,
  ip as source_ip,
  country as source_country,
  lower(split_part(host, '.', 1)) as host_name,
  true as remote,
  coalesce(flag(mfa), case when lower(mfa) = 'none' then false when mfa is not null then true end) as second_factor
from cells
