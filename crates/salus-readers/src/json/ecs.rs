//! Events in the Elastic Common Schema that no other shape knows better.
//!
//! What Winlogbeat and its kin write about Windows events is a Windows event first; this is for the
//! rest: endpoint agents, network sensors and cloud modules that name their fields in ECS.

use serde_json::Value;

use super::object::{at, put};
use super::windows::Windows;
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Ecs;

impl Shape for Ecs {
    fn fits(&self, object: &Object) -> bool {
        let says_so = at(object, "ecs.version").is_some();
        let categories = at(object, "event.category");
        let has_category = matches!(categories, Some(Value::String(_) | Value::Array(_)));
        let has_time = object.contains_key("@timestamp");
        has_category
            && has_time
            && (says_so || at(object, "event.type").is_some())
            && !Windows.fits(object)
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let hosts: &[&str] = &["host.hostname", "host.name", "agent.name"];
        put(object, "ecs_event", (&["@timestamp"], hosts), place, sink)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_event_is_known_by_its_category() {
        check(
            r#"{"@timestamp":"2026-03-01T08:00:00Z","ecs":{"version":"8.11"},"event":{"category":["process"],"type":["start"]},"host":{"name":"pc"},"process":{"executable":"/bin/sh"}}"#,
            &["line 1: ecs_event time=2026-03-01T08:00:00Z host=pc \
               @timestamp=2026-03-01T08:00:00Z ecs.version=8.11 event.category=[\"process\"] \
               event.type=[\"start\"] host.name=pc process.executable=/bin/sh"],
        );
    }

    #[test]
    fn a_windows_event_stays_one() {
        check(
            r#"{"@timestamp":"2026-03-01T08:00:00Z","ecs":{"version":"1.1"},"event":{"category":"process","type":"start"},"winlog":{"channel":"Security","event_id":4688,"event_data":{"NewProcessName":"x"}}}"#,
            &[
                "line 1: windows_security time=2026-03-01T08:00:00Z EventID=4688 \
               SystemTime=2026-03-01T08:00:00Z Channel=Security NewProcessName=x \
               event.category=process event.type=start ecs.version=1.1",
            ],
        );
    }
}
