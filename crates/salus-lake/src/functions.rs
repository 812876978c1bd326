//! The SQL functions that mappings, detectors and measures may use beside the engine's own.
//!
//! Each takes text and is null for null. They never fail: text that does not fit gives null.

mod lists;

use std::net::IpAddr;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, TimeUnit};
use datafusion::common::{DataFusionError, Result};
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};
use hashbrown::HashMap;
use serde_json::Value;

/// The functions by name, with arguments and meaning: the list is the documentation.
pub(crate) fn all() -> Vec<ScalarUDF> {
    vec![
        text("address_domain", 1, |a| {
            Some(
                a[0].rsplit_once('@')?
                    .1
                    .trim_end_matches('>')
                    .to_lowercase(),
            )
        }),
        list("fhir_ids", 3, lists::ids),
        text("fhir_patient", 1, |a| lists::patient(a[0])),
        list("fhir_people", 1, lists::people),
        text("fhir_person", 1, |a| lists::person(a[0])),
        list("fhir_types", 2, lists::kinds),
        boolean("flag", 1, |a| flag(a[0])),
        boolean("in_network", 2, |a| in_network(a[0], a[1])),
        boolean("is_private_ip", 1, |a| {
            Some(is_private(a[0].trim().parse().ok()?))
        }),
        list("json_all", 2, lists::all),
        json("json_best", 2, |a| lists::best(a[0], a[1])),
        json("json_find", 4, |a| json_find(a[0], a[1], a[2], a[3])),
        json("json_first", 3, |a| lists::first(a[0], a[1], a[2])),
        list("json_list", 1, |a| json_list(a[0])),
        json("json_text", 2, |a| json_text(a[0], a[1])),
        json("json_where", 3, |a| lists::filtered(a[0], a[1], a[2])),
        text("name_of", 1, |a| Some(name_of(a[0]))),
        number("number", 1, |a| {
            a[0].trim()
                .trim_end_matches('%')
                .replace(',', "")
                .parse()
                .ok()
        }),
        time("read_time", 1, |a| salus_record::time::parse(a[0])),
    ]
}

type Words<'a> = &'a [&'a str];

fn texts(values: &[ColumnarValue]) -> Result<Vec<StringArray>> {
    ColumnarValue::values_to_arrays(values)?
        .iter()
        .map(|array| {
            let array = arrow_cast::cast(array, &DataType::Utf8)?;
            array
                .as_any()
                .downcast_ref::<StringArray>()
                .cloned()
                .ok_or_else(|| DataFusionError::Internal("a text argument is not text".into()))
        })
        .collect()
}

/// Takes up the arguments of a row; whether all are there.
fn take_up<'c>(columns: &'c [StringArray], row: usize, words: &mut Vec<&'c str>) -> bool {
    words.clear();
    let there = columns.iter().filter(|column| !column.is_null(row));
    words.extend(there.map(|column| column.value(row)));
    words.len() == columns.len()
}

