//! The verdict on a message as columns, given while the message is read.

use std::sync::OnceLock;

use salus_content::{Library, Problem};
use salus_mail::{Beside, Examination, Examiner};
use salus_readers::Judge;
use salus_sources::Opened;

/// Judges messages by the content; made ready when the first message comes, for most evidence holds none.
pub(crate) struct Opinion {
    library: Library,
    examiner: OnceLock<Option<Examiner>>,
}

impl Opinion {
    /// By the lists, the scorecard and the setting of a library.
    pub(crate) fn of(library: &Library) -> Self {
        let mut only = Library::default();
        for (path, text) in library.under("mail/") {
            only.insert(path, text);
        }
        Self {
            library: only,
            examiner: OnceLock::new(),
        }
    }

    /// Why there will be no opinion, if an organisation's own files are at fault; the built-in ones are proved.
    pub(crate) fn problem(&self, built_in: &Library) -> Option<Problem> {
        let mut files = self.library.under("mail/");
        if files.all(|(path, text)| built_in.get(path) == Some(text)) {
            return None;
        }
        let reason = own_examiner(&self.library).err()?;
        Some(Problem {
            path: "mail/".to_owned(),
            reason,
        })
    }

    fn examiner(&self) -> Option<&Examiner> {
        let examiner = self.examiner.get_or_init(|| {
            // Content that cannot be used was told by `problem`.
            own_examiner(&self.library).ok()
        });
        examiner.as_ref()
    }
}

fn own_examiner(library: &Library) -> Result<Examiner, String> {
    super::examiner(library, super::own_setting(library)?)
}

impl Judge for Opinion {
    fn judge(&self, raw: &[u8]) -> Option<Vec<(&'static str, String)>> {
        let examined = self
            .examiner()?
            .examine(raw, &Beside::opened_by(&Opened))
            .ok()?;
        Some(columns(&examined))
    }
}

fn columns(examined: &Examination) -> Vec<(&'static str, String)> {
    let verdict = &examined.verdict;
    let author = examined.anatomy.author();
    let harmful = || verdict.reasons.iter().filter(|reason| reason.weight > 0.0);
    let json = |texts: Vec<&str>| serde_json::to_string(&texts).unwrap_or_default();
    let mut columns = vec![
        ("message_id", examined.anatomy.message_id.clone()),
        (
            "from_address",
            author.map(|one| one.address.clone()).unwrap_or_default(),
        ),
        ("verdict", verdict.word.as_str().to_owned()),
        ("probability", format!("{:.4}", verdict.probability)),
        ("harm", format!("{:.4}", verdict.harm)),
        (
            "reasons",
            json(harmful().map(|reason| reason.text.as_str()).collect()),
        ),
        (
            "reason_ids",
            json(harmful().map(|reason| reason.id.as_str()).collect()),
        ),
        (
            "controls",
            json(
                harmful()
                    .filter_map(|reason| reason.control.as_deref())
                    .collect(),
            ),
        ),
        (
            "attack",
            json(
                harmful()
                    .filter_map(|reason| reason.attack.as_deref())
                    .collect(),
            ),
        ),
    ];
    columns.retain(|(_, value)| !value.is_empty() && value != "[]");
    columns
}
