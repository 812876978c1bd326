/*---
product: vendor_csv
fact: vendor
examples:
  - records: # one export in several spellings of its header
      vendor_csv:
        - {Name: "Corvid Billing", Handles PHI: "yes", Critical: "yes", BAA Signed: "yes", Incident Terms: "no", Risk Reviewed: "2025-11-02", Insurance: "yes"}
        - {name: "Corvid Billing", handles_phi: "yes", critical: "yes", baa_signed: "yes", incident_terms: "no", risk_reviewed: "2025-11-02", insurance: "yes"}
        - {Vendor: "Corvid Billing", PHI: "yes", Criticality: "yes", BAA signed: "yes", Incident terms: "no", Risk reviewed: "2025-11-02", Cyber Insurance: "yes"}
        - {vendor: "Corvid Billing", phi: "yes", criticality: "yes", BAA: "yes", Incident Notice Terms: "no", Last Risk Review: "2025-11-02", cyber_insurance: "yes"}
        - {Vendor Name: "Corvid Billing", PHI Access: "yes", baa: "yes", incident_notice_terms: "no", last_risk_review: "2025-11-02", Cyber insurance: "yes"}
        - {vendor_name: "Corvid Billing", phi_access: "yes", BAA Date: "yes", Incident notice terms: "no", Last risk review: "2025-11-02", Insured: "yes"}
        - {Vendor name: "Corvid Billing", PHI access: "yes", baa_date: "yes", Incident Notice: "no", Risk Review Date: "2025-11-02", insured: "yes"}
        - {Supplier: "Corvid Billing", Access To PHI: "yes", BAA date: "yes", incident_notice: "no", risk_review_date: "2025-11-02"}
        - {supplier: "Corvid Billing", access_to_phi: "yes", BAA On File: "yes", Incident notice: "no", Risk review date: "2025-11-02"}
        - {Company: "Corvid Billing", Access to PHI: "yes", baa_on_file: "yes", Breach Notification: "no", Risk Reviewed At: "2025-11-02"}
        - {company: "Corvid Billing", Has PHI: "yes", BAA on File: "yes", breach_notification: "no", risk_reviewed_at: "2025-11-02"}
        - {Business Associate: "Corvid Billing", has_phi: "yes", BAA on file: "yes", Breach notification: "no", Risk Reviewed at: "2025-11-02"}
        - {business_associate: "Corvid Billing", Stores PHI: "yes", BAA Status: "yes", Incident Reporting Terms: "no", Risk reviewed at: "2025-11-02"}
        - {Business associate: "Corvid Billing", stores_phi: "yes", baa_status: "yes", incident_reporting_terms: "no", Risk Assessment Date: "2025-11-02"}
        - {Supplier Name: "Corvid Billing", BAA status: "yes", Incident reporting terms: "no", risk_assessment_date: "2025-11-02"}
        - {supplier_name: "Corvid Billing", BAA Executed: "yes", Risk assessment date: "2025-11-02"}
        - {Supplier name: "Corvid Billing", baa_executed: "yes", Last Assessment: "2025-11-02"}
        - {Third Party: "Corvid Billing", BAA executed: "yes", last_assessment: "2025-11-02"}
        - {third_party: "Corvid Billing", Business Associate Agreement: "yes", Last assessment: "2025-11-02"}
        - {Third party: "Corvid Billing", business_associate_agreement: "yes", Assessment Date: "2025-11-02"}
        - {Company Name: "Corvid Billing", Business associate agreement: "yes", assessment_date: "2025-11-02"}
        - {company_name: "Corvid Billing", BAA Signed Date: "yes", Assessment date: "2025-11-02"}
        - {Company name: "Corvid Billing", baa_signed_date: "yes", Last Risk Assessment: "2025-11-02"}
        - {Service Provider: "Corvid Billing", BAA signed date: "yes", last_risk_assessment: "2025-11-02"}
        - {service_provider: "Corvid Billing", Last risk assessment: "2025-11-02"}
        - {Service provider: "Corvid Billing", Security Review Date: "2025-11-02"}
        - {security_review_date: "2025-11-02"}
        - {Security review date: "2025-11-02"}
    facts:
      - {name: "Corvid Billing", handles_phi: true, critical: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z", insurance: true}
      - {name: "Corvid Billing", handles_phi: true, critical: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z", insurance: true}
      - {name: "Corvid Billing", handles_phi: true, critical: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z", insurance: true}
      - {name: "Corvid Billing", handles_phi: true, critical: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z", insurance: true}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z", insurance: true}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z", insurance: true}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z", insurance: true}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", handles_phi: true, baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, incident_terms: false, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", baa_signed: true, risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {name: "Corvid Billing", risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {risk_reviewed_at: "2025-11-02T00:00:00Z"}
      - {risk_reviewed_at: "2025-11-02T00:00:00Z"}
  - records: # odd cells
      vendor_csv:
        - {Vendor: "Palisade", Criticality: "Low", BAA Date: "2024-02-01"}
        - {Vendor: "Solis", PHI: "yes"}
        - {Name: "Rivulet", makes_devices: "yes", patch_terms: "yes", component_terms: "no", disclosure_terms: "yes", password_terms: "yes", support_end_terms: "3 years"}
    facts:
      - {critical: false, baa_signed: true, handles_phi: null}
      - {handles_phi: true, baa_signed: null}
      - {name: "Rivulet", makes_devices: true, patch_terms: true, component_terms: false, disclosure_terms: true, password_terms: true, support_end_terms: true}
---*/
with cells as (
  select
    record_id,
    time,
    coalesce("Name", "name", "Vendor", "vendor", "Vendor Name", "vendor_name", "Vendor name", "Supplier",
      "supplier", "Company", "company", "Business Associate", "business_associate", "Business associate",
      "Supplier Name", "supplier_name", "Supplier name", "Third Party", "third_party", "Third party",
      "Company Name", "company_name", "Company name", "Service Provider", "service_provider", "Service provider") as name,
    coalesce("Handles PHI", "handles_phi", "PHI", "phi", "PHI Access", "phi_access", "PHI access",
      "Access To PHI", "access_to_phi", "Access to PHI", "Has PHI", "has_phi", "Stores PHI", "stores_phi") as phi,
    coalesce("Critical", "critical", "Criticality", "criticality") as critical,
    coalesce("BAA Signed", "baa_signed", "BAA signed", "BAA", "baa", "BAA Date", "baa_date", "BAA date",
      "BAA On File", "baa_on_file", "BAA on File", "BAA on file", "BAA Status", "baa_status", "BAA status",
      "BAA Executed", "baa_executed", "BAA executed", "Business Associate Agreement",
      "business_associate_agreement", "Business associate agreement", "BAA Signed Date", "baa_signed_date",
      "BAA signed date") as baa,
    coalesce("Incident Terms", "incident_terms", "Incident terms", "Incident Notice Terms",
      "incident_notice_terms", "Incident notice terms", "Incident Notice", "incident_notice",
      "Incident notice", "Breach Notification", "breach_notification", "Breach notification",
      "Incident Reporting Terms", "incident_reporting_terms", "Incident reporting terms") as terms,
    coalesce("Risk Reviewed", "risk_reviewed", "Risk reviewed", "Last Risk Review", "last_risk_review",
      "Last risk review", "Risk Review Date", "risk_review_date", "Risk review date", "Risk Reviewed At",
      "risk_reviewed_at", "Risk Reviewed at", "Risk reviewed at", "Risk Assessment Date",
      "risk_assessment_date", "Risk assessment date", "Last Assessment", "last_assessment", "Last assessment",
      "Assessment Date", "assessment_date", "Assessment date", "Last Risk Assessment", "last_risk_assessment",
      "Last risk assessment", "Security Review Date", "security_review_date", "Security review date") as reviewed,
    coalesce("Insurance", "insurance", "Cyber Insurance", "cyber_insurance", "Cyber insurance", "Insured",
      "insured") as insurance,
    "makes_devices" as makes_devices,
    "patch_terms" as patch_terms,
    "component_terms" as component_terms,
    "disclosure_terms" as disclosure_terms,
    "password_terms" as password_terms,
    lower("support_end_terms") as support_end_terms
  from vendor_csv
)
select
  record_id,
  time,
  name,
  flag(phi) as handles_phi,
  coalesce(flag(critical), case when lower(critical) in ('critical', 'high') then true when critical is not null then false end) as critical,
  coalesce(flag(baa), case when read_time(baa) is not null then true end) as baa_signed,
  flag(terms) as incident_terms,
  read_time(reviewed) as risk_reviewed_at,
  flag(insurance) as insurance,
  flag(makes_devices) as makes_devices,
  flag(patch_terms) as patch_terms,
  flag(component_terms) as component_terms,
  flag(disclosure_terms) as disclosure_terms,
  flag(password_terms) as password_terms,
  -- a notice is written as its length too
  coalesce(flag(support_end_terms), case when support_end_terms ~ '[1-9][0-9]* *(year|month)' then true end) as support_end_terms
from cells
