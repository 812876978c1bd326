//! What a filter would hide of the findings in some evidence, rule by rule, without hiding anything.

use salus_detect::{Finding, finding_of};
use salus_lake::{Lake, LakeError};
use salus_record::{Batch, Output, ReadError, Reject};
use salus_sigma::Preview;
use salus_sources::{Found, Walk};

use crate::spine;
use crate::watch::{AsWatch, Progress};

/// Hidden findings that are kept to be shown, for each rule.
const SHOWN: usize = 3;

/// One rule that the filter speaks of.
#[derive(Debug, Clone)]
pub struct Tried {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its level.
    pub level: String,
    /// What it finds now.
    pub findings: u64,
    /// How much of that the filter would hide.
    pub hidden: u64,
    /// Some of what would be hidden, the first that were met.
    pub examples: Vec<Finding>,
}

/// What came of trying a filter.
#[derive(Debug, Default)]
pub struct Trial {
    /// The rules, in the order they were loaded.
    pub rules: Vec<Tried>,
    /// Records met.
    pub records: u64,
    /// Files that could not be read to their end, each with the reason.
    pub unread: Vec<(String, String)>,
}

impl Trial {
    fn new(preview: &Preview) -> Self {
        let rules = preview.rules().iter().map(|rule| Tried {
            id: rule.id.clone(),
            title: rule.title.clone(),
            level: rule.level.clone(),
            findings: 0,
            hidden: 0,
            examples: Vec::new(),
        });
        Self {
            rules: rules.collect(),
            ..Self::default()
        }
    }

    fn add(&mut self, preview: &Preview, batch: &Batch, file: Option<&str>) {
        if !preview.reads(&batch.table) {
            return;
        }
        for judged in preview.judge(batch) {
            let tried = &mut self.rules[judged.hit.rule];
            tried.findings += 1;
            if !judged.is_hidden {
                continue;
            }
            tried.hidden += 1;
            if tried.examples.len() < SHOWN {
                let rule = &preview.rules()[judged.hit.rule];
                let mut finding = finding_of(rule, batch, judged.hit.row);
                for proof in &mut finding.proofs {
                    proof.file = file.map(str::to_owned);
                }
                tried.examples.push(finding);
            }
        }
    }
}

/// Tries a filter on evidence, without a lake.
pub fn on_evidence(
    walk: &Walk,
    preview: &Preview,
    now: i64,
    progress: &dyn Progress,
) -> Result<Trial, ReadError> {
    progress.stage("trying", Some(walk.bytes()));
    let mut trial = Trial::new(preview);
    walk.visit(&AsWatch(progress), &mut |piece| {
        let mut piece = match piece {
            Found::Piece(piece) => piece,
            Found::Failed { name, reason, .. } => {
                trial.unread.push((name, reason));
                return Ok(());
            }
        };
        progress.item(&piece.name);
        let file = piece.name.clone();
        let mut output = Trying {
            trial: &mut trial,
            preview,
            file: &file,
        };
        let outcome = spine::read(&mut piece, now, &mut output, &AsWatch(progress))?;
        trial.records += outcome.counts.read;
        let rejects = outcome.counts.rejects;
        let trouble = (rejects > 0).then(|| format!("{rejects} rejects"));
        if let Some(reason) = outcome.trouble.or(trouble) {
            trial.unread.push((file, reason));
        }
        Ok::<(), ReadError>(())
    })?;
    Ok(trial)
}

/// Tries a filter on all that a lake holds.
pub fn on_lake(
    lake: &Lake,
    preview: &Preview,
    progress: &dyn Progress,
) -> Result<Trial, LakeError> {
    progress.stage("trying", None);
    let mut trial = Trial::new(preview);
    for table in lake.record_tables()? {
        progress.item(&table);
        if preview.reads(&table) {
            lake.scan(&table, &mut |batch| {
                trial.records += batch.rows.num_rows() as u64;
                trial.add(preview, &batch, None);
                Ok(())
            })?;
        }
    }
    Ok(trial)
}

/// Judges batches as they come and keeps the counts.
struct Trying<'a> {
    trial: &'a mut Trial,
    preview: &'a Preview,
    file: &'a str,
}

impl Output for Trying<'_> {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        self.trial.add(self.preview, &batch, Some(self.file));
        Ok(())
    }

    fn reject(&mut self, _reject: Reject) -> Result<(), ReadError> {
        Ok(())
    }
}
