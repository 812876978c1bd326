//! The order in which a privacy officer looks at what nothing explains: lanes, stories, a budget, and hard rules.
//!
//! Three lanes look at each unexplained story (one user, one patient, seven days): what ties the two to one another,
//! how little the patient's care leads to the user, and how the user behaves. Each lane's score becomes a p-value against
//! a reference window, the p-values one, and the budget takes the smallest (methods A.6). The hard rules of A.4 have a
//! queue of their own, over all accesses, which no explanation empties.
//!
//! The same evidence and seed give the same ranking whatever the order of rows and the codes in them: everything is
//! first put in the order of stable [`Keys`].

mod activity;
mod behaviour;
mod choice;
mod clinical;
mod conduct;
mod days;
mod departments;
mod flags;
mod hard;
mod order;
mod pairs;
mod people;
mod proximity;
mod relation;
mod story;
mod threads;
mod usual;

use crate::columns::{Accesses, Calendar, Events, Patients, Staff};

pub use clinical::Model;
pub use conduct::Conduct;
pub use flags::{Flag, FlagSet};
pub use hard::{HardCase, HardRule};
pub use relation::FlagFigures;
pub use story::{Chosen, Reason, ReasonId, Story};

/// Unexplained accesses by the same user to the same patient are one story for this many days from the first.
pub const STORY_DAYS: i32 = 7;

/// A stable number for each code, such as a hash of the name behind it: different codes have different keys. Codes
/// without a key are left out of the ranking and counted as skipped.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'a> {
    /// By user code.
    pub users: &'a [u64],
    /// By patient code.
    pub patients: &'a [u64],
    /// By department code.
    pub departments: &'a [u64],
}

/// Local days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day, counted from 1970-01-01.
    pub first: i32,
    /// Last day.
    pub last: i32,
}

impl Span {
    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(&self, day: i32) -> bool {
        self.first <= day && day <= self.last
    }

    /// The same within what any calendar can count in microseconds.
    fn countable(self) -> Self {
        let near = |day: i32| day.clamp(-50_000_000, 50_000_000);
        Self {
            first: near(self.first),
            last: near(self.last),
        }
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> u32 {
        let days = i64::from(self.last) - i64::from(self.first) + 1;
        u32::try_from(days).unwrap_or(0)
    }
}

/// Says of each invented access whether the templates leave it unexplained.
pub type Unexplained<'a> = dyn Fn(&Accesses) -> Vec<bool> + 'a;

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Evidence<'a> {
    /// All accesses, explained or not; those outside the two windows tell of activity around patients only.
    pub accesses: &'a Accesses,
    /// Row for row: nothing explains it.
    pub unexplained: &'a [bool],
    /// Care, read for the notes and orders that an emergency access must be followed by.
    pub events: &'a Events,
    /// Who works here.
    pub staff: &'a Staff,
    /// Whose records these are.
    pub patients: &'a Patients,
    /// What was done beside looking, and where.
    pub conduct: Conduct<'a>,
    /// Local days.
    pub calendar: &'a dyn Calendar,
    /// What makes codes comparable between runs.
    pub keys: Keys<'a>,
    /// The days taken as clean, which models are fitted and scores are calibrated on.
    pub reference: Span,
    /// The days that are audited. A day of both windows is audited.
    pub audit: Span,
    /// The templates, for accesses that nobody made.
    pub still_unexplained: &'a Unexplained<'a>,
}

/// How the ranking is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Decides all chance.
    pub seed: u64,
    /// How often patients are permuted within the day to see what flags come by chance.
    pub permutations: u32,
    /// Alerts a day that people can work through.
    pub alerts_per_day: u32,
    /// Share of the budget kept for the top of the second and third lane alone.
    pub reserved: f64,
    /// Weights of the three lanes in the combination; the second and third have a part of the budget of their own.
    pub weights: [f64; 3],
    /// In the combination equal scores count half, so that a lane without anything to say is neutral. Without it, it speaks
    /// against a story, and what only lane two or three finds comes through the reserved part of the budget.
    pub half_ties: bool,
    /// Share of the stories without an alert that is drawn for review.
    pub sample: f64,
    /// Days after an access in which others' accesses to the patient speak for it.
    pub days_after: i32,
    /// Bits of [`Events::templates`] that mark a note or an order.
    pub notes: u32,
    /// Threads to work on.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seed: 1,
            permutations: 40,
            alerts_per_day: 20,
            reserved: 0.25,
            weights: [1.0, 0.35, 0.1],
            half_ties: true,
            sample: salus_stats::budget::SAMPLE,
            days_after: 7,
            notes: 0,
            threads: 1,
        }
    }
}

/// What comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// The stories of the audited days, most suspicious first. Those with an alert are not all at the top: a part of
    /// the budget is kept for two lanes alone.
    pub stories: Vec<Story>,
    /// What breaks a hard rule, explained or not, by rule and time.
    pub hard: Vec<HardCase>,
    /// What each relationship flag is worth here.
    pub flags: Vec<FlagFigures>,
    /// The model of the second lane; `None` when the reference window is too poor for one.
    pub model: Option<Model>,
    /// How many reference stories the p-values rest on: the smallest is 1/(n + 1).
    pub calibration: usize,
    /// There were too few reference stories, so that the audited ones were taken too. p-values are then ranks only.
    pub self_calibrated: bool,
    /// Rows left out: no user, no patient, no time, or a code without a key.
    pub skipped: u64,
}

/// Ranks the unexplained accesses of the audited days.
///
/// Cost: a sort of all accesses of the windows, then work on unexplained ones only.
#[must_use]
pub fn rank(evidence: &Evidence<'_>, settings: &Settings) -> Ranking {
    let people = people::People::new(evidence);
    let days = days::Days::new(evidence, settings);
    let pairs = pairs::Pairs::new(evidence, &people, &days);
    let figures = relation::Figures::new(&pairs, &people, settings);
    let behaviour = behaviour::Behaviour::new(evidence, &pairs, &people, &days);
    let mut ground = clinical::Ground::new(&pairs, &people, settings);
    let model = clinical::train(&mut ground, evidence);
    let drafts = story::drafts(&pairs.open, &days);
    let lanes = choice::Lanes {
        people: &people,
        figures: &figures,
        behaviour: &behaviour,
        ground: &ground,
        model: model.as_ref(),
    };
    let judged = choice::judge(&pairs.open, &drafts, &lanes, settings);
    let mut stories = judged.stories;
    choice::choose(&mut stories, evidence, settings);
    Ranking {
        stories,
        hard: hard::cases(evidence, &people, settings),
        flags: figures.all(),
        model,
        calibration: judged.calibration,
        self_calibrated: judged.self_calibrated,
        skipped: pairs.skipped,
    }
}

#[cfg(test)]
mod tests;
