//! Entries of the systemd journal, as `journalctl -o json` prints them.

use super::object::{has, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Journald;

impl Shape for Journald {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["__REALTIME_TIMESTAMP"])
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let times = &["_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP"];
        put(object, "journald", (times, &["_HOSTNAME"]), place, sink)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_entry_has_the_source_s_own_time() {
        check(
            r#"{"__REALTIME_TIMESTAMP":"1772352000250000","_HOSTNAME":"h","MESSAGE":"m"}"#,
            &["line 1: journald time=2026-03-01T08:00:00.250Z host=h \
               __REALTIME_TIMESTAMP=1772352000250000 _HOSTNAME=h MESSAGE=m"],
        );
    }
}
