/*---
product: software_csv
fact: software
examples:
  - records: # one export in several spellings of its header
      software_csv:
        - {Host Name: "AC-WS01.clinic.example", Name: "QuickView Remote", Vendor: "Example Ltd", Version: "5.1", Approved: "no"}
        - {host_name: "AC-WS01.clinic.example", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: "no"}
        - {Host name: "AC-WS01.clinic.example", Software: "QuickView Remote", Publisher: "Example Ltd", Software Version: "5.1", Allowed: "no"}
        - {Hostname: "AC-WS01.clinic.example", software: "QuickView Remote", publisher: "Example Ltd", software_version: "5.1", allowed: "no"}
        - {hostname: "AC-WS01.clinic.example", Application: "QuickView Remote", Maker: "Example Ltd", Software version: "5.1", Authorized: "no"}
        - {Computer Name: "AC-WS01.clinic.example", application: "QuickView Remote", maker: "Example Ltd", Application Version: "5.1", authorized: "no"}
        - {computer_name: "AC-WS01.clinic.example", Product: "QuickView Remote", Manufacturer: "Example Ltd", application_version: "5.1", Authorised: "no"}
        - {Computer name: "AC-WS01.clinic.example", product: "QuickView Remote", manufacturer: "Example Ltd", Application version: "5.1", authorised: "no"}
        - {Device Name: "AC-WS01.clinic.example", Software Name: "QuickView Remote", Software Vendor: "Example Ltd", App Version: "5.1", Is Approved: "no"}
        - {device_name: "AC-WS01.clinic.example", software_name: "QuickView Remote", software_vendor: "Example Ltd", app_version: "5.1", is_approved: "no"}
        - {Device name: "AC-WS01.clinic.example", Software name: "QuickView Remote", Software vendor: "Example Ltd", App version: "5.1", Is approved: "no"}
        - {Host: "AC-WS01.clinic.example", Application Name: "QuickView Remote", Application Publisher: "Example Ltd", Display Version: "5.1", Approval: "no"}
        - {application_name: "QuickView Remote", application_publisher: "Example Ltd", display_version: "5.1", approval: "no"}
        - {Application name: "QuickView Remote", Application publisher: "Example Ltd", Display version: "5.1"}
        - {App Name: "QuickView Remote", ApplicationPublisher: "Example Ltd", DisplayVersion: "5.1"}
        - {app_name: "QuickView Remote", ApplicationVersion: "5.1"}
        - {App name: "QuickView Remote"}
        - {Program: "QuickView Remote"}
        - {program: "QuickView Remote"}
        - {Product Name: "QuickView Remote"}
        - {product_name: "QuickView Remote"}
        - {Product name: "QuickView Remote"}
        - {Package: "QuickView Remote"}
        - {package: "QuickView Remote"}
        - {Display Name: "QuickView Remote"}
        - {display_name: "QuickView Remote"}
        - {Display name: "QuickView Remote"}
        - {DisplayName: "QuickView Remote"}
        - {ApplicationName: "QuickView Remote"}
    facts:
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {host_name: "ac-ws01", name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {name: "QuickView Remote", vendor: "Example Ltd", version: "5.1", approved: false}
      - {name: "QuickView Remote", vendor: "Example Ltd", version: "5.1"}
      - {name: "QuickView Remote", vendor: "Example Ltd", version: "5.1"}
      - {name: "QuickView Remote", version: "5.1"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
      - {name: "QuickView Remote"}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Host Name", "host_name", "Host name", "Hostname", "hostname", "Computer Name", "computer_name",
      "Computer name", "Device Name", "device_name", "Device name", "Host", host) as host,
    coalesce("Name", "name", "Software", "software", "Application", "application", "Product", "product",
      "Software Name", "software_name", "Software name", "Application Name", "application_name",
      "Application name", "App Name", "app_name", "App name", "Program", "program", "Product Name",
      "product_name", "Product name", "Package", "package", "Display Name", "display_name", "Display name",
      "DisplayName", "ApplicationName") as name,
    coalesce("Vendor", "vendor", "Publisher", "publisher", "Maker", "maker", "Manufacturer", "manufacturer",
      "Software Vendor", "software_vendor", "Software vendor", "Application Publisher",
      "application_publisher", "Application publisher", "ApplicationPublisher") as vendor,
    coalesce("Version", "version", "Software Version", "software_version", "Software version",
      "Application Version", "application_version", "Application version", "App Version", "app_version",
      "App version", "Display Version", "display_version", "Display version", "DisplayVersion",
      "ApplicationVersion") as version,
    coalesce("Approved", "approved", "Allowed", "allowed", "Authorized", "authorized", "Authorised",
      "authorised", "Is Approved", "is_approved", "Is approved", "Approval", "approval") as approved
  from software_csv
)
select
  record_id,
  time,
  lower(split_part(host, '.', 1)) as host_name,
  name,
  vendor,
  version,
  flag(approved) as approved
from cells
