//! Fills the report's model from what is known.

mod practices;
mod rows;

use std::collections::{BTreeSet, HashMap};

use salus_content::{Ask, Content};
use salus_detect::{Finding, Kind};
use salus_lake::{EvidenceRow, Lake, Status};
use salus_record::time;
use salus_report::model::{self, Report};
use serde_json::Value;

use crate::assess::Known;
use crate::detect::Places;
use crate::read::Account;

/// Rows shown behind one finding.
const ROWS: usize = 20;
/// Rejects shown.
const REJECTS: usize = 50;
/// Remarks on the evidence itself that are shown.
const REMARKS: usize = 12;

/// The report on `known`. `now` is in microseconds of UTC.
pub fn report(
    lake: &Lake,
    content: &Content,
    known: &Known,
    account: &Account,
    now: i64,
) -> Result<Report, String> {
    let ids = known
        .assessment
        .measures
        .iter()
        .flat_map(|one| one.rows.iter().map(String::as_str));
    let places = Places::look_up(lake, &known.session, ids).map_err(|error| error.to_string())?;
    let size = match known.organisation.size {
        salus_content::Size::Small => model::Size::Small,
        salus_content::Size::Medium => model::Size::Medium,
        salus_content::Size::Large => model::Size::Large,
    };
    let log_sources = log_sources(known)?;
    let mut report = Report {
        organisation: model::Organisation {
            name: known.organisation.name.clone(),
            size,
        },
        salus_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: time::format(known.organisation.as_of),
        generated_at: time::format(now),
        period: period(&log_sources, known.organisation.as_of),
        threats: threats(content, known)?,
        findings: findings(&known.findings),
        practices: practices::practices(content, known, &places),
        plan: Vec::new(),
        unknowns: practices::unknowns(content, known),
        account: account_of(lake, known, account)?,
        rules: rules(content, known),
        log_sources,
        caveats: caveats(content, known, now),
    };
    rows::fill(&known.session, &content.shown_columns, &mut report)?;
    report.plan = salus_report::propose(&report);
    Ok(report)
}

/// Findings that say the same of the same subject are one, with a count and all their rows.
fn findings(all: &[Finding]) -> Vec<model::Finding> {
    let mut merged: Vec<model::Finding> = Vec::new();
    let mut by_sentence: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for one in all {
        let key = (
            one.analytic.as_str(),
            one.subject.as_str(),
            one.sentence.as_str(),
        );
        let next = finding(one);
        match by_sentence.get(&key) {
            None => {
                by_sentence.insert(key, merged.len());
                merged.push(next);
            }
            Some(at) => {
                let first = &mut merged[*at];
                first.count += 1;
                first.evidence_total += next.evidence_total;
                first.first_time = earlier(first.first_time.take(), next.first_time);
                first.last_time = first.last_time.take().max(next.last_time);
                let room = ROWS.saturating_sub(first.evidence.len());
                first.evidence.extend(next.evidence.into_iter().take(room));
            }
        }
    }
    merged
}

