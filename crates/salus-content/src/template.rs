//! Templates: reasons for which somebody may have opened a patient's record, each held against the care around it.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{ExampleRows, Library, Problem};

/// What an audit says in words lies beside the templates, and is none.
const WORDS: &str = "access/words.yaml";

/// The longest window to either side (days): ten years and a few days.
pub const MOST_WINDOW_DAYS: u32 = 3_660;

/// A template as in `content/access/<id>.yaml` (methods A.4).
///
/// An access is explained by it when there is evidence with the same keys whose days, widened by `before_days` and
/// `after_days`, contain the local day of the access.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Path below the content folder.
    #[serde(skip)]
    pub path: String,
    /// Stable id; the file bears it.
    #[serde(rename = "template")]
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// The reason in words; `{delta}` becomes how much earlier or later the evidence is.
    pub sentence: String,
    /// What evidence and access must have in common.
    pub keys: TemplateKeys,
    /// SQL condition over `care_event`; empty for a derived template.
    #[serde(default)]
    pub evidence: String,
    /// Days that evidence counts before it begins.
    pub before_days: u32,
    /// Days that evidence counts after it has ended.
    pub after_days: u32,
    /// Whether it explains alone.
    pub strength: TemplateStrength,
    /// What the person who looked wrote themselves counts only from its own moment on.
    #[serde(default)]
    pub own_work: bool,
    /// SQL condition over `person`, for templates that are for some users only; empty: everybody.
    #[serde(default)]
    pub users: String,
    /// Rests on how other accesses were explained.
    #[serde(default)]
    pub derived: TemplateDerived,
    /// Which limit of chance it is held to.
    pub class: TemplateClass,
    /// One sentence for the privacy officer.
    pub why: String,
    /// Where the reason is described.
    pub source: String,
    /// Accesses that it explains, and near misses.
    pub examples: Vec<TemplateExample>,
}

/// What evidence and access must have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub enum TemplateKeys {
    /// `[patient, user]`: the person who looked takes part.
    PatientUser,
    /// `[patient, department]`: a department of theirs takes part.
    PatientDepartment,
    /// `[patient]`: anybody's evidence of that patient.
    Patient,
    /// `[department, diagnosis]`: the patient has a diagnosis that their department handles, as the accesses show.
    DepartmentDiagnosis,
}

/// Whether a template explains alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateStrength {
    /// Alone it explains.
    Strong,
    /// Alone it does not.
    Weak,
}

/// What a template rests on beside care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateDerived {
    /// On care alone.
    #[default]
    #[serde(rename = "")]
    Evidence,
    /// On the access of another user of the department, explained by a strong template of the class `direct`.
    CoWorker,
    /// On an earlier access of the same user to the same patient, explained by a strong template that is no repeat.
    Repeat,
}

/// Which limit of chance a template is held to (methods A.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateClass {
    /// Ties the person to the patient: chance share at most 2 %.
    Direct,
    /// Ties a department to the patient: chance share at most 8 %.
    Department,
    /// Ties nobody in particular: always weak.
    Weak,
}

/// What became of an access.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AccessStatus {
    /// At least one strong template holds.
    Explained,
    /// Only weak ones hold.
    Weak,
    /// None holds.
    Unexplained,
}

/// Accesses and care, and what this template makes of them.
///
/// A derived template is shown together with all that are not derived; every other one alone.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateExample {
    /// Why this example is here.
    #[serde(default)]
    pub note: String,
    /// Fact tables with their rows: `record_access`, `care_event` and what else it takes.
    pub facts: BTreeMap<String, ExampleRows>,
    /// One status per row of `record_access`, in their order.
    pub status: Vec<AccessStatus>,
}

impl Template {
    /// Every template, by id order.
    pub(crate) fn load(library: &Library, problems: &mut Vec<Problem>) -> Vec<Self> {
        let mut all = Vec::new();
        for (path, text) in library.under("access/").filter(|(path, _)| *path != WORDS) {
            match Self::parse(path, text) {
                Ok(one) => all.push(one),
                Err(reason) => problems.push(Problem {
                    path: path.to_owned(),
                    reason,
                }),
            }
        }
        all.sort_by(|a: &Self, b| a.id.cmp(&b.id));
        all
    }

