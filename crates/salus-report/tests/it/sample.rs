//! A small clinic to draw: Alder Creek Family Medicine, invented from end to end.

mod catalogue;
mod evidence;
mod findings;
mod practices;

use salus_report::model::{
    Organisation, Period, Report, Rules, Size, Step, Threat, Unknown, Urgency,
};

/// The clinic, with all five threats planted.
pub(crate) fn clinic() -> Report {
    Report {
        organisation: Organisation {
            name: "Alder Creek Family Medicine".into(),
            size: Size::Small,
        },
        salus_version: "0.1.0".into(),
        as_of: "2026-06-30T18:00:00Z".into(),
        generated_at: "2026-06-30T18:04:11Z".into(),
        period: Period {
            from: Some("2026-05-18T06:11:02Z".into()),
            to: Some("2026-06-30T17:52:40Z".into()),
        },
        threats: threats(),
        findings: findings::all(),
        practices: catalogue::all(),
        plan: plan(),
        unknowns: unknowns(),
        account: evidence::account(),
        rules: evidence::rules(),
        log_sources: evidence::log_sources(),
        caveats: evidence::caveats(),
    }
}

/// The same clinic before it has given any evidence.
pub(crate) fn nothing_yet() -> Report {
    let mut report = clinic();
    report.period = Period::default();
    report.findings.clear();
    report.plan.clear();
    report.account = Default::default();
    report.rules = Rules {
        not_loaded: Vec::new(),
        ..report.rules
    };
    report.log_sources.clear();
    report.caveats.clear();
    for threat in &mut report.threats {
        threat.checks_without_data += threat.checks_run;
        threat.checks_run = 0;
    }
    practices::forget(&mut report.practices);
    report
}

fn threats() -> Vec<Threat> {
    [
        ("T1", "Social engineering", "Tricking people by mail, phone, text or help-desk call into giving access, money or data.", 14, 2),
        ("T2", "Ransomware", "Malware or intruders that lock or steal systems and data for ransom.", 31, 4),
        ("T3", "Loss or theft of equipment or data", "A device, medium or record set leaves the organisation's control.", 5, 0),
        ("T4", "Insider data loss", "Workforce members, contractors or partners expose or take data by mistake or on purpose.", 9, 3),
        ("T5", "Attacks on medical devices", "Interference with connected devices or the systems that drive them.", 6, 1),
    ]
    .map(|(id, name, summary, checks_run, checks_without_data)| Threat {
        id: id.into(),
        name: name.into(),
        summary: summary.into(),
        checks_run,
        checks_without_data,
    })
    .into()
}

/// What, why, who, how long, when; and the sub-practice, or the threat and the finding.
type Told = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Urgency,
    &'static [&'static str],
);

const PLAN: &[Told] = &[
    (
        "Take FRONTDESK-02 off the network, keep it switched on, and call IT support.",
        "Its shadow copies were deleted and an unknown program started with Windows: what ransomware does just before it encrypts.",
        "IT support",
        "an hour",
        Urgency::Today,
        &["T2", "f-0001"],
    ),
    (
        "Decide whether the lost laptop ALD-LT-07 is a reportable breach.",
        "It was lost on 9 June and nothing shows that its disk was encrypted. The 60 days for notices run from its discovery.",
        "Privacy officer",
        "half a day",
        Urgency::ThisWeek,
        &["T3", "f-0003"],
    ),
    (
        "Change the password of m.ortiz, sign out all sessions and look at the mailbox rules.",
        "Someone signed in from a country the clinic has never worked from, 41 minutes after a link to a false sign-in page was opened.",
        "IT support",
        "an hour",
        Urgency::ThisWeek,
        &["T1", "f-0002"],
    ),
    (
        "Turn on a second factor for the 9 accounts that sign in from outside without one.",
        "22 of 31 remote sign-ins were protected. A stolen password alone should not open the door.",
        "IT support",
        "half a day",
        Urgency::ThisMonth,
        &["3.S.A"],
    ),
    (
        "Ask the maker of the infusion pump gateway why it speaks to an outside address, and block the address until it is answered.",
        "The gateway has never spoken to that address before.",
        "Clinical engineering with IT support",
        "two hours",
        Urgency::ThisMonth,
        &["T5", "f-0006"],
    ),
    (
        "Try to restore one backup, and write down how long it took.",
        "Backups ran on 41 of 43 nights, but no restore has been tried in the evidence.",
        "IT support",
        "half a day",
        Urgency::ThisMonth,
        &["4.S.B"],
    ),
    (
        "Put the two ultrasound machines into a network zone of their own.",
        "They share a zone with office computers, so one bad e-mail attachment can reach them.",
        "IT support",
        "a project of some weeks",
        Urgency::Later,
        &["9.S.A"],
    ),
];

