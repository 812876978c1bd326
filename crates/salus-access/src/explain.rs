//! Why each access happened: the templates that hold for it, and the evidence that is nearest in time.
//!
//! Accesses and care are brought together patient by patient ([`parts`]); the care of a patient is sorted by template
//! and key ([`index`]), so that an access costs a few binary searches even beside a million rows. Three passes: care;
//! co-workers of those whom care ties to the patient; repeats of accesses that are explained (methods A.4, A.8).

mod days;
mod index;
mod parts;
mod patient;
mod points;
mod results;
mod why;

pub use results::{Counts, Explanations, NO_TEMPLATE, Tally};
pub use salus_content::AccessStatus as Status;
use salus_content::TemplateDerived;
pub(crate) use why::is_derived;
pub use why::{Because, Reason, delta, gap, why, words};

use crate::columns::{Accesses, Calendar, Events, NONE, Staff};
use crate::learned::Handled;
use crate::template::{Template, Templates};
pub(crate) use days::Days;
pub(crate) use parts::{Rows, Whose, share};
use patient::Patient;
use results::Marks;

/// What an explanation rests on.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// Accesses to be explained. All of a patient's accesses must be here, or none.
    pub accesses: &'a Accesses,
    /// Care of the same patients.
    pub events: &'a Events,
    /// Who belongs where, and who may use which template.
    pub staff: &'a Staff,
    /// Local days.
    pub calendar: &'a dyn Calendar,
}

/// Columns that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsound {
    /// Columns of different lengths.
    #[error("the columns of {0} are not equally long")]
    Uneven(&'static str),
    /// More rows than there are row numbers.
    #[error("more than 4,294,967,294 rows; hand over one range of patients at a time")]
    TooMany,
    /// Codes that do not count from 0.
    #[error("codes of patients are too large to be places in a table")]
    Codes,
    /// Care that was put aside and does not come back.
    #[error("care that was put aside cannot be read: {0}")]
    Unreadable(std::io::ErrorKind),
}

impl Evidence<'_> {
    pub(crate) fn check(&self) -> Result<(), Unsound> {
        if !self.accesses.is_even() {
            return Err(Unsound::Uneven("accesses"));
        }
        if !self.events.is_even() {
            return Err(Unsound::Uneven("events"));
        }
        if self.accesses.len().max(self.events.len()) >= NONE as usize {
            return Err(Unsound::TooMany);
        }
        Ok(())
    }
}

/// Explains every access on so many threads; neither their number nor the order of rows changes what comes out.
///
/// `handled` is what [`crate::learn`] found; it may be empty, and then no template over diagnoses holds.
/// More evidence never makes an explained access unexplained, but for weak templates over diagnoses, whose habits are
/// learned.
pub fn explain(
    evidence: &Evidence<'_>,
    templates: &Templates,
    handled: &Handled,
    threads: usize,
) -> Result<Explanations, Unsound> {
    evidence.check()?;
    let rules = Rules::new(evidence, templates, handled);
    let rows = Rows::of(evidence, templates.over_care());
    Ok(run(&rules, &rows, None, threads)?.explanations(&rules))
}

/// A log that never was: the same people at the same moments, with other patients.
#[derive(Clone, Copy)]
pub struct Pretence<'a> {
    /// Whose record each access is to, by row of the accesses.
    pub patient: &'a [u32],
    /// What holds for the real accesses: [`Explanations::matched`].
    pub matched: &'a [u32],
}

/// The bits of the templates that would hold, had each access been to another patient.
///
/// Derived templates rest on the real accesses, as they were explained: what is asked is whether chance would have
/// brought this person to a record that can be explained to them, with all others as they were.
pub fn pretend(
    evidence: &Evidence<'_>,
    templates: &Templates,
    handled: &Handled,
    pretence: Pretence<'_>,
    threads: usize,
) -> Result<Vec<u32>, Unsound> {
    evidence.check()?;
    let lengths = [pretence.patient.len(), pretence.matched.len()];
    if lengths != [evidence.accesses.len(); 2] {
        return Err(Unsound::Uneven("pretended accesses"));
    }
    let rules = Rules::new(evidence, templates, handled);
    let rows = Rows {
        patient: pretence.patient,
        with_sources: true,
        ..Rows::of(evidence, templates.over_care())
    };
    let marks = run(&rules, &rows, Some(pretence.matched), threads)?;
    Ok(marks.matched())
}

/// The local days of the accesses, as wide as the templates look.
pub(crate) fn days(evidence: &Evidence<'_>, templates: &Templates) -> Days {
    let widest = |side: fn(&Template) -> u32| templates.list().iter().map(side).max().unwrap_or(0);
    Days::new(
        &evidence.accesses.time,
        widest(|one| one.before),
        widest(|one| one.after),
        evidence.calendar,
    )
}

/// Templates and people, as every patient needs them.
struct Rules<'a> {
    list: &'a [Template],
    handled: &'a Handled,
    staff: &'a Staff,
    days: Days,
    /// Bits of templates that everybody may use.
    everybody: u32,
    strong: u32,
    strong_direct: u32,
    strong_unrepeated: u32,
    co_workers: u32,
    repeats: u32,
}

/// Where evidence must lie to count for one access and one template.
struct Window {
    time: i64,
    /// Evidence must not end before this moment.
    from: i64,
    /// Evidence must begin before this moment.
    until: i64,
}

impl<'a> Rules<'a> {
    fn new(evidence: &Evidence<'a>, templates: &'a Templates, handled: &'a Handled) -> Self {
        let derived = |kind| templates.bits(|one| one.derived == kind);
        Self {
            list: templates.list(),
            handled,
            staff: evidence.staff,
            days: days(evidence, templates),
            everybody: templates.bits(|one| !one.some_users),
            strong: templates.strong(),
            strong_direct: templates.strong_direct(),
            strong_unrepeated: templates.strong_unrepeated(),
            co_workers: derived(TemplateDerived::CoWorker),
            repeats: derived(TemplateDerived::Repeat),
        }
    }

    /// Bits of the templates that may explain what this user does.
    fn allowed(&self, user: u32) -> u32 {
        let own = self.staff.templates.get(user as usize);
        self.everybody | own.copied().unwrap_or(0)
    }

    /// `[day(begin) - before, day(end) + after]` contains the day of the access, told in moments.
    fn window(&self, template: &Template, time: i64, day: i32) -> Window {
        let signed = |days: u32| i32::try_from(days).unwrap_or(i32::MAX);
        let first = day.saturating_sub(signed(template.after));
        let last = day.saturating_add(signed(template.before));
        Window {
            time,
            from: self.days.midnight(first),
            until: self.days.midnight(last.saturating_add(1)),
        }
    }
}

impl Rules<'_> {
    /// What an access is for which these templates hold.
    fn status(&self, matched: u32) -> Status {
        if matched & self.strong != 0 {
            Status::Explained
        } else if matched != 0 {
            Status::Weak
        } else {
            Status::Unexplained
        }
    }
}

/// Goes through all patients. With `matched`, accesses are those of a permuted column, and derived templates rest on
/// the real ones.
fn run(
    rules: &Rules<'_>,
    rows: &Rows<'_>,
    matched: Option<&[u32]>,
    threads: usize,
) -> Result<Marks, Unsound> {
    let marks = Marks::new(rows.patient.len(), matched.is_some());
    let see = |patient: &mut Patient, mut whose: Whose<'_>| {
        patient.explain(rules, &mut whose, matched);
        marks.put(whose.visits, patient);
    };
    share(rows, &rules.days, threads, see)?;
    Ok(marks)
}
