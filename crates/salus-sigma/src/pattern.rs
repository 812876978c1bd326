//! What a single value is tested with: wildcard texts, regular expressions, numbers, networks and times.

use std::net::IpAddr;

/// One test of one value. Two equal patterns are the same test, so rules share them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Pattern {
    /// A text with wildcards; its literals are in lower case unless `cased`.
    Text { glob: Glob, cased: bool },
    /// A regular expression, found anywhere in the value. It was compiled once, so it is valid.
    Regex(String),
    /// Equal to a number, written in any form.
    Number(Number),
    /// Ordered against a number.
    Compare(Order, Number),
    /// An address inside a network.
    Network(Network),
    /// A part of a time, compared with a number.
    TimePart(TimePart, Order, Number),
}

/// How a value stands to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Which part of a time is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TimePart {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A number that can be hashed: whole when it is whole, else the bits of a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Number {
    Whole(i64),
    Float(u64),
}

impl Number {
    /// Reads a number as people and logs write it; nothing else (no `inf`, no hexadecimal).
    pub(crate) fn read(text: &str) -> Option<Self> {
        let first = *text.as_bytes().first()?;
        if !(first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.')) || text.len() > 40 {
            return None;
        }
        if let Ok(whole) = text.parse::<i64>() {
            return Some(Self::Whole(whole));
        }
        let float = text.parse::<f64>().ok()?;
        float.is_finite().then(|| Self::of_float(float))
    }

    pub(crate) fn of_float(float: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if float.fract() == 0.0 && float.abs() <= EXACT {
            Self::Whole(float as i64)
        } else {
            Self::Float(float.to_bits())
        }
    }

    fn as_float(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Float(bits) => f64::from_bits(bits),
        }
    }

    /// Whether `self` stands to `other` as `order` says.
    pub(crate) fn stands(self, order: Order, other: Self) -> bool {
        let ordering = match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => Some(a.cmp(&b)),
            (a, b) => a.as_float().partial_cmp(&b.as_float()),
        };
        ordering.is_some_and(|ordering| match order {
            Order::Equal => ordering.is_eq(),
            Order::Less => ordering.is_lt(),
            Order::LessOrEqual => ordering.is_le(),
            Order::Greater => ordering.is_gt(),
            Order::GreaterOrEqual => ordering.is_ge(),
        })
    }
}

/// An address block in CIDR notation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(width);
        (prefix <= width).then_some(Self { address, prefix })
    }

    pub(crate) fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => {
                let shift = 32 - u32::from(self.prefix);
                u32::from(net).checked_shr(shift) == u32::from(ip).checked_shr(shift)
            }
            (IpAddr::V6(net), IpAddr::V6(ip)) => {
                let shift = 128 - u32::from(self.prefix);
                u128::from(net).checked_shr(shift) == u128::from(ip).checked_shr(shift)
            }
            _ => false,
        }
    }
}

/// A piece of a text with wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Token {
    Literal(String),
    /// `?`: exactly one character.
    One,
    /// `*`: any characters, or none.
    Many,
}

/// A text with wildcards that describes a whole value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Glob(Vec<Token>);

impl Glob {
    /// Joins neighbouring literals and neighbouring `*`.
    pub(crate) fn new(tokens: impl IntoIterator<Item = Token>) -> Self {
        let mut joined: Vec<Token> = Vec::new();
        for token in tokens {
            match (joined.last_mut(), token) {
                (_, Token::Literal(text)) if text.is_empty() => {}
                (Some(Token::Literal(before)), Token::Literal(text)) => before.push_str(&text),
                (Some(Token::Many), Token::Many) => {}
                (_, token) => joined.push(token),
            }
        }
        Self(joined)
    }

    /// The same pattern with its literals in lower case.
    pub(crate) fn folded(&self) -> Self {
        Self(
            self.0
                .iter()
                .map(|token| match token {
                    Token::Literal(text) => Token::Literal(fold(text)),
                    other => other.clone(),
                })
                .collect(),
        )
    }

    pub(crate) fn tokens(&self) -> &[Token] {
        &self.0
    }

    /// The longest literal, which every matching value holds.
    pub(crate) fn longest_literal(&self) -> Option<&str> {
        self.0
            .iter()
            .filter_map(|token| match token {
                Token::Literal(text) => Some(text.as_str()),
                _ => None,
            })
            .max_by_key(|text| text.len())
    }

