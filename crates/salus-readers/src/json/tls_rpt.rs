//! Reports on encrypted mail transport (RFC 8460): one record for each policy, with what the report says of itself.

use salus_record::limits;
use serde_json::Value;

use super::object::{first_text, has};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct TlsRpt;

impl Shape for TlsRpt {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["date-range", "policies"])
            && ["organization-name", "contact-info", "report-id"]
                .iter()
                .any(|name| object.contains_key(*name))
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let policies = match object.remove("policies") {
            Some(Value::Array(list)) if !list.is_empty() => list,
            other => vec![other.unwrap_or_default()],
        };
        let time = first_text(&object, &["date-range.start-datetime"]);
        let report = Value::Object(object);
        if policies.len() > 1 && report.to_string().len() > limits::REPORT_HEAD_BYTES {
            return sink.reject(place, "a report that says too much of itself");
        }
        for policy in policies {
            let mut row = sink.record("tls_report", place);
            if let Some(time) = &time {
                row = row.time(time);
            }
            row = row.json(&report);
            match policy {
                Value::Object(ref members) if !members.is_empty() => row = row.json(&policy),
                Value::Object(_) | Value::Null => {}
                other => row.set("policies", &other.to_string()),
            }
            row.end()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn each_policy_is_a_record() {
        check(
            r#"{"organization-name":"Relay","date-range":{"start-datetime":"2026-03-01T00:00:00Z","end-datetime":"2026-03-01T23:59:59Z"},"report-id":"9","policies":[{"policy":{"policy-type":"sts","policy-domain":"clinic.example","mx-host":["*.clinic.example"]},"summary":{"total-successful-session-count":5,"total-failure-session-count":1},"failure-details":[{"result-type":"certificate-expired","failed-session-count":1}]},{"policy":{"policy-type":"no-policy-found"}}]}"#,
            &[
                "line 1: tls_report time=2026-03-01T00:00:00Z organization-name=Relay \
                 date-range.start-datetime=2026-03-01T00:00:00Z date-range.end-datetime=2026-03-01T23:59:59Z \
                 report-id=9 policy.policy-type=sts policy.policy-domain=clinic.example \
                 policy.mx-host=[\"*.clinic.example\"] summary.total-successful-session-count=5 \
                 summary.total-failure-session-count=1 \
                 failure-details=[{\"result-type\":\"certificate-expired\",\"failed-session-count\":1}]",
                "line 1: tls_report time=2026-03-01T00:00:00Z organization-name=Relay \
                 date-range.start-datetime=2026-03-01T00:00:00Z date-range.end-datetime=2026-03-01T23:59:59Z \
                 report-id=9 policy.policy-type=no-policy-found",
            ],
        );
    }

    #[test]
    fn a_report_without_policies_is_a_record_too() {
        check(
            r#"{"contact-info":"a@relay.example","date-range":{},"policies":[]}"#,
            &["line 1: tls_report contact-info=a@relay.example date-range={} policies=[]"],
        );
        check(
            r#"{"report-id":"1","date-range":{},"policies":["x"]}"#,
            &["line 1: tls_report report-id=1 date-range={} policies=\"x\""],
        );
    }
}