/// Calls `of` for each row whose arguments are all there.
fn each_row<T>(columns: &[StringArray], of: fn(Words<'_>) -> Option<T>) -> Vec<Option<T>> {
    let rows = columns.first().map_or(0, Array::len);
    let mut words = Vec::with_capacity(columns.len());
    let one = |row| {
        take_up(columns, row, &mut words)
            .then(|| of(&words))
            .flatten()
    };
    (0..rows).map(one).collect()
}

/// The same where `of` is dear and rows are often alike: for a row like one before, its result is taken again.
fn each_row_once(
    columns: &[StringArray],
    of: fn(Words<'_>) -> Option<String>,
) -> Vec<Option<String>> {
    let rows = columns.first().map_or(0, Array::len);
    let mut results: Vec<Option<String>> = Vec::with_capacity(rows);
    let mut rows_of: HashMap<&str, usize> = HashMap::new();
    let mut words = Vec::with_capacity(columns.len());
    for row in 0..rows {
        if !take_up(columns, row, &mut words) {
            results.push(None);
            continue;
        }
        let like = rows_of.get(words[0]).copied();
        let like = like.filter(|like| {
            let mut rest = columns.iter().zip(&words).skip(1);
            rest.all(|(column, word)| column.value(*like) == *word)
        });
        let result = match like {
            Some(like) => results[like].clone(),
            None => {
                rows_of.insert(words[0], row);
                of(&words)
            }
        };
        results.push(result);
    }
    results
}

fn function(
    name: &str,
    arguments: usize,
    gives: DataType,
    run: impl Fn(&[StringArray]) -> ArrayRef + Send + Sync + 'static,
) -> ScalarUDF {
    let run = move |values: &[ColumnarValue]| Ok(ColumnarValue::Array(run(&texts(values)?)));
    create_udf(
        name,
        vec![DataType::Utf8; arguments],
        gives,
        Volatility::Immutable,
        Arc::new(run),
    )
}

fn text(name: &str, arguments: usize, of: fn(Words<'_>) -> Option<String>) -> ScalarUDF {
    function(name, arguments, DataType::Utf8, move |columns| {
        Arc::new(each_row(columns, of).into_iter().collect::<StringArray>())
    })
}

/// A text of JSON, which is parsed once where rows repeat it.
fn json(name: &str, arguments: usize, of: fn(Words<'_>) -> Option<String>) -> ScalarUDF {
    function(name, arguments, DataType::Utf8, move |columns| {
        let texts = each_row_once(columns, of).into_iter();
        Arc::new(texts.collect::<StringArray>())
    })
}

fn boolean(name: &str, arguments: usize, of: fn(Words<'_>) -> Option<bool>) -> ScalarUDF {
    function(name, arguments, DataType::Boolean, move |columns| {
        Arc::new(each_row(columns, of).into_iter().collect::<BooleanArray>())
    })
}

fn number(name: &str, arguments: usize, of: fn(Words<'_>) -> Option<f64>) -> ScalarUDF {
    function(name, arguments, DataType::Float64, move |columns| {
        Arc::new(each_row(columns, of).into_iter().collect::<Float64Array>())
    })
}

fn time(name: &str, arguments: usize, of: fn(Words<'_>) -> Option<i64>) -> ScalarUDF {
    let kind = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    function(name, arguments, kind, move |columns| {
        let times: TimestampMicrosecondArray = each_row(columns, of).into_iter().collect();
        Arc::new(times.with_timezone("UTC"))
    })
}

/// A list that is empty, not null, where an argument is missing.
fn list(name: &str, arguments: usize, of: fn(Words<'_>) -> Vec<String>) -> ScalarUDF {
    let kind = DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)));
    function(name, arguments, kind, move |columns| {
        let rows = columns.first().map_or(0, Array::len);
        let mut lists = ListBuilder::new(StringBuilder::new());
        let mut words = Vec::with_capacity(columns.len());
        for row in 0..rows {
            if take_up(columns, row, &mut words) {
                for item in of(&words) {
                    lists.values().append_value(item);
                }
            }
            lists.append(true);
        }
        Arc::new(lists.finish())
    })
}

fn json_list(text: &str) -> Vec<String> {
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => items.iter().filter_map(salus_record::scalar_text).collect(),
        _ if text.trim().is_empty() => Vec::new(),
        _ => vec![text.to_owned()],
    }
}

/// Steps: `.key` and `[n]`; a first key needs no dot.
fn json_text(text: &str, path: &str) -> Option<String> {
    let whole: Value = serde_json::from_str(text).ok()?;
    salus_record::scalar_text(at(&whole, path)?)
}

fn at<'v>(whole: &'v Value, path: &str) -> Option<&'v Value> {
    let mut at = whole;
    for step in path.split(['.', '[']).filter(|step| !step.is_empty()) {
        at = match step.strip_suffix(']') {
            Some(index) => at.get(index.parse::<usize>().ok()?)?,
            None => at.get(step)?,
        };
    }
    Some(at)
}

fn json_find(list: &str, key: &str, wanted: &str, value: &str) -> Option<String> {
    let Value::Array(items) = serde_json::from_str(list).ok()? else {
        return None;
    };
    let found = items.iter().find(|item| {
        item.get(key)
            .and_then(Value::as_str)
            .is_some_and(|text| text.eq_ignore_ascii_case(wanted))
    })?;
    salus_record::scalar_text(found.get(value)?)
}

fn flag(text: &str) -> Option<bool> {
    const YES: [&str; 22] = [
        "true",
        "yes",
        "y",
        "1",
        "on",
        "enabled",
        "compliant",
        "encrypted",
        "pass",
        "passed",
        "active",
        "running",
        "installed",
        "completed",
        "success",
        "allowed",
        "protected",
        "t",
        "supported",
        "registered",
        "signed",
        "approved",
    ];
    const NO: [&str; 23] = [
        "false",
        "no",
        "n",
        "0",
        "off",
        "disabled",
        "noncompliant",
        "not compliant",
        "unencrypted",
        "not encrypted",
        "fail",
        "failed",
        "inactive",
        "stopped",
        "not installed",
        "incomplete",
        "failure",
        "blocked",
        "f",
        "unsupported",
        "none",
        "missing",
        "not registered",
    ];
    let word = text.trim().to_lowercase();
    match word.as_str() {
        yes if YES.contains(&yes) => Some(true),
        no if NO.contains(&no) => Some(false),
        _ => None,
    }
}

fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            ip.is_private()
                || ip.is_loopback()
                || ip.is_link_local()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_broadcast()
        }
        IpAddr::V6(ip) => {
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
        }
    }
}

