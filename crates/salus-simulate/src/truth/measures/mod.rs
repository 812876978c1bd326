//! What the practice measures must say, counted from the generator's own lists.

mod accounts;
mod governance;
mod machines;
mod messages;

use crate::clinic::Clinic;
use crate::evidence::Evidence;
use crate::format::csv::Table;

/// One line each: the measure, its answer, and how it was counted, since definitions differ.
struct Facts(String);

impl Facts {
    fn share(&mut self, measure: &str, (met, counted): (usize, usize), how: &str) {
        self.add(measure, &format!("met: {met}, counted: {counted}"), how);
    }

    fn value(&mut self, measure: &str, value: impl std::fmt::Display, how: &str) {
        self.add(measure, &format!("value: {value}"), how);
    }

    fn add(&mut self, measure: &str, answer: &str, how: &str) {
        self.0.push_str(&format!(
            "  - {{measure: {measure}, {answer}, how: \"{how}\"}}\n"
        ));
    }
}

/// How many of `all` satisfy `wanted`, and how many there are.
fn share<T>(all: &[T], wanted: impl Fn(&T) -> bool) -> (usize, usize) {
    (all.iter().filter(|one| wanted(one)).count(), all.len())
}

pub(super) fn text(clinic: &Clinic, evidence: &Evidence, tables: &[Table]) -> String {
    let mut facts = Facts(String::from(
        "# Answers as of the end, with the whole of the evidence.\npractice_facts:\n",
    ));
    messages::add(evidence, tables, &mut facts);
    accounts::add(clinic, evidence, tables, &mut facts);
    machines::add(tables, &mut facts);
    governance::add(clinic, tables, &mut facts);
    facts.0
}
