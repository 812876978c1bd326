//! A rule's value and its modifiers, turned into patterns.

use rsigma_parser::{Modifier, SigmaString, SigmaValue, SpecialChar, StringPart};

use crate::encode::{EXPANSIONS, Shape, apply};
use crate::pattern::{Glob, Network, Number, Order, Pattern, TimePart, Token, fold};

/// What a value asks of its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    /// The field is not there.
    Absent,
    /// The field is there, or not.
    Exists(bool),
    /// One of the patterns fits.
    Any(Vec<Pattern>),
    /// The field's value stands to another field's value.
    Reference {
        field: String,
        place: Place,
        cased: bool,
    },
}

/// Where in the value a text has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Whole,
    Start,
    End,
    Anywhere,
}

/// Reads `value` under `modifiers`, or says why it cannot be.
pub(crate) fn test(value: &SigmaValue, modifiers: &[Modifier]) -> Result<Test, String> {
    let has = |modifier| modifiers.contains(&modifier);
    if has(Modifier::Exists) {
        return exists(value);
    }
    if has(Modifier::FieldRef) {
        return Ok(Test::Reference {
            field: value.to_string(),
            place: place(modifiers)?,
            cased: has(Modifier::Cased),
        });
    }
    if has(Modifier::Re) {
        return Ok(Test::Any(vec![Pattern::Regex(regex_text(
            &value.to_string(),
            modifiers,
        ))]));
    }
    if has(Modifier::Cidr) {
        let text = value.to_string();
        let network = Network::read(text.trim())
            .ok_or_else(|| format!("`{text}` is not a network in CIDR form"))?;
        return Ok(Test::Any(vec![Pattern::Network(network)]));
    }
    if let Some(pattern) = numeric(value, modifiers)? {
        return Ok(Test::Any(vec![pattern]));
    }
    match value {
        SigmaValue::Null if modifiers.iter().all(|m| is_plain(*m)) => Ok(Test::Absent),
        SigmaValue::Null => Err("`null` cannot take a modifier".to_owned()),
        _ => texts(value, modifiers).map(Test::Any),
    }
}

/// Modifiers that change nothing about a value's meaning by themselves.
fn is_plain(modifier: Modifier) -> bool {
    matches!(modifier, Modifier::All | Modifier::Cased | Modifier::Neq)
}

fn exists(value: &SigmaValue) -> Result<Test, String> {
    match value.to_string().to_ascii_lowercase().as_str() {
        "true" | "yes" => Ok(Test::Exists(true)),
        "false" | "no" => Ok(Test::Exists(false)),
        other => Err(format!("`exists` takes true or false, not `{other}`")),
    }
}

fn place(modifiers: &[Modifier]) -> Result<Place, String> {
    let mut place = Place::Whole;
    for modifier in modifiers {
        let wanted = match modifier {
            Modifier::Contains => Place::Anywhere,
            Modifier::StartsWith => Place::Start,
            Modifier::EndsWith => Place::End,
            _ => continue,
        };
        if place != Place::Whole && place != wanted {
            return Err("more than one of `contains`, `startswith`, `endswith`".to_owned());
        }
        place = wanted;
    }
    Ok(place)
}

/// The expression with its flags in front, in the words of our regular-expression engine.
fn regex_text(written: &str, modifiers: &[Modifier]) -> String {
    let mut flags = String::new();
    for (modifier, flag) in [
        (Modifier::IgnoreCase, 'i'),
        (Modifier::Multiline, 'm'),
        (Modifier::DotAll, 's'),
    ] {
        if modifiers.contains(&modifier) {
            flags.push(flag);
        }
    }
    let mut text = if flags.is_empty() {
        String::new()
    } else {
        format!("(?{flags})")
    };
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            // Elsewhere an escaped `<` is the character; here it would be the start of a word.
            Some(angle @ ('<' | '>')) => text.push(angle),
            Some('Z') => text.push_str(r"\z"),
            Some(escaped) => {
                text.push('\\');
                text.push(escaped);
            }
            None => text.push('\\'),
        }
    }
    text
}

/// A blank such as `<admin_host>` that the rule's author left to its user. A whole value may also say
/// so in words (`<insert your domain>`, `CHANGEME`); inside a longer text such words are evidence.
pub(crate) fn blank(value: &SigmaValue) -> Option<&str> {
    const WORDS: [&str; 4] = ["changeme", "change_me", "replaceme", "replace_me"];
    const VERBS: [&str; 7] = [
        "add ", "change ", "enter ", "fill ", "insert ", "replace ", "your ",
    ];
    let SigmaValue::String(text) = value else {
        return None;
    };
    let whole = text.original.trim_matches(|c: char| c == '*' || c == ' ');
    let lower = whole.to_ascii_lowercase();
    if WORDS.contains(&lower.as_str()) {
        return Some(whole);
    }
    if let Some(inside) = lower.strip_prefix('<').and_then(|l| l.strip_suffix('>')) {
        let words = format!("{} ", inside.replace(['_', '-'], " "));
        if VERBS.iter().any(|verb| words.starts_with(verb)) {
            return Some(whole);
        }
    }
    let (_, rest) = text.original.split_once('<')?;
    let (name, _) = rest.split_once('>')?;
    let is_name = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    (is_name && name.contains('_')).then_some(name)
}

