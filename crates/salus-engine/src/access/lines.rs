//! What an audit says, as data: one line for a story, a hard rule, a template; one summary.

use std::borrow::Cow;
use std::collections::BTreeMap;

use salus_access::{Share, Standing, Tally};
use serde::Serialize;

/// One story: one user, one patient, at most seven days, without a known reason.
#[derive(Debug, Clone, Serialize)]
pub struct StoryLine {
    /// `story`.
    pub kind: &'static str,
    /// Stable: the same person, patient and first day give the same id.
    pub id: String,
    /// Place in the order, from 1.
    pub rank: usize,
    /// `alert`, `sample` (drawn by lot, to estimate what is missed), `beside` (as unusual, and there are alerts of the same
    /// person on the same day) or `kept`.
    pub queue: &'static str,
    /// What brought it among the alerts: `combined`, `no_clinical_path` or `behaviour`.
    pub chosen_by: Option<&'static str>,
    /// Who looked: the identity, else the account.
    pub user: String,
    /// Role and departments, as the roster has them.
    pub role: String,
    /// See `role`.
    pub departments: Vec<String>,
    /// Whose record.
    pub patient_id: String,
    /// First and last access (RFC 3339).
    pub first: String,
    /// See `first`.
    pub last: String,
    /// How many accesses.
    pub accesses: u32,
    /// One in so many looks without a reason is as unusual as this: the three lanes joined.
    pub p: f64,
    /// The p-values of the lanes: relationship, no path of care, behaviour.
    pub lanes: [f64; 3],
    /// False-discovery rate among the stories of the same day.
    pub q: f64,
    /// What speaks for looking at it, in words, the strongest first.
    pub reasons: Vec<ReasonLine>,
    /// All of it in one sentence.
    pub sentence: String,
    /// The records of the accesses, the first ones.
    pub record_ids: Vec<String>,
}

/// Why a story stands where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonLine {
    /// What it is.
    pub id: &'static str,
    /// In words.
    pub text: String,
}

/// An access that breaks a hard rule, explained or not.
#[derive(Debug, Clone, Serialize)]
pub struct HardLine {
    /// `hard_rule`.
    pub kind: &'static str,
    /// Stable, as of a story.
    pub id: String,
    /// Which.
    pub rule: &'static str,
    /// In words.
    pub text: String,
    /// What to ask.
    pub ask: String,
    /// Who looked.
    pub user: String,
    /// Role, as the roster has it.
    pub role: String,
    /// Whose record.
    pub patient_id: String,
    /// First and last access (RFC 3339).
    pub first: String,
    /// See `first`.
    pub last: String,
    /// How many.
    pub accesses: u32,
    /// What explains the first of them, if anything does.
    pub status: &'static str,
    /// The records of the accesses, the first ones.
    pub record_ids: Vec<String>,
}

/// One access and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct AccessLine<'a> {
    /// `access`.
    pub kind: &'static str,
    /// Its record.
    pub record_id: Cow<'a, str>,
    /// When (RFC 3339).
    pub time: String,
    /// `explained`, `weak` or `unexplained`.
    pub status: &'static str,
    /// The first access of this person to this patient in what was read.
    pub is_first: bool,
    /// The template that is shown for it.
    pub template: Option<&'a str>,
    /// Its sentence.
    pub sentence: Option<String>,
    /// What it rests on: the reference of a piece of care, or the record of another access.
    pub evidence: Option<Cow<'a, str>>,
}

/// How good a template is here.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateLine {
    /// `template`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// `strong`, `weak`, or `demoted`: declared strong, and chance does nearly as well.
    pub strength: &'static str,
    /// Share of accesses, of first accesses, of made-up ones over the period and within the day.
    pub share: Option<f64>,
    /// See `share`.
    pub first: Option<f64>,
    /// See `share`.
    pub chance: Option<f64>,
    /// See `share`.
    pub chance_day: Option<f64>,
    /// How many times as often as by chance within the day.
    pub lift: Option<f64>,
}

/// How complete one program's log is.
#[derive(Debug, Clone, Serialize)]
pub struct ApplicationLine {
    /// Its name.
    pub application: String,
    /// Accesses in all.
    pub accesses: u64,
    /// Days with an access.
    pub days: usize,
    /// Days without one that its rhythm does not account for: first and last of each stretch.
    pub silent: Vec<(String, String)>,
    /// Accesses without a person, and without a patient.
    pub without_user: u64,
    /// See `without_user`.
    pub without_patient: u64,
    /// It records days, not times.
    pub is_without_clock: bool,
}

/// The whole of an audit.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// `summary`.
    pub kind: &'static str,
    /// First and last audited day.
    pub from: String,
    /// See `from`.
    pub to: String,
    /// First day that habits were learned from.
    pub reference_from: String,
    /// First accesses of a person to a patient, and all later ones.
    pub first: Tally,
    /// See `first`.
    pub later: Tally,
    /// Accesses that cannot be judged: no person, no patient, no time.
    pub untried: u64,
    /// Share explained over everything that was read, and the same of made-up accesses over the period and within the day.
    pub explained: Chance,
    /// The same with weak reasons.
    pub with_weak: Chance,
    /// Stories of the audited days.
    pub stories: usize,
    /// Of those: alerts within the budget, and drawn by lot.
    pub alerts: usize,
    /// See `alerts`.
    pub sampled: usize,
    /// Cases of hard rules, by rule.
    pub hard_rules: BTreeMap<&'static str, usize>,
    /// How complete the logs are.
    pub applications: Vec<ApplicationLine>,
    /// Rows of care that some reason may rest on.
    pub care: usize,
    /// Accesses without a time, and with one that cannot be.
    pub without_time: u64,
    /// See `without_time`.
    pub impossible_time: u64,
    /// Accounts that two people seem to use.
    pub shared_accounts: usize,
    /// Habits could not be learned from days before the audited ones: order is all that the numbers tell.
    pub is_self_calibrated: bool,
    /// What no audit finds.
    pub undetectable: Vec<String>,
}

/// A share beside what chance does.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Chance {
    /// Of all accesses.
    pub share: Option<f64>,
    /// Of first ones.
    pub first: Option<f64>,
    /// Of made-up accesses to any patient of the period.
    pub chance: Option<f64>,
    /// Of made-up accesses to other patients of the same day.
    pub chance_day: Option<f64>,
}

impl Chance {
    pub(super) fn of(standing: &Standing) -> Self {
        let share = Share::value;
        Self {
            share: share(&standing.real),
            first: share(&standing.first),
            chance: share(&standing.chance_all),
            chance_day: share(&standing.chance_day),
        }
    }
}
