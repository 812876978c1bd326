//! The figures as Markdown.

use std::collections::BTreeMap;

use salus_mail::train::figures::{
    above, auc, brier, calibration_error, precision, threshold, wilson,
};
use salus_mail::train::{Label, Sample, learn};
use salus_mail::{Model, Scorecard};

use crate::load::Test;
use crate::{Judged, fitted_card, judge};

/// What a message is ranked by.
type Rank = fn(&Judged) -> f64;
const RANKS: [(&str, Rank); 4] = [
    ("wording, harm", |one| one.said.harmful),
    ("wording, harm or bulk", |one| one.said.unwanted),
    ("scorecard, harm", |one| one.bits.0),
    ("scorecard, harm or bulk", |one| one.bits.1),
];
/// The rank that a flag goes by.
const FLAG: Rank = |one| one.bits.1;

/// Sets of ham, none of which was learned from when it was judged.
const SETS: [(&str, &[&str]); 5] = [
    ("easy", &["spamassassin-easy"]),
    ("hard", &["spamassassin-hard"]),
    ("synthetic", &["ham-synthetic"]),
    ("invented", &["invented"]),
    (
        "real and synthetic",
        &["spamassassin-easy", "spamassassin-hard", "ham-synthetic"],
    ),
];

fn ham(unseen: &[Judged], corpora: &[&str], rank: Rank) -> Vec<f64> {
    let of = unseen
        .iter()
        .filter(|one| one.label == Label::Ham && corpora.contains(&one.corpus.as_str()));
    of.map(rank).collect()
}

fn scores(judged: &[Judged], rank: Rank) -> Vec<f64> {
    judged.iter().map(rank).collect()
}

fn share(found: usize, of: usize) -> String {
    let (low, high) = wilson(found, of);
    format!("{:.3} ({low:.2}-{high:.2}, {found}/{of})", rate(found, of))
}

fn rate(found: usize, of: usize) -> f64 {
    f64::from(u32::try_from(found).unwrap_or(0)) / f64::from(u32::try_from(of.max(1)).unwrap_or(1))
}

pub(crate) fn sources(model: &Model) {
    println!("\n| training mail | ham | unwanted | harmful |\n| --- | --: | --: | --: |");
    for one in &model.trained_on {
        println!(
            "| {} | {} | {} | {} |",
            one.corpus, one.ham, one.unwanted, one.harmful
        );
    }
}

/// Recall on the test collection, thresholds on ham that was not learned from.
pub(crate) fn main_table(judged: &[Judged], unseen: &[Judged]) {
    println!(
        "\n| ranked by | ham | ROC AUC | recall at 1 % | recall at 0.1 % | PPV at 1 % prevalence |\n| --- | --- | --: | --: | --: | --: |"
    );
    for (name, rank) in RANKS {
        for (set, corpora) in SETS {
            let (yes, no) = (scores(judged, rank), ham(unseen, corpora, rank));
            let at = |rate: f64| above(&yes, threshold(&no, rate));
            let one = at(0.01);
            println!(
                "| {name} | {set} ({}) | {:.4} | {} | {} | {:.2} |",
                no.len(),
                auc(&yes, &no),
                share(one, yes.len()),
                share(at(0.001), yes.len()),
                precision(rate(one, yes.len()), 0.01, 0.01)
            );
        }
    }
}

