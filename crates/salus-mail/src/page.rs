//! What a reader of an HTML body sees, and what only the mail program sees.

use html5gum::{StartTag, Token, Tokenizer};

use crate::limits;
use crate::link::{Via, cut};

/// Text of one page that is kept (bytes).
const TEXT_BYTES: usize = 256 << 10;
/// Script of one page that is kept (bytes).
const SCRIPT_BYTES: usize = 256 << 10;
/// Links of one page that are kept.
const LINKS: usize = 2_000;
/// Open elements whose visibility is remembered.
const OPEN: usize = 512;

/// An address with the text that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Where it leads, as written.
    pub address: String,
    /// What is seen of it.
    pub shown: String,
    /// What kind of link it is.
    pub via: Via,
}

/// A form to be filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Where what is filled in goes, as written.
    pub action: String,
    /// One field hides what is typed.
    pub asks_password: bool,
    /// Fields that are seen.
    pub fields: usize,
}

/// One HTML body or attachment.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The text that is seen, blocks on lines of their own.
    pub text: String,
    /// Letters that are there and not seen.
    pub hidden: usize,
    /// Links, forms and frames in their order.
    pub anchors: Vec<Anchor>,
    /// Forms in their order.
    pub forms: Vec<Form>,
    /// The scripts one behind another.
    pub script: String,
    /// Pictures, one-pixel ones included.
    pub pictures: usize,
    /// Where the page sends its reader by itself.
    pub refresh: Option<String>,
    /// A link saves a file instead of leading somewhere.
    pub saves_file: bool,
    /// Pictures written into the page itself (`data:`), as written.
    pub(crate) drawn: Vec<String>,
    /// Words with an invisible letter between two of their letters.
    pub(crate) split_words: usize,
}

impl Page {
    /// Reads HTML as far as the limits go.
    #[must_use]
    pub fn read(html: &str) -> Self {
        let mut reading = Reading::default();
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => reading.start(&tag),
                Token::EndTag(tag) => reading.end(&tag.name),
                Token::String(text) => reading.text(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        reading.close_anchor();
        reading.page
    }
}

#[derive(Default)]
struct Reading {
    page: Page,
    /// Open elements, and whether each hides what is in it.
    open: Vec<(Vec<u8>, bool)>,
    hiding: usize,
    base: String,
    anchor: Option<Anchor>,
    in_script: bool,
    in_style: bool,
}

impl Reading {
    fn start(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        match name {
            b"a" | b"area" => self.open_anchor(tag),
            b"form" => self.open_form(tag),
            b"input" | b"textarea" | b"select" => self.field(tag),
            b"img" => self.picture(tag),
            b"base" => self.base = attribute(tag, b"href"),
            b"meta" => self.meta(tag),
            b"iframe" | b"frame" | b"embed" => self.add(attribute(tag, b"src"), Via::Anchor),
            b"script" => {
                self.in_script = true;
                self.add(attribute(tag, b"src"), Via::Attachment);
            }
            b"style" | b"title" => self.in_style = true,
            _ => {}
        }
        if is_block(name) {
            self.line();
        }
        self.open_element(name, tag);
    }

    fn open_element(&mut self, name: &[u8], tag: &StartTag<()>) {
        if tag.self_closing || is_void(name) || self.open.len() >= OPEN {
            return;
        }
        let hides = hides(tag);
        self.hiding += usize::from(hides);
        self.open.push((name.to_vec(), hides));
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"a" => self.close_anchor(),
            b"script" => self.in_script = false,
            b"style" | b"title" => self.in_style = false,
            _ => {}
        }
        if is_block(name) {
            self.line();
        }
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else {
            return;
        };
        for (_, hides) in self.open.drain(at..) {
            self.hiding -= usize::from(hides);
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_script {
            let left = SCRIPT_BYTES.saturating_sub(self.page.script.len());
            self.page.script.push_str(cut(text, left));
            return;
        }
        if self.in_style {
            return;
        }
        if self.hiding > 0 {
            self.page.hidden += text
                .chars()
                .filter(|letter| !letter.is_whitespace())
                .count();
            return;
        }
        let mut anchor = self.anchor.as_mut();
        let mut was_split = false;
        for letter in text.chars() {
            if is_invisible(letter) {
                self.page.hidden += 1;
                was_split = letter != '\u{ad}' && self.page.text.ends_with(char::is_alphabetic);
                continue;
            }
            self.page.split_words += usize::from(was_split && is_latin(letter));
            was_split = false;
            let letter = if letter.is_whitespace() { ' ' } else { letter };
            push(&mut self.page.text, letter, TEXT_BYTES);
            if let Some(anchor) = anchor.as_deref_mut() {
                push(&mut anchor.shown, letter, 400);
            }
        }
    }

    fn line(&mut self) {
        let text = &mut self.page.text;
        if text.ends_with(' ') {
            text.pop();
        }
        if !text.is_empty() && !text.ends_with('\n') && text.len() < TEXT_BYTES {
            text.push('\n');
        }
    }

    fn open_anchor(&mut self, tag: &StartTag<()>) {
        self.close_anchor();
        self.page.saves_file |= tag.attributes.contains_key(b"download".as_slice());
        let mut address = attribute(tag, b"href");
        if address.is_empty() {
            address = attribute(tag, b"xlink:href");
        }
        if !address.is_empty() {
            let (shown, via) = (String::new(), Via::Anchor);
            self.anchor = Some(Anchor {
                address,
                shown,
                via,
            });
        }
    }

