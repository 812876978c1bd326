//! JSON text whose key order does not depend on how the JSON library was built.

use serde_json::Value;

/// Keys that products write first; the others follow in alphabetical order.
const FIRST: [&str; 3] = ["resourceType", "id", "@timestamp"];

/// One line of JSON.
pub(crate) fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// One value per line.
pub(crate) fn lines(values: &[Value]) -> String {
    values.iter().map(|value| text(value) + "\n").collect()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| (rank(key), key.as_str()));
            out.push('{');
            for (number, (key, inner)) in entries.into_iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write(inner, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (number, inner) in items.iter().enumerate() {
                if number > 0 {
                    out.push(',');
                }
                write(inner, out);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn rank(key: &str) -> usize {
    FIRST
        .iter()
        .position(|first| *first == key)
        .unwrap_or(FIRST.len())
}