fn earlier(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn finding(finding: &Finding) -> model::Finding {
    let time = finding.time.map(time::format);
    let rows = finding.proofs.iter().take(ROWS).map(|proof| model::Row {
        file: proof.file.clone().unwrap_or_default(),
        place: proof.place.clone().unwrap_or_default(),
        record_id: proof.record_id.clone(),
        table: proof.table.clone().unwrap_or_default(),
        time: proof.time.map(time::format),
        fields: Vec::new(),
    });
    model::Finding {
        uid: finding.uid.clone(),
        title: finding.title.clone(),
        sentence: finding.sentence.clone(),
        threat: finding.threat.clone(),
        severity: match finding.severity.as_str() {
            "critical" => model::Severity::Critical,
            "high" => model::Severity::High,
            "medium" => model::Severity::Medium,
            "low" => model::Severity::Low,
            _ => model::Severity::Informational,
        },
        first_time: time.clone(),
        last_time: time,
        count: 1,
        subject: Some(finding.subject.clone()).filter(|subject| !subject.is_empty()),
        analytic: model::Analytic {
            id: finding.analytic.clone(),
            kind: match finding.kind {
                Kind::Sigma => model::AnalyticKind::Sigma,
                Kind::Sql => model::AnalyticKind::Sql,
            },
        },
        attack: finding.attack.clone(),
        fix: Some(finding.fix.clone()),
        story: None,
        evidence: rows.collect(),
        evidence_total: finding.proofs.len() as u64,
    }
}

fn threats(content: &Content, known: &Known) -> Result<Vec<model::Threat>, String> {
    let tables: BTreeSet<String> = known.session.tables().into_iter().collect();
    let mut filled: BTreeSet<&str> = BTreeSet::new();
    for fact in &content.facts {
        let rows = known
            .session
            .ask(&format!("select 1 as one from {} limit 1", fact.name))?;
        if !rows.is_empty() {
            filled.insert(&fact.name);
        }
    }
    let short = |id: &str| match id {
        "T1" => "Social engineering",
        "T2" => "Ransomware",
        "T3" => "Loss or theft",
        "T4" => "Insiders",
        _ => "Medical devices",
    };
    Ok(content
        .framework
        .threats
        .iter()
        .map(|threat| {
            let detectors = content
                .detectors
                .iter()
                .filter(|one| one.threat == threat.id);
            let (can, cannot): (Vec<_>, Vec<_>) = detectors
                .partition(|one| one.needs.iter().all(|fact| filled.contains(fact.as_str())));
            let rules = known.detector.rules().rules().iter();
            let rules = rules.filter(|rule| {
                rule.salus.get("threat").and_then(Value::as_str) == Some(&threat.id)
            });
            let (fed, hungry): (Vec<_>, Vec<_>) =
                rules.partition(|rule| rule.tables.iter().any(|table| is_there(&tables, table)));
            model::Threat {
                id: threat.id.clone(),
                name: short(&threat.id).to_owned(),
                summary: threat.summary.clone(),
                checks_run: (can.len() + fed.len()) as u64,
                checks_without_data: (cannot.len() + hungry.len()) as u64,
            }
        })
        .collect())
}

fn is_there(tables: &BTreeSet<String>, wanted: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(start) => tables.iter().any(|table| table.starts_with(start)),
        None => tables.contains(wanted),
    }
}

fn log_sources(known: &Known) -> Result<Vec<model::LogSource>, String> {
    let sql =
        "select name, records, first_at, last_at, days_with_data from log_source order by name";
    let rows = known.session.ask(sql)?;
    Ok(rows
        .iter()
        .map(|row| {
            let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
            let count = |name: &str| row.get(name).and_then(Value::as_u64);
            model::LogSource {
                table: text("name").unwrap_or_default(),
                records: count("records").unwrap_or_default(),
                first: text("first_at"),
                last: text("last_at"),
                days_with_data: count("days_with_data"),
                note: None,
            }
        })
        .collect())
}

/// First and last moment of logs that tell what happened, up to the moment of the report.
fn period(sources: &[model::LogSource], as_of: i64) -> model::Period {
    let as_of = time::format(as_of);
    let is_activity = |source: &&model::LogSource| {
        let starts = [
            "windows_",
            "zeek_",
            "entra_",
            "m365_",
            "okta_",
            "aws_",
            "mail",
            "fhir_auditevent",
        ];
        starts.iter().any(|start| source.table.starts_with(start))
    };
    let firsts = sources
        .iter()
        .filter(is_activity)
        .filter_map(|source| source.first.clone());
    let lasts = sources
        .iter()
        .filter(is_activity)
        .filter_map(|source| source.last.clone());
    model::Period {
        from: firsts.min(),
        to: lasts.filter(|last| *last <= as_of).max(),
    }
}

