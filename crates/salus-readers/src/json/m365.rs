//! Microsoft 365 unified audit records: the API's, and exports that keep them as text in `AuditData`.

use super::object::{has, has_any_case, open_text, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct M365;

impl Shape for M365 {
    fn fits(&self, object: &Object) -> bool {
        let is_record = || {
            has_any_case(object, &["RecordType", "Operation", "OrganizationId"])
                && (has_any_case(object, &["CreationTime"]) || has(object, &["TimeGenerated"]))
        };
        has(object, &["AuditData"]) || has(object, &["auditData"]) || is_record()
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let object = open_text(open_text(object, "AuditData"), "auditData");
        let times = &[
            "CreationTime",
            "creationtime",
            "TimeGenerated",
            "CreationDate",
            "createdDateTime",
        ];
        put(object, "m365_audit", (times, &[]), place, sink)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn audit_data_is_opened_in_place() {
        check(
            r#"{"RecordType":"ExchangeAdmin","UserIds":"u","AuditData":"{\"CreationTime\":\"2026-03-01T08:00:00\",\"Operation\":\"Set-Mailbox\",\"RecordType\":1}"}"#,
            &[
                "line 1: m365_audit time=2026-03-01T08:00:00Z CreationTime=2026-03-01T08:00:00 \
               Operation=Set-Mailbox RecordType=1 outer.RecordType=ExchangeAdmin UserIds=u",
            ],
        );
        check(
            r#"{"creationtime":"2026-03-01 08:00:00","operation":"x","organizationid":"o","recordtype":2}"#,
            &[
                "line 1: m365_audit time=2026-03-01T08:00:00Z creationtime=2026-03-01 08:00:00 \
               operation=x organizationid=o recordtype=2",
            ],
        );
    }

    #[test]
    fn audit_data_of_graph_is_opened_too() {
        check(
            r#"{"id":"1","createdDateTime":"2026-03-01T08:00:01Z","operation":"FileAccessed","organizationId":"o","auditData":{"CreationTime":"2026-03-01T08:00:00","Operation":"FileAccessed","RecordType":6}}"#,
            &[
                "line 1: m365_audit time=2026-03-01T08:00:00Z CreationTime=2026-03-01T08:00:00 \
               Operation=FileAccessed RecordType=6 id=1 createdDateTime=2026-03-01T08:00:01Z \
               outer.operation=FileAccessed organizationId=o",
            ],
        );
    }

    #[test]
    fn audit_data_that_is_no_json_stays() {
        check(r#"{"AuditData":"…"}"#, &["line 1: m365_audit AuditData=…"]);
    }
}
