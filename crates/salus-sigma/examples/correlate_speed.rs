//! How many events per second one core correlates: `cargo run --release --example correlate_speed`.
//!
//! The batches are made beforehand. What is timed is everything from a batch and its hits to the
//! hits of the correlation; matching the plain rule is timed by itself.

use std::time::Instant;

use salus_record::{Batch, Digest, Output, Place, ReadError, Reject, Sink};
use salus_sigma::{Arrival, CorrelationLimits, Routes, RuleSet};

const EVENTS: u64 = 2_000_000;
/// Events of one second, so that a window of eight minutes holds 480,000 of them.
const PER_SECOND: u64 = 1_000;

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

/// Sign-ins that fail, for `values` user names from `sources` addresses.
fn batches(values: u64, sources: u64) -> Result<Vec<Batch>, ReadError> {
    let mut kept = Kept(Vec::new());
    let mut sink = Sink::new(&Digest::of(b"speed"), 0, &mut kept);
    for event in 0..EVENTS {
        let mixed = event.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 20;
        let time = 1_700_000_000_000_000 + (event * 1_000_000 / PER_SECOND) as i64;
        sink.record("test", Place::Record(event + 1))
            .time_at(Some(time), "")
            .text("EventID", "4625")
            .text("user", &format!("user{}", mixed % values))
            .text("source", &format!("10.0.0.{}", mixed / values % sources))
            .text("bytes", &format!("{}", mixed % 5_000))
            .end()?;
    }
    sink.finish()?;
    Ok(kept.0)
}

fn measure(what: &str, correlation: &str, batches: &[Batch], arrival: Arrival) {
    let rule = "title: r\nname: r\nlogsource: {product: test}\ndetection: {s: {EventID: 4625}, condition: s}\n---\n";
    let text = format!("{rule}title: c\ncorrelation: {{rules: [r], {correlation}}}\n");
    let routes = Routes::parse("sources: [{product: test, read: [{table: test}]}]");
    let Ok(routes) = routes else {
        return println!("the routes cannot be read");
    };
    let rules = RuleSet::load([("speed.yml".to_owned(), text)].into_iter(), &routes);
    let start = Instant::now();
    let hits: Vec<_> = batches.iter().map(|batch| rules.matches(batch)).collect();
    let matching = start.elapsed().as_secs_f64();
    let limits = CorrelationLimits {
        waiting: 4_000_000,
        ..CorrelationLimits::default()
    };
    let start = Instant::now();
    let mut correlator = rules.correlator(arrival, limits);
    let mut told = 0;
    for (batch, hits) in batches.iter().zip(&hits) {
        correlator.add(batch, hits);
        told += correlator.drain().len();
    }
    correlator.finish();
    told += correlator.drain().len();
    let took = start.elapsed().as_secs_f64();
    let rate = |seconds: f64| EVENTS as f64 / seconds / 1e6;
    println!(
        "{what}: {:.2} M events/s (matching {:.1}), {told} hits, {:?}",
        rate(took),
        rate(matching),
        correlator.account()
    );
}

fn main() -> Result<(), ReadError> {
    let live = Arrival::Live {
        lateness: 5_000_000,
    };
    let many = batches(10_000, 1)?;
    let count = "type: value_count, group-by: [source], timespan: 1m";
    let values = format!("{count}, condition: {{gte: 9900, field: user}}");
    measure(
        "value_count, 10,000 values in the window, live",
        &values,
        &many,
        live,
    );
    measure(
        "value_count, 10,000 values, history",
        &values,
        &many,
        Arrival::History,
    );
    let rest = "group-by: [source], timespan: 1m, condition: {gte: 4900, field: bytes";
    measure(
        "value_sum",
        &format!("type: value_sum, {rest}}}"),
        &many,
        live,
    );
    let half = "group-by: [source], timespan: 1m, condition: {gte: 2490, field: bytes}";
    measure(
        "value_median",
        &format!("type: value_median, {half}"),
        &many,
        live,
    );
    let wide =
        "group-by: [source], timespan: 8m, condition: {gte: 4900, field: bytes, percentile: 99}";
    measure(
        "value_percentile, 480,000 in the window",
        &format!("type: value_percentile, {wide}"),
        &many,
        live,
    );
    let spread = batches(10_000, 200)?;
    let events = "type: event_count, group-by: [user, source], timespan: 1m, condition: {gte: 3}";
    measure("event_count, 2 million groups, live", events, &spread, live);
    Ok(())
}
