//! What was planted in the sample clinic.

use salus_report::model::{Analytic, AnalyticKind, Field, Finding, Row, Severity};

pub(super) fn row(
    file: &str,
    place: &str,
    table: &str,
    time: &str,
    fields: &[(&str, &str)],
) -> Row {
    let id: String = file
        .chars()
        .chain(place.chars())
        .filter(char::is_ascii_alphanumeric)
        .collect();
    Row {
        file: file.into(),
        place: place.into(),
        record_id: format!("r-{}", id.to_lowercase()),
        table: table.into(),
        time: Some(time.into()),
        fields: fields
            .iter()
            .map(|(name, value)| Field {
                name: (*name).into(),
                value: (*value).into(),
            })
            .collect(),
    }
}

struct Planted {
    threat: &'static str,
    severity: Severity,
    title: &'static str,
    sentence: &'static str,
    subject: &'static str,
    analytic: (&'static str, AnalyticKind),
    attack: &'static [&'static str],
    fix: &'static str,
}

impl Planted {
    fn seen(self, uid: &str, times: (&str, &str), count: u64, evidence: Vec<Row>) -> Finding {
        Finding {
            uid: uid.into(),
            title: self.title.into(),
            sentence: self.sentence.into(),
            threat: self.threat.into(),
            severity: self.severity,
            first_time: Some(times.0.into()),
            last_time: Some(times.1.into()),
            count,
            subject: Some(self.subject.into()),
            analytic: Analytic {
                id: self.analytic.0.into(),
                kind: self.analytic.1,
            },
            attack: self.attack.iter().map(|id| (*id).into()).collect(),
            fix: Some(self.fix.into()),
            story: None,
            evidence_total: count.max(evidence.len() as u64),
            evidence,
        }
    }
}

pub(super) fn all() -> Vec<Finding> {
    let mut findings = ransomware();
    findings.extend(people());
    findings.extend(devices());
    findings
}

fn ransomware() -> Vec<Finding> {
    let evtx = "windows/FRONTDESK-02/Security.evtx";
    let fix = "take the computer off the network, keep it switched on, and call IT support";
    let planted = |title, sentence, severity, analytic, attack| Planted {
        threat: "T2",
        severity,
        title,
        sentence,
        subject: "FRONTDESK-02",
        analytic: (analytic, AnalyticKind::Sigma),
        attack,
        fix,
    };
    vec![
        planted("Shadow copies deleted", "the saved earlier versions of all files were deleted on FRONTDESK-02, minutes after an unknown program started", Severity::Critical, "salus-shadow-copies-deleted", &["T1490"]).seen(
            "f-0001", ("2026-06-24T07:42:13Z", "2026-06-24T07:42:19Z"), 2,
            vec![
                row(evtx, "record 18231", "windows_security", "2026-06-24T07:42:13Z", &[("EventID", "4688"), ("NewProcessName", "C:\\Windows\\System32\\vssadmin.exe"), ("CommandLine", "vssadmin delete shadows /all /quiet"), ("SubjectUserName", "frontdesk")]),
                row(evtx, "record 18236", "windows_security", "2026-06-24T07:42:19Z", &[("EventID", "4688"), ("NewProcessName", "C:\\Windows\\System32\\wbem\\WMIC.exe"), ("CommandLine", "wmic shadowcopy delete"), ("SubjectUserName", "frontdesk")]),
            ]),
        planted("Program set to start with Windows from a user folder", "a program in a user's download folder was set to start every time FRONTDESK-02 starts", Severity::High, "salus-run-key-user-folder", &["T1547.001"]).seen(
            "f-0007", ("2026-06-24T07:40:55Z", "2026-06-24T07:40:55Z"), 1,
            vec![row("windows/FRONTDESK-02/Sysmon.evtx", "record 90412", "windows_sysmon", "2026-06-24T07:40:55Z", &[("EventID", "13"), ("TargetObject", "HKU\\S-1-5-21-31\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\updater"), ("Details", "C:\\Users\\frontdesk\\Downloads\\invoice_0624.exe")])]),
        planted("PowerShell started with a hidden, encoded command", "a hidden, encoded command was run on FRONTDESK-02", Severity::High, "salus-powershell-encoded", &["T1059.001", "T1027"]).seen(
            "f-0008", ("2026-06-24T07:39:31Z", "2026-06-24T07:41:08Z"), 3,
            vec![row(evtx, "record 18190", "windows_security", "2026-06-24T07:39:31Z", &[("EventID", "4688"), ("CommandLine", "powershell.exe -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA")])]),
    ]
}

