//! What the learning system says of the same courses as its own list: xAPI statements.

use serde_json::{Value, json};

use super::Export;
use crate::clinic::Clinic;
use crate::format::csv::Table;
use crate::format::json;
use crate::moment::Moment;
use crate::tables::at;

pub(super) fn export(clinic: &Clinic, tables: &[Table]) -> Export {
    let mut statements = Vec::new();
    let mut random = clinic.random("learning");
    let mut say = |user: &str, verb: &str, course: &str, time: Moment, score: Option<f64>| {
        let id = random.guid();
        statements.push((time, statement(&id, (user, verb, course), time, score)));
    };
    for row in &at(tables, "people/training.csv").rows {
        let (mail, course, day) = (row[2].as_str(), row[3].as_str(), Moment::day(&row[6]));
        let score: f64 = row[7].parse().unwrap_or_default();
        let begun = day.plus_seconds(15 * 3_600);
        say(mail, "initialized", course, begun, None);
        let ended = begun.plus_seconds(1_500);
        say(mail, "passed", course, ended, Some(score));
    }
    // Somebody who clicked in September began the refresher and did not pass it.
    let failed = Moment::utc(9, 16, (16, 20, 0));
    let course = "Spotting phishing (refresher)";
    let person = clinic.person("dpruitt").mail();
    say(&person, "failed", course, failed, Some(45.0));
    statements.sort_by_key(|(time, _)| *time);
    let values: Vec<Value> = statements.into_iter().map(|(_, value)| value).collect();
    Export::new(
        "people/learning-statements.json",
        json::text(&json!({"statements": values, "more": ""})) + "\n",
        "courses begun, passed and once failed; they agree with the learning system's list",
        &[("xapi_statement", values.len())],
    )
    .packed()
}

fn statement(
    id: &str,
    (mail, verb, course): (&str, &str, &str),
    time: Moment,
    score: Option<f64>,
) -> Value {
    let slug = course.to_lowercase().replace([' ', '(', ')'], "-");
    let mut value = json!({
        "id": id,
        "actor": {"objectType": "Agent", "mbox": format!("mailto:{mail}")},
        "verb": {"id": format!("http://adlnet.gov/expapi/verbs/{verb}"), "display": {"en-US": verb}},
        "object": {
            "objectType": "Activity",
            "id": format!("https://learn.example/courses/{slug}"),
            "definition": {"name": {"en-US": course}, "type": "http://adlnet.gov/expapi/activities/course"}
        },
        "timestamp": time.iso(),
        "stored": time.plus_seconds(1).iso(),
        "version": "1.0.3"
    });
    if let Some(score) = score {
        let success = verb == "passed";
        value["result"] =
            json!({"success": success, "completion": success, "score": {"scaled": score / 100.0}});
    }
    value
}
