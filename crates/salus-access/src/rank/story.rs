//! Stories: what one user's unexplained accesses to one patient within seven days come to.

use super::STORY_DAYS;
use super::days::Days;
use super::flags::{Flag, FlagSet};
use super::pairs::Open;
use std::ops::Range;

/// One user, one patient, seven days.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Who, by the caller's code.
    pub user: u32,
    /// Whose record, by the caller's code.
    pub patient: u32,
    /// The local day of the first unexplained access.
    pub day: i32,
    /// The first unexplained access, microseconds of UTC.
    pub first: i64,
    /// The last one.
    pub last: i64,
    /// How many there are.
    pub accesses: u32,
    /// The row of the first in [`Accesses`](crate::Accesses).
    pub row: u32,
    /// What ties user and patient.
    pub flags: FlagSet,
    /// Scores of the lanes: relationship, no clinical path, behaviour. Higher is stranger; no unit.
    pub scores: [f64; 3],
    /// Conformal p-values of the lanes.
    pub p: [f64; 3],
    /// The three joined by the Cauchy combination.
    pub combined: f64,
    /// q-value of that among the stories of the same day (Benjamini and Hochberg).
    pub q: f64,
    /// Why it is among the alerts; `None` when it is not.
    pub alert: Option<Chosen>,
    /// No alert, because there are already enough of the same user on the same day: look at it with those.
    pub beside: bool,
    /// Drawn by chance among those without an alert, to estimate what is missed.
    pub sampled: bool,
    /// What speaks for looking at it, the strongest lane's first.
    pub reasons: Vec<Reason>,
}

/// What brought a story among the alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    /// All lanes together.
    Combined,
    /// The part of the budget kept for lane two alone.
    NoClinicalPath,
    /// The part of the budget kept for lane three alone.
    Behaviour,
}

/// A reason with its numbers; the words are made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reason {
    /// What it is.
    pub id: ReasonId,
    /// See [`ReasonId`].
    pub number: f64,
    /// See [`ReasonId`].
    pub usual: f64,
}

/// What a reason says, and what its two numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonId {
    /// A relationship; pairs that have it among the unexplained ones, and how many would by chance.
    Flag(Flag),
    /// Nobody else touched the record within seven days; 0, and 0.
    NobodyElse,
    /// Nobody of the user's department touched the record within seven days; others who did, and 0.
    NoColleague,
    /// The user's department seldom sees the patients of the departments that were there; ln of the ratio of observed to
    /// expected for the closest of them, and the same on average.
    DepartmentsApart,
    /// Few unexplained accesses of the user's department have as little or much company; how many in a thousand, and 0.
    RareInDepartment,
    /// Many patients without a reason on one day; how many, and how many are usual.
    ManyPatients,
    /// Many patients without a reason within ten minutes; how many, and how many are usual.
    Burst,
    /// An hour of the week at which the user is seldom there; the share of the user's hours at least as rare, and 0.
    OffShift,
    /// Records without a reason printed, exported or copied on one day; how many, and how many are usual.
    TakenAlong,
    /// Patients without a reason met in lists or searches on one day; how many, and how many are usual.
    Listed,
    /// Looks without a reason from workstations at which the user was new that day; how many, and how many are usual.
    NewPlaces,
    /// Records opened one after another whose numbers follow one another; how many, and 1.
    InARow,
}

/// A story before it is judged: a range of the unexplained pairs, which are sorted by user, patient and day.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) pairs: Range<usize>,
    pub(super) is_audited: bool,
}

/// Cuts the pairs into stories. None reaches from one window into the other.
pub(super) fn drafts(open: &[Open], days: &Days) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for (place, pair) in open.iter().enumerate() {
        let is_audited = days.is_audited(pair.day);
        let goes_on = drafts.last().is_some_and(|draft| {
            let first = &open[draft.pairs.start];
            (first.user, first.patient) == (pair.user, pair.patient)
                && draft.is_audited == is_audited
                && pair.day - first.day < STORY_DAYS
        });
        match drafts.last_mut().filter(|_| goes_on) {
            Some(draft) => draft.pairs.end = place + 1,
            None => drafts.push(Draft {
                pairs: place..place + 1,
                is_audited,
            }),
        }
    }
    drafts
}
