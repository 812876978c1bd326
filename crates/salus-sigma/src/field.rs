//! A field that may stand under several column names: its values are those of any of them.
//!
//! A pipeline or a route may say that `Image` is `Image` in some records of a table and
//! `process.executable` in others. Such a field is absent only where none of its columns is there.

/// Stands between the names; no text in YAML holds it.
const BETWEEN: char = '\u{1f}';

/// Several names as one.
pub(crate) fn joined<S: AsRef<str>>(names: &[S]) -> String {
    let mut all = String::new();
    for name in names {
        if !all.is_empty() {
            all.push(BETWEEN);
        }
        all.push_str(name.as_ref());
    }
    all
}

/// The names of a field.
pub(crate) fn names(field: &str) -> impl Iterator<Item = &str> {
    field.split(BETWEEN)
}

/// The field with each of its names changed; a name may become several.
pub(crate) fn renamed(field: &str, change: impl Fn(&str) -> Vec<String>) -> String {
    let mut all: Vec<String> = names(field).flat_map(change).collect();
    let mut seen = std::collections::HashSet::new();
    all.retain(|name| seen.insert(name.clone()));
    joined(&all)
}