    fn parse(path: &str, text: &str) -> Result<Self, String> {
        let mut template: Self = crate::yaml(text)?;
        path.clone_into(&mut template.path);
        template.named()?;
        template.window()?;
        template.consistent()?;
        template.proven()?;
        Ok(template)
    }

    fn named(&self) -> Result<(), String> {
        let file = self.path.rsplit('/').next().unwrap_or(&self.path);
        if file.strip_suffix(".yaml") != Some(self.id.as_str()) {
            return Err(format!(
                "declares `{}`: the file must bear that name",
                self.id
            ));
        }
        let texts = [
            ("title", &self.title),
            ("sentence", &self.sentence),
            ("why", &self.why),
            ("source", &self.source),
        ];
        if let Some((name, _)) = texts.iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(format!("`{name}` is empty"));
        }
        if self.sentence.replace("{delta}", "").contains(['{', '}']) {
            return Err("`sentence` has a place other than `{delta}`".into());
        }
        Ok(())
    }

    fn window(&self) -> Result<(), String> {
        let sides = [
            ("before_days", self.before_days),
            ("after_days", self.after_days),
        ];
        match sides.iter().find(|(_, days)| *days > MOST_WINDOW_DAYS) {
            Some((name, days)) => Err(format!("`{name}` is {days}, at most {MOST_WINDOW_DAYS}")),
            None => Ok(()),
        }
    }

    fn consistent(&self) -> Result<(), String> {
        let is_strong = self.strength == TemplateStrength::Strong;
        let is_derived = self.derived != TemplateDerived::Evidence;
        let keys = self.keys;
        let wrong = match self.derived {
            TemplateDerived::CoWorker if keys != TemplateKeys::PatientDepartment => {
                "`derived: co_worker` needs `keys: [patient, department]`"
            }
            TemplateDerived::Repeat if keys != TemplateKeys::PatientUser => {
                "`derived: repeat` needs `keys: [patient, user]`"
            }
            TemplateDerived::Repeat if self.before_days != 0 => {
                "`derived: repeat` looks back only: `before_days` must be 0"
            }
            _ if is_derived != self.evidence.trim().is_empty() => {
                "needs either `evidence` or `derived`, not both"
            }
            _ if is_strong && keys == TemplateKeys::DepartmentDiagnosis => {
                "`keys: [department, diagnosis]` is learned from the accesses themselves: `strength` must be weak"
            }
            _ if is_strong && self.class == TemplateClass::Weak => {
                "`class: weak` has no limit of chance: `strength` must be weak"
            }
            _ if self.class == TemplateClass::Direct && keys != TemplateKeys::PatientUser => {
                "`class: direct` needs `keys: [patient, user]`"
            }
            _ => return Ok(()),
        };
        Err(wrong.into())
    }

    fn proven(&self) -> Result<(), String> {
        for (at, example) in self.examples.iter().enumerate() {
            let rows = example.facts.get("record_access").map_or(0, Vec::len);
            if rows == 0 || rows != example.status.len() {
                return Err(format!(
                    "example {}: {} rows of `record_access`, but {} of `status`",
                    at + 1,
                    rows,
                    example.status.len()
                ));
            }
        }
        let said = || self.examples.iter().flat_map(|example| &example.status);
        let holds = said().any(|status| *status != AccessStatus::Unexplained);
        let misses = said().any(|status| *status == AccessStatus::Unexplained);
        if !(holds && misses) {
            return Err("needs an access that it explains and a near miss".into());
        }
        Ok(())
    }
}

impl TryFrom<Vec<String>> for TemplateKeys {
    type Error = String;

    fn try_from(names: Vec<String>) -> Result<Self, String> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["patient", "user"] => Ok(Self::PatientUser),
            ["patient", "department"] => Ok(Self::PatientDepartment),
            ["patient"] => Ok(Self::Patient),
            ["department", "diagnosis"] => Ok(Self::DepartmentDiagnosis),
            _ => Err(format!(
                "keys `[{}]` are none of [patient, user], [patient, department], [patient], [department, diagnosis]",
                names.join(", ")
            )),
        }
    }
}
