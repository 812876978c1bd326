//! `name=value` as the audit system writes it.

/// A piece of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair<'a> {
    /// A value as it stands.
    Bare(&'a str, &'a str),
    /// A value between marks, of which the first is told.
    Quoted(&'a str, &'a str, char),
    /// Something that is no field.
    Word(&'a str),
}

/// Marks that values may stand between.
const MARKS: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('{', '}'), ('[', ']')];

/// The pieces of a text, in order.
pub(super) struct Pairs<'a> {
    rest: &'a str,
    /// Marks that are not closed any more, so that each is looked for once.
    is_hopeless: [bool; MARKS.len()],
}

impl<'a> Pairs<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            rest: text,
            is_hopeless: [false; MARKS.len()],
        }
    }

    /// A value between marks at the start of a text, and what stands behind it.
    fn quoted(&mut self, text: &'a str) -> Option<(&'a str, char, &'a str)> {
        let first = text.chars().next()?;
        let at = MARKS.iter().position(|(mark, _)| *mark == first)?;
        if self.is_hopeless[at] {
            return None;
        }
        let (mark, close) = MARKS[at];
        let Some((value, rest)) = text[1..].split_once(close) else {
            self.is_hopeless[at] = true;
            return None;
        };
        if mark == '[' {
            return Some((&text[..value.len() + 2], mark, rest)); // a list keeps its marks
        }
        Some((value, mark, rest))
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        let text = self.rest.trim_start_matches([' ', ',', '\t']);
        if text.is_empty() {
            return None;
        }
        let end = text.find([' ', '=']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let name = name.trim_start_matches('(');
        let Some(value) = rest.strip_prefix('=').filter(|_| !name.is_empty()) else {
            self.rest = rest.strip_prefix('=').unwrap_or(rest);
            return Some(Pair::Word(name));
        };
        if let Some((value, mark, rest)) = self.quoted(value) {
            self.rest = rest;
            return Some(Pair::Quoted(name, value.trim(), mark));
        }
        let (value, rest) = value.split_once(' ').unwrap_or((value, ""));
        self.rest = rest;
        let value = value.strip_suffix(',').unwrap_or(value);
        let value = match value.strip_suffix(')') {
            Some(inner) if !value.contains('(') => inner,
            _ => value,
        };
        Some(Pair::Bare(name, value))
    }
}

/// Undoes the kernel's hexadecimal; `None` for what is not written in it.
pub(super) fn unhex(name: &str, value: &str) -> Option<String> {
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
    if value.is_empty() || !value.len().is_multiple_of(2) || !value.bytes().all(is_hex) {
        return None;
    }
    let digit = |byte: u8| {
        if byte.is_ascii_digit() {
            byte - b'0'
        } else {
            byte - b'A' + 10
        }
    };
    let mut bytes: Vec<u8> = value
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect();
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    for byte in &mut bytes {
        match *byte {
            0 => *byte = b' ', // between arguments
            1 => *byte = b',', // between keys
            _ => {}
        }
    }
    let is_text = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r');
    if name != "data" && !bytes.iter().all(is_text) {
        return None;
    }
    Some(crate::lines::text_of(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{Pair, Pairs, unhex};

    fn check(text: &str, expected: &[Pair<'_>]) {
        assert_eq!(Pairs::of(text).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn pieces_come_in_order() {
        check(
            " a=1 b=\"x y\" key=(null) avc:  denied  { read } for  c=[\"p\",\"q\"] d=",
            &[
                Pair::Bare("a", "1"),
                Pair::Quoted("b", "x y", '"'),
                Pair::Bare("key", "(null)"),
                Pair::Word("avc:"),
                Pair::Word("denied"),
                Pair::Word("{"),
                Pair::Word("read"),
                Pair::Word("}"),
                Pair::Word("for"),
                Pair::Quoted("c", "[\"p\",\"q\"]", '['),
                Pair::Bare("d", ""),
            ],
        );
        check("a=\"open", &[Pair::Bare("a", "\"open")]);
        check("=x", &[Pair::Word(""), Pair::Word("x")]);
        check("", &[]);
    }

    #[test]
    fn only_what_is_hexadecimal_is_undone() {
        assert_eq!(unhex("cmd", "6C73202D6C").as_deref(), Some("ls -l"));
        assert_eq!(unhex("name", "C3BC").as_deref(), Some("ü"));
        for value in ["", "ab", "ABC", "0102", "root"] {
            assert_eq!(unhex("name", value), None, "{value}");
        }
    }
}
