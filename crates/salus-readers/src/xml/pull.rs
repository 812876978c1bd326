//! Tags, texts and whole elements, one after the other, within limits.
//!
//! Entities other than the five of XML itself and those for single letters are never resolved: an
//! element that needs one is broken. A document type definition is passed over unread.

use std::borrow::Cow;
use std::io;

use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Error, Reader};
use salus_record::limits;

use super::element::Element;
use super::tape::Tape;
use crate::lines::text_of;

/// What comes next.
pub(super) enum Token {
    /// A start tag; `true` if it is the end as well.
    Open(Element, bool),
    Close(String),
    Text(String),
    /// A comment, an instruction, a definition.
    Aside,
    End,
}

/// Why it does not go on.
pub(super) enum Fault {
    /// What is wrong with the text of the evidence.
    Broken(&'static str),
    /// The same, but reading goes on at the last tag.
    BrokenBefore(&'static str),
    Input(io::Error),
}

impl From<&'static str> for Fault {
    fn from(reason: &'static str) -> Self {
        Self::Broken(reason)
    }
}

/// A pull reader that may begin anywhere between two tags.
pub(super) struct Pull<'t, 'a> {
    reader: Reader<&'t mut Tape<'a>>,
    buffer: Vec<u8>,
}

impl<'t, 'a> Pull<'t, 'a> {
    pub(super) fn new(tape: &'t mut Tape<'a>) -> Self {
        let mut reader = Reader::from_reader(tape);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self {
            reader,
            buffer: Vec::new(),
        }
    }

    pub(super) fn tape(&mut self) -> &mut Tape<'a> {
        self.reader.get_mut()
    }

    /// The next tag or text.
    pub(super) fn next(&mut self) -> Result<Token, Fault> {
        self.buffer.clear();
        let event = match self.reader.read_event_into(&mut self.buffer) {
            Ok(event) => event,
            Err(error) => return Err(fault(&error, self.reader.get_mut().is_full)),
        };
        Ok(match event {
            Event::Start(tag) => Token::Open(open(&tag)?, false),
            Event::Empty(tag) => Token::Open(open(&tag)?, true),
            Event::End(tag) => Token::Close(text_of(tag.local_name().as_ref()).into_owned()),
            Event::Text(text) => Token::Text(text_of(&text).into_owned()),
            Event::CData(text) => Token::Text(text_of(&text).into_owned()),
            Event::GeneralRef(name) => Token::Text(resolve(&name)?),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Token::Aside,
            Event::Eof => Token::End,
        })
    }

    /// Reads on to the end of an element that has begun. `may_nest` says whether elements of its name
    /// may stand inside it; elsewhere another beginning means that its end is lost.
    pub(super) fn gather(&mut self, begun: Element, may_nest: bool) -> Result<Element, Fault> {
        let name = begun.name.clone();
        let mut open = vec![begun];
        let mut elements = 1;
        // Names of columns hold those of all elements around: bytes of the path, and of all paths.
        let (mut path, mut paths) = (0, 0);
        loop {
            match self.next()? {
                Token::Open(element, is_empty) => {
                    if element.name == name && !may_nest {
                        return Err("it begins again before its end".into());
                    }
                    elements += 1;
                    paths += (path + element.name.len()) * (1 + element.attributes.len());
                    if paths > limits::RECORD_BYTES {
                        return Err(TOO_MUCH);
                    }
                    if elements > limits::XML_ELEMENTS || open.len() >= limits::XML_DEPTH {
                        return Err(TOO_MUCH);
                    }
                    if is_empty {
                        add(&mut open, element);
                    } else {
                        path += element.name.len();
                        open.push(element);
                    }
                }
                Token::Close(name) => {
                    let Some(closed) = open.pop_if(|last| last.name == name) else {
                        return Err("an element in it is not closed as it was opened".into());
                    };
                    if open.is_empty() {
                        return Ok(closed);
                    }
                    path -= closed.name.len();
                    add(&mut open, closed);
                }
                Token::Text(text) => {
                    if let Some(last) = open.last_mut() {
                        last.text.push_str(&text);
                    }
                }
                Token::Aside => {}
                Token::End => return Err("the file ends inside this element".into()),
            }
        }
    }

    /// Passes over the rest of an element that has begun, whatever its size. It holds none of the
    /// elements called `marks`, unless its end is lost.
    pub(super) fn pass(&mut self, marks: &[&str]) -> Result<(), Fault> {
        let mut depth = 1_usize;
        while depth > 0 {
            self.tape().mark();
            match self.next()? {
                Token::Open(element, _) if marks.contains(&element.name.as_str()) => {
                    return Err(Fault::BrokenBefore(
                        "an element is not closed before the records",
                    ));
                }
                Token::Open(_, false) if depth >= limits::XML_DEPTH => {
                    return Err(TOO_MUCH);
                }
                Token::Open(_, false) => depth += 1,
                Token::Close(_) => depth -= 1,
                Token::End => return Err("the file ends inside this element".into()),
                Token::Open(..) | Token::Text(_) | Token::Aside => {}
            }
        }
        Ok(())
    }
}

fn add(open: &mut [Element], child: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

/// The element that a start tag opens.
pub(super) fn open(tag: &BytesStart<'_>) -> Result<Element, Fault> {
    let mut element = Element {
        name: text_of(tag.local_name().as_ref()).into_owned(),
        ..Element::default()
    };
    if element.name.is_empty() {
        return Err("a tag without a name".into());
    }
    let mut bytes = 0;
    for (at, attribute) in tag.attributes().enumerate() {
        let Ok(attribute) = attribute else {
            return Err("an attribute that is not written as attributes are".into());
        };
        bytes += attribute.value.len();
        if at >= limits::XML_ATTRIBUTES || bytes > limits::XML_TAG_BYTES {
            return Err("too many attributes, or too long ones".into());
        }
        let value = text_of(&attribute.value);
        let value = unescape(&value).map_err(|_| UNRESOLVED)?.into_owned();
        let (name, prefix) = attribute.key.decompose();
        match (attribute.key.as_ref(), prefix) {
            (b"xmlns", _) => element.namespace = Some(value),
            (_, Some(prefix)) if prefix.as_ref() == b"xmlns" => {
                element.namespace.get_or_insert(value);
            }
            _ => {
                let name = text_of(name.as_ref()).into_owned();
                element.attributes.push((name, value));
            }
        }
    }
    Ok(element)
}

const TOO_MUCH: Fault = Fault::Broken("it holds too many elements, or too deep ones");
const UNRESOLVED: Fault = Fault::Broken("a reference to an entity, which is not resolved");

fn resolve(name: &BytesRef<'_>) -> Result<String, Fault> {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return Ok(letter.to_string());
    }
    let name: Cow<'_, str> = text_of(name);
    resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or(UNRESOLVED)
}

fn fault(error: &Error, is_full: bool) -> Fault {
    match error {
        Error::Io(_) if is_full => Fault::Broken("it is larger than a record may be"),
        Error::Io(error) => Fault::Input(io::Error::new(error.kind(), error.to_string())),
        Error::Syntax(_) => {
            Fault::Broken("the file ends inside a tag, a comment or a quoted value")
        }
        _ => Fault::Broken("it is not well-formed XML"),
    }
}
