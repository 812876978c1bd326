//! The network sensor's logs: three in the classic form, one as JSON.

use super::{packed, plain};
use crate::File;
use crate::clinic::Clinic;
use crate::evidence::{Evidence, Flow, Row};
use crate::format::zeek::Log;
use crate::moment::Moment;

#[rustfmt::skip]
const CONN: &[(&str, &str)] = &[
    ("ts", "time"), ("uid", "string"), ("id.orig_h", "addr"), ("id.orig_p", "port"), ("id.resp_h", "addr"), ("id.resp_p", "port"),
    ("proto", "enum"), ("service", "string"), ("duration", "interval"), ("orig_bytes", "count"), ("resp_bytes", "count"),
    ("conn_state", "string"), ("local_orig", "bool"), ("local_resp", "bool"), ("missed_bytes", "count"), ("history", "string"),
    ("orig_pkts", "count"), ("orig_ip_bytes", "count"), ("resp_pkts", "count"), ("resp_ip_bytes", "count"),
    ("tunnel_parents", "set[string]"),
];
#[rustfmt::skip]
const DNS: &[(&str, &str)] = &[
    ("ts", "time"), ("uid", "string"), ("id.orig_h", "addr"), ("id.orig_p", "port"), ("id.resp_h", "addr"), ("id.resp_p", "port"),
    ("proto", "enum"), ("trans_id", "count"), ("rtt", "interval"), ("query", "string"), ("qclass", "count"),
    ("qclass_name", "string"), ("qtype", "count"), ("qtype_name", "string"), ("rcode", "count"), ("rcode_name", "string"),
    ("AA", "bool"), ("TC", "bool"), ("RD", "bool"), ("RA", "bool"), ("Z", "count"), ("answers", "vector[string]"),
    ("TTLs", "vector[interval]"), ("rejected", "bool"),
];
#[rustfmt::skip]
const HTTP: &[(&str, &str)] = &[
    ("ts", "time"), ("uid", "string"), ("id.orig_h", "addr"), ("id.orig_p", "port"), ("id.resp_h", "addr"), ("id.resp_p", "port"),
    ("trans_depth", "count"), ("method", "string"), ("host", "string"), ("uri", "string"), ("referrer", "string"),
    ("version", "string"), ("user_agent", "string"), ("origin", "string"), ("request_body_len", "count"),
    ("response_body_len", "count"), ("status_code", "count"), ("status_msg", "string"), ("info_code", "count"),
    ("info_msg", "string"), ("tags", "set[enum]"), ("username", "string"), ("password", "string"), ("proxied", "set[string]"),
    ("orig_fuids", "vector[string]"), ("orig_filenames", "vector[string]"), ("orig_mime_types", "vector[string]"),
    ("resp_fuids", "vector[string]"), ("resp_mime_types", "vector[string]"),
];
#[rustfmt::skip]
const SSL: &[(&str, &str)] = &[
    ("ts", "time"), ("uid", "string"), ("id.orig_h", "addr"), ("id.orig_p", "port"), ("id.resp_h", "addr"), ("id.resp_p", "port"),
    ("version", "string"), ("cipher", "string"), ("curve", "string"), ("server_name", "string"), ("resumed", "bool"),
    ("last_alert", "string"), ("next_protocol", "string"), ("established", "bool"), ("ssl_history", "string"),
    ("cert_chain_fps", "vector[string]"), ("client_cert_chain_fps", "vector[string]"), ("sni_matches_cert", "bool"),
    ("validation_status", "string"),
];

pub(super) fn files(clinic: &Clinic, evidence: &Evidence) -> Vec<File> {
    let log = |path, fields, rows: &[Row]| Log {
        path,
        fields,
        rows: rows.to_vec(),
    };
    let dns = log("dns", DNS, &evidence.dns);
    let http = log("http", HTTP, &evidence.http);
    let ssl = log("ssl", SSL, &evidence.tls);
    vec![
        packed(
            "network/conn.log.gz",
            &connections(&evidence.flows, (clinic.start, clinic.end)),
        ),
        packed("network/dns.log.gz", &dns.tsv(clinic.start, clinic.end)),
        plain("network/http.log", http.tsv(clinic.start, clinic.end)),
        packed("network/ssl.json.gz", &ssl.json()),
    ]
}

/// The connections of a span of time, as `conn.log` in the classic form.
pub(crate) fn connections(flows: &[Flow], (opened, closed): (Moment, Moment)) -> String {
    let rows = flows.iter().map(|flow| (flow.time, cells(flow)));
    let conn = Log {
        path: "conn",
        fields: CONN,
        rows: rows.collect(),
    };
    conn.tsv(opened, closed)
}

fn cells(flow: &Flow) -> Vec<String> {
    let done = flow.seconds.is_some();
    let size = |bytes: u64| {
        if done {
            bytes.to_string()
        } else {
            "-".to_owned()
        }
    };
    let packets = |bytes: u64| if done { 4 + bytes / 1_200 } else { 1 };
    let history = match flow.state {
        "SF" if flow.transport == "udp" => "Dd",
        "SF" => "ShADadFf",
        "REJ" => "Sr",
        "RSTO" => "ShR",
        _ => "S",
    };
    let inside = |address: &str| if address.starts_with("10.") { "T" } else { "F" };
    let (sent, received) = (
        packets(flow.sent),
        if flow.state == "S0" {
            0
        } else {
            packets(flow.received)
        },
    );
    vec![
        flow.uid.clone(),
        flow.from.clone(),
        flow.from_port.to_string(),
        flow.to.clone(),
        flow.to_port.to_string(),
        flow.transport.to_owned(),
        flow.service.to_owned(),
        flow.seconds
            .map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.6}")),
        size(flow.sent),
        size(flow.received),
        flow.state.to_owned(),
        inside(&flow.from).to_owned(),
        inside(&flow.to).to_owned(),
        "0".to_owned(),
        history.to_owned(),
        sent.to_string(),
        (sent * 40 + flow.sent).to_string(),
        received.to_string(),
        (received * 40 + flow.received).to_string(),
        "-".to_owned(),
    ]
}
