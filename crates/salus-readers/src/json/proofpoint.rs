//! What Proofpoint's Targeted Attack Protection says of threats: messages and clicks, stopped or not.

use serde_json::Value;

use super::object::{at, has, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

/// The lists of one answer, each of its own kind.
const LISTS: [&str; 4] = [
    "clicksBlocked",
    "clicksPermitted",
    "messagesBlocked",
    "messagesDelivered",
];

pub(super) struct Proofpoint;

impl Shape for Proofpoint {
    fn fits(&self, object: &Object) -> bool {
        is_answer(object) || table(object).is_some()
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if let Some(table) = table(&object) {
            return one(object, table, place, sink);
        }
        let mut written = 0;
        for list in LISTS {
            let Some(Value::Array(records)) = object.remove(list) else {
                continue;
            };
            for record in records {
                written += 1;
                let Value::Object(mut record) = record else {
                    sink.reject(place, "an event that is no object")?;
                    continue;
                };
                record.insert("event_list".to_owned(), list.into());
                let table = if list.starts_with("clicks") {
                    "proofpoint_click"
                } else {
                    "proofpoint_message"
                };
                one(record, table, place, sink)?;
            }
        }
        // An answer of nothing still says that somebody asked.
        if written == 0 {
            one(object, "proofpoint_message", place, sink)?;
        }
        Ok(())
    }
}

fn is_answer(object: &Object) -> bool {
    object.contains_key("queryEndTime")
        && LISTS
            .iter()
            .any(|list| at(object, list).is_some_and(Value::is_array))
}

fn table(object: &Object) -> Option<&'static str> {
    let any = |names: &[&str]| names.iter().any(|name| object.contains_key(*name));
    if has(object, &["messageTime", "sender"])
        && any(&["impostorScore", "phishScore", "threatsInfoMap"])
    {
        Some("proofpoint_message")
    } else if has(object, &["clickTime", "clickIP"])
        && any(&["threatID", "threatURL", "classification"])
    {
        Some("proofpoint_click")
    } else {
        None
    }
}

fn one(object: Object, table: &str, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let times = &["messageTime", "clickTime", "queryEndTime"];
    put(object, table, (times, &[]), place, sink)
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_answer_is_taken_apart_by_its_lists() {
        check(
            r#"{"queryEndTime":"2026-03-01T09:00:00Z","clicksPermitted":[{"clickTime":"2026-03-01T08:30:00.000Z","clickIP":"192.0.2.1","threatID":"t"}],"clicksBlocked":[],"messagesDelivered":[{"messageTime":"2026-03-01T08:00:00.000Z","sender":"a@b.example","phishScore":90}],"messagesBlocked":[]}"#,
            &[
                "line 1: proofpoint_click time=2026-03-01T08:30:00Z clickTime=2026-03-01T08:30:00.000Z \
                 clickIP=192.0.2.1 threatID=t event_list=clicksPermitted",
                "line 1: proofpoint_message time=2026-03-01T08:00:00Z messageTime=2026-03-01T08:00:00.000Z \
                 sender=a@b.example phishScore=90 event_list=messagesDelivered",
            ],
        );
        check(
            r#"{"queryEndTime":"2026-03-01T09:00:00Z","messagesBlocked":[]}"#,
            &[
                "line 1: proofpoint_message time=2026-03-01T09:00:00Z queryEndTime=2026-03-01T09:00:00Z",
            ],
        );
    }

    #[test]
    fn events_stand_alone_too() {
        check(
            r#"{"messageTime":"2026-03-01T08:00:00Z","sender":"a@b.example","recipient":["c@d.example"],"impostorScore":95}"#,
            &[
                "line 1: proofpoint_message time=2026-03-01T08:00:00Z messageTime=2026-03-01T08:00:00Z \
                 sender=a@b.example recipient=[\"c@d.example\"] impostorScore=95",
            ],
        );
    }
}
