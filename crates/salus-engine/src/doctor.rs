//! What is missing, silent, cut off or wrong in the evidence itself: symptoms, each a SELECT over facts.

use salus_content::{Ask, Content, Problem, Rows, Symptom};
use salus_record::{Period, bind};
use serde::Serialize;
use serde_json::Value;

/// Remarks one symptom may give; the rest are counted.
const REMARKS: usize = 200;

/// Something about the evidence that a person should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// `broken`, `missing`, or the kind of the symptom (`silent`, `gap`, `dropped`, `clock`, `truncated` …).
    pub kind: String,
    /// The log, machine, file or fact.
    pub what: String,
    /// What is the matter, in one sentence.
    pub reason: String,
    /// What to do about it; empty where nothing can be.
    pub fix: String,
    /// The symptom's id; empty for content and facts.
    pub id: String,
}

/// Everything the doctor has to say, in the order of content, facts, symptoms.
pub fn examine(content: &Content, ask: &dyn Ask, period: &Period) -> Result<Vec<Remark>, String> {
    let mut remarks = missing(content, ask)?;
    let (found, problems) = symptoms(content, ask, period);
    remarks.extend(problems.iter().map(broken));
    remarks.extend(found);
    Ok(remarks)
}

/// A content file that cannot be used, as a remark.
#[must_use]
pub fn broken(problem: &Problem) -> Remark {
    Remark {
        kind: "broken".into(),
        what: problem.path.clone(),
        reason: problem.reason.clone(),
        fix: String::new(),
        id: String::new(),
    }
}

fn missing(content: &Content, ask: &dyn Ask) -> Result<Vec<Remark>, String> {
    let mut remarks = Vec::new();
    for fact in &content.facts {
        let rows = ask.ask(&format!("select 1 as one from {} limit 1", fact.name))?;
        if rows.is_empty() {
            remarks.push(Remark {
                kind: "missing".into(),
                what: fact.name.clone(),
                reason: format!("no evidence of: {}", fact.title),
                fix: String::new(),
                id: String::new(),
            });
        }
    }
    Ok(remarks)
}

/// What the symptoms show. One that fails is a problem and the others go on.
pub fn symptoms(content: &Content, ask: &dyn Ask, period: &Period) -> (Vec<Remark>, Vec<Problem>) {
    let (mut remarks, mut problems) = (Vec::new(), Vec::new());
    for symptom in &content.symptoms {
        let rows = ask.ask(&bind(&symptom.sql, period));
        match rows.and_then(|rows| from_rows(symptom, &rows)) {
            Ok(found) => remarks.extend(found),
            Err(reason) => problems.push(Problem {
                path: symptom.path.clone(),
                reason,
            }),
        }
    }
    (remarks, problems)
}

/// The remarks that a symptom's result rows say.
pub(crate) fn from_rows(symptom: &Symptom, rows: &Rows) -> Result<Vec<Remark>, String> {
    let mut remarks = Vec::new();
    for row in rows.iter().take(REMARKS) {
        let text = |name: &str| {
            let text = row.get(name).and_then(Value::as_str).map(str::to_owned);
            text.ok_or_else(|| format!("gives no `{name}`"))
        };
        remarks.push(Remark {
            kind: symptom.kind.clone(),
            what: text("what")?,
            reason: text("reason")?,
            fix: symptom.fix.clone(),
            id: symptom.id.clone(),
        });
    }
    if let more @ 1.. = rows.len().saturating_sub(REMARKS) {
        remarks.push(Remark {
            kind: symptom.kind.clone(),
            what: format!("{more} more"),
            reason: symptom.title.clone(),
            fix: symptom.fix.clone(),
            id: symptom.id.clone(),
        });
    }
    Ok(remarks)
}
