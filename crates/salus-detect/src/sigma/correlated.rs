//! A correlation rule that fired, in words: how many of what, within what time, and by whom.

use salus_sigma::{CorrelationHit, CorrelationInfo};
use serde_json::Value;

use super::{LOOK, short_host, technique, threat_of};
use crate::{Finding, Kind, Proof};

/// A correlation rule that fired, as a finding. Its proofs are the records the hit points at.
pub(super) fn finding(rule: &CorrelationInfo, hit: &CorrelationHit) -> Finding {
    let proofs: Vec<Proof> = hit
        .records
        .iter()
        .map(|record| Proof {
            record_id: record.record_id.clone(),
            table: Some(record.table.clone()),
            place: Some(record.place.clone()),
            file: None,
            time: Some(record.time),
        })
        .collect();
    let ours = |name: &str| rule.salus.get(name).and_then(Value::as_str);
    let subjects = subjects(hit);
    let values: Vec<&str> = hit.group.iter().map(|(_, value)| value.as_str()).collect();
    // Rules of one file may share its path for an id, and the same records for two groups.
    let analytic = format!("{}\n{}\n{}", rule.id, rule.title, values.join("\n"));
    Finding {
        uid: Finding::uid_of(&analytic, &proofs),
        analytic: rule.id.clone(),
        kind: Kind::Sigma,
        title: rule.title.clone(),
        sentence: match subjects.join(", ").as_str() {
            "" => format!("{}: {}.", rule.title, measured(rule, hit)),
            whom => format!("{} ({whom}): {}.", rule.title, measured(rule, hit)),
        },
        threat: ours("threat").map_or_else(|| threat_of(&rule.tables), str::to_owned),
        severity: rule.level.clone(),
        time: Some(hit.last),
        subject: subjects.into_iter().next().unwrap_or_default(),
        attack: rule.tags.iter().filter_map(|tag| technique(tag)).collect(),
        why: ours("why")
            .or(rule.description.as_deref())
            .unwrap_or_default()
            .to_owned(),
        fix: ours("fix").unwrap_or(LOOK).to_owned(),
        proofs,
    }
}

/// The hosts, accounts and addresses that tell a group from others. Values of other fields are not
/// shown: a rule may group by anything, patients too.
fn subjects(hit: &CorrelationHit) -> Vec<String> {
    const HOSTS: [&str; 5] = ["computer", "computername", "dvc", "host", "hostname"];
    const OTHERS: [&str; 14] = [
        "actor.alternateid",
        "clientip",
        "id.orig_h",
        "ipaddress",
        "sourceip",
        "sourceipaddress",
        "src_ip",
        "subjectusername",
        "targetusername",
        "user",
        "userid",
        "useridentity.arn",
        "username",
        "userprincipalname",
    ];
    let shown = hit.group.iter().filter_map(|(field, value)| {
        let field = field.to_lowercase();
        if HOSTS.contains(&field.as_str()) {
            return Some(short_host(value));
        }
        OTHERS.contains(&field.as_str()).then(|| value.clone())
    });
    shown.filter(|value| !value.is_empty()).collect()
}

/// What was measured, within what time.
fn measured(rule: &CorrelationInfo, hit: &CorrelationHit) -> String {
    let fields = rule.fields.join("` and `");
    let value = (hit.value * 1_000.0).round() / 1_000.0;
    let what = match rule.kind.as_str() {
        "value_count" => format!("{value} different values of `{fields}`"),
        "temporal" => format!("{value} kinds of events together"),
        "temporal_ordered" => format!("{value} kinds of events, one after the other,"),
        "value_sum" => format!("`{fields}` adds up to {value}"),
        "value_avg" => format!("the mean of `{fields}` is {value}"),
        "value_median" => format!("the median of `{fields}` is {value}"),
        "value_percentile" => format!("the chosen percentile of `{fields}` is {value}"),
        _ => format!("{value} {}", if value == 1.0 { "event" } else { "events" }),
    };
    format!("{what} {}", within(hit.last.saturating_sub(hit.first)))
}

