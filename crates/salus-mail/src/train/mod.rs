//! Learns from labelled messages: weights of words, their calibration, and the scorecard's bits.
//!
//! A pure function: examples go in, content files come out. The same examples in the same order give the same bytes.

pub mod figures;
mod fit;
mod logistic;
mod near;

use std::collections::BTreeMap;

use crate::examine::{Beside, Examiner, Refused};
use crate::model::{CLIP, Calibration, Model, Source, Wordings};
use crate::scorecard::{Fitted, Scorecard};
use crate::text::{BUCKETS, Wording, grams, shingles};
use crate::unpack::Unpack;
use logistic::Problem;
use near::Signature;

/// Parts that examples are split into; what one part's messages say is judged by what the others taught.
const FOLDS: usize = 5;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Label {
    /// Honest mail.
    Ham,
    /// Bulk mail nobody asked for.
    Unwanted,
    /// Phishing, scams, malware.
    Harmful,
}

/// One labelled message.
#[derive(Debug, Clone, Copy)]
pub struct Example<'e> {
    /// What it is.
    pub label: Label,
    /// Where it comes from.
    pub corpus: &'e str,
    /// Messages of one family stay in one part; empty where nothing is known.
    pub family: &'e str,
    /// Written by a generator: its share of signals is a guess, so that it moves the scorecard less.
    pub is_invented: bool,
    /// The message as it came over the wire.
    pub raw: &'e [u8],
}

/// What is kept of a labelled message: numbers, none of its words.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What it is.
    pub label: Label,
    /// Where it comes from.
    pub corpus: String,
    /// Its family; empty where nothing is known.
    pub family: String,
    /// Written by a generator.
    pub is_invented: bool,
    /// Signals that were found in it.
    pub signals: Vec<String>,
    pub(crate) grams: Vec<u32>,
    pub(crate) signature: Signature,
}

impl Sample {
    /// Examines one example.
    ///
    /// # Errors
    /// A message that cannot be taken apart.
    pub fn of(
        example: &Example<'_>,
        examiner: &Examiner,
        unpack: &dyn Unpack,
    ) -> Result<Self, Refused> {
        let examined = examiner.examine(example.raw, &Beside::opened_by(unpack))?;
        let wording = Wording::of(&examined.anatomy);
        Ok(Self {
            label: example.label,
            corpus: example.corpus.to_owned(),
            family: example.family.to_owned(),
            is_invented: example.is_invented,
            signals: examined
                .signals
                .iter()
                .map(|one| one.id.to_string())
                .collect(),
            grams: grams(&wording),
            signature: Signature::of(&shingles(&wording)),
        })
    }
}

/// What was learned, with what is thought of each example by what the other parts taught.
#[derive(Debug, Clone)]
pub struct Learnt {
    /// For `content/mail/model.yaml`.
    pub model: Model,
    /// For `content/mail/fitted.yaml`.
    pub fitted: Fitted,
    /// One for each sample, from weights that have not seen it or its like.
    pub held_out: Vec<Wordings>,
}

/// The two questions.
const QUESTIONS: [fn(Label) -> bool; 2] =
    [|label| label == Label::Harmful, |label| label != Label::Ham];

/// Learns from samples; `scorecard` has the expert's bits of all signals ([`Examiner::scorecard`] of an examiner
/// without fitted bits).
#[must_use]
pub fn learn(samples: &[Sample], scorecard: &Scorecard) -> Learnt {
    let groups = groups(samples);
    let weights = weights(samples, &groups);
    let mut calibrations = [Calibration::default(); 2];
    let mut steps = vec![[0_i8; 2]; BUCKETS as usize];
    let mut held_out = vec![Wordings::default(); samples.len()];
    for (at, is_positive) in QUESTIONS.iter().enumerate() {
        let problem = Problem::new(samples, &weights, &groups, *is_positive);
        let margins = held_out_margins(&problem, &groups);
        let (slope, offset) = problem.calibrate(&margins);
        let all: Vec<usize> = (0..samples.len()).collect();
        let found = problem.solve(&all);
        let scale = found.largest() / 127.0;
        let calibration = Calibration {
            scale,
            bias: found.bias,
            slope,
            offset,
            prior: 0.0,
        };
        found.quantise(scale, &mut |bucket, step| steps[bucket as usize][at] = step);
        for ((said, margin), sample) in held_out.iter_mut().zip(&margins).zip(samples) {
            let ratio = calibration.of_margin(*margin, sample.grams.len());
            if at == 0 {
                said.harmful = ratio;
            } else {
                said.unwanted = ratio;
            }
        }
        calibrations[at] = calibration;
    }
    let fitted = fit::fit(samples, &weights, &held_out, scorecard);
    let model = Model::new(sources(samples), calibrations, steps);
    Learnt {
        model,
        fitted,
        held_out,
    }
}

