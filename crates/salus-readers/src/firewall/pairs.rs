//! `name=value` pairs with blanks or commas between them.

/// The pairs of a text in their order, and the words that are none.
pub(super) fn pairs(text: &str) -> (Vec<(&str, String)>, Vec<&str>) {
    let mut found = Vec::new();
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([' ', '\t', '=']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte));
        let Some(value) = behind.strip_prefix('=').filter(|_| is_name) else {
            let end = rest.find([' ', '\t']).unwrap_or(rest.len());
            words.push(&rest[..end]);
            rest = rest[end..].trim_start();
            continue;
        };
        let (value, behind) = self::value(value);
        found.push((name, value));
        rest = behind.trim_start_matches([' ', '\t', ',', ';']);
    }
    (found, words)
}

/// A value, in quotes or up to the next blank, and what stands behind it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return (value.trim_end_matches(',').to_owned(), rest);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => match letters.next() {
                Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => value.push('\\'),
            },
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::pairs;

    fn check(text: &str, expected: &[(&str, &str)], words: &[&str]) {
        let (found, others) = pairs(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(
            (found.as_slice(), others.as_slice()),
            (expected, words),
            "{text}"
        );
    }

    #[test]
    fn pairs_come_in_order_and_words_apart() {
        check(
            "a=1 b=\"x \\\"y\\\" z\" DF c= d=\"\"",
            &[("a", "1"), ("b", "x \"y\" z"), ("c", ""), ("d", "")],
            &["DF"],
        );
        check("a=1, b=2", &[("a", "1"), ("b", "2")], &[]);
        check("a=\"open", &[("a", "open")], &[]);
        check("url=http://x/?q=1 =", &[("url", "http://x/?q=1")], &["="]);
        check("", &[], &[]);
    }
}