/// A length of time (microseconds) in words, rounded up.
fn within(micros: i64) -> String {
    const UNITS: [(i64, &str); 4] = [
        (86_400, "days"),
        (3_600, "hours"),
        (60, "minutes"),
        (1, "seconds"),
    ];
    let seconds = micros.max(0).unsigned_abs().div_ceil(1_000_000) as i64;
    match UNITS.iter().find(|(unit, _)| seconds >= 2 * unit) {
        Some((unit, name)) => {
            let count = (seconds as u64).div_ceil(*unit as u64);
            format!("within {count} {name}")
        }
        None if seconds == 1 => "within a second".to_owned(),
        None => "at the same moment".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use salus_record::{Batch, Digest, Output, Place, ReadError, Reject, Sink};
    use salus_sigma::{Arrival, CorrelationLimits, Routes, RuleSet};

    use super::*;
    use crate::SigmaDetector;

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

    const RULES: &str = "
title: A sign-in failed
name: failed
logsource: {product: windows, service: security}
detection: {selection: {EventID: 4625}, condition: selection}
---
title: Many accounts were tried from one place
id: spraying
level: high
tags: [attack.t1110.003]
salus: {threat: T1, fix: lock the address out}
correlation:
    type: value_count
    rules: [failed]
    group-by: [IpAddress, PatientId]
    timespan: 10m
    condition: {gte: 3, field: TargetUserName}
";

    fn detector() -> SigmaDetector {
        let routes =
            "sources: [{product: windows, service: security, read: [{table: windows_security}]}]";
        let routes = Routes::parse(routes).expect("routes");
        let file = ("spraying.yml".to_owned(), RULES.to_owned());
        let rules = RuleSet::load([file].into_iter(), &routes);
        assert_eq!(rules.not_loaded(), []);
        SigmaDetector::new(rules)
    }

    #[test]
    fn a_correlation_that_fires_is_one_finding_with_its_records() {
        let detector = detector();
        let mut kept = Kept(Vec::new());
        let mut sink = Sink::new(&Digest::of(b"test"), 0, &mut kept);
        for (at, user) in ["ann", "bob", "bob", "cara"].iter().enumerate() {
            let time = 1_700_000_000_000_000 + at as i64 * 70_000_000;
            sink.record("windows_security", Place::Record(at as u64 + 40))
                .time_at(Some(time), "")
                .text("EventID", "4625")
                .text("IpAddress", "10.0.0.5")
                .text("PatientId", "12345")
                .text("TargetUserName", user)
                .end()
                .expect("kept");
        }
        sink.finish().expect("kept");
        let mut correlator = detector.correlator(Arrival::History, CorrelationLimits::default());
        for batch in &kept.0 {
            let (findings, hits) = detector.look(batch);
            assert!(findings.is_empty());
            correlator.add(batch, &hits);
        }
        assert!(detector.correlated(&mut correlator).is_empty());
        correlator.finish();
        let findings = detector.correlated(&mut correlator);
        let [finding] = &findings[..] else {
            panic!("one finding, not {findings:?}");
        };
        assert_eq!(
            finding.sentence,
            "Many accounts were tried from one place (10.0.0.5): 3 different values of `TargetUserName` within 4 minutes."
        );
        let told = (finding.analytic.as_str(), finding.severity.as_str());
        assert_eq!(told, ("spraying", "high"));
        assert_eq!(
            (finding.threat.as_str(), finding.fix.as_str()),
            ("T1", "lock the address out")
        );
        assert_eq!(finding.subject, "10.0.0.5");
        assert_eq!(finding.attack, ["T1110.003"]);
        assert_eq!(finding.time, Some(1_700_000_210_000_000));
        let places: Vec<&str> = finding
            .proofs
            .iter()
            .flat_map(|p| p.place.as_deref())
            .collect();
        assert_eq!(places, ["record 40", "record 41", "record 42", "record 43"]);
        assert!(finding.proofs[3].record_id.ends_with(":4"));
    }

    #[test]
    fn lengths_of_time_are_said_in_words() {
        let check = |micros: i64, expected: &str| assert_eq!(within(micros), expected, "{micros}");
        check(0, "at the same moment");
        check(1, "within a second");
        check(1_000_001, "within 2 seconds");
        check(119_000_000, "within 119 seconds");
        check(121_000_000, "within 3 minutes");
        check(2 * 3_600_000_000, "within 2 hours");
        check(7 * 86_400_000_000, "within 7 days");
    }
}
