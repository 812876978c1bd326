/*---
product: defender_device
fact: asset
examples:
  - records:
      defender_device:
        - {DeviceId: m1, DeviceName: ac-ws01.clinic.example, OSPlatform: Windows11, OSVersion: "10.0", DeviceType: Workstation, OnboardingStatus: Onboarded, PublicIP: 198.51.100.7, SensorHealthState: Active, time: "2026-03-02T08:00:00Z"}
        - {DeviceId: m2, DeviceName: ac-pr01, DeviceType: Printer, OnboardingStatus: Can be onboarded}
        - {id: m3, computerDnsName: ac-sv01.clinic.example, osPlatform: WindowsServer2012R2, version: 6.3, onboardingStatus: Onboarded, lastSeen: "2026-03-02T08:00:00Z", lastIpAddress: 10.20.1.5, healthStatus: Inactive}
    facts:
      - {asset_id: m1, host_name: ac-ws01, kind: workstation, os: Windows11, os_supported: true, agent_installed: true, agent_last_seen_at: "2026-03-02T08:00:00Z", last_seen_at: "2026-03-02T08:00:00Z"}
      - {asset_id: m2, kind: printer, agent_installed: false, agent_last_seen_at: null}
      - {asset_id: m3, host_name: ac-sv01, os: WindowsServer2012R2, os_supported: false, ip_address: 10.20.1.5, last_seen_at: "2026-03-02T08:00:00Z"}
---*/
with cells as (
  select
    record_id,
    coalesce(time, read_time("lastSeen")) as time,
    coalesce("DeviceId", "id") as asset_id,
    coalesce("DeviceName", "computerDnsName") as name,
    coalesce("OSPlatform", "osPlatform") as os,
    coalesce("OSVersion", "version") as version,
    lower("DeviceType") as kind,
    lower(coalesce("OnboardingStatus", "onboardingStatus")) as onboarding,
    "lastIpAddress" as ip
  from defender_device
)
select
  record_id,
  time,
  asset_id,
  lower(split_part(name, '.', 1)) as host_name,
  case
    when kind = 'workstation' then 'workstation'
    when kind = 'server' then 'server'
    when kind in ('printer', 'scanner') then 'printer'
    when kind = 'mobile' then 'phone'
    when kind ~ 'network|router|switch' then 'network'
    when kind is not null then 'other'
  end as kind,
  os,
  version as os_version,
  case
    when os in ('Windows11', 'WindowsServer2016', 'WindowsServer2019', 'WindowsServer2022', 'WindowsServer2025') then true
    when os in ('Windows7', 'Windows8', 'Windows8.1', 'Windows10', 'WindowsServer2008', 'WindowsServer2008R2', 'WindowsServer2012', 'WindowsServer2012R2') then false
  end as os_supported,
  ip as ip_address,
  onboarding = 'onboarded' as agent_installed,
  case when onboarding = 'onboarded' then time end as agent_last_seen_at,
  time as last_seen_at
from cells
