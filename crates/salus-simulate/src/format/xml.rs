//! XML text: escaped values and plain elements.

/// The text with the letters escaped that mean something in XML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// `<name>text</name>`
pub(crate) fn leaf(name: &str, text: impl std::fmt::Display) -> String {
    format!("<{name}>{}</{name}>", escaped(&text.to_string()))
}
