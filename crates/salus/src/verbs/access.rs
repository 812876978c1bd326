//! `salus access`: who looked at whose record, and why.

mod audit;
mod one;
mod review;

use salus_content::{Content, Library};
use salus_engine::access::{Look, Wishes, keep_look};
use salus_engine::{access, knowing};
use salus_lake::{Lake, Session};
use salus_record::Zone;

use super::Outcome;
use crate::arguments::Arguments;
use crate::arguments::access::{Access, AccessAround};

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
    now: i64,
}

impl Opened {
    fn of(arguments: &Arguments, around: &AccessAround) -> Result<Self, String> {
        let library = super::library(arguments);
        let content = super::content(&library);
        let lake = Lake::open(&around.lake.lake).map_err(|error| error.to_string())?;
        let session = access::session(&lake, &content)?;
        let zone = zone(arguments, &library)?;
        Ok(Self {
            wishes: Wishes {
                from: day(around.from.as_deref(), zone, 0)?,
                to: day(around.to.as_deref(), zone, 1)?,
                budget: 5,
                seed: 1,
                zone,
            },
            lake,
            content,
            session,
            looker: looker(around)?,
            now: super::now(),
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
        keep_look(&self.lake, &look, self.now)
    }
}

/// Where the organisation is: local days are what windows are counted in.
fn zone(arguments: &Arguments, library: &Library) -> Result<Zone, String> {
    // The same check, and the same words, as for the zone of logs.
    let (_, _) = knowing(library, arguments.zone.as_deref())?;
    let zone = arguments.zone.as_deref().and_then(Zone::named);
    Ok(zone.unwrap_or(Zone::Fixed(0)))
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

fn looker(around: &AccessAround) -> Result<String, String> {
    let own = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    let looker = around
        .looker
        .clone()
        .or(own)
        .filter(|name| !name.trim().is_empty());
    looker.ok_or_else(|| "each look at an audit is written down, and nothing says who you are; help: give your account with --as".to_owned())
}
