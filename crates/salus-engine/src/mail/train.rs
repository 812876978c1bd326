//! Learns from labelled mail: what an organisation's own people have sorted, or what comes with Salus.

use std::path::PathBuf;

use salus_content::Library;
use salus_mail::train::{Example, Label, Learnt, Sample, bits, figures, learn};
use salus_mail::{Examiner, Setting};
use salus_readers::messages;
use salus_record::ReadError;
use salus_sources::{Found, Opened, walk};
use serde::Serialize;

use crate::watch::{AsWatch, Progress};

/// Folders and mailboxes of one label.
pub struct Labelled {
    /// What the messages are.
    pub label: Label,
    /// Where they lie.
    pub paths: Vec<PathBuf>,
}

/// What was learned, and what it is worth on messages it was not learned from.
pub struct Trained {
    /// For `mail/model.yaml`.
    pub model: String,
    /// For `mail/fitted.yaml`.
    pub fitted: String,
    /// Measured by parts: each message judged by what the others taught, near copies kept together.
    pub figures: Figures,
}

/// How well harmful mail is told from other mail.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// Honest messages.
    pub ham: usize,
    /// Bulk mail nobody asked for.
    pub unwanted: usize,
    /// Messages that mean harm.
    pub harmful: usize,
    /// Messages that could not be taken apart.
    pub left_out: usize,
    /// Area under the ROC curve, harmful against honest.
    pub auc: f64,
    /// Share of harmful messages above the threshold that one honest message in a hundred passes.
    pub recall_at_1_percent: f64,
    /// Its interval (Wilson, 95 %).
    pub interval: (f64, f64),
    /// The same for one in a thousand.
    pub recall_at_1_in_1000: f64,
}

/// Too few to learn anything from.
const LEAST: usize = 20;

/// Learns from all messages of all folders.
///
/// # Errors
/// When there are too few messages, or the content cannot be used.
pub fn train(
    library: &Library,
    labelled: &[Labelled],
    progress: &dyn Progress,
) -> Result<Trained, String> {
    // What was fitted before must not be learned from again.
    let mut before = library.clone();
    before.remove_under("mail/fitted.yaml");
    before.remove_under("mail/model.yaml");
    let examiner = super::examiner(&before, Setting::default())?;
    let mut gathered = Gathered::default();
    for one in labelled {
        gathered.take(one, &examiner, progress);
    }
    let Gathered { samples, left_out } = gathered;
    let count = |label: Label| {
        samples
            .iter()
            .filter(|sample| sample.label == label)
            .count()
    };
    if count(Label::Ham) < LEAST || count(Label::Harmful) < LEAST {
        return Err(format!(
            "{} honest and {} harmful messages are too few to learn from; help: give at least {LEAST} of each",
            count(Label::Ham),
            count(Label::Harmful)
        ));
    }
    progress.stage("learning", None);
    let learnt = learn(&samples, examiner.scorecard());
    let figures = figures_of(&samples, &learnt, &examiner, left_out);
    Ok(Trained {
        model: learnt.model.text(),
        fitted: learnt.fitted.text(),
        figures,
    })
}

/// What was read so far.
#[derive(Default)]
struct Gathered {
    samples: Vec<Sample>,
    left_out: usize,
}

impl Gathered {
    fn take(&mut self, labelled: &Labelled, examiner: &Examiner, progress: &dyn Progress) {
        let corpus = format!("{:?}", labelled.label).to_lowercase();
        let walk = walk(&labelled.paths, &[]);
        progress.stage("reading", Some(walk.bytes()));
        let visited = walk.visit(&AsWatch(progress), &mut |found| {
            let Found::Piece(mut piece) = found else {
                self.left_out += 1;
                return Ok::<(), ReadError>(());
            };
            progress.item(&piece.name);
            if !piece.is_packed {
                salus_sources::Watch::read(&AsWatch(progress), piece.size);
            }
            let read = messages(&mut piece.input, &mut |_, raw| {
                let sample = raw.ok().and_then(|raw| {
                    let example = Example {
                        label: labelled.label,
                        corpus: &corpus,
                        family: "",
                        is_invented: false,
                        raw,
                    };
                    Sample::of(&example, examiner, &Opened).ok()
                });
                self.left_out += usize::from(sample.is_none());
                self.samples.extend(sample);
                Ok(())
            });
            self.left_out += usize::from(read.is_err());
            Ok(())
        });
        self.left_out += usize::from(visited.is_err());
    }
}

fn figures_of(
    samples: &[Sample],
    learnt: &Learnt,
    examiner: &Examiner,
    left_out: usize,
) -> Figures {
    let mut scorecard = examiner.scorecard().clone();
    scorecard.fit(&learnt.fitted);
    let scores = |label: Label| -> Vec<f64> {
        let all = samples.iter().zip(&learnt.held_out);
        let wanted = all.filter(|(sample, _)| sample.label == label);
        wanted
            .map(|(sample, said)| bits(sample, *said, &scorecard).0)
            .collect()
    };
    let (ham, unwanted, harmful) = (
        scores(Label::Ham),
        scores(Label::Unwanted),
        scores(Label::Harmful),
    );
    let above = |rate: f64| figures::above(&harmful, figures::threshold(&ham, rate));
    let share = |found: usize| found as f64 / harmful.len().max(1) as f64;
    let at_1_percent = above(0.01);
    Figures {
        ham: ham.len(),
        unwanted: unwanted.len(),
        harmful: harmful.len(),
        left_out,
        auc: figures::auc(&harmful, &ham),
        recall_at_1_percent: share(at_1_percent),
        interval: figures::wilson(at_1_percent, harmful.len()),
        recall_at_1_in_1000: share(above(0.001)),
    }
}
