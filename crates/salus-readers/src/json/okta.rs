//! Okta System Log events.

use super::object::{has_any_case, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Okta;

impl Shape for Okta {
    fn fits(&self, object: &Object) -> bool {
        has_any_case(object, &["eventType"])
            && !object.contains_key("eventSource")
            && (has_any_case(object, &["published"]) || has_any_case(object, &["displayMessage"]))
            && ["actor", "client", "outcome", "target"]
                .iter()
                .any(|name| object.contains_key(*name))
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        put(object, "okta_system", (&["published"], &[]), place, sink)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_event_is_known_by_its_members() {
        check(
            r#"[{"published":"2026-03-01T08:00:00.000Z","eventType":"user.session.start","actor":{"alternateId":"a@b.org"}}]"#,
            &["record 1: okta_system time=2026-03-01T08:00:00Z \
               published=2026-03-01T08:00:00.000Z eventType=user.session.start \
               actor.alternateId=a@b.org"],
        );
    }
}
