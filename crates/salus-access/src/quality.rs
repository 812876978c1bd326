//! How good each template is: how often it holds, and how often it would by chance (methods A.5).
//!
//! Chance is seen in two logs that never were, made of the real one by giving each access the patient of another: over
//! the whole period (a stranger's record), and within the local day (another patient under treatment). Who looked and
//! when stays as it was, and so do the accesses of others upon which derived templates rest.

mod fake;

use salus_content::{TemplateClass, TemplateStrength};
use serde::Serialize;

pub use fake::{Within, permuted};

use crate::explain::{Explanations, Pretence, Unsound};
use crate::learned::Handled;
use crate::ranged::Over;
use crate::template::{Template, Templates};

/// With fewer accesses chance shares say too little, and no template is demoted.
pub const LEAST_ACCESSES: u64 = 1_000;
/// A strong template that ties the person to the patient holds by chance at most so often.
const MOST_DIRECT: f64 = 0.02;
/// The same for one that ties a department.
const MOST_DEPARTMENT: f64 = 0.08;
/// A strong template holds so many times as often as by chance within the day.
const LEAST_LIFT: f64 = 4.0;

/// Numerator and denominator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Of which it is true.
    pub met: u64,
    /// Of all these.
    pub of: u64,
}

impl Share {
    /// Between 0 and 1; `None` of nothing.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        (self.of > 0).then(|| self.met as f64 / self.of as f64)
    }

    fn add(&mut self, is_met: bool) {
        self.met += u64::from(is_met);
        self.of += 1;
    }
}

/// How often something holds, really and by chance.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Of all accesses.
    pub real: Share,
    /// Of first accesses of a user to a patient.
    pub first: Share,
    /// Had each access been to any patient of the period. Accesses that fell to their own patient are left out.
    pub chance_all: Share,
    /// Had it been to another patient of the same local day.
    pub chance_day: Share,
}

impl Standing {
    /// How many times as often it holds as by chance within the day; `None` when it never holds or there is no chance
    /// share, infinite when it never does by chance.
    #[must_use]
    pub fn lift(&self) -> Option<f64> {
        let (real, chance) = (self.real.value()?, self.chance_day.value()?);
        (real > 0.0).then(|| real / chance)
    }
}

/// How good the templates are, and what the whole statement is worth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// Each template as it is declared, by its place.
    pub templates: Vec<Standing>,
    /// Bits of those that were declared strong and are taken as weak.
    pub demoted: u32,
    /// Explained by a strong template, with those demoted.
    pub explained: Standing,
    /// Explained by any template.
    pub with_weak: Standing,
    /// What the logs that never were are made from.
    pub seed: u64,
}

/// Accesses explained, and what that is worth.
#[derive(Debug, Clone)]
pub struct Audit {
    /// The templates with the strengths that held.
    pub templates: Templates,
    /// Which departments handle which diagnoses.
    pub handled: Handled,
    /// Every access under those.
    pub explanations: Explanations,
    /// How good they are.
    pub quality: Quality,
}

/// Learns, explains, measures the templates, demotes those that chance does as well, and explains again.
///
/// The same seed gives the same result, whatever the order of rows, the number of threads, and whether care is ranged.
pub fn audit(
    over: &Over<'_>,
    templates: &Templates,
    seed: u64,
    threads: usize,
) -> Result<Audit, Unsound> {
    let handled = over.learn(templates, threads)?;
    let evidence = &over.evidence;
    let log = |within| permuted(evidence.accesses, evidence.calendar, within, seed);
    let bench = Bench {
        over,
        handled: &handled,
        chances: [
            (log(Within::Period), |one| &mut one.chance_all),
            (log(Within::Day), |one| &mut one.chance_day),
        ],
        threads,
    };
    let places = templates.list().len();
    let mut trial = bench.trial(templates)?;
    let standings = trial.standings[..places].to_vec();
    let demoted = demotions(templates, &standings);
    let mut held = templates.clone();
    if demoted != 0 {
        held = templates.demoted(demoted);
        // The first explanations go before the second are made: each is as long as the log.
        drop(trial);
        trial = bench.trial(&held)?;
    }
    let quality = Quality {
        templates: standings,
        demoted,
        explained: trial.standings[places],
        with_weak: trial.standings[places + 1],
        seed,
    };
    Ok(Audit {
        templates: held,
        explanations: trial.explanations,
        quality,
        handled,
    })
}

/// Bits of the templates that must not explain alone.
///
/// A strong one stays so while it holds by chance for at most 2 % of accesses (direct) or 8 % (department), and at least
/// four times as often as by chance within the day.
#[must_use]
pub fn demotions(templates: &Templates, standings: &[Standing]) -> u32 {
    let numbered = templates.list().iter().zip(standings).enumerate();
    numbered
        .filter(|(_, (template, standing))| falls(template, standing))
        .fold(0, |bits, (place, _)| bits | 1 << place)
}

fn falls(template: &Template, standing: &Standing) -> bool {
    let is_strong = template.strength == TemplateStrength::Strong;
    if !is_strong || standing.real.of < LEAST_ACCESSES {
        return false;
    }
    let most = match template.class {
        TemplateClass::Direct => MOST_DIRECT,
        TemplateClass::Department => MOST_DEPARTMENT,
        TemplateClass::Weak => 0.0,
    };
    standing
        .chance_all
        .value()
        .is_some_and(|chance| chance > most)
        || standing.lift().is_some_and(|lift| lift < LEAST_LIFT)
}

struct Bench<'a> {
    over: &'a Over<'a>,
    handled: &'a Handled,
    /// The patients of the two logs that never were, and which share is counted in each.
    chances: [(Vec<u32>, Part); 2],
    threads: usize,
}

/// One of the shares of a standing.
type Part = fn(&mut Standing) -> &mut Share;

/// One run over the real log and over the two that never were.
struct Trial {
    explanations: Explanations,
    /// Of each template; then of all strong ones together, and of all.
    standings: Vec<Standing>,
}

impl Bench<'_> {
    fn trial(&self, templates: &Templates) -> Result<Trial, Unsound> {
        let accesses = self.over.evidence.accesses;
        let each = (0..templates.list().len()).map(|place| 1 << place);
        let bits: Vec<u32> = each.chain([templates.strong(), u32::MAX]).collect();
        let mut standings = vec![Standing::default(); bits.len()];
        let explanations = self.over.explain(templates, self.handled, self.threads)?;
        let mut count = |share: Part, matched: u32| {
            for (bits, standing) in bits.iter().zip(&mut standings) {
                share(standing).add(matched & bits != 0);
            }
        };
        for row in (0..accesses.len()).filter(|row| accesses.can_be_tried(*row)) {
            count(|one| &mut one.real, explanations.matched[row]);
            if explanations.first[row] {
                count(|one| &mut one.first, explanations.matched[row]);
            }
        }
        for (patient, share) in &self.chances {
            let pretence = Pretence {
                patient,
                matched: &explanations.matched,
            };
            let matched = self
                .over
                .pretend(templates, self.handled, pretence, self.threads)?;
            for row in (0..accesses.len()).filter(|row| accesses.can_be_tried(*row)) {
                if patient[row] != accesses.patient[row] {
                    count(*share, matched[row]);
                }
            }
        }
        Ok(Trial {
            explanations,
            standings,
        })
    }
}