/// Thresholds of one source of ham, held against the others.
pub(crate) fn other_sources(judged: &[Judged], unseen: &[Judged]) {
    println!(
        "\n| threshold (1 %) set on | false positives on easy | hard | synthetic | invented | recall |\n| --- | --: | --: | --: | --: | --: |"
    );
    for (set, corpora) in SETS {
        let t = threshold(&ham(unseen, corpora, FLAG), 0.01);
        let cells = SETS[..4].iter().map(|(_, other)| {
            let no = ham(unseen, other, FLAG);
            format!("{:.3}", rate(above(&no, t), no.len()))
        });
        let yes = scores(judged, FLAG);
        println!(
            "| {set} | {} | {} |",
            cells.collect::<Vec<_>>().join(" | "),
            share(above(&yes, t), yes.len())
        );
    }
    let no = ham(unseen, &["invented"], FLAG);
    println!(
        "\nWords given as shipped: suspicious or more by bits above 0: recall {}; invented ham {}.",
        share(above(&scores(judged, |one| one.bits.0), 0.0), judged.len()),
        share(
            above(&ham(unseen, &["invented"], |one| one.bits.0), 0.0),
            no.len()
        )
    );
    for (set, corpora) in SETS {
        let (harm, flag) = (
            ham(unseen, corpora, |one| one.bits.0),
            ham(unseen, corpora, FLAG),
        );
        println!(
            "- {set}: suspicious {}, unwanted or more {}",
            share(above(&harm, 0.0), harm.len()),
            share(above(&flag, 0.0), flag.len())
        );
    }
    println!(
        "- test: unwanted or more {}",
        share(above(&scores(judged, FLAG), 0.0), judged.len())
    );
}

/// What happens to ham of a source that nothing was learned from.
pub(crate) fn left_out(samples: &[Sample], tests: &[Test], card: &Scorecard) {
    println!(
        "\n| learned without | its ham | ROC AUC | false positives at the 1 % threshold of the rest | recall there |\n| --- | --: | --: | --: | --: |"
    );
    for corpora in [
        &[
            "spamassassin-easy",
            "spamassassin-hard",
            "spamassassin-spam",
        ][..],
        &["spamassassin-hard"],
        &["ham-synthetic"],
        &["invented"],
    ] {
        let is_out = |sample: &Sample| corpora.contains(&sample.corpus.as_str());
        let (out, rest): (Vec<Sample>, Vec<Sample>) = samples.iter().cloned().partition(is_out);
        let learnt = learn(&rest, card);
        let fitted = fitted_card(card, &learnt.fitted);
        let within = rest
            .iter()
            .zip(&learnt.held_out)
            .filter(|(one, _)| one.label == Label::Ham);
        let known: Vec<f64> = within
            .map(|(one, said)| FLAG(&judge(one, *said, &fitted)))
            .collect();
        let score = |sample: &Sample| FLAG(&judge(sample, learnt.read(sample), &fitted));
        let no: Vec<f64> = out
            .iter()
            .filter(|one| one.label == Label::Ham)
            .map(score)
            .collect();
        let yes: Vec<f64> = tests.iter().map(|one| score(&one.sample)).collect();
        let t = threshold(&known, 0.01);
        println!(
            "| {} | {} | {:.4} | {} | {} |",
            corpora.join(", "),
            no.len(),
            auc(&yes, &no),
            share(above(&no, t), no.len()),
            share(above(&yes, t), yes.len())
        );
    }
}

/// A collection that nothing was learned from, at the thresholds of the others.
pub(crate) fn against(judged: &[Judged], unseen: &[Judged], others: &[Judged], names: bool) {
    println!(
        "\n| never learned from | messages | ROC AUC | beyond 1 % of easy | hard | synthetic | invented | all three | suspicious as the words are given | unwanted or more |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |"
    );
    let yes = scores(judged, FLAG);
    let mut by_corpus: BTreeMap<(&str, Label), Vec<&Judged>> = BTreeMap::new();
    for one in others {
        by_corpus
            .entry((&one.corpus, one.label))
            .or_default()
            .push(one);
    }
    for ((corpus, label), all) in by_corpus {
        let flags: Vec<f64> = all.iter().map(|one| FLAG(one)).collect();
        let harm: Vec<f64> = all.iter().map(|one| one.bits.0).collect();
        let cells = SETS.iter().map(|(_, corpora)| {
            let t = threshold(&ham(unseen, corpora, FLAG), 0.01);
            format!("{:.3}", rate(above(&flags, t), all.len()))
        });
        println!(
            "| {corpus} ({label:?}) | {} | {:.4} | {} | {} | {} |",
            all.len(),
            auc(&yes, &flags),
            cells.collect::<Vec<_>>().join(" | "),
            share(above(&harm, 0.0), all.len()),
            share(above(&flags, 0.0), all.len())
        );
        let own = threshold(&flags, 0.01);
        println!(
            "  recall at 1 % of these: {}",
            share(above(&yes, own), yes.len())
        );
    }
    if names {
        worst("never learned from", others.iter());
    }
}

