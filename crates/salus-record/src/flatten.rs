//! JSON objects as columns: nested names joined with dots, lists kept as JSON text.

use serde_json::Value;

/// Calls `column(name, text)` for each leaf of `object`.
///
/// Objects are walked (`a.b.c`); a list is one column holding its JSON text; `null` is left out;
/// an empty object is the text `{}`. A value that is not an object becomes the column `value`.
pub fn flatten(object: &Value, column: &mut dyn FnMut(&str, &str)) {
    let mut path = String::new();
    match object {
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                walk(&mut path, key, value, column);
            }
        }
        other => leaf("value", other, column),
    }
}

fn walk(path: &mut String, key: &str, value: &Value, column: &mut dyn FnMut(&str, &str)) {
    let parent = path.len();
    if parent > 0 {
        path.push('.');
    }
    path.push_str(key);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (inner, value) in members {
                walk(path, inner, value, column);
            }
        }
        other => leaf(path, other, column),
    }
    path.truncate(parent);
}

fn leaf(name: &str, value: &Value, column: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::Null => {}
        Value::String(text) => column(name, text),
        Value::Bool(true) => column(name, "true"),
        Value::Bool(false) => column(name, "false"),
        other => column(name, &other.to_string()),
    }
}

/// A leaf as the text its column holds; `None` for null. Lists and objects are JSON text.
#[must_use]
pub fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[(&str, &str)]) {
        let value: Value = serde_json::from_str(json).expect("test JSON");
        let mut found = Vec::new();
        flatten(&value, &mut |name, text| {
            found.push((name.to_owned(), text.to_owned()))
        });
        let expected: Vec<_> = expected
            .iter()
            .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
            .collect();
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn every_leaf_finds_a_column() {
        check(
            r#"{"a":1,"b":{"c":"x","d":{"e":true}}}"#,
            &[("a", "1"), ("b.c", "x"), ("b.d.e", "true")],
        );
        check(
            r#"{"list":[1,{"x":2}],"none":null,"empty":{}}"#,
            &[("list", r#"[1,{"x":2}]"#), ("empty", "{}")],
        );
        check("[1,2]", &[("value", "[1,2]")]);
        check("{}", &[("value", "{}")]);
    }
}
