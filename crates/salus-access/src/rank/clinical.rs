//! Lane two: how little leads from the patient's care to the user, by a model that tells real pairs from invented ones.

use super::activity::member;
use super::days::LOOK_BACK;
use super::pairs::{Open, Pairs};
use super::people::People;
use super::proximity::Proximity;
use super::threads::in_stretches;
use super::usual::{Company, Usual};
use super::{Evidence, Settings};
use crate::columns::{Accesses, NONE};
use salus_stats::Matrix;
use salus_stats::logistic::{self, Logistic};
use salus_stats::random::Random;

/// What the model looks at (methods A.6, L2); the user's own accesses are left out of all but the last.
pub(super) const FEATURES: usize = 7;
/// ln(1 + colleagues of the same department who touched the patient within seven days).
pub(super) const COLLEAGUES: usize = 0;
/// ln(1 + all others who did).
pub(super) const OTHERS: usize = 1;
/// The largest proximity of the user's department to those of the others.
pub(super) const CLOSEST: usize = 2;
/// The mean of the same.
const MEAN: usize = 3;
/// 1 when nobody else touched the patient.
pub(super) const NOBODY: usize = 4;
/// -ln of the share of the department's unexplained accesses that have as much company: nobody, others, colleagues.
pub(super) const UNUSUAL: usize = 5;
/// 1 when the user touched the patient in the 30 days before.
pub(super) const EARLIER: usize = 6;

const DAYS_BEFORE: i32 = 7;
/// Real pairs that the model is fitted to at most; more would not change eight numbers.
const MOST_REAL: usize = 50_000;
/// Invented pairs for each real one.
const FAKES: usize = 3;
/// Fewer real or invented pairs than this make no model.
const LEAST: usize = 50;
const PENALTY: f64 = 1.0;

/// The fitted model: log-odds that a pair is one of those that care leads to, though no template says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Coefficients: colleagues, others, closest and mean proximity of departments, nobody else, unusual company, earlier access.
    pub logistic: Logistic,
    /// Means of these seven over the pairs it was fitted to.
    pub means: [f64; FEATURES],
    /// Real pairs of the reference window that it was fitted to.
    pub real: usize,
    /// Invented pairs that the templates left unexplained.
    pub invented: usize,
}

impl Model {
    /// How strange a pair is: minus the log-odds.
    pub(super) fn score(&self, features: &[f64; FEATURES]) -> f64 {
        -self.logistic.logit(features)
    }
}

/// What features are made from.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pairs: &'a Pairs,
    people: &'a People,
    proximity: Proximity,
    usual: Usual,
    settings: &'a Settings,
}

/// A user and a patient on a day.
#[derive(Debug, Clone, Copy)]
struct Pair {
    user: u32,
    patient: u32,
    day: i32,
}

impl<'a> Ground<'a> {
    pub(super) fn new(pairs: &'a Pairs, people: &'a People, settings: &'a Settings) -> Self {
        Self {
            proximity: Proximity::new(&pairs.activity, people),
            usual: Usual::default(),
            pairs,
            people,
            settings,
        }
    }

    /// Learns from accesses taken as clean what company is usual, and gives their features.
    fn learn(&mut self, real: &[&Open]) -> Vec<[f64; FEATURES]> {
        let mut features = self.all(real);
        let home = |open: &&Open| (self.people.home(open.user, open.day), open.user);
        let homes: Vec<(u32, u32)> = real.iter().map(home).collect();
        let rows = homes.iter().zip(&features);
        self.usual = Usual::new(rows.map(|(home, features)| (*home, company(features))));
        for (home, features) in homes.into_iter().zip(&mut features) {
            features[UNUSUAL] = self.unusual(home, features);
        }
        features
    }

    fn unusual(&self, home: (u32, u32), features: &[f64; FEATURES]) -> f64 {
        -libm::log(self.usual.share(home, company(features)))
    }

    /// The features of unexplained pairs, in order.
    pub(super) fn all(&self, open: &[&Open]) -> Vec<[f64; FEATURES]> {
        let pairs: Vec<Pair> = open.iter().map(|open| pair(open)).collect();
        self.features(&pairs)
    }

    fn features(&self, pairs: &[Pair]) -> Vec<[f64; FEATURES]> {
        // Patient by patient, since that is how the activity lies in memory.
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_unstable_by_key(|at| (pairs[*at].patient, *at));
        let found = in_stretches(&order, self.settings.threads, 1_024, |order| {
            let mut others = Vec::new();
            let each = order.iter().map(|at| self.one(pairs[*at], &mut others));
            each.collect()
        });
        let mut features = vec![[0.0; FEATURES]; pairs.len()];
        for (at, found) in order.into_iter().zip(found) {
            features[at] = found;
        }
        features
    }

    fn one(&self, pair: Pair, others: &mut Vec<u64>) -> [f64; FEATURES] {
        let activity = &self.pairs.activity;
        let after = self.settings.days_after;
        others.clear();
        let around = activity.around(pair.patient, pair.day, DAYS_BEFORE, after);
        others.extend(
            around
                .members()
                .filter(|other| member(*other).1 != pair.user),
        );
        others.sort_unstable();
        others.dedup();
        let mut features = [0.0; FEATURES];
        let own = self.people.home(pair.user, pair.day);
        let same = |other: &&u64| own != NONE && member(**other).0 == own;
        let colleagues = others.iter().filter(same).count();
        features[COLLEAGUES] = libm::log1p(colleagues as f64);
        features[OTHERS] = libm::log1p(others.len() as f64);
        features[NOBODY] = f64::from(others.is_empty());
        let departments = others.chunk_by(|a, b| member(*a).0 == member(*b).0);
        let near = departments.map(|group| {
            let other = member(group[0]).0;
            self.proximity.without(pair.user, own, other)
        });
        let (mut sum, mut count, mut most) = (0.0, 0.0, f64::NEG_INFINITY);
        for proximity in near {
            sum += proximity;
            count += 1.0;
            most = f64::max(most, proximity);
        }
        if count > 0.0 {
            features[CLOSEST] = most;
            features[MEAN] = sum / count;
        }
        features[UNUSUAL] = self.unusual((own, pair.user), &features);
        let earlier = activity.was_there(pair.patient, pair.user, pair.day, LOOK_BACK);
        features[EARLIER] = f64::from(earlier);
        features
    }
}

