//! What receivers of mail say about messages in the clinic's name (RFC 7489): one report for each receiver and day.

use super::Export;
use crate::clinic::{Clinic, DOMAIN, OUTSIDE_ADDRESS};
use crate::format::xml::leaf;
use crate::random::fingerprint;

/// One source of messages as a receiver saw it.
struct Source {
    address: &'static str,
    messages: usize,
    /// DKIM and SPF, both for the domain people see.
    dkim: bool,
    spf: bool,
    /// Who stands in the envelope.
    envelope: &'static str,
    reason: Option<&'static str>,
}

const fn source(
    address: &'static str,
    messages: usize,
    (dkim, spf): (bool, bool),
    envelope: &'static str,
) -> Source {
    Source {
        address,
        messages,
        dkim,
        spf,
        envelope,
        reason: None,
    }
}

/// The scanner in the hallway sends without a signature; nobody remembers that the fax gateway writes in the clinic's name.
const FAX_GATEWAY: &str = "198.51.100.152";
const FORGER: &str = "192.0.2.90";

/// Receiver, days before the end, what it saw.
fn reports() -> [(&'static str, i64, Vec<Source>); 4] {
    let list = Source {
        reason: Some("mailing_list"),
        ..source("198.51.100.150", 2, (true, false), "lists.members.example")
    };
    [
        (
            "freemail.example",
            -19,
            vec![
                source(OUTSIDE_ADDRESS, 41, (true, true), DOMAIN),
                source(FAX_GATEWAY, 9, (false, false), "quickfax.example"),
                source(FORGER, 31, (false, false), "bulk-offers.example"),
            ],
        ),
        (
            "northlab.example",
            -19,
            vec![source(OUTSIDE_ADDRESS, 12, (true, true), DOMAIN), list],
        ),
        (
            "freemail.example",
            -5,
            vec![
                source(OUTSIDE_ADDRESS, 38, (true, true), DOMAIN),
                source(OUTSIDE_ADDRESS, 3, (false, true), DOMAIN),
                source(FAX_GATEWAY, 11, (false, false), "quickfax.example"),
            ],
        ),
        (
            "riverside-imaging.example",
            -5,
            vec![source(OUTSIDE_ADDRESS, 17, (true, true), DOMAIN)],
        ),
    ]
}

/// Messages of the clinic's own senders with a valid signature, and all of them.
pub(crate) fn signed() -> (usize, usize) {
    let reports = reports();
    let ours = reports
        .iter()
        .flat_map(|(.., sources)| sources)
        .filter(|source| source.dkim || source.spf);
    ours.fold((0, 0), |(met, all), source| {
        let good = if source.dkim { source.messages } else { 0 };
        (met + good, all + source.messages)
    })
}

pub(super) fn exports(clinic: &Clinic) -> Vec<Export> {
    reports()
        .iter()
        .map(|(receiver, day, sources)| {
            let begin = clinic.end.plus_days(*day).epoch();
            let end = begin + 86_399;
            Export::new(
                format!("mail/reports/{receiver}!{DOMAIN}!{begin}!{end}.xml"),
                text((receiver, begin, end), sources),
                "who wrote in the clinic's name, the forgotten fax gateway and a forger among them",
                &[("dmarc_aggregate", sources.len())],
            )
            .packed()
        })
        .collect()
}

fn text((receiver, begin, end): (&str, i64, i64), sources: &[Source]) -> String {
    let number = fingerprint(&format!("{receiver}{begin}"));
    let about = [
        leaf("org_name", receiver),
        leaf("email", format!("dmarc-reports@{receiver}")),
        leaf("report_id", number),
        format!(
            "<date_range>{}{}</date_range>",
            leaf("begin", begin),
            leaf("end", end)
        ),
    ];
    let policy = [
        ("domain", DOMAIN),
        ("adkim", "r"),
        ("aspf", "r"),
        ("p", "quarantine"),
        ("sp", "quarantine"),
        ("pct", "100"),
    ]
    .map(|(name, value)| leaf(name, value));
    let records: String = sources.iter().map(record).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<feedback>\n<version>1.0</version>\n<report_metadata>{}</report_metadata>\n<policy_published>{}</policy_published>\n{records}</feedback>\n",
        about.concat(),
        policy.concat()
    )
}

fn record(source: &Source) -> String {
    let word = |good: bool| if good { "pass" } else { "fail" };
    let refused = !source.dkim && !source.spf;
    let reason = source.reason.map_or_else(String::new, |kind| {
        format!("<reason>{}<comment></comment></reason>", leaf("type", kind))
    });
    let disposition = if refused { "quarantine" } else { "none" };
    let signature = if source.dkim {
        format!(
            "<dkim>{}{}<selector>s1</selector></dkim>",
            leaf("domain", DOMAIN),
            leaf("result", "pass")
        )
    } else {
        String::new()
    };
    format!(
        "<record><row>{}{}<policy_evaluated>{}{}{}{reason}</policy_evaluated></row><identifiers>{}{}</identifiers><auth_results>{signature}<spf>{}{}</spf></auth_results></record>\n",
        leaf("source_ip", source.address),
        leaf("count", source.messages),
        leaf("disposition", disposition),
        leaf("dkim", word(source.dkim)),
        leaf("spf", word(source.spf)),
        leaf("envelope_from", source.envelope),
        leaf("header_from", DOMAIN),
        leaf("domain", source.envelope),
        // The envelope's own domain may pass without being the one people see.
        leaf(
            "result",
            if source.address == FORGER {
                "none"
            } else {
                "pass"
            }
        )
    )
}
