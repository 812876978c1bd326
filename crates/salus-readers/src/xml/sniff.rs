//! Whether the first bytes begin a document that a shape knows, alone or behind heads of syslog.

use std::borrow::Cow;
use std::sync::LazyLock;

use quick_xml::Reader;
use quick_xml::events::Event;
use regex::Regex;
use salus_record::limits;

use super::SHAPES;
use super::element::Element;
use super::pull::open;
use crate::lines::text_of;

/// Headers in front of messages: RFC 5425's length and RFC 5424's priority, the date of RFC 3164,
/// or a date as ISO 8601 writes it.
static FRONT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^\u{feff}?(?:[0-9]{1,8} )?(?:<[0-9]{1,3}>|[A-Z][a-z]{2} [ 0-9][0-9] [0-9]{2}:|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])",
    )
    .expect("the pattern is valid")
});
/// What may stand in front of a document in its line.
const FRONT_BYTES: usize = 2_000;

/// Whether the head is of a kind that is known.
pub(super) fn is_known(head: &[u8]) -> bool {
    let head = &head[..head.len().min(limits::SNIFF_BYTES)];
    let Some(text) = text(head) else { return false };
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    if is_tag(text) {
        return fits(text);
    }
    let Some(front) = FRONT.find(text).filter(|front| front.start() == 0) else {
        return false;
    };
    // A log of which a few lines hold a document is a log.
    let messages = FRONT.find_iter(text).count();
    let begin = begin_of(&text[front.end()..]);
    let Some(begin) = begin.map(|at| at + front.end()) else {
        return false;
    };
    let name: String = text[begin + 1..]
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let documents = text.matches(&format!("<{name}")).count();
    begin <= FRONT_BYTES
        && !text[..begin].contains('\n')
        && documents * 2 >= messages
        && fits(&text[begin..])
}

/// Where the first root that a shape knows begins.
fn begin_of(text: &str) -> Option<usize> {
    let roots = SHAPES.iter().flat_map(|shape| shape.roots());
    let places = roots.filter_map(|root| {
        text.match_indices(root)
            .map(|(at, _)| at)
            .find(|at| text[..*at].ends_with('<'))
    });
    places.min().map(|at| at - 1)
}

fn is_tag(text: &str) -> bool {
    let second = text.strip_prefix('<').and_then(|rest| rest.chars().next());
    second.is_some_and(|second| second.is_ascii_alphabetic() || matches!(second, '?' | '!' | '_'))
}

fn fits(text: &str) -> bool {
    let mut reader = Reader::from_str(text);
    let Some(root) = next_open(&mut reader) else {
        return false;
    };
    let first = next_open(&mut reader);
    SHAPES.iter().any(|shape| {
        shape.roots().contains(&root.name.as_str()) && shape.fits(&root, first.as_ref())
    })
}

fn next_open(reader: &mut Reader<&[u8]>) -> Option<Element> {
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => return open(&tag).ok(),
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn text(head: &[u8]) -> Option<Cow<'_, str>> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        Cow::Owned(String::from_utf16_lossy(&pairs.collect::<Vec<u16>>()))
    };
    match head {
        [0xFF, 0xFE, rest @ ..] => Some(utf16(rest, u16::from_le_bytes)),
        [0xFE, 0xFF, rest @ ..] => Some(utf16(rest, u16::from_be_bytes)),
        [b'<', 0, ..] => Some(utf16(head, u16::from_le_bytes)),
        [0, b'<', ..] => Some(utf16(head, u16::from_be_bytes)),
        [] | [0, ..] => None,
        _ => Some(text_of(head)),
    }
}
