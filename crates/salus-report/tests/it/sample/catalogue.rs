//! How the sample clinic stands on the nineteen sub-practices of a small organisation.

use salus_report::model::State::{Attested, Done, NotDone, Partly, Unknown};
use salus_report::model::{Measure, Practice, State, SubPractice};

use super::findings::row;
use super::practices::{Told, measure, number, plain, practice, told};

const ALL_THREATS: &[&str] = &["T1", "T2", "T3", "T4", "T5"];

/// Sub-practices told in one line each; `2.S.A` and `3.S.A` are told in full.
const PLAIN: &[(&str, &str, &str, State)] = &[
    (
        "1.S.A",
        "E-mail system configuration",
        "Use a business mail service under a business associate agreement, with filtering, malware scanning, a second factor and a way to encrypt patient data.",
        Partly,
    ),
    (
        "1.S.B",
        "Education",
        "Teach all staff, on hire and continually, to spot and report suspicious mail and to protect patient data in mail.",
        Done,
    ),
    (
        "1.S.C",
        "Phishing simulations",
        "Send practice phishing messages on a regular rhythm and coach the people who fall for them.",
        Unknown,
    ),
    (
        "4.S.A",
        "Policy",
        "Say in writing what data may be used how, and by whom.",
        Attested,
    ),
    (
        "4.S.B",
        "Procedures",
        "Encrypt, back up and dispose of data as the policy says, and try a restore.",
        Partly,
    ),
    (
        "4.S.C",
        "Education",
        "Teach staff how to handle and send patient data.",
        Done,
    ),
    (
        "5.S.A",
        "Inventory",
        "Keep a list of all equipment that holds or reaches patient data.",
        Done,
    ),
    (
        "5.S.B",
        "Procurement",
        "Put what is bought on the list before it is used.",
        Unknown,
    ),
    (
        "5.S.C",
        "Decommissioning",
        "Wipe what is given away, and keep the certificate.",
        NotDone,
    ),
    (
        "6.S.A",
        "Network segmentation",
        "Keep medical devices, offices and guests apart.",
        NotDone,
    ),
    (
        "6.S.B",
        "Physical security and guest access",
        "Lock the network room and keep guests on their own wireless network.",
        Unknown,
    ),
    (
        "6.S.C",
        "Intrusion prevention",
        "Have something that sees and stops known attacks.",
        Partly,
    ),
    (
        "7.S.A",
        "Vulnerability management",
        "Scan for known weaknesses and fix them in time.",
        Unknown,
    ),
    (
        "8.S.A",
        "Incident response",
        "Know who does what when something happens, and practise it.",
        Attested,
    ),
    (
        "8.S.B",
        "ISAC or ISAO participation",
        "Receive warnings from others in health care.",
        Unknown,
    ),
    (
        "9.S.A",
        "Medical device security",
        "Know every connected device, keep it in a zone of its own and up to date.",
        Partly,
    ),
    (
        "10.S.A",
        "Policies",
        "Have the policies, approved, current and known to staff.",
        Done,
    ),
];

pub(super) fn all() -> Vec<Practice> {
    let plain = |number: &str, name: &str, threats: &[&str]| {
        practice(number, name, threats, in_one_line(number))
    };
    vec![
        plain("1", "E-mail protection", &["T1", "T2", "T4"]),
        practice("2", "Endpoint protection", &["T2", "T3"], vec![endpoints()]),
        practice(
            "3",
            "Access management",
            &["T2", "T4", "T5"],
            vec![access()],
        ),
        plain(
            "4",
            "Data protection and loss prevention",
            &["T2", "T3", "T4"],
        ),
        plain("5", "Asset management", &["T2", "T3", "T4", "T5"]),
        plain("6", "Network management", &["T2", "T3", "T4", "T5"]),
        plain("7", "Vulnerability management", &["T2", "T4", "T5"]),
        plain("8", "Incident response", ALL_THREATS),
        plain("9", "Network connected medical devices", &["T5"]),
        plain("10", "Cybersecurity oversight and governance", ALL_THREATS),
    ]
}