fn in_network(ip: &str, cidr: &str) -> Option<bool> {
    let ip: IpAddr = ip.trim().parse().ok()?;
    let (network, bits) = cidr.trim().split_once('/').unwrap_or((cidr.trim(), "128"));
    let network: IpAddr = network.parse().ok()?;
    let bits: u32 = bits.parse().ok()?;
    let same = |a: u128, b: u128, width: u32| {
        let shift = width.saturating_sub(bits);
        if shift >= width {
            true
        } else {
            a >> shift == b >> shift
        }
    };
    match (ip, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => Some(same(a.to_bits().into(), b.to_bits().into(), 32)),
        (IpAddr::V6(a), IpAddr::V6(b)) => Some(same(a.to_bits(), b.to_bits(), 128)),
        _ => Some(false),
    }
}

fn name_of(text: &str) -> String {
    let text = text.trim();
    let text = text.rsplit(['\\', '/']).next().unwrap_or(text);
    text.split('@').next().unwrap_or(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_walked_by_path() {
        let check = |path: &str, expected: Option<&str>| {
            let text = r#"{"a":[{"b":"x"},{"b":2}],"c":null}"#;
            assert_eq!(json_text(text, path).as_deref(), expected, "{path}");
        };
        check("a[0].b", Some("x"));
        check("a[1].b", Some("2"));
        check("a[2].b", None);
        check("c", None);
        check("a", Some(r#"[{"b":"x"},{"b":2}]"#));
        assert_eq!(json_text(r#"[{"w":1}]"#, "[0].w").as_deref(), Some("1"));
        assert_eq!(json_text("not json", "a"), None);
        assert_eq!(
            json_find(
                r#"[{"Name":"To","Value":"a@b.example"}]"#,
                "Name",
                "to",
                "Value"
            )
            .as_deref(),
            Some("a@b.example")
        );
    }

    #[test]
    fn addresses_and_networks() {
        let check = |ip: &str, cidr: &str, expected: Option<bool>| {
            assert_eq!(in_network(ip, cidr), expected, "{ip} {cidr}");
        };
        check("10.20.30.4", "10.20.30.0/24", Some(true));
        check("10.20.31.4", "10.20.30.0/24", Some(false));
        check("10.0.0.1", "0.0.0.0/0", Some(true));
        check("fd00::1", "fd00::/8", Some(true));
        check("10.0.0.1", "10.0.0.1", Some(true));
        check("x", "10.0.0.0/8", None);
        assert!(is_private("192.168.1.1".parse().expect("an address")));
        assert!(!is_private("203.0.113.9".parse().expect("an address")));
    }

    #[test]
    fn words_for_yes_and_no() {
        assert_eq!(flag("Yes"), Some(true));
        assert_eq!(flag(" disabled "), Some(false));
        assert_eq!(flag("perhaps"), None);
        assert_eq!(name_of(r"CLINIC\J.Doe"), "j.doe");
        assert_eq!(name_of("J.Doe@clinic.example"), "j.doe");
    }
}
