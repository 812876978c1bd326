//! Zeek's JSON logs: the same rows as from its tab-separated logs.
//!
//! Times become seconds since 1970 with six decimals and other fractions are cut to six, as in the
//! tab-separated form. `_path` is the table's name and `_write_ts` the log writer's own; neither is
//! a field of the record, and both are left out.

use salus_record::{flatten, time};
use serde_json::{Number, Value};

use super::object::{has, slug};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

/// Logs by the members only they have, for exports without `_path`; the first whose members are
/// all there is taken.
const LOGS: [(&str, &[&str]); 36] = [
    ("dns", &["trans_id", "qtype_name"]),
    ("dns", &["query", "qclass", "rejected"]),
    ("dns", &["trans_id", "proto", "rejected"]),
    ("http", &["trans_depth", "request_body_len"]),
    ("ssl", &["cipher", "established"]),
    ("ssl", &["resumed", "established"]),
    ("files", &["fuid", "seen_bytes"]),
    ("x509", &["certificate.serial"]),
    ("kerberos", &["request_type", "client"]),
    ("smb_mapping", &["share_type", "path"]),
    ("smb_files", &["action", "name", "times.modified"]),
    ("dce_rpc", &["endpoint", "operation"]),
    ("ntlm", &["server_nb_computer_name"]),
    ("smtp", &["trans_depth", "helo"]),
    ("ssh", &["auth_attempts"]),
    ("rdp", &["security_protocol"]),
    ("rdp", &["cookie", "cert_count"]),
    ("ftp", &["command", "reply_code"]),
    ("dhcp", &["uids", "mac"]),
    ("ntp", &["ref_id", "xmt_time"]),
    ("snmp", &["community", "duration"]),
    ("modbus", &["func", "unit"]),
    ("modbus", &["func", "uid"]),
    ("dnp3", &["fc_request"]),
    ("notice", &["note", "actions"]),
    ("weird", &["name", "notice", "peer"]),
    ("weird", &["name", "addl", "notice"]),
    ("syslog", &["facility", "severity", "message"]),
    ("software", &["software_type", "unparsed_version"]),
    ("tunnel", &["tunnel_type", "action"]),
    ("ldap", &["message_id", "opcode"]),
    ("quic", &["client_initial_dcid"]),
    ("websocket", &["subprotocol", "client_protocols"]),
    ("conn", &["conn_state"]),
    ("conn", &["history"]),
    ("files", &["fuid", "mime_type"]),
];

pub(super) struct ZeekJson;

impl Shape for ZeekJson {
    fn fits(&self, object: &Object) -> bool {
        object.contains_key("ts")
            && (matches!(object.get("_path"), Some(Value::String(_)))
                || has(object, &["uid", "id.orig_h"])
                || (has(object, &["uid", "id"]) && object["id"].get("orig_h").is_some())
                || has(object, &["fuid", "seen_bytes"])
                || has(object, &["software_type", "unparsed_version"])
                || object.keys().any(|key| key.starts_with("certificate.")))
    }

    fn put(&self, mut object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        object.remove("_write_ts");
        let log = match object.remove("_path") {
            Some(Value::String(path)) => slug(&path),
            _ => by_members(&object).to_owned(),
        };
        for value in object.values_mut() {
            settle(value);
        }
        let mut row = sink.record(&format!("zeek_{log}"), place);
        if let Some(Value::String(ts)) = object.get("ts") {
            row = row.time(ts);
        }
        flatten(&Value::Object(object), &mut |name, text| {
            row.set(name, text)
        });
        row.end()
    }
}

fn by_members(object: &Object) -> &'static str {
    log_with(|member| object.contains_key(member))
}

/// The log that has such members.
pub(crate) fn log_with(has: impl Fn(&str) -> bool) -> &'static str {
    let fits = |members: &[&str]| members.iter().all(|member| has(member));
    let log = LOGS.iter().find(|(_, members)| fits(members));
    log.map_or("other", |(log, _)| log)
}

/// Brings a value to the text of the tab-separated form.
pub(super) fn settle(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            let Some(real) = number.as_f64() else { return };
            *value = if real >= TIME_FROM {
                epoch(real)
            } else {
                rounded(real)
            };
        }
        Value::Number(number) if number.as_u64().is_some_and(|whole| whole == 0) => {}
        Value::String(text) if is_iso_time(text) => {
            if let Some(micros) = time::parse(text) {
                *value = Value::String(time::format_seconds(micros));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(settle_item),
        Value::Object(members) => members.values_mut().for_each(settle),
        _ => {}
    }
}

fn settle_item(item: &mut Value) {
    if let Value::Number(number) = item
        && number.is_f64()
        && let Some(real) = number.as_f64()
    {
        *item = rounded(real);
    }
}

/// Fractions from here on (1973) are times, not durations.
pub(super) const TIME_FROM: f64 = 1e8;

fn epoch(real: f64) -> Value {
    Value::String(format!("{real:.6}"))
}

fn rounded(real: f64) -> Value {
    let six = format!("{real:.6}").parse().ok().and_then(Number::from_f64);
    six.map_or(Value::Null, Value::Number)
}

/// `2018-03-24T17:15:20.613421Z`, as Zeek writes times when told to use ISO 8601.
pub(super) fn is_iso_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 27 && bytes[4] == b'-' && bytes[10] == b'T' && bytes[26] == b'Z'
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn rows_are_those_of_the_tab_separated_form() {
        check(
            r#"{"_path":"conn","_write_ts":"2026-03-01T08:00:09.000000Z","ts":"2026-03-01T08:00:00.250000Z","id.orig_h":"10.0.0.1","id.orig_p":5,"duration":0.00043106,"local":true,"tunnel_parents":[],"poll":1.0}"#,
            &[
                "line 1: zeek_conn time=2026-03-01T08:00:00.250Z tunnel_parents=[] poll=1.0 \
               ts=1772352000.250000 id.orig_h=10.0.0.1 id.orig_p=5 duration=0.000431 \
               local=true",
            ],
        );
    }

    #[test]
    fn without_a_path_the_members_tell_the_log() {
        check(
            r#"{"ts":1772352000.25,"uid":"C1","id.orig_h":"a","id.orig_p":1,"proto":"udp","trans_id":3,"qtype_name":"A"}"#,
            &[
                "line 1: zeek_dns time=2026-03-01T08:00:00.250Z ts=1772352000.250000 uid=C1 \
               id.orig_h=a id.orig_p=1 proto=udp trans_id=3 qtype_name=A",
            ],
        );
        check(
            r#"{"ts":1772352000.0,"uid":"C1","id":{"orig_h":"a"},"conn_state":"SF"}"#,
            &[
                "line 1: zeek_conn time=2026-03-01T08:00:00Z ts=1772352000.000000 uid=C1 \
               id.orig_h=a conn_state=SF",
            ],
        );
        check(
            r#"{"ts":1772352000.0,"uid":"C1","id.orig_h":"a","strange":1}"#,
            &[
                "line 1: zeek_other time=2026-03-01T08:00:00Z ts=1772352000.000000 uid=C1 \
               id.orig_h=a strange=1",
            ],
        );
    }
}