    /// Whether the whole of `text` fits. Linear in the text for each run between two `*`.
    pub(crate) fn fits(&self, text: &str) -> bool {
        let mut runs = self.0.split(|token| *token == Token::Many);
        let Some(first) = runs.next() else {
            return text.is_empty();
        };
        let Some(mut rest) = run_at_start(first, text) else {
            return false;
        };
        let runs: Vec<&[Token]> = runs.collect();
        let Some((last, middle)) = runs.split_last() else {
            return rest.is_empty();
        };
        for run in middle {
            match run_anywhere(run, rest) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        run_at_end(last, rest)
    }
}

/// What follows the run, if the text begins with it.
fn run_at_start<'t>(run: &[Token], text: &'t str) -> Option<&'t str> {
    let mut rest = text;
    for token in run {
        rest = match token {
            Token::Literal(literal) => rest.strip_prefix(literal.as_str())?,
            Token::One => {
                let mut chars = rest.chars();
                chars.next()?;
                chars.as_str()
            }
            Token::Many => rest,
        };
    }
    Some(rest)
}

/// What follows the leftmost place where the run fits.
fn run_anywhere<'t>(run: &[Token], text: &'t str) -> Option<&'t str> {
    if let [Token::Literal(literal)] = run {
        return text
            .find(literal.as_str())
            .map(|at| &text[at + literal.len()..]);
    }
    let mut rest = text;
    loop {
        if let Some(after) = run_at_start(run, rest) {
            return Some(after);
        }
        let mut chars = rest.chars();
        chars.next()?;
        rest = chars.as_str();
    }
}

fn run_at_end(run: &[Token], text: &str) -> bool {
    let mut rest = text;
    for token in run.iter().rev() {
        let cut = match token {
            Token::Literal(literal) => rest.strip_suffix(literal.as_str()),
            Token::One => {
                let mut chars = rest.chars();
                chars.next_back().map(|_| chars.as_str())
            }
            Token::Many => Some(rest),
        };
        match cut {
            Some(before) => rest = before,
            None => return false,
        }
    }
    true
}

/// Lower case, character by character, so that a part of a text folds to a part of the folded text.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`] into a buffer that is used again. Runs of ASCII are copied as such.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() {
        folded.push_str(text);
        folded.make_ascii_lowercase();
        return;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let run = rest.bytes().position(|byte| !byte.is_ascii());
        let (ascii, other) = rest.split_at(run.unwrap_or(rest.len()));
        let start = folded.len();
        folded.push_str(ascii);
        folded[start..].make_ascii_lowercase();
        let mut letters = other.chars();
        folded.extend(letters.by_ref().take(1).flat_map(char::to_lowercase));
        rest = letters.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, text: &str, expected: bool) {
        let tokens = pattern.chars().map(|c| match c {
            '*' => Token::Many,
            '?' => Token::One,
            c => Token::Literal(c.to_string()),
        });
        assert_eq!(
            Glob::new(tokens).fits(text),
            expected,
            "{pattern} on {text}"
        );
    }

    #[test]
    fn wildcards_describe_the_whole_value() {
        check("", "", true);
        check("", "a", false);
        check("*", "", true);
        check("a", "a", true);
        check("a", "ab", false);
        check("a*", "ab", true);
        check("*b", "ab", true);
        check("a*a", "a", false);
        check("a*a", "aa", true);
        check("*a?c*", "xxabcx", true);
        check("*a?c*", "xxaéc", true);
        check("?", "é", true);
        check("?", "", false);
        check("a**b", "ab", true);
        check("*ab*ba*", "aba", false);
        check("*ab*ba*", "abba", true);
        check("x*ab", "xab", true);
        check("x*ab?", "xababz", true);
    }

    #[test]
    fn networks_hold_their_addresses() {
        let held = |net: &str, ip: &str| {
            Network::read(net)
                .expect("a network")
                .holds(ip.parse().expect("an address"))
        };
        assert!(held("10.0.0.0/8", "10.255.1.1"));
        assert!(!held("10.0.0.0/8", "11.0.0.1"));
        assert!(held("0.0.0.0/0", "1.2.3.4"));
        assert!(held("fe80::/10", "fe80::1"));
        assert!(!held("::/0", "1.2.3.4"));
        assert!(Network::read("10.0.0.0/33").is_none());
    }
}
