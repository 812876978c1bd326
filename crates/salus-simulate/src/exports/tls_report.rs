//! How mail for the clinic was carried, as a sender reports it (RFC 8460).

use serde_json::json;

use super::Export;
use crate::clinic::{Clinic, DOMAIN, PARKED_DOMAIN};
use crate::format::json;

pub(super) fn export(clinic: &Clinic) -> Export {
    let day = clinic.end.plus_days(-5);
    let last = day.plus_seconds(86_399);
    let policy = |domain: &str| json!({"policy-type": "no-policy-found", "policy-domain": domain});
    let report = json!({
        "organization-name": "Freemail",
        "date-range": {"start-datetime": day.iso(), "end-datetime": last.iso()},
        "contact-info": "smtp-tls-reporting@freemail.example",
        "report-id": format!("{}_{DOMAIN}", day.iso()),
        "policies": [
            {
                "policy": policy(DOMAIN),
                "summary": {"total-successful-session-count": 118, "total-failure-session-count": 2},
                "failure-details": [{
                    "result-type": "certificate-host-mismatch",
                    "sending-mta-ip": "198.51.100.180",
                    "receiving-mx-hostname": format!("mx1.{DOMAIN}"),
                    "receiving-ip": "203.0.113.24",
                    "failed-session-count": 2
                }]
            },
            {
                "policy": policy(PARKED_DOMAIN),
                "summary": {"total-successful-session-count": 0, "total-failure-session-count": 0}
            }
        ]
    });
    Export::new(
        format!(
            "mail/reports/freemail.example!{DOMAIN}!{}!{}!001.json",
            day.epoch(),
            last.epoch()
        ),
        json::text(&report) + "\n",
        "mail to the clinic arrives encrypted though no policy asks for it",
        &[("tls_report", 2)],
    )
    .packed()
}
