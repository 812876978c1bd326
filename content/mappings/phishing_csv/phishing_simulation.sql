/*---
product: phishing_csv
fact: phishing_simulation
examples:
  - records: # one export in several spellings of its header
      phishing_csv:
        - {Campaign: "Spring parcel", Email: "H.Marsh@clinic.example", Sent: "2026-02-10", Clicked: "yes", Submitted: "no", Reported: "no", Status: null}
        - {campaign: "Spring parcel", email: "H.Marsh@clinic.example", sent: "2026-02-10", clicked: "yes", submitted: "no", reported: "no", status: null}
        - {Campaign Name: "Spring parcel", Recipient: "H.Marsh@clinic.example", Sent At: "2026-02-10", Link Clicked: "yes", Data Submitted: "no", Email Reported: "no", Result: null}
        - {campaign_name: "Spring parcel", recipient: "H.Marsh@clinic.example", sent_at: "2026-02-10", link_clicked: "yes", data_submitted: "no", email_reported: "no", result: null}
        - {Campaign name: "Spring parcel", Email Address: "H.Marsh@clinic.example", Sent at: "2026-02-10", Link clicked: "yes", Data submitted: "no", Email reported: "no"}
        - {Simulation: "Spring parcel", email_address: "H.Marsh@clinic.example", Send Date: "2026-02-10", Clicked Link: "yes", Submitted Data: "no", Reported At: "no"}
        - {simulation: "Spring parcel", Email address: "H.Marsh@clinic.example", send_date: "2026-02-10", clicked_link: "yes", submitted_data: "no", reported_at: "no"}
        - {Campaign Title: "Spring parcel", User: "H.Marsh@clinic.example", Send date: "2026-02-10", Clicked link: "yes", Submitted data: "no", Reported at: "no"}
        - {campaign_title: "Spring parcel", user: "H.Marsh@clinic.example", Sent Date: "2026-02-10", Clicked At: "yes", Credentials Entered: "no", Reported Message: "no"}
        - {Campaign title: "Spring parcel", User Email: "H.Marsh@clinic.example", sent_date: "2026-02-10", clicked_at: "yes", credentials_entered: "no", reported_message: "no"}
        - {Phishing Test: "Spring parcel", user_email: "H.Marsh@clinic.example", Sent date: "2026-02-10", Clicked at: "yes", Credentials entered: "no", Reported message: "no"}
        - {phishing_test: "Spring parcel", User email: "H.Marsh@clinic.example", Email Sent: "2026-02-10", Click: "yes", Data Entered: "no", Reported Phish: "no"}
        - {Phishing test: "Spring parcel", Recipient Email: "H.Marsh@clinic.example", email_sent: "2026-02-10", click: "yes", data_entered: "no", reported_phish: "no"}
        - {Template: "Spring parcel", recipient_email: "H.Marsh@clinic.example", Email sent: "2026-02-10", Clicked On: "yes", Data entered: "no", Reported phish: "no"}
        - {template: "Spring parcel", Recipient email: "H.Marsh@clinic.example", Date: "2026-02-10", clicked_on: "yes", Credentials Submitted: "no", Reported Email: "no"}
        - {Simulation Name: "Spring parcel", Recipient Email Address: "H.Marsh@clinic.example", date: "2026-02-10", Clicked on: "yes", credentials_submitted: "no", reported_email: "no"}
        - {simulation_name: "Spring parcel", recipient_email_address: "H.Marsh@clinic.example", Delivered: "2026-02-10", Failed: "yes", Credentials submitted: "no", Reported email: "no"}
        - {Simulation name: "Spring parcel", Recipient email address: "H.Marsh@clinic.example", delivered: "2026-02-10", failed: "yes", Entered Data: "no", "Reported?": "no"}
        - {Mail: "H.Marsh@clinic.example", Delivered At: "2026-02-10", Compromised: "yes", entered_data: "no"}
        - {mail: "H.Marsh@clinic.example", delivered_at: "2026-02-10", compromised: "yes", Entered data: "no"}
        - {Work Email: "H.Marsh@clinic.example", Delivered at: "2026-02-10", Phish Prone: "yes", Data Entered At: "no"}
        - {work_email: "H.Marsh@clinic.example", Scheduled: "2026-02-10", phish_prone: "yes", data_entered_at: "no"}
        - {Work email: "H.Marsh@clinic.example", scheduled: "2026-02-10", Phish prone: "yes", Data Entered at: "no"}
        - {"E-mail": "H.Marsh@clinic.example", "Clicked?": "yes", Data entered at: "no"}
        - {Supplied Credentials: "no"}
        - {supplied_credentials: "no"}
        - {Supplied credentials: "no"}
    facts:
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", clicked: true, submitted: false, reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", clicked: true, submitted: false, reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", clicked: true, submitted: false, reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", clicked: true, submitted: false, reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {campaign: "Spring parcel", email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z", reported: false}
      - {email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z"}
      - {email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z"}
      - {email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z"}
      - {email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z"}
      - {email: "h.marsh@clinic.example", sent_at: "2026-02-10T00:00:00Z"}
      - {email: "h.marsh@clinic.example"}
      - {}
      - {}
      - {}
  - records: # odd cells
      phishing_csv:
        - {Email: "a@clinic.example", Clicked: "2026-02-10 09:12:00", Reported: null}
        - {Email: "b@clinic.example", Clicked: null}
        - {Email: "c@clinic.example", Status: "Submitted Data"}
    facts:
      - {clicked: true, reported: null}
      - {clicked: false, submitted: null}
      - {clicked: true, submitted: true}
  - records: # Microsoft attack simulation, Proofpoint awareness training, KnowBe4
      phishing_csv:
        - {UserMail: "A@clinic.example", Compromised: "Yes", "SuccessfullyDeliveredEmail_TimeStamp": "2026-02-10T09:00:00Z", EmailLinkClicked_TimeStamp: "2026-02-10T09:12:00Z", "CredSupplied_TimeStamp(Compromised)": "2026-02-10T09:13:00Z", Phishing Reported On: null}
        - {UserMail: "B@clinic.example", Compromised: "No", "SuccessfullyDeliveredEmail_TimeStamp": "2026-02-10T09:00:00Z", AttachmentOpened_TimeStamp: null, Phishing Reported On: "2026-02-10T09:20:00Z"}
        - {UserMail: "C@clinic.example", Compromised: "No", "SuccessfullyDeliveredEmail_TimeStamp": "2026-02-10T09:00:00Z", AttachmentOpened_TimeStamp: "2026-02-10T09:12:00Z"}
        - {Email Address: "d@clinic.example", Campaign Title: Spring, Date Sent: "2026-02-10 09:00:00", Primary Clicked: "TRUE", Primary Compromised Login: "FALSE", Reported: "FALSE", False Positive: "FALSE"}
        - {Email Address: "e@clinic.example", Campaign Title: Spring, Date Sent: "2026-02-10 09:00:00", Primary Clicked: "TRUE", Primary Compromised Login: "FALSE", Reported: "TRUE", False Positive: "TRUE"} # a scanner clicked
        - {Email: "f@clinic.example", Delivered At: "2026-02-10 09:00:00", Clicked At: null, Attachment Opened At: "2026-02-10 09:30:00", Data Entered At: null}
    facts:
      - {email: a@clinic.example, sent_at: "2026-02-10T09:00:00Z", clicked: true, submitted: true, reported: false}
      - {email: b@clinic.example, clicked: false, submitted: false, reported: true}
      - {email: c@clinic.example, clicked: true, submitted: false}
      - {email: d@clinic.example, campaign: Spring, sent_at: "2026-02-10T09:00:00Z", clicked: true, submitted: false, reported: false}
      - {email: e@clinic.example, clicked: false, reported: true}
      - {email: f@clinic.example, clicked: true}
---*/
with cells as (
  select
    record_id,
    evidence_id,
    time,
    coalesce("Campaign", "campaign", "Campaign Name", "campaign_name", "Campaign name", "Simulation",
      "simulation", "Campaign Title", "campaign_title", "Campaign title", "Phishing Test", "phishing_test",
      "Phishing test", "Template", "template", "Simulation Name", "simulation_name", "Simulation name") as campaign,
    coalesce("Email", "email", "Recipient", "recipient", "Email Address", "email_address", "Email address",
      "User", "user", "User Email", "user_email", "User email", "Recipient Email", "recipient_email",
      "Recipient email", "Recipient Email Address", "recipient_email_address", "Recipient email address",
      "Mail", "mail", "Work Email", "work_email", "Work email", "E-mail", "UserMail") as email,
    coalesce("Sent", "sent", "Sent At", "sent_at", "Sent at", "Send Date", "send_date", "Send date",
      "Sent Date", "sent_date", "Sent date", "Email Sent", "email_sent", "Email sent", "Date", "date",
      "Delivered", "delivered", "Delivered At", "delivered_at", "Delivered at", "Scheduled", "scheduled",
      "Date Sent", "SuccessfullyDeliveredEmail_TimeStamp") as sent,
    coalesce(case when flag("False Positive") then 'no' end, "EmailLinkClicked_TimeStamp", "AttachmentOpened_TimeStamp",
      "Primary Clicked", "Clicked", "clicked", "Link Clicked", "link_clicked", "Link clicked", "Clicked Link",
      "clicked_link", "Clicked link", "Clicked At", "clicked_at", "Clicked at", "Click", "click", "Clicked On",
      "clicked_on", "Clicked on", "Failed", "failed", "Compromised", "compromised", "Phish Prone",
      "phish_prone", "Phish prone", "Clicked?", "Attachment Opened At") as clicked,
    coalesce("Submitted", "submitted", "Data Submitted", "data_submitted", "Data submitted", "Submitted Data",
      "submitted_data", "Submitted data", "Credentials Entered", "credentials_entered", "Credentials entered",
      "Data Entered", "data_entered", "Data entered", "Credentials Submitted", "credentials_submitted",
      "Credentials submitted", "Entered Data", "entered_data", "Entered data", "Data Entered At",
      "data_entered_at", "Data Entered at", "Data entered at", "Supplied Credentials", "supplied_credentials",
      "Supplied credentials", "Primary Compromised Login", "CredSupplied_TimeStamp(Compromised)") as submitted,
    coalesce("Reported", "reported", "Email Reported", "email_reported", "Email reported", "Reported At",
      "reported_at", "Reported at", "Reported Message", "reported_message", "Reported message",
      "Reported Phish", "reported_phish", "Reported phish", "Reported Email", "reported_email",
      "Reported email", "Reported?", "Phishing Reported On") as reported,
    coalesce("Status", "status", "Result", "result") as status
  from phishing_csv
)
select
  record_id,
  coalesce(time, read_time(sent)) as time,
  campaign,
  lower(email) as email,
  coalesce(read_time(sent), time) as sent_at,
  coalesce(case when lower(status) in ('clicked link', 'clicked', 'submitted data') then true when status is not null then false end, case
    when clicked is not null then coalesce(flag(clicked), true)
    when count(clicked) over (partition by evidence_id) > 0 then false
  end) as clicked,
  coalesce(case when lower(status) in ('submitted data', 'submitted') then true when status is not null then false end, case
    when submitted is not null then coalesce(flag(submitted), true)
    when count(submitted) over (partition by evidence_id) > 0 then false
  end) as submitted,
  case
    when reported is not null then coalesce(flag(reported), true)
    when count(reported) over (partition by evidence_id) > 0 then false
  end as reported
from cells