fn numeric(value: &SigmaValue, modifiers: &[Modifier]) -> Result<Option<Pattern>, String> {
    let mut order = None;
    let mut part = None;
    for modifier in modifiers {
        match modifier {
            Modifier::Gt => order = Some(Order::Greater),
            Modifier::Gte => order = Some(Order::GreaterOrEqual),
            Modifier::Lt => order = Some(Order::Less),
            Modifier::Lte => order = Some(Order::LessOrEqual),
            Modifier::Minute => part = Some(TimePart::Minute),
            Modifier::Hour => part = Some(TimePart::Hour),
            Modifier::Day => part = Some(TimePart::Day),
            Modifier::Week => part = Some(TimePart::Week),
            Modifier::Month => part = Some(TimePart::Month),
            Modifier::Year => part = Some(TimePart::Year),
            _ => {}
        }
    }
    let number = match value {
        SigmaValue::Integer(whole) => Some(Number::Whole(*whole)),
        SigmaValue::Float(float) => Some(Number::of_float(*float)),
        SigmaValue::String(text) => Number::read(&text.original),
        SigmaValue::Bool(_) | SigmaValue::Null => None,
    };
    let is_number = matches!(value, SigmaValue::Integer(_) | SigmaValue::Float(_));
    match (part, order, number) {
        (Some(part), order, Some(number)) => Ok(Some(Pattern::TimePart(
            part,
            order.unwrap_or(Order::Equal),
            number,
        ))),
        (None, Some(order), Some(number)) => Ok(Some(Pattern::Compare(order, number))),
        (Some(_), _, None) | (None, Some(_), None) => Err(format!(
            "`{value}` is not a number, and its modifier needs one"
        )),
        (None, None, Some(number)) if is_number && modifiers.iter().all(|m| is_plain(*m)) => {
            Ok(Some(Pattern::Number(number)))
        }
        (None, None, _) => Ok(None),
    }
}

fn texts(value: &SigmaValue, modifiers: &[Modifier]) -> Result<Vec<Pattern>, String> {
    let place = place(modifiers)?;
    let cased = modifiers.contains(&Modifier::Cased);
    let mut shapes = vec![Shape::Text(tokens(value))];
    for modifier in modifiers {
        shapes = apply(*modifier, shapes)?;
        if shapes.len() > EXPANSIONS {
            return Err("grows into too many patterns".to_owned());
        }
    }
    let mut patterns = Vec::with_capacity(shapes.len());
    for shape in shapes {
        let tokens = match shape {
            Shape::Text(tokens) => tokens,
            Shape::Bytes(bytes) => vec![Token::Literal(String::from_utf8(bytes).map_err(
                |_| "an encoding modifier without `base64` gives bytes that no text holds",
            )?)],
        };
        let glob = placed(tokens, place);
        let glob = if cased { glob } else { glob.folded() };
        patterns.push(Pattern::Text { glob, cased });
    }
    Ok(patterns)
}

fn placed(tokens: Vec<Token>, place: Place) -> Glob {
    let before = matches!(place, Place::Anywhere | Place::End).then_some(Token::Many);
    let after = matches!(place, Place::Anywhere | Place::Start).then_some(Token::Many);
    Glob::new(before.into_iter().chain(tokens).chain(after))
}

/// A keyword: the value anywhere in any field.
pub(crate) fn keyword(value: &SigmaValue, modifiers: &[Modifier]) -> Result<Test, String> {
    let mut modifiers = modifiers.to_vec();
    let is_text = matches!(place(&modifiers)?, Place::Whole)
        && !modifiers.contains(&Modifier::Re)
        && !modifiers.contains(&Modifier::Cidr);
    if is_text {
        modifiers.push(Modifier::Contains);
    }
    match test(value, &modifiers)? {
        Test::Any(patterns) => Ok(Test::Any(patterns)),
        _ => Err("a keyword has to be a text".to_owned()),
    }
}

fn tokens(value: &SigmaValue) -> Vec<Token> {
    match value {
        SigmaValue::String(SigmaString { parts, .. }) => parts
            .iter()
            .map(|part| match part {
                StringPart::Plain(text) => Token::Literal(text.clone()),
                StringPart::Special(SpecialChar::WildcardMulti) => Token::Many,
                StringPart::Special(SpecialChar::WildcardSingle) => Token::One,
            })
            .collect(),
        other => vec![Token::Literal(other.to_string())],
    }
}

/// Whether two texts stand to each other as a field reference asks.
pub(crate) fn refers(text: &str, other: &str, place: Place, cased: bool) -> bool {
    if !cased {
        return refers(&fold(text), &fold(other), place, true);
    }
    match place {
        Place::Whole => text == other,
        Place::Start => text.starts_with(other),
        Place::End => text.ends_with(other),
        Place::Anywhere => text.contains(other),
    }
}
