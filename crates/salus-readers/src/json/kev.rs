//! CISA's catalog of known exploited vulnerabilities: one record each, and one for the catalog itself.

use super::object::{has, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct Kev;

impl Shape for Kev {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["cveID", "dateAdded", "dueDate"])
            || has(object, &["catalogVersion", "dateReleased"])
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let table = if object.contains_key("cveID") {
            "cisa_kev"
        } else {
            "cisa_kev_catalog"
        };
        put(
            object,
            table,
            (&["dateAdded", "dateReleased"], &[]),
            place,
            sink,
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn the_catalog_s_date_is_kept_beside_its_entries() {
        check(
            r#"{"title":"t","catalogVersion":"2026.03.01","dateReleased":"2026-03-01T08:00:00.1Z","count":1,"vulnerabilities":[{"cveID":"CVE-2026-1","dateAdded":"2026-02-28","dueDate":"2026-03-21"}]}"#,
            &[
                "record 1: cisa_kev time=2026-02-28T00:00:00Z cveID=CVE-2026-1 dateAdded=2026-02-28 dueDate=2026-03-21",
                "line 1: cisa_kev_catalog time=2026-03-01T08:00:00.100Z title=t \
               catalogVersion=2026.03.01 dateReleased=2026-03-01T08:00:00.1Z count=1",
            ],
        );
    }
}
