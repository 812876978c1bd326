//! Suricata's EVE records.

use super::object::{has, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Suricata;

impl Shape for Suricata {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["timestamp", "event_type"])
            && ["src_ip", "flow_id", "stats", "engine", "pcap_cnt"]
                .iter()
                .any(|name| object.contains_key(*name))
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        put(
            object,
            "suricata_eve",
            (&["timestamp"], &["sensor_name"]),
            place,
            sink,
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn an_alert_is_flattened() {
        check(
            r#"{"timestamp":"2026-03-01T01:00:00.5-0700","event_type":"alert","src_ip":"1.2.3.4","alert":{"severity":2}}"#,
            &["line 1: suricata_eve time=2026-03-01T08:00:00.500Z \
               timestamp=2026-03-01T01:00:00.5-0700 event_type=alert src_ip=1.2.3.4 \
               alert.severity=2"],
        );
    }
}
