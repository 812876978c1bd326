//! Links in a message's bodies: where they lead and what the reader of the message sees of them.

use mail_parser::decoders::html::html_to_text;
use mail_parser::{Message, PartType};
use serde::Serialize;

use super::message::cut;

/// Links of one message that are kept.
const LINKS: usize = 1_000;
const URL_CHARS: usize = 2_000;
const TEXT_CHARS: usize = 300;
/// Links looked at, those met before included.
const LOOKED_AT: usize = 10_000;
/// How far behind `<a` the tag's end is looked for.
const TAG_BYTES: usize = 8 << 10;
/// How far behind `<a …>` the link's end is looked for.
const INNER_BYTES: usize = 16 << 10;

/// One link.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    pub url: String,
    pub text: String,
}

/// The links of all text bodies, each pair of address and text once.
pub(super) fn find(message: &Message<'_>) -> Vec<Link> {
    let mut links = Links::default();
    let bodies = message.html_bodies().chain(message.text_bodies());
    for part in bodies {
        match &part.body {
            PartType::Html(html) => in_html(html, &mut links),
            PartType::Text(text) => in_text(text, &mut links),
            _ => {}
        }
    }
    links.list
}

/// The links of two texts, of which one is HTML.
pub(crate) fn find_in(html: &str, text: &str) -> Vec<Link> {
    let mut links = Links::default();
    in_html(html, &mut links);
    in_text(text, &mut links);
    links.list
}

/// The links found so far.
#[derive(Default)]
struct Links {
    list: Vec<Link>,
    looked_at: usize,
}

impl Links {
    fn is_full(&self) -> bool {
        self.list.len() >= LINKS || self.looked_at >= LOOKED_AT
    }

    fn add(&mut self, url: &str, text: &str) {
        self.looked_at += 1;
        let url = cut(url.trim(), URL_CHARS);
        let text = cut(text.trim(), TEXT_CHARS);
        let is_known = |link: &Link| link.url == url && (link.text == text || text == url);
        if !url.is_empty() && !self.is_full() && !self.list.iter().any(is_known) {
            self.list.push(Link {
                url: url.to_owned(),
                text: text.to_owned(),
            });
        }
    }
}

/// `<a>`, `<area>` and `<form>`: whatever a click can follow.
fn in_html(html: &str, links: &mut Links) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if links.is_full() {
            return;
        }
        let start = cut_bytes(rest, TAG_BYTES);
        let (tag, after) = rest.split_at(start.find('>').unwrap_or(start.len()));
        let name = tag
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        let attribute = match name.to_ascii_lowercase().as_str() {
            "a" | "area" => "href",
            "form" => "action",
            _ => continue,
        };
        if let Some(url) = attribute_of(tag, attribute) {
            let text = if name.eq_ignore_ascii_case("a") {
                inner_text(after)
            } else {
                String::new()
            };
            links.add(&html_to_text(url), &text);
        }
        rest = after;
    }
}

/// The value of `name=value`, with or without quotes.
fn attribute_of<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(equals) = tag[from..].find('=').map(|at| from + at) {
        let before = tag[..equals].trim_end();
        let value = tag[equals + 1..].trim_start();
        let (value, next) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], &inner[end..])
            }
            _ => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                value.split_at(end)
            }
        };
        let word_at =
            before.rfind(|c: char| c.is_whitespace() || c == '"' || c == '\'' || c == '/');
        let word = word_at.map_or(before, |at| {
            before[at..].trim_start_matches(|c: char| !c.is_alphanumeric())
        });
        if word.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        from = tag.len() - next.len();
    }
    None
}

/// What is seen between `>` and `</a`.
fn inner_text(after: &str) -> String {
    let inner = after.strip_prefix('>').unwrap_or(after);
    let inner = cut_bytes(inner, INNER_BYTES);
    // The next link ends this one, too.
    let is_end = |three: &[u8]| {
        matches!(
            three,
            [b'<', b'/', b'a' | b'A'] | [b'<', b'a' | b'A', b' ' | b'>']
        )
    };
    let end = inner.as_bytes().windows(3).position(is_end);
    let mut words = String::new();
    let mut is_tag = false;
    for letter in inner[..end.unwrap_or(inner.len())].chars() {
        match letter {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            other if !is_tag => words.push(other),
            _ => {}
        }
    }
    let text = html_to_text(&words); // there are no tags left, but there may be entities
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut_bytes(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// Addresses written out: `http://`, `https://` and `www.`.
fn in_text(text: &str, links: &mut Links) {
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')) {
        if links.is_full() {
            return;
        }
        let start = ["https://", "http://", "www."]
            .iter()
            .filter_map(|mark| find_mark(word, mark))
            .min();
        let Some(start) = start else { continue };
        let url = word[start..]
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '*']);
        if url.contains('.') {
            links.add(url, url);
        }
    }
}

fn find_mark(word: &str, mark: &str) -> Option<usize> {
    let is_mark = |window: &[u8]| window.eq_ignore_ascii_case(mark.as_bytes());
    let at = word.as_bytes().windows(mark.len()).position(is_mark)?;
    // `www.` counts at the start of a word only.
    (mark != "www." || at == 0 || !word.as_bytes()[at - 1].is_ascii_alphanumeric()).then_some(at)
}

/// The host a web address leads to, in lower case; `None` for `mailto:`, `tel:` and the like.
pub(super) fn domain_of(url: &str) -> Option<String> {
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => rest,
        _ => url
            .strip_prefix("//")
            .or_else(|| url.get(..4)?.eq_ignore_ascii_case("www.").then_some(url))?,
    };
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(address) => address.split(']').next()?,
        None => host.split(':').next()?,
    };
    let host = host.trim_end_matches('.').to_lowercase();
    let is_host = !host.is_empty() && host.len() <= 253 && !host.contains(char::is_whitespace);
    is_host.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[(&str, &str)]) {
        let mut links = Links::default();
        in_html(html, &mut links);
        let found: Vec<_> = links
            .list
            .iter()
            .map(|link| (link.url.as_str(), link.text.as_str()))
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn html_links_carry_their_visible_text() {
        check(
            r#"<p><A class=x HREF="https://a.org/?b=1&amp;c=2"> <b>My</b> bank </A><a href='//b.org'>x</a>"#,
            &[("https://a.org/?b=1&c=2", "My bank"), ("//b.org", "x")],
        );
        check("<a data-href=no href=yes.html>t</a>", &[("yes.html", "t")]);
        check(
            r#"<form action="http://c.org/f"><abbr href=x>"#,
            &[("http://c.org/f", "")],
        );
        check("<a href", &[]);
        check("<a href=\"x", &[("x", "")]);
    }

    #[test]
    fn text_links_end_before_punctuation() {
        let mut links = Links::default();
        in_text(
            "see (https://a.org/x). or www.b.org, not awww.c or http://",
            &mut links,
        );
        let found: Vec<_> = links.list.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(found, ["https://a.org/x", "www.b.org"]);
    }

    #[test]
    fn a_domain_is_where_the_link_leads() {
        for (url, domain) in [
            ("https://user@EVIL.org:8080/x@good.org", Some("evil.org")),
            ("HTTP://[2001:db8::1]/", Some("2001:db8::1")),
            ("//a.org?x", Some("a.org")),
            ("www.a.org/b", Some("www.a.org")),
            ("mailto:a@b.org", None),
            ("#top", None),
        ] {
            assert_eq!(domain_of(url).as_deref(), domain, "{url}");
        }
    }
}
