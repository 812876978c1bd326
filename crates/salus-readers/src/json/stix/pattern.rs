//! Takes simple patterns apart: comparisons for equality of which any one is enough.
//!
//! `[ipv4-addr:value = '203.0.113.7'] OR [domain-name:value = 'a.example' OR url:value = 'https://a.example']` gives
//! three. A pattern in which comparisons hold only together, or that says more than equality, gives none: half of it
//! would name the innocent.

use serde_json::{Value, json};

/// Comparisons of one pattern.
const COMPARISONS: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Or,
    Equals,
    Path(String),
    Text(String),
}

/// The comparisons as a list of `path` and `value`, if each alone is what the pattern looks for.
pub(super) fn comparisons(pattern: &str) -> Option<Value> {
    let tokens = tokens(pattern)?;
    let mut rest = tokens.as_slice();
    let mut found = Vec::new();
    loop {
        rest = rest.strip_prefix(&[Token::Open])?;
        loop {
            let [
                Token::Path(path),
                Token::Equals,
                Token::Text(value),
                behind @ ..,
            ] = rest
            else {
                return None;
            };
            if found.len() == COMPARISONS {
                return None;
            }
            found.push(json!({"path": path, "value": value}));
            match behind {
                [Token::Or, behind @ ..] => rest = behind,
                [Token::Close, behind @ ..] => {
                    rest = behind;
                    break;
                }
                _ => return None,
            }
        }
        match rest {
            [] => return Some(Value::Array(found)),
            [Token::Or, behind @ ..] => rest = behind,
            _ => return None,
        }
    }
}

fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = pattern.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, behind) = match first {
            '[' => (Token::Open, &rest[1..]),
            ']' => (Token::Close, &rest[1..]),
            '=' => (
                Token::Equals,
                rest[1..].strip_prefix('=').unwrap_or(&rest[1..]),
            ),
            '\'' => text(&rest[1..])?,
            _ => word(rest)?,
        };
        tokens.push(token);
        rest = behind.trim_start();
    }
    Some(tokens)
}

/// A text in single quotes, in which a backslash stands before a quote or a backslash.
fn text(rest: &str) -> Option<(Token, &str)> {
    let mut value = String::new();
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => value.push(letters.next()?.1),
            '\'' => return Some((Token::Text(value), &rest[at + 1..])),
            _ => value.push(letter),
        }
    }
    None
}

/// `OR`, or the path of a property, in which names may stand in quotes: `file:hashes.'SHA-256'`.
fn word(rest: &str) -> Option<(Token, &str)> {
    let mut is_quoted = false;
    let end = rest.find(|c: char| {
        if c == '\'' {
            is_quoted = !is_quoted;
        }
        !is_quoted && (c.is_whitespace() || matches!(c, '=' | '[' | ']' | '!' | '<' | '>'))
    });
    let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
    match word {
        "OR" => Some((Token::Or, behind)),
        path if path.contains(':') => Some((Token::Path(path.replace(['\'', '"'], "")), behind)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, expected: Option<&[(&str, &str)]>) {
        let expected = expected.map(|pairs| {
            let pairs = pairs
                .iter()
                .map(|(path, value)| json!({"path": path, "value": value}));
            Value::Array(pairs.collect())
        });
        assert_eq!(comparisons(pattern), expected, "{pattern}");
    }

    #[test]
    fn comparisons_of_which_one_is_enough_are_taken_apart() {
        check(
            "[ipv4-addr:value = '203.0.113.7']",
            Some(&[("ipv4-addr:value", "203.0.113.7")]),
        );
        check(
            "[file:hashes.'SHA-256'='ab' OR file:name = 'it\\'s \\\\ ]'] OR [url:value='u']",
            Some(&[
                ("file:hashes.SHA-256", "ab"),
                ("file:name", "it's \\ ]"),
                ("url:value", "u"),
            ]),
        );
    }

    #[test]
    fn what_holds_only_together_is_left_whole() {
        for pattern in [
            "[a:b = 'c' AND d:e = 'f']",
            "[a:b = 'c'] AND [d:e = 'f']",
            "[a:b = 'c'] FOLLOWEDBY [d:e = 'f']",
            "[a:b = 'c'] WITHIN 5 SECONDS",
            "[a:b LIKE 'c%']",
            "[a:b != 'c']",
            "[a:b > 5]",
            "[a:b = 5]",
            "[a:b = 'c",
            "[[a:b = 'c']]",
            "[",
            "",
        ] {
            check(pattern, None);
        }
    }
}
