//! The answer to whoever reported a message, as text to be sent by a person.

use std::collections::BTreeMap;

use salus_content::Library;
use salus_mail::{Verdict, Word};
use serde::Deserialize;

const PATH: &str = "mail/answer.yaml";

/// What is said for each verdict; `{reporter}` and `{reasons}` are filled in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    subject: String,
    greeting: String,
    verdicts: BTreeMap<String, String>,
    closing: String,
}

impl Template {
    /// The template of the content.
    ///
    /// # Errors
    /// When the file is missing, cannot be read, or says nothing for a verdict.
    pub fn of(library: &Library) -> Result<Self, String> {
        let cannot = |reason: String| format!("content `{PATH}` cannot be used: {reason}");
        let text = library
            .get(PATH)
            .ok_or_else(|| cannot("it is missing".to_owned()))?;
        let template: Self = salus_content::yaml(text).map_err(cannot)?;
        for word in [
            Word::Malicious,
            Word::Suspicious,
            Word::Unwanted,
            Word::Clean,
        ] {
            if !template.verdicts.contains_key(word.as_str()) {
                return Err(cannot(format!("nothing is said for `{}`", word.as_str())));
            }
        }
        Ok(template)
    }

    /// A whole answer: addressee, subject, text. The weightiest reasons are told, none of the message's own words.
    #[must_use]
    pub fn fill(&self, reporter: &str, verdict: &Verdict) -> String {
        let telling = verdict
            .reasons
            .iter()
            .filter(|reason| reason.weight > 0.0)
            .take(3);
        let reasons: String = telling
            .map(|reason| format!("- {}\n", reason.text))
            .collect();
        let said = self
            .verdicts
            .get(verdict.word.as_str())
            .map_or("", String::as_str);
        let said = said.replace("{reasons}", &reasons);
        // An address comes from the mail; it must not become a header of its own.
        let reporter: String = reporter.chars().filter(|one| !one.is_control()).collect();
        format!(
            "To: {reporter}\nSubject: {}\n\n{}\n\n{}\n\n{}",
            self.subject,
            self.greeting,
            said.trim_end(),
            self.closing
        )
    }
}
