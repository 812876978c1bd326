//! Processing pipelines: rules written for one kind of record made to fit another, as data.
//!
//! The format is the one of the Sigma project's own tools: a name, a priority, variables, and steps that
//! each rename fields, change values, add conditions or refuse a rule, when their conditions hold. A
//! step that Salus does not know makes the whole pipeline unreadable: none is half applied.

pub(crate) mod asked;
mod conditions;
mod item_conditions;
mod keys;
mod step;
mod transformation;
mod values;
mod work;

use std::collections::BTreeMap;

use rsigma_parser::SigmaRule;
use yaml_serde::Value;

use crate::placeholder::{OneOrMany, Placeholders, Scalar};
use keys::Keys;
use step::Step;
use work::Work;

/// One pipeline, ready to be applied.
pub struct Pipeline {
    name: String,
    priority: i64,
    vars: Vec<(String, Vec<String>)>,
    steps: Vec<Step>,
}

/// A pipeline that cannot be used, and why.
#[derive(Debug, thiserror::Error)]
#[error("the pipeline cannot be used: {0}")]
pub struct PipelineError(String);

impl Pipeline {
    /// Reads a pipeline. What shapes the text of a query behind the rules (`postprocessing`,
    /// `finalizers`) has no meaning here and is passed over.
    pub fn parse(yaml: &str) -> Result<Self, PipelineError> {
        let value: Value =
            yaml_serde::from_str(yaml).map_err(|error| PipelineError(error.to_string()))?;
        Self::of(value).map_err(PipelineError)
    }

    fn of(value: Value) -> Result<Self, String> {
        let mut keys = Keys::of(value, "the file")?;
        keys.pass_over(&["allowed_backends", "finalizers", "postprocessing"]);
        keys.pass_over(&["description", "author", "license"]);
        let vars: Option<BTreeMap<String, OneOrMany<Scalar>>> = keys.take("vars")?;
        let vars = vars.unwrap_or_default().into_iter();
        let pipeline = Self {
            name: keys.take("name")?.unwrap_or_default(),
            priority: keys.take("priority")?.unwrap_or(0),
            vars: vars
                .map(|(name, values)| {
                    let values = values.into_vec();
                    (name, values.iter().map(Scalar::to_string).collect())
                })
                .collect(),
            steps: Step::read_all(keys.take("transformations")?.unwrap_or_default(), 0)?,
        };
        keys.finish()?;
        Ok(pipeline)
    }

    /// Its name, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Pipeline({}, {} steps)", self.name, self.steps.len())
    }
}

/// The pipelines at hand: some for every rule, some for the tables that name them.
#[derive(Debug, Default)]
pub struct Pipelines {
    by_name: BTreeMap<String, Pipeline>,
    always: Vec<Pipeline>,
}

impl Pipelines {
    /// A pipeline that the log-source table may name.
    pub fn insert(&mut self, name: &str, pipeline: Pipeline) {
        self.by_name.insert(name.to_owned(), pipeline);
    }

    /// A pipeline that every rule goes through, before its log source is looked up; those with a
    /// smaller priority come first.
    pub fn apply_always(&mut self, pipeline: Pipeline) {
        self.always.push(pipeline);
        self.always.sort_by_key(|pipeline| pipeline.priority);
    }

    /// The names that the log-source table may use.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Pipeline> {
        self.by_name.get(name)
    }

    /// Whether no rule is changed before its log source is looked up.
    pub(crate) fn change_nothing(&self) -> bool {
        self.always.is_empty()
    }

    /// The pipelines that every rule goes through.
    pub(crate) fn always(&self) -> impl Iterator<Item = &Pipeline> {
        self.always.iter()
    }

    /// The rule after the pipelines that every rule goes through.
    pub(crate) fn applied(&self, rule: &SigmaRule) -> Result<SigmaRule, String> {
        let pipelines: Vec<&Pipeline> = self.always.iter().collect();
        applied(&pipelines, rule)
    }
}

/// The rule after these pipelines, one behind the other.
pub(crate) fn applied(pipelines: &[&Pipeline], rule: &SigmaRule) -> Result<SigmaRule, String> {
    let mut vars = Placeholders::default();
    for (name, values) in pipelines.iter().flat_map(|pipeline| &pipeline.vars) {
        vars.set(name, values.clone());
    }
    let mut work = Work::new(rule, vars);
    for pipeline in pipelines {
        for step in &pipeline.steps {
            let said = |reason| format!("pipeline `{}`: {reason}", pipeline.name);
            step.apply(&mut work).map_err(said)?;
        }
    }
    work.finish()
}
