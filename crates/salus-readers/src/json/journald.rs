//! Entries of the systemd journal, as `journalctl -o json` prints them.

use serde_json::Value;

use super::object::{has, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Journald;

impl Shape for Journald {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["__REALTIME_TIMESTAMP"])
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        for name in ["MESSAGE", "_CMDLINE"] {
            if let Some(text) = object.get(name).and_then(text_of_bytes) {
                object.insert(name.to_owned(), text.into());
            }
        }
        let times = &["_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP"];
        put(object, "journald", (times, &["_HOSTNAME"]), place, sink)
    }
}

/// The journal prints a text with odd bytes in it as a list of numbers.
fn text_of_bytes(value: &Value) -> Option<String> {
    let byte = |number: &Value| u8::try_from(number.as_u64()?).ok();
    let bytes: Option<Vec<u8>> = value.as_array()?.iter().map(byte).collect();
    bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
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

    #[test]
    fn bytes_are_read_as_text_and_what_is_left_out_stays_out() {
        check(
            r#"{"__REALTIME_TIMESTAMP":"1772352000250000","MESSAGE":[104,105,27],"_CMDLINE":null,"_PID":["1","2"]}"#,
            &[
                "line 1: journald time=2026-03-01T08:00:00.250Z __REALTIME_TIMESTAMP=1772352000250000 \
               MESSAGE=hi\u{1b} _PID=[\"1\",\"2\"]",
            ],
        );
    }
}