fn account_of(lake: &Lake, known: &Known, account: &Account) -> Result<model::Account, String> {
    let files = account.files.iter().map(file).collect();
    let tables = lake.tables().map_err(|error| error.to_string())?;
    let mut rejects = Vec::new();
    if tables.iter().any(|table| table == "reject") {
        let sql = format!(
            "select e.file as file, r.place as place, r.reason as reason from reject r \
             join evidence e on e.evidence_id = r.evidence_id order by e.file, r.place limit {REJECTS}"
        );
        for row in known.session.ask(&sql)? {
            let text = |name: &str| {
                row.get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            rejects.push(model::RejectSample {
                file: text("file"),
                place: text("place"),
                reason: text("reason"),
            });
        }
    }
    Ok(model::Account { files, rejects })
}

fn file(row: &EvidenceRow) -> model::FileAccount {
    model::FileAccount {
        file: row.file.clone(),
        reader: row.reader.clone(),
        bytes: row.bytes,
        read: row.read,
        stored: row.stored,
        duplicates: row.duplicates,
        rejects: row.rejects,
        tables: row.tables.clone(),
        status: match row.status {
            Status::Ok => model::FileStatus::Ok,
            Status::Partial => model::FileStatus::Partial,
            Status::Unrecognised => model::FileStatus::Unrecognised,
            Status::Failed => model::FileStatus::Failed,
        },
        reason: row.reason.clone(),
    }
}

fn rules(content: &Content, known: &Known) -> model::Rules {
    let rules = known.detector.rules();
    let mut not_loaded: Vec<model::RuleNotLoaded> = rules
        .not_loaded()
        .iter()
        .map(|rule| model::RuleNotLoaded {
            id: rule.id.clone().unwrap_or_default(),
            file: rule.path.clone(),
            reason: rule.reason.clone(),
        })
        .collect();
    not_loaded.extend(known.problems.iter().map(|problem| model::RuleNotLoaded {
        id: String::new(),
        file: problem.path.clone(),
        reason: problem.reason.clone(),
    }));
    model::Rules {
        sigma_loaded: rules.rules().len() as u64,
        detectors_loaded: content.detectors.len() as u64,
        measures_loaded: content.measures.len() as u64,
        not_loaded,
    }
}

fn caveats(content: &Content, known: &Known, now: i64) -> Vec<model::Caveat> {
    let mut caveats = vec![model::Caveat {
        title: "Which edition of the guidance".into(),
        text: "Numbers and titles of the sub-practices follow the 2018 technical volumes of HICP; \
               the 2023 edition renamed some practices, and its row ids were not checked."
            .into(),
    }];
    let answerable: BTreeSet<&str> = content.measures.iter().map(|one| one.id.as_str()).collect();
    let named: BTreeSet<&str> = known
        .assessment
        .rows
        .iter()
        .flat_map(|row| row.key_measures.keys().map(String::as_str))
        .collect();
    let without = named.difference(&answerable).count();
    if without > 0 {
        caveats.push(model::Caveat {
            title: "Measures this version cannot take yet".into(),
            text: format!(
                "{without} of the {} key measures that the guidance's rows rest on have no query in \
                 this version. They count as unknown, never as not done.",
                named.len()
            ),
        });
    }
    let days = (now - known.organisation.as_of) / 86_400_000_000;
    if days > 31 {
        caveats.push(model::Caveat {
            title: "The evidence is not fresh".into(),
            text: format!(
                "Its newest part is {days} days old. Statements hold for that day, not for today."
            ),
        });
    }
    // Records that could not be read stand in the account.
    let remarks = || known.remarks.iter().filter(|one| one.kind != "unread");
    caveats.extend(remarks().take(REMARKS).map(|one| model::Caveat {
        title: one.what.clone(),
        text: format!("{}. {}", sentence(&one.reason), one.fix),
    }));
    if let more @ 1.. = remarks().count().saturating_sub(REMARKS) {
        caveats.push(model::Caveat {
            title: format!("{more} more remarks on the evidence"),
            text: "`salus doctor` lists all.".into(),
        });
    }
    for problem in &known.assessment.problems {
        caveats.push(model::Caveat {
            title: "Could not be used".into(),
            text: problem.clone(),
        });
    }
    caveats
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