fn plan() -> Vec<Step> {
    let step = |told: &Told| {
        let (what, why, who, effort, when, about) = *told;
        let finding = (about.len() == 2).then(|| about[1].to_owned());
        Step {
            what: what.into(),
            why: why.into(),
            who: who.into(),
            effort: effort.into(),
            when,
            sub_practice: finding.is_none().then(|| about[0].into()),
            threats: finding.iter().map(|_| about[0].into()).collect(),
            findings: finding.into_iter().collect(),
        }
    };
    PLAN.iter().map(step).collect()
}

fn unknowns() -> Vec<Unknown> {
    let unknown = |what: &str, export: &str, how: &str, measures: &[&str], subs: &[&str]| Unknown {
        what: what.into(),
        export: export.into(),
        how: how.into(),
        measures: measures.iter().map(|id| (*id).to_owned()).collect(),
        sub_practices: subs.iter().map(|id| (*id).to_owned()).collect(),
    };
    vec![
        unknown(
            "whether staff open practice phishing messages, or report them",
            "Phishing simulation results (CSV)",
            "in the simulation service open the last campaign, choose Export, and keep one row per person and message",
            &["mail.phish_sim_age_days", "mail.phish_click_rate"],
            &["1.S.C"],
        ),
        unknown(
            "whether guests and the clinic share one wireless network",
            "Wireless controller settings (JSON)",
            "in the controller choose Settings, Export site",
            &["net.guest_isolated"],
            &["6.S.B"],
        ),
        unknown(
            "whether known weaknesses are fixed in time",
            "Vulnerability scanner results (CSV)",
            "in the scanner choose Scans, the last full scan, Export as CSV with all columns",
            &["vm.dmz_open_stack", "vm.kev_open"],
            &["7.S.A"],
        ),
    ]
}

const HOSTILE: &str = "<script>alert(1)</script> \"quoted\" 'single' & <img src=x onerror=alert(2)> \
    \u{202e}gnp.exe\u{202c} {{ 7 * 7 }} {% raw %} </style></title><!-- ";

/// The clinic, with every free text replaced by what an attacker would write there.
pub(crate) fn hostile() -> Report {
    let long = "W".repeat(600);
    let evil = format!("{HOSTILE}{long}");
    let mut report = clinic();
    report.organisation.name.clone_from(&evil);
    report.salus_version.clone_from(&evil);
    for threat in &mut report.threats {
        threat.name = HOSTILE.into();
        threat.summary.clone_from(&evil);
    }
    for finding in &mut report.findings {
        for text in [
            &mut finding.title,
            &mut finding.sentence,
            &mut finding.analytic.id,
            &mut finding.uid,
        ] {
            text.clone_from(&evil);
        }
        finding.subject = Some(evil.clone());
        finding.fix = Some(evil.clone());
        finding.attack = vec![evil.clone()];
        for row in &mut finding.evidence {
            for text in [
                &mut row.file,
                &mut row.place,
                &mut row.record_id,
                &mut row.table,
            ] {
                text.clone_from(&evil);
            }
            row.time = Some(evil.clone());
            for field in &mut row.fields {
                field.name.clone_from(&evil);
                field.value.clone_from(&evil);
            }
        }
    }
    hostile_answers(&mut report, &evil);
    report
}

fn hostile_answers(report: &mut Report, evil: &str) {
    let evil = evil.to_owned();
    for practice in &mut report.practices {
        practice.name.clone_from(&evil);
        for sub in &mut practice.sub_practices {
            sub.title.clone_from(&evil);
            sub.summary.clone_from(&evil);
        }
    }
    for step in &mut report.plan {
        step.what.clone_from(&evil);
        step.who = HOSTILE.into();
        step.effort = HOSTILE.into();
    }
    for unknown in &mut report.unknowns {
        unknown.how.clone_from(&evil);
    }
    for file in &mut report.account.files {
        file.file.clone_from(&evil);
        file.reason = Some(evil.clone());
    }
    for log in &mut report.log_sources {
        log.table.clone_from(&evil);
        log.note = Some(evil.clone());
    }
}

/// A large organisation, with so many findings.
pub(crate) fn many(number: usize) -> Report {
    let mut report = clinic();
    report.organisation.size = Size::Large;
    for practice in &mut report.practices {
        let few = std::mem::take(&mut practice.sub_practices);
        practice.sub_practices = few.into_iter().cycle().take(11).collect();
        for (at, sub) in practice.sub_practices.iter_mut().enumerate() {
            sub.id = format!("{}.L.{at}", practice.id);
        }
    }
    let one = report.findings.clone();
    report.findings = (0..number)
        .map(|at| {
            let mut finding = one[at % one.len()].clone();
            finding.uid = format!("f-{at:06}");
            finding.subject = Some(format!("HOST-{:04}", at / 3));
            let row = finding.evidence[0].clone();
            finding.evidence = vec![row; 40];
            finding.evidence_total = 5_000;
            finding
        })
        .collect();
    report
}
