//! Records with times, as batches; and correlators fed with them.

use salus_record::{Batch, Digest, Output, Place, ReadError, Reject, Sink};
use salus_sigma::{
    Arrival, CorrelationAccount, CorrelationHit, CorrelationLimits, Routes, RuleSet,
};

/// Something that happened at a second, in a table, with some fields.
#[derive(Debug, Clone)]
pub struct Happening {
    /// Its number; it becomes its place and so tells it from all others, whatever the order.
    pub number: u64,
    pub table: String,
    pub second: Option<i64>,
    pub fields: Vec<(String, String)>,
}

struct Kept(Vec<Batch>);

impl Output for Kept {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        self.0.push(batch);
        Ok(())
    }
    fn reject(&mut self, _: Reject) -> Result<(), ReadError> {
        Ok(())
    }
}

/// A line such as `12 user=ann file=x` as a happening in the table `test`; `- user=ann` has no time,
/// `12 @other user=ann` is in the table `other`.
pub fn happening(number: u64, line: &str) -> Happening {
    let mut words = line.split_whitespace().peekable();
    let second = words.next().expect("a time").parse().ok();
    let table = words.next_if(|word| word.starts_with('@'));
    Happening {
        number,
        table: table.map_or("test", |table| &table[1..]).to_owned(),
        second,
        fields: words
            .map(|word| word.split_once('=').expect("a field and its value"))
            .map(|(field, value)| (field.to_owned(), value.to_owned()))
            .collect(),
    }
}

/// Lines as happenings, numbered from 1.
pub fn happenings(lines: &str) -> Vec<Happening> {
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let numbered = lines.enumerate();
    numbered
        .map(|(at, line)| happening(at as u64 + 1, line))
        .collect()
}

/// The batches of one piece of evidence. The evidence is told apart by the first happening in it.
pub fn batches(all: &[Happening]) -> Vec<Batch> {
    let mut kept = Kept(Vec::new());
    let first = all.first().map_or(0, |happening| happening.number);
    let mut sink = Sink::new(&Digest::of(&first.to_le_bytes()), 0, &mut kept);
    for happening in all {
        let time = happening.second.map(|second| second * 1_000_000);
        let mut row = sink
            .record(&happening.table, Place::Record(happening.number))
            .time_at(time, "as told");
        for (field, value) in &happening.fields {
            row.set(field, value);
        }
        row.end().expect("kept");
    }
    sink.finish().expect("kept");
    kept.0
}

/// The rules in some documents, over the table `test`.
pub fn load(documents: &[String]) -> RuleSet {
    let routes = "sources: [{product: test, read: [{table: test}]}]";
    let routes = Routes::parse(routes).expect("routes");
    let file = ("story.yml".to_owned(), documents.join("\n---\n"));
    RuleSet::load([file].into_iter(), &routes)
}

/// The rules in some documents, all of which have to be in use.
pub fn rules(documents: &[String]) -> RuleSet {
    let rules = load(documents);
    assert_eq!(rules.not_loaded(), [], "{documents:?}");
    rules
}

/// What the rules tell of some pieces of evidence, and the account.
pub fn told(
    rules: &RuleSet,
    pieces: &[&[Happening]],
    arrival: Arrival,
    limits: CorrelationLimits,
) -> (Vec<CorrelationHit>, CorrelationAccount) {
    let mut correlator = rules.correlator(arrival, limits);
    let mut hits = Vec::new();
    for piece in pieces {
        for batch in batches(piece) {
            correlator.add(&batch, &rules.matches(&batch));
        }
        hits.extend(correlator.drain());
    }
    correlator.finish();
    hits.extend(correlator.drain());
    (hits, correlator.account())
}

/// A hit in short: the second, the rule's title, the group, the value, the places of its records.
pub fn short(rules: &RuleSet, hit: &CorrelationHit) -> String {
    let group: Vec<&str> = hit.group.iter().map(|(_, value)| value.as_str()).collect();
    let places: Vec<&str> = hit
        .records
        .iter()
        .map(|record| record.place.trim_start_matches("record "))
        .collect();
    format!(
        "{} {} [{}] {} of {}: {}",
        hit.last / 1_000_000,
        rules.correlations()[hit.rule].title,
        group.join(" "),
        hit.value,
        hit.events,
        places.join(" ")
    )
}
