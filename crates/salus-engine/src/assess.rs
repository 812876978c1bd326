//! From a lake to everything Salus can say about it: findings, answers, and the report made of them.

use std::collections::BTreeSet;

use salus_content::{Ask, Content, Library, Problem, Size};
use salus_detect::{Finding, SigmaDetector};
use salus_lake::{Lake, Session};
use salus_measure::{Assessment, Options};
use salus_record::{Period, Zone, time};
use serde_json::Value;

use crate::doctor::{self, Remark};
use crate::watch::Progress;
use crate::{detect, identity};

/// What the caller decides; `None` is found in the evidence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes {
    /// Size of the organisation.
    pub size: Option<Size>,
    /// The moment answers are for, microseconds of UTC.
    pub as_of: Option<i64>,
    /// The present, microseconds of UTC.
    pub now: i64,
    /// Where the organisation is; UTC where nothing is said.
    pub zone: Zone,
}

/// What the organisation says of itself.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its size.
    pub size: Size,
    /// The moment answers are for, microseconds of UTC.
    pub as_of: i64,
}

/// Everything known about an organisation at one moment.
pub struct Known {
    /// Whom it is about, and as of when.
    pub organisation: Organisation,
    /// Evidence of threats, the worst first.
    pub findings: Vec<Finding>,
    /// Answers, states and plan.
    pub assessment: Assessment,
    /// What is silent, cut off or wrong in the evidence itself.
    pub remarks: Vec<Remark>,
    /// Content that could not be used.
    pub problems: Vec<Problem>,
    /// The snapshot it was asked of.
    pub session: Session,
    /// The rules that looked.
    pub detector: SigmaDetector,
}

/// A snapshot for many questions: small facts are worked out once, and people and devices are recognised if the
/// content asks for them.
pub fn session(lake: &Lake, content: &Content) -> Result<Session, String> {
    let detectors = content.detectors.iter().map(|one| &one.sql);
    let measures = content.measures.iter().map(|one| &one.sql);
    let symptoms = content.symptoms.iter().map(|one| &one.sql);
    if detectors
        .chain(measures)
        .chain(symptoms)
        .any(|sql| asks_for_identity(sql))
    {
        identified(lake, content)
    } else {
        held(lake, content)
    }
}

/// A snapshot for one question: people and devices are recognised if it asks for them.
pub fn session_for(lake: &Lake, content: &Content, sql: &str) -> Result<Session, String> {
    if asks_for_identity(sql) || asks_for_all_columns(sql) {
        identified(lake, content)
    } else {
        lake.session(content).map_err(|error| error.to_string())
    }
}

/// A snapshot in which people and devices are recognised.
pub fn identified(lake: &Lake, content: &Content) -> Result<Session, String> {
    recognised(held(lake, content)?, content)
}

/// The same snapshot with people and devices recognised.
pub(crate) fn recognised(mut session: Session, content: &Content) -> Result<Session, String> {
    let problems = identity::put(&session, content).map_err(|error| error.to_string())?;
    session.add_problems(problems);
    Ok(session)
}

fn held(lake: &Lake, content: &Content) -> Result<Session, String> {
    let session = lake.session(content).map_err(|error| error.to_string())?;
    session
        .hold_facts(content)
        .map_err(|error| error.to_string())?;
    Ok(session)
}

/// `select *` of a fact that has the column.
fn asks_for_all_columns(sql: &str) -> bool {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let is_all = |pair: &[&str]| pair[0].eq_ignore_ascii_case("select") && pair[1].starts_with('*');
    (words.windows(2).any(is_all) || sql.contains(".*"))
        && identity::facts().any(|fact| sql.contains(fact))
}

/// The fact, or the column `identity_id`.
fn asks_for_identity(sql: &str) -> bool {
    sql.contains("identity")
}

/// Detects over the lake and answers every measure.
pub fn assess(
    lake: &Lake,
    library: &Library,
    content: &Content,
    wishes: &Wishes,
    progress: &dyn Progress,
) -> Result<Known, String> {
    let session = session(lake, content)?;
    let organisation = organisation(&session, wishes)?;
    let detector = detect::sigma(library)?;
    let as_of = organisation.as_of;
    let history = detect::History {
        lake,
        session: &session,
        content,
        place: (organisation.size, wishes.zone),
    };
    let (findings, problems) = detect::over_lake(history, &detector, as_of, progress)
        .map_err(|error| error.to_string())?;
    progress.stage("measuring", None);
    let threats_found: BTreeSet<String> = findings
        .iter()
        .filter(|finding| finding.severity_id() >= 3)
        .map(|finding| finding.threat.clone())
        .collect();
    let options = Options {
        size: organisation.size,
        as_of,
        with_optional: false,
        threats_found,
    };
    let assessment = salus_measure::assess(content, &session, &options);
    let period = Period::year_to(as_of);
    let (remarks, failed) = doctor::symptoms(content, &session, &period);
    let mut all = content.problems.clone();
    all.extend(session.problems().iter().cloned());
    all.extend(problems);
    all.extend(failed);
    Ok(Known {
        organisation,
        findings,
        assessment,
        remarks,
        problems: all,
        session,
        detector,
    })
}

/// Answers every measure without looking for threats.
pub fn measure(
    lake: &Lake,
    content: &Content,
    wishes: &Wishes,
) -> Result<(Organisation, Assessment), String> {
    let session = session(lake, content)?;
    let organisation = organisation(&session, wishes)?;
    let options = Options {
        size: organisation.size,
        as_of: organisation.as_of,
        with_optional: false,
        threats_found: BTreeSet::new(),
    };
    let assessment = salus_measure::assess(content, &session, &options);
    Ok((organisation, assessment))
}

/// Who this is, from `organisation.yaml`, unless the caller says otherwise.
pub fn organisation(session: &Session, wishes: &Wishes) -> Result<Organisation, String> {
    let setting = |name: &str| -> Result<Option<String>, String> {
        let sql =
            format!("select value from setting where name = '{name}' order by record_id limit 1");
        let rows = session.ask(&sql)?;
        Ok(rows
            .first()
            .and_then(|row| row.get("value")?.as_str().map(str::to_owned)))
    };
    let size = match (wishes.size, setting("size")?) {
        (Some(size), _) => size,
        (None, Some(size)) => size.trim().to_lowercase().parse().unwrap_or(Size::Small),
        (None, None) => Size::Small,
    };
    let as_of = match (wishes.as_of, setting("collected_on")?) {
        (Some(as_of), _) => as_of,
        (None, Some(day)) => end_of(&day).ok_or_else(|| {
            format!("setting `collected_on` is `{day}`; help: write a date like 2026-10-31")
        })?,
        (None, None) => newest(session, wishes.now)?,
    };
    let name = setting("name")?.unwrap_or_else(|| "Your organisation".to_owned());
    Ok(Organisation { name, size, as_of })
}

/// A date means the end of that day.
#[must_use]
pub fn end_of(day: &str) -> Option<i64> {
    let at = time::parse(day)?;
    let is_day = day.trim().len() == 10;
    Some(if is_day { at + 86_400_000_000 } else { at })
}

/// The newest time in any log that is not in the future and names its year; the present where there is none.
fn newest(session: &Session, now: i64) -> Result<i64, String> {
    let sql = format!(
        "select max(last_sure_at) as newest from log_source where last_sure_at <= read_time('{}')",
        time::format(now)
    );
    let rows = session.ask(&sql)?;
    let newest = rows
        .first()
        .and_then(|row| row.get("newest"))
        .and_then(Value::as_str);
    Ok(newest.and_then(time::parse).unwrap_or(now))
}
