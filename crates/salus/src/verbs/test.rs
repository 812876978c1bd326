//! `salus test`: content files proved on their own examples.

use salus_engine::prove::prove;

use super::Outcome;
use crate::arguments::Arguments;

pub(crate) fn run(arguments: &Arguments, wanted: &str) -> Result<Outcome, String> {
    let library = super::library(arguments);
    let content = super::content(&library);
    let wanted = wanted.strip_prefix("content/").unwrap_or(wanted);
    let broken = content
        .problems
        .iter()
        .filter(|problem| problem.path.contains(wanted))
        .count();
    let proofs = prove(&library, &content, wanted)?;
    if proofs.is_empty() && broken == 0 {
        return Err(format!(
            "no content file's path contains `{wanted}`; help: see `salus list content`"
        ));
    }
    let mut failed = broken;
    let mut examples = 0;
    for proof in &proofs {
        examples += proof.examples;
        failed += usize::from(!proof.failures.is_empty());
        if arguments.json {
            super::print_json(proof)?;
        }
        for failure in &proof.failures {
            eprintln!("failed: {}: {failure}", proof.path);
        }
    }
    eprintln!(
        "{} files, {examples} examples, {failed} files failed",
        proofs.len() + broken
    );
    Ok(if failed == 0 {
        Outcome::Done
    } else {
        Outcome::Found
    })
}