fn people() -> Vec<Finding> {
    let mut findings = vec![
        Planted { threat: "T1", severity: Severity::High, title: "Sign-in from a new country after a false sign-in page", sentence: "someone signed in as m.ortiz from a country the clinic has never worked from, 41 minutes after a link to a false sign-in page was opened", subject: "m.ortiz", analytic: ("phish.sign_in_after_link", AnalyticKind::Sql), attack: &["T1566.002", "T1078.004"], fix: "change the password, sign out all sessions and look at the mailbox rules" }.seen(
            "f-0002", ("2026-06-17T13:22:10Z", "2026-06-17T14:03:44Z"), 2,
            vec![
                row("mail/inbox-export.mbox", "record 311", "mail", "2026-06-17T13:22:10Z", &[("from_address", "helpdesk@alder-creek-support.example"), ("dmarc", "fail"), ("link_domains", "[\"login.alder-creek-support.example\"]")]),
                row("cloud/entra-signins.json", "record 1204", "entra_signin", "2026-06-17T14:03:44Z", &[("userPrincipalName", "m.ortiz@aldercreek.example"), ("location.countryOrRegion", "RO"), ("status.errorCode", "0")]),
            ]),
        Planted { threat: "T4", severity: Severity::Medium, title: "Record opened without a reason in the care given", sentence: "j.whitlow opened 14 records of patients with no appointment, order or task that explains it", subject: "j.whitlow", analytic: ("insider.access_without_care", AnalyticKind::Sql), attack: &[], fix: "ask the supervisor whether there was a reason, and write the answer down" }.seen(
            "f-0004", ("2026-06-03T12:01:00Z", "2026-06-26T12:40:00Z"), 14,
            vec![row("ehr/audit-events.ndjson", "line 5120", "fhir_auditevent", "2026-06-03T12:01:00Z", &[("action", "R"), ("agent.who.display", "j.whitlow"), ("purposeOfEvent", "none given")])]),
    ];
    for (number, who) in [
        "d.hale",
        "s.kim",
        "r.novak",
        "front.desk",
        "billing",
        "t.abara",
    ]
    .iter()
    .enumerate()
    {
        let subject: &'static str = who;
        findings.push(
            Planted { threat: "T1", severity: Severity::Medium, title: "Mail that pretends to be from the clinic", sentence: "a message that claimed to come from the clinic's own help desk was delivered from outside", subject, analytic: ("phish.own_name_from_outside", AnalyticKind::Sql), attack: &["T1566.002"], fix: "delete the message from all mailboxes and tell staff what it looked like" }.seen(
                &format!("f-01{number:02}"), ("2026-06-17T13:22:10Z", "2026-06-17T13:22:10Z"), 1,
                vec![row("mail/inbox-export.mbox", &format!("record {}", 312 + number), "mail", "2026-06-17T13:22:10Z", &[("from_name", "Alder Creek Help Desk"), ("dmarc", "fail")])]),
        );
    }
    findings
}

fn devices() -> Vec<Finding> {
    vec![
        Planted { threat: "T3", severity: Severity::High, title: "Laptop lost without proof of encryption", sentence: "the laptop ALD-LT-07 was reported lost, and no record from before the loss shows that its disk was encrypted", subject: "ALD-LT-07", analytic: ("loss.device_lost_unencrypted", AnalyticKind::Sql), attack: &[], fix: "treat it as a possible breach, wipe it remotely and begin the four-factor assessment" }.seen(
            "f-0003", ("2026-06-09T08:15:00Z", "2026-06-09T08:15:00Z"), 1,
            vec![
                row("inventory/lost-devices.csv", "line 3", "device_event_csv", "2026-06-09T08:15:00Z", &[("asset", "ALD-LT-07"), ("event", "reported lost"), ("where", "train to Alder Falls")]),
                row("inventory/assets.csv", "line 29", "inventory_csv", "2026-06-01T00:00:00Z", &[("asset tag", "ALD-LT-07"), ("disk encrypted", "")]),
            ]),
        Planted { threat: "T5", severity: Severity::Medium, title: "Medical device spoke to a new outside address", sentence: "the infusion pump gateway spoke to an outside address for the first time, and sent it 48 MB", subject: "PUMP-GW-1", analytic: ("device.new_peer", AnalyticKind::Sql), attack: &["T1071"], fix: "ask the maker what the address is, and block it until it is answered" }.seen(
            "f-0006", ("2026-06-21T02:10:33Z", "2026-06-21T02:31:02Z"), 6,
            vec![row("zeek/conn.log.gz", "line 40211", "zeek_conn", "2026-06-21T02:10:33Z", &[("id.orig_h", "10.20.9.14"), ("id.resp_h", "203.0.113.77"), ("id.resp_p", "443"), ("orig_bytes", "48213900")])]),
    ]
}
