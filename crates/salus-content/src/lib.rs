//! Finds, parses and validates content: what an organisation may add without a compiler.
//!
//! Built-in content is compiled in; a folder of the organisation's own lies over it, file by file.
//! A file that does not parse is a [`Problem`] with its path; everything else goes on.

mod ask;
mod detector;
mod fact;
mod framework;
mod header;
mod identity;
mod library;
mod mapping;
mod measure;
mod product;
mod symptom;
mod template;
mod words;

pub use ask::{Ask, Rows, quoted};
pub use detector::{Detector, DetectorExample};
pub use fact::{Column, ColumnType, Fact, Sensitivity};
pub use framework::{
    Framework, FrameworkMeasure, Practice, RowEvidence, Size, SubPractice, Threat, ThreatLinks,
};
pub use identity::{
    Correction, Corrections, Identities, IdentityExample, IdentityRule, IdentityRules, key_value,
};
pub use library::Library;
pub use mapping::{Mapping, MappingExample};
pub use measure::{Expected, Measure, MeasureExample};
pub use product::Product;
pub use symptom::{Symptom, SymptomExample};
pub use template::{
    AccessStatus, MOST_WINDOW_DAYS, Template, TemplateClass, TemplateDerived, TemplateExample,
    TemplateKeys, TemplateStrength,
};
pub use words::{AccessWords, PatientWords, Said};

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

/// A content file that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Path below the content folder.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Rows of a table in an example: one map per row.
pub type ExampleRows = Vec<serde_json::Map<String, serde_json::Value>>;

/// All content, parsed.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// Fact tables by name order.
    pub facts: Vec<Fact>,
    /// Mappings by path order.
    pub mappings: Vec<Mapping>,
    /// SQL detectors by id order.
    pub detectors: Vec<Detector>,
    /// Measures by id order.
    pub measures: Vec<Measure>,
    /// Where evidence comes from, in the order of the reference page.
    pub products: Vec<Product>,
    /// By which names rows are one person or device.
    pub identities: Identities,
    /// What the doctor looks for, by path order.
    pub symptoms: Vec<Symptom>,
    /// Reasons for which somebody may have opened a record, by id order.
    pub templates: Vec<Template>,
    /// What the audit of accesses says.
    pub access_words: AccessWords,
    /// The framework that measures are judged by.
    pub framework: Framework,
    /// Columns the report shows behind a sentence, by record table (`*` at the end: any rest).
    pub shown_columns: BTreeMap<String, Vec<String>>,
    /// Files that cannot be used.
    pub problems: Vec<Problem>,
}

impl Content {
    /// Parses every content file of `library`.
    #[must_use]
    pub fn load(library: &Library) -> Self {
        let mut content = Self::default();
        let problems = &mut content.problems;
        content.facts = parse_all(library, "facts/", ".yaml", problems, Fact::parse);
        content.mappings = parse_all(library, "mappings/", ".sql", problems, Mapping::parse);
        content.detectors = parse_all(library, "detectors/", ".sql", problems, Detector::parse);
        content.measures = parse_all(library, "measures/", ".sql", problems, Measure::parse);
        content.symptoms = parse_all(library, "symptoms/", ".sql", problems, Symptom::parse);
        content.templates = Template::load(library, problems);
        content.products = Product::load(library, problems);
        content.identities = Identities::load(library, problems);
        content.detectors.sort_by(|a, b| a.id.cmp(&b.id));
        content.measures.sort_by(|a, b| a.id.cmp(&b.id));
        content.access_words = parse_one(library, "access/words.yaml", problems);
        content.framework = parse_one(library, "frameworks/hicp.yaml", problems);
        content.shown_columns = parse_one(library, "reports/rows.yaml", problems);
        content
    }

    /// The fact table of this name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.name == name)
    }
}

fn parse_all<T>(
    library: &Library,
    folder: &str,
    ending: &str,
    problems: &mut Vec<Problem>,
    parse: fn(&str, &str) -> Result<T, String>,
) -> Vec<T> {
    let mut parsed = Vec::new();
    for (path, text) in library
        .under(folder)
        .filter(|(path, _)| path.ends_with(ending))
    {
        match parse(path, text) {
            Ok(one) => parsed.push(one),
            Err(reason) => problems.push(Problem {
                path: path.to_owned(),
                reason,
            }),
        }
    }
    parsed
}

fn parse_one<T: DeserializeOwned + Default>(
    library: &Library,
    path: &str,
    problems: &mut Vec<Problem>,
) -> T {
    match library.get(path).map(yaml) {
        Some(Ok(parsed)) => parsed,
        Some(Err(reason)) => {
            problems.push(Problem {
                path: path.to_owned(),
                reason,
            });
            T::default()
        }
        None => T::default(),
    }
}

/// Reads a content file's text; the error is a sentence for a person.
pub fn yaml<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    yaml_serde::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_content_parses() {
        let content = Content::load(&Library::built_in());
        assert_eq!(content.problems, Vec::new());
        assert!(content.facts.len() >= 15, "{} facts", content.facts.len());
    }

    #[test]
    fn every_mapping_fills_a_declared_fact_with_declared_columns() {
        let content = Content::load(&Library::built_in());
        for mapping in &content.mappings {
            let fact = content.fact(&mapping.fact);
            assert!(
                fact.is_some(),
                "{}: fact `{}` is not declared",
                mapping.path,
                mapping.fact
            );
            assert!(!mapping.examples.is_empty(), "{}: no example", mapping.path);
        }
    }

    #[test]
    fn every_table_that_a_mapping_reads_says_how_to_get_it() {
        let content = Content::load(&Library::built_in());
        for mapping in &content.mappings {
            for table in mapping.reads().keys() {
                assert!(
                    content.products.iter().any(|product| product.fills(table)),
                    "{}: no product fills `{table}`; add it to products.yaml",
                    mapping.path
                );
            }
        }
    }
}