/// Recall by what a message wants, at the 1 % threshold of real and synthetic ham.
pub(crate) fn lures(judged: &[Judged], unseen: &[Judged]) {
    let t = threshold(&ham(unseen, SETS[4].1, FLAG), 0.01);
    let mut by_lure: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for one in judged {
        let wishes: Vec<&str> = one
            .signals
            .iter()
            .filter_map(|id| id.strip_prefix("intent."))
            .collect();
        let names = if wishes.is_empty() {
            vec!["(no phrase met)"]
        } else {
            wishes
        };
        for name in names {
            let count = by_lure.entry(format!("test: {name}")).or_default();
            count.0 += usize::from(FLAG(one) > t);
            count.1 += 1;
        }
    }
    for one in unseen
        .iter()
        .filter(|one| one.corpus == "invented" && one.label != Label::Ham)
    {
        let kind = if one.label == Label::Harmful {
            "invented"
        } else {
            "invented bulk"
        };
        let count = by_lure
            .entry(format!("{kind}: {}", one.family))
            .or_default();
        count.0 += usize::from(FLAG(one) > t);
        count.1 += 1;
    }
    println!("\n| lure | recall at 1 % |\n| --- | --: |");
    for (name, (found, of)) in &by_lure {
        println!("| {name} | {} |", share(*found, *of));
    }
    let mut by_family: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in unseen
        .iter()
        .filter(|one| one.corpus == "invented" && one.label == Label::Ham)
    {
        let count = by_family.entry(&one.family).or_default();
        count.0 += usize::from(FLAG(one) > t);
        count.1 += 1;
    }
    println!("\n| invented ham (family held out) | false positives at 1 % |\n| --- | --: |");
    for (name, (found, of)) in by_family.iter().filter(|(_, (found, _))| *found > 0) {
        println!("| {name} | {} |", share(*found, *of));
    }
}

/// How far the probabilities are right, at the share of harmful mail in the test.
pub(crate) fn calibration(judged: &[Judged], unseen: &[Judged]) {
    let no = ham(unseen, SETS[4].1, FLAG);
    let odds = (rate(judged.len(), 1) / rate(no.len(), 1)).log2();
    let likely = |bits: f64| 1.0 / (1.0 + (-(bits + 3.0 + odds)).exp2());
    let mut predicted: Vec<(f64, bool)> =
        judged.iter().map(|one| (likely(FLAG(one)), true)).collect();
    predicted.extend(no.iter().map(|bits| (likely(*bits), false)));
    println!(
        "\nBrier {:.4}, expected calibration error {:.4} (test collection against real and synthetic ham).",
        brier(&predicted),
        calibration_error(&predicted)
    );
}

/// Names of what is missed, for the half that may be looked at.
pub(crate) fn missed(judged: &[Judged], unseen: &[Judged], tests: &[Test]) {
    let t = threshold(&ham(unseen, SETS[4].1, FLAG), 0.01);
    eprintln!("threshold {t:.2}");
    for (one, test) in judged.iter().zip(tests).filter(|(one, _)| FLAG(one) <= t) {
        eprintln!(
            "missed {} {:.2} wording {:.2} {:.2} {}",
            test.name,
            FLAG(one),
            one.said.harmful,
            one.said.unwanted,
            one.signals.join(" ")
        );
    }
    for (set, corpora) in &SETS[..4] {
        let is_of = |one: &&Judged| corpora.contains(&one.corpus.as_str());
        worst(set, unseen.iter().filter(is_of));
    }
}

/// The honest messages of a set that look worst.
fn worst<'j>(set: &str, all: impl Iterator<Item = &'j Judged>) {
    let mut worst: Vec<&Judged> = all.filter(|one| one.label == Label::Ham).collect();
    worst.sort_by(|one, other| FLAG(other).total_cmp(&FLAG(one)));
    for one in worst.iter().take(20) {
        eprintln!(
            "ham {set} {} {:.2} wording {:.2} {:.2} {}",
            one.family,
            FLAG(one),
            one.said.harmful,
            one.said.unwanted,
            one.signals.join(" ")
        );
    }
}