    fn picture(&mut self, tag: &StartTag<()>) {
        self.page.pictures += 1;
        let source = attribute(tag, b"src");
        if self.page.drawn.len() < limits::PICTURES && source.starts_with("data:image/") {
            self.page.drawn.push(source);
        }
    }

    fn close_anchor(&mut self) {
        if let Some(anchor) = self.anchor.take() {
            self.keep(anchor);
        }
    }

    fn add(&mut self, address: String, via: Via) {
        if !address.is_empty() {
            let shown = String::new();
            self.keep(Anchor {
                address,
                shown,
                via,
            });
        }
    }

    fn keep(&mut self, mut anchor: Anchor) {
        let is_relative = !anchor.address.contains(':') && !anchor.address.starts_with(['#', '/']);
        if is_relative && !self.base.is_empty() {
            anchor.address = format!("{}{}", self.base, anchor.address);
        }
        if self.page.anchors.len() < LINKS {
            self.page.anchors.push(anchor);
        }
    }

    fn open_form(&mut self, tag: &StartTag<()>) {
        let action = attribute(tag, b"action");
        self.add(action.clone(), Via::Form);
        if self.page.forms.len() < LINKS {
            self.page.forms.push(Form {
                action,
                ..Form::default()
            });
        }
    }

    fn field(&mut self, tag: &StartTag<()>) {
        let kind = attribute(tag, b"type").to_ascii_lowercase();
        if self.page.forms.is_empty() {
            self.page.forms.push(Form::default());
        }
        if let Some(form) = self.page.forms.last_mut() {
            form.asks_password |= kind == "password";
            form.fields += usize::from(kind != "hidden");
        }
    }

    /// `<meta http-equiv=refresh content="0; url=…">`.
    fn meta(&mut self, tag: &StartTag<()>) {
        if !attribute(tag, b"http-equiv").eq_ignore_ascii_case("refresh") {
            return;
        }
        let content = attribute(tag, b"content");
        let lower = content.to_ascii_lowercase();
        if let Some(at) = lower.find("url=") {
            let address = content[at + 4..].trim_matches(['\'', '"', ' ']).to_owned();
            self.add(address.clone(), Via::Anchor);
            self.page.refresh = Some(address);
        }
    }
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> String {
    match tag.attributes.get(name) {
        Some(value) => String::from_utf8_lossy(value).trim().to_owned(),
        None => String::new(),
    }
}

fn push(text: &mut String, letter: char, most: usize) {
    let is_double = letter == ' ' && (text.is_empty() || text.ends_with([' ', '\n']));
    if !is_double && text.len() < most {
        text.push(letter);
    }
}

/// Whether an element is styled not to be seen.
fn hides(tag: &StartTag<()>) -> bool {
    if tag.attributes.contains_key(b"hidden".as_slice()) {
        return true;
    }
    let mut style = attribute(tag, b"style").to_ascii_lowercase();
    if style.is_empty() {
        return false;
    }
    style.retain(|letter| !letter.is_whitespace());
    let is_set = |what: &str| {
        style
            .split(';')
            .any(|rule| rule.strip_suffix("!important").unwrap_or(rule) == what)
    };
    [
        "display:none",
        "visibility:hidden",
        "font-size:0",
        "font-size:0px",
        "font-size:0pt",
        "opacity:0",
        "mso-hide:all",
        "max-height:0",
        "max-height:0px",
    ]
    .iter()
    .any(|what| is_set(what))
}

/// Letters that take no room: zero-width ones, marks of direction, the soft hyphen.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Scripts beyond Latin use invisible letters within words honestly.
fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && letter < '\u{250}'
}

fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"p" | b"div"
            | b"br"
            | b"tr"
            | b"td"
            | b"th"
            | b"li"
            | b"ul"
            | b"ol"
            | b"table"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"hr"
            | b"blockquote"
            | b"center"
            | b"section"
            | b"article"
            | b"header"
            | b"footer"
            | b"pre"
            | b"body"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_told_from_what_is_not() {
        for (html, text, hidden) in [
            ("<p>One&nbsp;two</p><p>three", "One two\nthree", 0),
            ("a<div style='display: none'>bcd<b>e</b></div>f", "a\nf", 4),
            (
                "pass\u{200b}word<style>p{}</style><script>x()</script>",
                "password",
                1,
            ),
            (
                "<span style=\"font-size:0px\">xx</span>Pay<title>no</title> now",
                "Pay now",
                2,
            ),
            ("<img style='display:none'>seen", "seen", 0),
        ] {
            let page = Page::read(html);
            assert_eq!(page.text.trim(), text, "{html}");
            assert_eq!(page.hidden, hidden, "{html}");
        }
    }

    #[test]
    fn links_and_forms_are_found() {
        let page = Page::read(
            "<base href='https://a.example/'><a href=' https://b.example/x '>Click <b>here</b></a><a href=c>d</a>\
             <form action='https://e.example'><input type=PASSWORD name=p><input type=hidden></form>\
             <meta http-equiv=Refresh content=\"0; URL='https://f.example'\">",
        );
        let found: Vec<(&str, &str)> = page
            .anchors
            .iter()
            .map(|one| (one.address.as_str(), one.shown.as_str()))
            .collect();
        let expected = [
            ("https://b.example/x", "Click here"),
            ("https://a.example/c", "d"),
            ("https://e.example", ""),
            ("https://f.example", ""),
        ];
        assert_eq!(found, expected);
        assert_eq!(
            page.forms[0],
            Form {
                action: "https://e.example".into(),
                asks_password: true,
                fields: 1
            }
        );
        assert_eq!(page.refresh.as_deref(), Some("https://f.example"));
    }
}
