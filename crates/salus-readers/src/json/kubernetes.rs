//! Audit events of Kubernetes that a cloud delivers as text inside a record of its own.

use serde_json::Value;

use super::object::{at, merge, put, text};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

/// Where Azure's and Amazon's exports keep the text.
const PATHS: [&str; 2] = ["properties.log", "log"];

pub(super) struct Kubernetes;

impl Shape for Kubernetes {
    fn fits(&self, object: &Object) -> bool {
        event_of(object).is_some()
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let opened = event_of(&object).and_then(|event| serde_json::from_str(event).ok());
        if let Some(Value::Object(event)) = opened {
            object.remove("log");
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                properties.remove("log");
            }
            object = merge(event, object);
        }
        let times = &[
            "requestReceivedTimestamp",
            "stageTimestamp",
            "outer.time",
            "time",
        ];
        put(object, "kubernetes_audit", (times, &[]), place, sink)
    }
}

fn event_of(object: &Object) -> Option<&str> {
    let found = PATHS.iter().find_map(|path| text(object, path));
    found.filter(|event| is_event(event) && at(object, "verb").is_none())
}

/// Whether a text, as it is or as it is written inside JSON, is an audit event.
pub(super) fn is_event(text: &str) -> bool {
    let head: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\\')
        .take(24)
        .collect();
    (head.starts_with("{\"kind\":\"Event\"") || head.starts_with("{\"apiVersion\":\"audit."))
        && text.contains("audit.k8s.io")
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_event_comes_out_of_its_text() {
        check(
            r#"{"time":"2026-03-01T08:00:01Z","category":"kube-audit","operationName":"o","resourceId":"/subscriptions/s","properties":{"log":"{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"verb\":\"get\",\"requestReceivedTimestamp\":\"2026-03-01T08:00:00Z\"}","stream":"stdout"}}"#,
            &[
                "line 1: kubernetes_audit time=2026-03-01T08:00:00Z kind=Event apiVersion=audit.k8s.io/v1 verb=get \
                 requestReceivedTimestamp=2026-03-01T08:00:00Z time_=2026-03-01T08:00:01Z category=kube-audit \
                 operationName=o resourceId=/subscriptions/s properties.stream=stdout",
            ],
        );
        check(
            r#"{"log":"hello\n","stream":"stdout"}"#,
            &["line 1: json_log_stream log=hello\n stream=stdout"],
        );
    }
}
