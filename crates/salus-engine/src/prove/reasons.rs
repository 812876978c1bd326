//! Templates of the audit of accesses, proved on the accesses and the care they carry.

use salus_access::{Status, Templates, explain, learn};
use salus_content::{Content, Template, TemplateDerived};
use salus_lake::Examples;
use salus_record::Zone;

use crate::access::{Days, Room, evidence_of, gather, unsound};

/// A template alone; a derived one together with all that rest on care.
pub(super) fn explained(
    examples: &Examples<'_>,
    content: &Content,
    template: &Template,
    at: usize,
) -> Result<(), String> {
    let example = &template.examples[at];
    let session = examples
        .facts(&example.facts)
        .map_err(|error| error.to_string())?;
    let mut chosen = vec![template.clone()];
    if template.derived != TemplateDerived::Evidence {
        let others = content.templates.iter();
        let others = others.filter(|other| other.derived == TemplateDerived::Evidence);
        chosen.splice(0..0, others.cloned());
    }
    let zone = Zone::Fixed(0);
    let held = (zone, Room::ALL);
    let gathered = gather::Gathered::of(&session, &chosen, &gather::Scope::default(), held)?;
    let templates = Templates::compile(&chosen).map_err(|refused| refused.to_string())?;
    let days = Days(zone);
    let evidence = evidence_of(&gathered, &days);
    let handled = learn(&evidence, &templates, 1).map_err(unsound)?.handled();
    let explained = explain(&evidence, &templates, &handled, 1).map_err(unsound)?;
    let mut given: Vec<(usize, Status)> = explained
        .status
        .iter()
        .enumerate()
        .map(|(row, status)| (number(&gathered.records.get(row)), *status))
        .collect();
    given.sort_by_key(|(number, _)| *number);
    let given: Vec<Status> = given.into_iter().map(|(_, status)| status).collect();
    if given == example.status {
        return Ok(());
    }
    Err(format!(
        "{}: gives {given:?}, expected {:?}",
        example.note, example.status
    ))
}

/// Rows of examples are numbered in their order.
fn number(record: &str) -> usize {
    let number = record.rsplit(':').next().and_then(|text| text.parse().ok());
    number.unwrap_or(usize::MAX)
}