impl Learnt {
    /// What the wording of a sample says by the learned weights.
    #[must_use]
    pub fn read(&self, sample: &Sample) -> Wordings {
        self.model.read(&sample.grams)
    }
}

/// Bits of a sample as the verdict adds them up: for harm, and for harm or bulk.
#[must_use]
pub fn bits(sample: &Sample, said: Wordings, scorecard: &Scorecard) -> (f64, f64) {
    let wording = |nats: f64| scorecard.wording * nats.clamp(-CLIP, CLIP) / std::f64::consts::LN_2;
    let mut harm = scorecard.base + wording(said.harmful);
    let mut flag = scorecard.base + wording(said.unwanted);
    for score in sample
        .signals
        .iter()
        .filter_map(|id| scorecard.signals.get(id))
    {
        harm += score.bits;
        flag += score.flag_bits();
    }
    (harm, flag)
}

/// The group of each sample: near copies and families belong together.
#[must_use]
pub fn groups(samples: &[Sample]) -> Vec<usize> {
    let signatures: Vec<&Signature> = samples.iter().map(|sample| &sample.signature).collect();
    let mut sets = near::Sets::of(&signatures);
    let mut first_of: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, sample) in samples.iter().enumerate() {
        if !sample.family.is_empty() {
            let first = *first_of
                .entry((&sample.corpus, &sample.family))
                .or_insert(at);
            sets.join(first, at);
        }
    }
    sets.roots()
}

/// The part each group belongs to, so that parts are about equally large.
#[must_use]
pub fn folds(groups: &[usize]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups {
        *sizes.entry(*group).or_default() += 1;
    }
    let mut order: Vec<(usize, usize)> = sizes
        .into_iter()
        .map(|(group, size)| (size, group))
        .collect();
    order.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut filled = [0_usize; FOLDS];
    let mut fold_of = BTreeMap::new();
    for (size, group) in order {
        let least = (0..FOLDS).min_by_key(|fold| filled[*fold]).unwrap_or(0);
        filled[least] += size;
        fold_of.insert(group, least);
    }
    groups
        .iter()
        .map(|group| fold_of.get(group).copied().unwrap_or(0))
        .collect()
}

fn held_out_margins(problem: &Problem<'_>, groups: &[usize]) -> Vec<f64> {
    let folds = folds(groups);
    let mut margins = vec![0.0; folds.len()];
    for fold in 0..FOLDS {
        let (inside, outside): (Vec<usize>, Vec<usize>) =
            (0..folds.len()).partition(|at| folds[*at] == fold);
        let found = problem.solve(&outside);
        for at in inside {
            margins[at] = problem.margin(&found, at);
        }
    }
    margins
}

/// How much each sample counts: a corpus counts by the root of its size, and so does a set of near copies.
fn weights(samples: &[Sample], groups: &[usize]) -> Vec<f64> {
    let mut of_corpus: BTreeMap<(&str, Label), f64> = BTreeMap::new();
    let mut of_group: BTreeMap<usize, f64> = BTreeMap::new();
    for (sample, group) in samples.iter().zip(groups) {
        *of_corpus.entry((&sample.corpus, sample.label)).or_default() += 1.0;
        *of_group.entry(*group).or_default() += 1.0;
    }
    samples
        .iter()
        .zip(groups)
        .map(|(sample, group)| {
            let corpus = of_corpus
                .get(&(sample.corpus.as_str(), sample.label))
                .copied()
                .unwrap_or(1.0);
            // A family is varied by its grammar; only near copies without one are held down.
            let copies = if sample.family.is_empty() {
                of_group.get(group).copied().unwrap_or(1.0)
            } else {
                1.0
            };
            1.0 / (corpus.sqrt() * copies.sqrt())
        })
        .collect()
}

fn sources(samples: &[Sample]) -> Vec<Source> {
    let mut by_corpus: BTreeMap<&str, Source> = BTreeMap::new();
    for sample in samples {
        let source = by_corpus.entry(&sample.corpus).or_insert_with(|| Source {
            corpus: sample.corpus.clone(),
            ham: 0,
            unwanted: 0,
            harmful: 0,
        });
        match sample.label {
            Label::Ham => source.ham += 1,
            Label::Unwanted => source.unwanted += 1,
            Label::Harmful => source.harmful += 1,
        }
    }
    by_corpus.into_values().collect()
}
