//! `salus access`: who looked at whose record, and why.

mod audit;
mod naming;
mod one;
mod page;
mod review;

use salus_content::Content;
use salus_engine::access::{self, Audited, Look, Room, Wishes, keep_look};
use salus_lake::{Lake, Session};
use salus_record::Zone;

use super::Outcome;
use crate::arguments::Arguments;
use crate::arguments::access::{Access, AccessAt, AccessDays};
use crate::progress::Bar;

pub(crate) fn run(arguments: &Arguments, what: &Access) -> Result<Outcome, String> {
    match what {
        Access::Audit(asked) => audit::run(arguments, asked),
        Access::Explain(asked) => one::explain(arguments, asked),
        Access::Patient(asked) => one::patient(arguments, asked),
        Access::Review(asked) => review::run(arguments, asked),
        Access::User { person, with } => one::user(arguments, person, with),
    }
}

/// A lake opened for an audit.
struct Opened {
    lake: Lake,
    content: Content,
    session: Session,
    wishes: Wishes,
    looker: String,
    account: String,
    with_names: bool,
}

impl Opened {
    /// With names for those who may see them, where they are asked for.
    fn of(
        arguments: &Arguments,
        at: &AccessAt,
        days: &AccessDays,
        with_names: bool,
    ) -> Result<Self, String> {
        let library = super::library(arguments);
        let account = account();
        if with_names && !access::may_see_names(&library, &account)? {
            return Err(format!(
                "names are for the privacy role, which `{account}` does not have; help: whoever is responsible for privacy lists its accounts in `roles.yaml` of the content folder that is given with --content: `privacy: [{account}]`"
            ));
        }
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
                room: Room::default(),
            },
            lake,
            content,
            session,
            looker: looker(at, &account)?,
            account,
            with_names,
        })
    }

    /// All accesses of the days explained and ranked.
    fn audit(&self) -> Result<Option<Audited>, String> {
        let bar = Bar::new();
        let audited = access::audit(&self.session, &self.content, &self.wishes, &bar);
        bar.done();
        audited
    }

    /// Writes down that somebody looked.
    fn look(&self, at: &str, patient: Option<&str>, asked: &str) -> Result<(), String> {
        let look = Look {
            looked_by: &self.looker,
            account: &self.account,
            with_names: self.with_names,
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

/// The account that runs the program; empty where the system does not say.
fn account() -> String {
    whoami::fallible::username().unwrap_or_default()
}

/// Who looks: as they say, else the account that runs the program.
fn looker(at: &AccessAt, account: &str) -> Result<String, String> {
    let said = at.looker.as_deref().unwrap_or(account).trim();
    if said.is_empty() {
        return Err("each look at an audit is written down, and nothing says who you are; help: give your account with --as".to_owned());
    }
    Ok(said.to_owned())
}
