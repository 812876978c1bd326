//! `salus access`: who looked at whose record, and why.

mod audit;
mod one;
mod review;

use salus_content::Content;
use salus_engine::access::{self, Look, Wishes, keep_look};
use salus_lake::{Lake, Session};
use salus_record::Zone;

use super::Outcome;
use crate::arguments::Arguments;
use crate::arguments::access::{Access, AccessAt, AccessDays};

pub(crate) fn run(arguments: &Arguments, what: &Access) -> Result<Outcome, String> {
    match what {
        Access::Audit(asked) => audit::run(arguments, asked),
        Access::Explain(asked) => one::explain(arguments, asked),
        Access::Patient(asked) => one::patient(arguments, asked),
        Access::Review(asked) => review::run(arguments, asked),
        Access::User(asked) => one::user(arguments, asked),
    }
}

/// A lake opened for an audit.
struct Opened {
    lake: Lake,
    content: Content,
    session: Session,
    wishes: Wishes,
    looker: String,
}

impl Opened {
    fn of(arguments: &Arguments, at: &AccessAt, days: &AccessDays) -> Result<Self, String> {
        let library = super::library(arguments);
        let content = super::content(&library);
        let lake = Lake::open(&at.lake.lake).map_err(|error| error.to_string())?;
        let session = access::session(&lake, &content)?;
        let zone = super::zone(arguments)?;
        Ok(Self {
            wishes: Wishes {
                from: day(days.from.as_deref(), zone, 0)?,
                to: day(days.to.as_deref(), zone, 1)?,
                budget: 5,
                seed: 1,
                zone,
            },
            lake,
            content,
            session,
            looker: looker(at)?,
        })
    }

    /// Writes down that somebody looked.
    fn look(&self, at: &str, patient: Option<&str>, asked: &str) -> Result<(), String> {
        let look = Look {
            looked_by: &self.looker,
            looked_at: at,
            patient_id: patient,
            asked,
        };
        keep_look(&self.lake, &look, super::now())
    }
}

/// The first moment of a local day, or of so many days later.
fn day(text: Option<&str>, zone: Zone, later: i32) -> Result<Option<i64>, String> {
    let read = |text: &str| {
        let days = text.parse::<chrono::NaiveDate>().ok().map(|day| {
            let epoch = chrono::NaiveDate::default();
            (day - epoch).num_days()
        });
        let days = days.and_then(|days| i32::try_from(days).ok());
        let days =
            days.ok_or_else(|| format!("`{text}` is not a date; help: write it like 2026-10-31"))?;
        Ok::<i64, String>(zone.midnight(days.saturating_add(later)))
    };
    text.map(read).transpose()
}

fn looker(at: &AccessAt) -> Result<String, String> {
    let own = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    let looker = at
        .looker
        .clone()
        .or(own)
        .filter(|name| !name.trim().is_empty());
    looker.ok_or_else(|| "each look at an audit is written down, and nothing says who you are; help: give your account with --as".to_owned())
}
