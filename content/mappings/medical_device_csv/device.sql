/*---
product: medical_device_csv
fact: device
examples:
  - records: # one export in several spellings of its header
      medical_device_csv:
        - {Asset Tag: "M-0001", Name: "MD-US01", Type: "Ultrasound", Manufacturer: "Sonaris", Model: "View 7", Software Version: "7.0.2", IP Address: "10.20.30.11", MAC Address: "02-AC-0A-14-1E-0B", Serial Number: "sn004", Network Zone: "Medical", OS: "Windows 7 Embedded", OS Supported: "no", Department: "Clinical", MDS2 On File: "yes", SBOM On File: "no", Risk Known: "yes", Protection: "Compensating: own segment", Default Credentials Changed: "no", Maker Contact: "yes", Evaluated Before Purchase: "no", Purchase Date: "2016-04-20", End Of Support: "2023-01-10"}
        - {asset_tag: "M-0001", name: "MD-US01", type: "Ultrasound", manufacturer: "Sonaris", model: "View 7", software_version: "7.0.2", ip_address: "10.20.30.11", mac_address: "02-AC-0A-14-1E-0B", serial_number: "sn004", network_zone: "Medical", os: "Windows 7 Embedded", os_supported: "no", department: "Clinical", mds2_on_file: "yes", sbom_on_file: "no", risk_known: "yes", protection: "Compensating: own segment", default_credentials_changed: "no", maker_contact: "yes", evaluated_before_purchase: "no", purchase_date: "2016-04-20", end_of_support: "2023-01-10"}
        - {Asset tag: "M-0001", Device Name: "MD-US01", Device Type: "Ultrasound", Maker: "Sonaris", Model Number: "View 7", Software version: "7.0.2", IP address: "10.20.30.11", MAC address: "02-AC-0A-14-1E-0B", Serial number: "sn004", Network zone: "Medical", Operating System: "Windows 7 Embedded", OS supported: "no", Owner Department: "Clinical", MDS2 on File: "yes", SBOM on File: "no", Risk known: "yes", Security Control: "Compensating: own segment", Default credentials changed: "no", Maker contact: "yes", Evaluated before purchase: "no", Purchase date: "2016-04-20", End of Support: "2023-01-10"}
        - {Asset ID: "M-0001", device_name: "MD-US01", device_type: "Ultrasound", maker: "Sonaris", model_number: "View 7", Firmware: "7.0.2", IP: "10.20.30.11", MAC: "02-AC-0A-14-1E-0B", Serial: "sn004", Zone: "Medical", operating_system: "Windows 7 Embedded", Supported: "no", owner_department: "Clinical", MDS2 on file: "yes", SBOM on file: "no", Risk Assessed: "yes", security_control: "Compensating: own segment", Default Password Changed: "no", Manufacturer Security Contact: "yes", Security Evaluation: "no", Purchased: "2016-04-20", End of support: "2023-01-10"}
        - {asset_id: "M-0001", Device name: "MD-US01", Device type: "Ultrasound", Vendor: "Sonaris", Model number: "View 7", firmware: "7.0.2", ip: "10.20.30.11", mac: "02-AC-0A-14-1E-0B", serial: "sn004", zone: "Medical", Operating system: "Windows 7 Embedded", supported: "no", Owner department: "Clinical", MDS2: "yes", SBOM: "no", risk_assessed: "yes", Security control: "Compensating: own segment", default_password_changed: "no", manufacturer_security_contact: "yes", security_evaluation: "no", purchased: "2016-04-20", Support Ends: "2023-01-10"}
        - {Equipment ID: "M-0001", Description: "MD-US01", Kind: "Ultrasound", vendor: "Sonaris", Model Name: "View 7", Firmware Version: "7.0.2", Vlan: "Medical", Owner: "Clinical", mds2: "yes", sbom: "no", Risk assessed: "yes", Endpoint Protection: "Compensating: own segment", Default password changed: "no", Manufacturer security contact: "yes", Security evaluation: "no", Acquired: "2016-04-20", support_ends: "2023-01-10"}
        - {equipment_id: "M-0001", description: "MD-US01", kind: "Ultrasound", Make: "Sonaris", model_name: "View 7", firmware_version: "7.0.2", vlan: "Medical", owner: "Clinical", MDS2 Available: "yes", SBOM Available: "no", Risk Rating: "yes", endpoint_protection: "Compensating: own segment", Default Passwords Changed: "no", Manufacturer Contact: "yes", Security Review: "no", acquired: "2016-04-20", Support ends: "2023-01-10"}
        - {Device ID: "M-0001", Host Name: "MD-US01", Category: "Ultrasound", make: "Sonaris", Model name: "View 7", Firmware version: "7.0.2", Network Segment: "Medical", Clinical Department: "Clinical", mds2_available: "yes", sbom_available: "no", risk_rating: "yes", Endpoint protection: "Compensating: own segment", default_passwords_changed: "no", manufacturer_contact: "yes", security_review: "no", Purchased At: "2016-04-20", End Of Life: "2023-01-10"}
        - {device_id: "M-0001", host_name: "MD-US01", category: "Ultrasound", Oem: "Sonaris", network_segment: "Medical", clinical_department: "Clinical", MDS2 available: "yes", SBOM available: "no", Risk rating: "yes", Default passwords changed: "no", Manufacturer contact: "yes", Security review: "no", purchased_at: "2016-04-20", end_of_life: "2023-01-10"}
        - {Tag: "M-0001", Host name: "MD-US01", Modality: "Ultrasound", oem: "Sonaris", Network segment: "Medical", Clinical department: "Clinical", Risk: "yes", Security Contact: "yes", Purchased at: "2016-04-20", End of Life: "2023-01-10"}
        - {tag: "M-0001", Hostname: "MD-US01", modality: "Ultrasound", Brand: "Sonaris", Segment: "Medical", Clinical Owner: "Clinical", risk: "yes", security_contact: "yes", End of life: "2023-01-10"}
        - {Asset Number: "M-0001", hostname: "MD-US01", Equipment Type: "Ultrasound", brand: "Sonaris", segment: "Medical", clinical_owner: "Clinical", Security contact: "yes", Eol Date: "2023-01-10"}
        - {asset_number: "M-0001", equipment_type: "Ultrasound", Network: "Medical", Clinical owner: "Clinical", eol_date: "2023-01-10"}
        - {Asset number: "M-0001", Equipment type: "Ultrasound", network: "Medical", Location: "Clinical", Eol date: "2023-01-10"}
        - {Equipment Number: "M-0001", Device Class: "Ultrasound", Subnet: "Medical", location: "Clinical", End Of Support Date: "2023-01-10"}
        - {equipment_number: "M-0001", device_class: "Ultrasound", subnet: "Medical", Unit: "Clinical", end_of_support_date: "2023-01-10"}
        - {Equipment number: "M-0001", Device class: "Ultrasound", unit: "Clinical", End of Support Date: "2023-01-10"}
        - {Control Number: "M-0001", Device Category: "Ultrasound", End of support date: "2023-01-10"}
        - {control_number: "M-0001", device_category: "Ultrasound", Eol: "2023-01-10"}
        - {Control number: "M-0001", Device category: "Ultrasound", eol: "2023-01-10"}
        - {Udi: "M-0001", Medical Device Type: "Ultrasound", Eos: "2023-01-10"}
        - {udi: "M-0001", medical_device_type: "Ultrasound", eos: "2023-01-10"}
        - {Medical device type: "Ultrasound", Support End: "2023-01-10"}
        - {support_end: "2023-01-10"}
        - {Support end: "2023-01-10"}
        - {End Of Support At: "2023-01-10"}
        - {end_of_support_at: "2023-01-10"}
        - {End of Support at: "2023-01-10"}
        - {End of support at: "2023-01-10"}
    facts:
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", ip_address: "10.20.30.11", mac_address: "02:ac:0a:14:1e:0b", serial_number: "SN004", network_zone: "medical", os: "Windows 7 Embedded", os_supported: false, owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", ip_address: "10.20.30.11", mac_address: "02:ac:0a:14:1e:0b", serial_number: "SN004", network_zone: "medical", os: "Windows 7 Embedded", os_supported: false, owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", ip_address: "10.20.30.11", mac_address: "02:ac:0a:14:1e:0b", serial_number: "SN004", network_zone: "medical", os: "Windows 7 Embedded", os_supported: false, owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", ip_address: "10.20.30.11", mac_address: "02:ac:0a:14:1e:0b", serial_number: "SN004", network_zone: "medical", os: "Windows 7 Embedded", os_supported: false, owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", ip_address: "10.20.30.11", mac_address: "02:ac:0a:14:1e:0b", serial_number: "SN004", network_zone: "medical", os: "Windows 7 Embedded", os_supported: false, owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", network_zone: "medical", owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", network_zone: "medical", owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", model: "View 7", software_version: "7.0.2", network_zone: "medical", owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, protection: "compensating", default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", network_zone: "medical", owner_department: "Clinical", mds2_on_file: true, sbom_on_file: false, risk_known: true, default_credentials_changed: false, maker_contact: true, evaluated_before_purchase: false, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", network_zone: "medical", owner_department: "Clinical", risk_known: true, maker_contact: true, purchased_at: "2016-04-20T00:00:00Z", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", network_zone: "medical", owner_department: "Clinical", risk_known: true, maker_contact: true, end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", name: "MD-US01", kind: "Ultrasound", maker: "Sonaris", network_zone: "medical", owner_department: "Clinical", maker_contact: true, end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", network_zone: "medical", owner_department: "Clinical", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", network_zone: "medical", owner_department: "Clinical", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", network_zone: "medical", owner_department: "Clinical", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", network_zone: "medical", owner_department: "Clinical", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", owner_department: "Clinical", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {asset_id: "M-0001", kind: "Ultrasound", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {kind: "Ultrasound", end_of_support_at: "2023-01-10T00:00:00Z"}
      - {end_of_support_at: "2023-01-10T00:00:00Z"}
      - {end_of_support_at: "2023-01-10T00:00:00Z"}
      - {end_of_support_at: "2023-01-10T00:00:00Z"}
      - {end_of_support_at: "2023-01-10T00:00:00Z"}
      - {end_of_support_at: "2023-01-10T00:00:00Z"}
      - {end_of_support_at: "2023-01-10T00:00:00Z"}
  - records: # odd cells
      medical_device_csv:
        - {Asset Tag: "M-9", Manufacturer: "Vitalune", Risk Known: "unknown", Protection: "none", Maker Contact: "psirt@vitalune.example"}
        - {Asset Tag: "M-10", sign_in: "Active Directory"}
        - {Asset Tag: "M-11", sign_in: "Shared PIN"}
        - {Asset Tag: "M-12", sign_in: "Individual accounts"}
        - {Asset Tag: "M-13", sign_in: "No sign-in"}
        - {Asset Tag: "M-14", sign_in: "ask maker"}
    facts:
      - {risk_known: false, protection: "none", maker_contact: true, mds2_on_file: null, os_supported: null}
      - {asset_id: "M-10", sign_in: directory}
      - {asset_id: "M-11", sign_in: shared}
      - {asset_id: "M-12", sign_in: unique}
      - {asset_id: "M-13", sign_in: none}
      - {asset_id: "M-14", sign_in: null}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Asset Tag", "asset_tag", "Asset tag", "Asset ID", "asset_id", "Equipment ID", "equipment_id",
      "Device ID", "device_id", "Tag", "tag", "Asset Number", "asset_number", "Asset number",
      "Equipment Number", "equipment_number", "Equipment number", "Control Number", "control_number",
      "Control number", "Udi", "udi") as asset,
    coalesce("Name", "name", "Device Name", "device_name", "Device name", "Description", "description",
      "Host Name", "host_name", "Host name", "Hostname", "hostname") as name,
    coalesce("Type", "type", "Device Type", "device_type", "Device type", "Kind", "kind", "Category",
      "category", "Modality", "modality", "Equipment Type", "equipment_type", "Equipment type", "Device Class",
      "device_class", "Device class", "Device Category", "device_category", "Device category",
      "Medical Device Type", "medical_device_type", "Medical device type") as kind,
    coalesce("Manufacturer", "manufacturer", "Maker", "maker", "Vendor", "vendor", "Make", "make", "Oem",
      "oem", "Brand", "brand") as maker,
    coalesce("Model", "model", "Model Number", "model_number", "Model number", "Model Name", "model_name",
      "Model name") as model,
    coalesce("Software Version", "software_version", "Software version", "Firmware", "firmware",
      "Firmware Version", "firmware_version", "Firmware version") as version,
    coalesce("IP Address", "ip_address", "IP address", "IP", "ip") as ip,
    coalesce("MAC Address", "mac_address", "MAC address", "MAC", "mac") as mac,
    coalesce("Serial Number", "serial_number", "Serial number", "Serial", "serial") as serial,
    coalesce("Network Zone", "network_zone", "Network zone", "Zone", "zone", "Vlan", "vlan", "Network Segment",
      "network_segment", "Network segment", "Segment", "segment", "Network", "network", "Subnet", "subnet") as zone,
    coalesce("OS", "os", "Operating System", "operating_system", "Operating system") as os,
    coalesce("OS Supported", "os_supported", "OS supported", "Supported", "supported") as supported,
    coalesce("Department", "department", "Owner Department", "owner_department", "Owner department", "Owner",
      "owner", "Clinical Department", "clinical_department", "Clinical department", "Clinical Owner",
      "clinical_owner", "Clinical owner", "Location", "location", "Unit", "unit") as department,
    coalesce("MDS2 On File", "mds2_on_file", "MDS2 on File", "MDS2 on file", "MDS2", "mds2", "MDS2 Available",
      "mds2_available", "MDS2 available") as mds2,
    coalesce("SBOM On File", "sbom_on_file", "SBOM on File", "SBOM on file", "SBOM", "sbom", "SBOM Available",
      "sbom_available", "SBOM available") as sbom,
    coalesce("Risk Known", "risk_known", "Risk known", "Risk Assessed", "risk_assessed", "Risk assessed",
      "Risk Rating", "risk_rating", "Risk rating", "Risk", "risk") as risk,
    coalesce("Protection", "protection", "Security Control", "security_control", "Security control",
      "Endpoint Protection", "endpoint_protection", "Endpoint protection") as protection,
    coalesce("Default Credentials Changed", "default_credentials_changed", "Default credentials changed",
      "Default Password Changed", "default_password_changed", "Default password changed",
      "Default Passwords Changed", "default_passwords_changed", "Default passwords changed") as defaults,
    coalesce("Maker Contact", "maker_contact", "Maker contact", "Manufacturer Security Contact",
      "manufacturer_security_contact", "Manufacturer security contact", "Manufacturer Contact",
      "manufacturer_contact", "Manufacturer contact", "Security Contact", "security_contact", "Security contact") as contact,
    coalesce("Evaluated Before Purchase", "evaluated_before_purchase", "Evaluated before purchase",
      "Security Evaluation", "security_evaluation", "Security evaluation", "Security Review",
      "security_review", "Security review") as evaluated,
    coalesce("Purchase Date", "purchase_date", "Purchase date", "Purchased", "purchased", "Acquired",
      "acquired", "Purchased At", "purchased_at", "Purchased at") as bought,
    coalesce("End Of Support", "end_of_support", "End of Support", "End of support", "Support Ends",
      "support_ends", "Support ends", "End Of Life", "end_of_life", "End of Life", "End of life", "Eol Date",
      "eol_date", "Eol date", "End Of Support Date", "end_of_support_date", "End of Support Date",
      "End of support date", "Eol", "eol", "Eos", "eos", "Support End", "support_end", "Support end",
      "End Of Support At", "end_of_support_at", "End of Support at", "End of support at") as support,
    lower("sign_in") as sign_in
  from medical_device_csv
)
select
  record_id,
  time,
  asset as asset_id,
  name,
  kind,
  maker,
  model,
  version as software_version,
  ip as ip_address,
  lower(replace(mac, '-', ':')) as mac_address,
  upper(serial) as serial_number,
  lower(zone) as network_zone,
  os,
  coalesce(flag(supported), case
    when lower(os) ~ 'windows xp|vista|windows 7|windows 8|server 2003|server 2008|server 2012' then false
    when lower(os) ~ 'windows 10' and lower(os) !~ 'ltsc|iot' then false
    when lower(os) ~ 'windows 11|server 2016|server 2019|server 2022|server 2025' then true
  end) as os_supported,
  department as owner_department,
  flag(mds2) as mds2_on_file,
  flag(sbom) as sbom_on_file,
  case when risk is not null then coalesce(flag(risk), lower(risk) not in ('unknown', 'not assessed')) end as risk_known,
  case
    when lower(protection) ~ 'agent|antivirus|edr|whitelist|allowlist' then 'agent'
    when lower(protection) ~ 'compensat|firewall|segment|isolat|acl' then 'compensating'
    when lower(protection) in ('none', 'no') then 'none'
  end as protection,
  flag(defaults) as default_credentials_changed,
  case when contact is not null then coalesce(flag(contact), true) end as maker_contact,
  flag(evaluated) as evaluated_before_purchase,
  read_time(bought) as purchased_at,
  read_time(support) as end_of_support_at,
  case
    when sign_in ~ 'shared|generic|common' then 'shared'
    when sign_in ~ '^no |^none|^no$|not required|no login' then 'none'
    when sign_in ~ 'directory|ldap|domain|sso|single sign|saml|badge|^ad$' then 'directory'
    when sign_in ~ 'unique|individual|personal|per user|each user|named' then 'unique'
  end as sign_in
from cells
