//! A finding in the words of OCSF: a Detection Finding (class 2004), written without a tree in between.

use salus_record::time;
use serde::Serialize;

use crate::{Finding, Kind, Proof};

/// The members in the order in which they are written.
#[derive(Serialize)]
pub(crate) struct Ocsf<'f> {
    class_uid: u16,
    class_name: &'static str,
    category_uid: u8,
    activity_id: u8,
    type_uid: u32,
    severity: &'f str,
    severity_id: u8,
    time: Option<String>,
    message: &'f str,
    finding_info: Info<'f>,
    remediation: Remediation<'f>,
    unmapped: Unmapped<'f>,
    evidences: Vec<Evidence<'f>>,
}

#[derive(Serialize)]
struct Info<'f> {
    uid: &'f str,
    title: &'f str,
    desc: &'f str,
    analytic: Analytic<'f>,
    attacks: Vec<Attack<'f>>,
}

#[derive(Serialize)]
struct Analytic<'f> {
    uid: &'f str,
    r#type: &'static str,
}

#[derive(Serialize)]
struct Attack<'f> {
    technique: Technique<'f>,
}

#[derive(Serialize)]
struct Technique<'f> {
    uid: &'f str,
}

#[derive(Serialize)]
struct Remediation<'f> {
    desc: &'f str,
}

#[derive(Serialize)]
struct Unmapped<'f> {
    threat: &'f str,
    subject: &'f str,
}

#[derive(Serialize)]
struct Evidence<'f> {
    data: Row<'f>,
}

#[derive(Serialize)]
struct Row<'f> {
    file: Option<&'f str>,
    place: Option<&'f str>,
    record_id: &'f str,
    table: Option<&'f str>,
}

impl<'f> Ocsf<'f> {
    pub(crate) fn of(finding: &'f Finding) -> Self {
        Self {
            class_uid: 2004,
            class_name: "Detection Finding",
            category_uid: 2,
            activity_id: 1,
            type_uid: 200_401,
            severity: &finding.severity,
            severity_id: finding.severity_id(),
            time: finding.time.map(time::format),
            message: &finding.sentence,
            finding_info: Info {
                uid: &finding.uid,
                title: &finding.title,
                desc: &finding.why,
                analytic: Analytic {
                    uid: &finding.analytic,
                    r#type: match finding.kind {
                        Kind::Sigma => "Rule",
                        Kind::Sql => "Query",
                    },
                },
                attacks: finding.attack.iter().map(|uid| attack(uid)).collect(),
            },
            remediation: Remediation { desc: &finding.fix },
            unmapped: Unmapped {
                threat: &finding.threat,
                subject: &finding.subject,
            },
            evidences: finding.proofs.iter().map(evidence).collect(),
        }
    }
}

fn attack(uid: &str) -> Attack<'_> {
    Attack {
        technique: Technique { uid },
    }
}

fn evidence(proof: &Proof) -> Evidence<'_> {
    Evidence {
        data: Row {
            file: proof.file.as_deref(),
            place: proof.place.as_deref(),
            record_id: &proof.record_id,
            table: proof.table.as_deref(),
        },
    }
}