fn in_one_line(number: &str) -> Vec<SubPractice> {
    let own = PLAIN
        .iter()
        .filter(|(id, ..)| id.split('.').next() == Some(number));
    own.map(|(id, title, summary, state)| plain(id, title, summary, *state))
        .collect()
}

fn endpoints() -> SubPractice {
    told(Told {
        id: "2.S.A",
        title: "Basic endpoint protection controls",
        summary: "Take away everyday administrator rights, patch automatically, run anti-malware, encrypt disks and turn on host firewalls.",
        state: Partly,
        measures: vec![
            measure(
                "ep.agent_coverage",
                "Computers with anti-malware that reports",
                Done,
                26,
                27,
            ),
            encrypted(),
            measure(
                "ep.patch_compliant",
                "Computers with all updates",
                Partly,
                21,
                27,
            ),
            number(
                "ep.eol_os",
                "Computers on a system without updates",
                NotDone,
                (2.0, "count", "none"),
            ),
        ],
        next: "encrypt the last laptop and replace the two computers that get no updates",
        hipaa: &["164.308(a)(5)(ii)(B)", "164.310(b)", "164.312(a)(2)(iv)"],
        csf: &["PR.PS-01", "PR.DS-01", "PR.AA-05"],
    })
}

fn encrypted() -> Measure {
    let fields = &[("asset tag", "ALD-LT-07"), ("disk encrypted", "")];
    let time = "2026-06-01T00:00:00Z";
    Measure {
        rows: vec![row(
            "inventory/assets.csv",
            "line 29",
            "inventory_csv",
            time,
            fields,
        )],
        rows_total: 1,
        why: "a lost laptop with an encrypted disk is a nuisance; without, it is a breach".into(),
        fix: "turn on disk encryption and keep the proof in the inventory".into(),
        ..measure(
            "ep.disk_encrypted",
            "Portable computers with an encrypted disk",
            Partly,
            11,
            12,
        )
    }
}

fn access() -> SubPractice {
    told(Told {
        id: "3.S.A",
        title: "Basic access management",
        summary: "One account per person, least privilege, quick removal when people leave, a second factor for remote access.",
        state: NotDone,
        measures: vec![
            second_factor(),
            number(
                "iam.leaver_hours",
                "Hours from leaving to a closed account",
                NotDone,
                (312.0, "hours", "at most 24 hours"),
            ),
            measure(
                "iam.shared_accounts",
                "Accounts that belong to one person",
                Partly,
                24,
                27,
            ),
        ],
        next: "turn on a second factor for the nine accounts that sign in from outside without one",
        hipaa: &["164.308(a)(3)(ii)(C)", "164.312(a)(2)(i)", "164.312(d)"],
        csf: &["PR.AA-01", "PR.AA-03", "PR.AA-05"],
    })
}

fn second_factor() -> Measure {
    let fields = &[
        ("userPrincipalName", "billing@aldercreek.example"),
        ("authenticationRequirement", "singleFactorAuthentication"),
    ];
    let time = "2026-06-22T05:14:09Z";
    let rows = (0..20).map(|number| format!("record {}", 88 + number * 41));
    Measure {
        rows: rows
            .map(|place| {
                row(
                    "cloud/entra-signins.json",
                    &place,
                    "entra_signin",
                    time,
                    fields,
                )
            })
            .collect(),
        rows_total: 214,
        sources: vec!["entra_signin".into()],
        why: "a stolen password alone should not open the door".into(),
        fix: "turn on a second factor for every account that can sign in from outside".into(),
        ..measure(
            "iam.mfa_remote",
            "Remote sign-ins protected by a second factor",
            NotDone,
            22,
            31,
        )
    }
}
