//! What a pipeline calls a field that a rule does not test itself, such as one that correlations group by.

use rsigma_parser::value::{SigmaString, SigmaValue};
use rsigma_parser::{Detection, DetectionItem, FieldSpec, SigmaRule};

use super::{Pipeline, applied};
use crate::field;

/// No rule names a detection so.
const ASKED: &str = "salus asks for a field";

/// The names of a field after these pipelines, which see the whole rule; an error where they refuse it.
pub(crate) fn names(
    pipelines: &[&Pipeline],
    rule: &SigmaRule,
    field: &str,
) -> Result<Vec<String>, String> {
    let item = DetectionItem {
        field: FieldSpec::new(Some(field.to_owned()), Vec::new()),
        values: vec![SigmaValue::String(SigmaString::new("x"))],
    };
    let mut asking = rule.clone();
    let detections = &mut asking.detection.named;
    detections.insert(ASKED.to_owned(), Detection::AllOf(vec![item]));
    let answer = applied(pipelines, &asking)?;
    let mut names = Vec::new();
    if let Some(detection) = answer.detection.named.get(ASKED) {
        gather(detection, &mut names);
    }
    Ok(names)
}

fn gather(detection: &Detection, names: &mut Vec<String>) {
    match detection {
        Detection::AllOf(items) => {
            let found = items.iter().filter_map(|item| item.field.name.as_deref());
            names.extend(found.flat_map(field::names).map(str::to_owned));
        }
        Detection::AnyOf(parts) | Detection::And(parts) => {
            parts.iter().for_each(|part| gather(part, names));
        }
        Detection::Keywords(_) | Detection::ArrayMatch { .. } | Detection::Conditional { .. } => {}
    }
}