/// Fits the model to the reference window: real unexplained pairs against invented ones that the templates leave
/// unexplained too (noise-contrastive estimation, Gutmann & Hyvärinen 2010). `None` when there are too few.
pub(super) fn train(ground: &mut Ground<'_>, evidence: &Evidence<'_>) -> Option<Model> {
    let mut real: Vec<&Open> = ground.pairs.open.iter().collect();
    real.retain(|open| evidence.reference.holds(open.day) && !evidence.audit.holds(open.day));
    let mut random = Random::stream(ground.settings.seed, u64::MAX);
    if real.len() > MOST_REAL {
        random.shuffle(&mut real);
        real.truncate(MOST_REAL);
    }
    let mut rows = ground.learn(&real);
    let fakes = invent(&real, ground, evidence, &mut random);
    if real.len() < LEAST || fakes.len() < LEAST {
        return None;
    }
    let (invented, real_count) = (fakes.len(), real.len());
    rows.extend(ground.features(&fakes));
    let labels: Vec<bool> = (0..rows.len()).map(|row| row < real_count).collect();
    let mut means = [0.0; FEATURES];
    for row in &rows {
        for (mean, value) in means.iter_mut().zip(row) {
            *mean += value / rows.len() as f64;
        }
    }
    let design = Matrix::new(FEATURES, rows.into_iter().flatten().collect()).ok()?;
    let logistic = logistic::fit(&design, &labels, &[], PENALTY).ok()?;
    Some(Model {
        logistic,
        means,
        real: real_count,
        invented,
    })
}

/// Each real pair with the patients of others: half from all days of the reference window, half from the same day.
fn invent(
    real: &[&Open],
    ground: &Ground<'_>,
    evidence: &Evidence<'_>,
    random: &mut Random,
) -> Vec<Pair> {
    let pool = Pool::new(ground, evidence);
    let (mut fakes, mut accesses) = (Vec::new(), Accesses::default());
    let codes = (&ground.people.user_codes, &ground.people.patient_codes);
    for (place, open) in real.iter().enumerate() {
        for turn in 0..FAKES {
            let from = if (place * FAKES + turn).is_multiple_of(2) {
                &pool.patients[..]
            } else {
                pool.on(open.day)
            };
            let Some(patient) = from.get(random.below(from.len() as u64) as usize) else {
                continue;
            };
            let is_own = ground.people.patients[*patient as usize].staff == open.user;
            if *patient == open.patient || is_own {
                continue;
            }
            let (user, old) = (codes.0.old_of(open.user), codes.1.old_of(*patient));
            accesses.push(open.time, user, old, false);
            fakes.push(Pair {
                patient: *patient,
                ..pair(open)
            });
        }
    }
    let left = (evidence.still_unexplained)(&accesses);
    let mut left = left.into_iter();
    fakes.retain(|_| left.next().unwrap_or(true));
    fakes
}

/// The patients of all pairs of the reference window, by day.
struct Pool {
    first: i32,
    start: Vec<usize>,
    patients: Vec<u32>,
}

impl Pool {
    fn new(ground: &Ground<'_>, evidence: &Evidence<'_>) -> Self {
        let activity = &ground.pairs.activity;
        let days = ground.pairs.open.iter().map(|open| open.day);
        let days = days.filter(|day| evidence.reference.holds(*day));
        let (first, last) = days.fold((i32::MAX, i32::MIN), |(low, high), day| {
            (low.min(day), high.max(day))
        });
        if first > last {
            return Self {
                first: 0,
                start: vec![0],
                patients: Vec::new(),
            };
        }
        let inside = |day: i32| first <= day && day <= last;
        let mut start = vec![0_usize; (last - first) as usize + 2];
        for (_, day, _) in activity.iter().filter(|(_, day, _)| inside(*day)) {
            start[(day - first) as usize + 1] += 1;
        }
        for day in 1..start.len() {
            start[day] += start[day - 1];
        }
        let mut next = start.clone();
        let mut patients = vec![0; start.last().copied().unwrap_or(0)];
        for (patient, day, _) in activity.iter().filter(|(_, day, _)| inside(*day)) {
            let place = &mut next[(day - first) as usize];
            patients[*place] = patient;
            *place += 1;
        }
        Self {
            first,
            start,
            patients,
        }
    }

    fn on(&self, day: i32) -> &[u32] {
        let place = day.saturating_sub(self.first).max(0) as usize;
        let bounds = (self.start.get(place), self.start.get(place + 1));
        match bounds {
            (Some(from), Some(until)) => &self.patients[*from..*until],
            _ => &[],
        }
    }
}

fn company(features: &[f64; FEATURES]) -> Company {
    if features[NOBODY] > 0.0 {
        Company::Nobody
    } else if features[COLLEAGUES] > 0.0 {
        Company::Colleagues
    } else {
        Company::Others
    }
}

fn pair(open: &Open) -> Pair {
    Pair {
        user: open.user,
        patient: open.patient,
        day: open.day,
    }
}
