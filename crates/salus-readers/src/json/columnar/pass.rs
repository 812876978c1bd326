//! Passes over the text of one JSON object once, noting where its leaves stand and of which kinds they are.
//!
//! Whatever is unsound or out of the ordinary ends it; the slow way then says what is wrong.

use std::ops::Range;

use super::keys::{Keys, ROOT};
use super::list::ListPass;
use super::texts::{self, Passed};

/// Objects and lists inside each other.
pub(super) const DEPTH: usize = 32;
/// Leaves of one record.
const LEAVES: usize = 4_096;

/// What stands at a place of a record. Records with the same keys and kinds share a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    True,
    False,
    /// A whole number from 0 on that has 64 bits.
    Whole,
    /// A whole number below 0 that has 64 bits.
    Negative,
    /// Any other number.
    Real,
    EmptyText,
    Text,
    EmptyList,
    /// A list of one text.
    OneText,
    /// A list of one thing that is no text.
    OneThing,
    List,
    EmptyObject,
    /// An object begins or ends here.
    Enter,
    Leave,
}

/// A value that is no object with members.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf {
    key: u32,
    start: u32,
    end: u32,
    pub(super) kind: Kind,
    /// It does not read as it stands: a text has escapes, a list is not written as we would.
    pub(super) is_coded: bool,
}

impl Leaf {
    /// The key it stands under.
    pub(super) fn key(&self) -> usize {
        self.key as usize
    }

    /// Where it stands; without the quotes if it is a text.
    pub(super) fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What was found, used again from record to record.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) leaves: Vec<Leaf>,
    pub(super) kinds: Vec<u8>,
    /// Stands for all keys.
    pub(super) sequence: usize,
    /// The object may be a wrapper.
    pub(super) may_wrap: bool,
    /// Some text names letters by their numbers, or may do so inside.
    pub(super) has_numbered: bool,
    /// Where the object ends.
    pub(super) end: usize,
    /// A line ends inside it.
    pub(super) has_line_end: bool,
    list: ListPass,
}

/// The text, which need not be UTF-8, and the place in it.
pub(super) struct Pass<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) has_numbered: bool,
    pub(super) has_line_end: bool,
    pub(super) list: ListPass,
}

impl Outline {
    /// Passes over the object that `bytes` begin with.
    pub(super) fn pass(&mut self, bytes: &[u8], keys: &mut Keys) -> Option<()> {
        self.leaves.clear();
        self.kinds.clear();
        self.may_wrap = false;
        let mut pass = Pass {
            bytes,
            at: 0,
            has_numbered: false,
            has_line_end: false,
            list: std::mem::take(&mut self.list),
        };
        let end = self.members(&mut pass, keys);
        self.has_numbered = pass.has_numbered;
        self.has_line_end = pass.has_line_end;
        self.list = pass.list;
        end
    }

    fn members(&mut self, pass: &mut Pass<'_>, keys: &mut Keys) -> Option<()> {
        pass.take(b'{')?;
        let (mut node, mut depth) = (ROOT, 1);
        let mut is_more = !pass.is_next(b'}');
        loop {
            while !is_more {
                depth -= 1;
                if depth == 0 {
                    self.sequence = node;
                    self.end = pass.at;
                    return Some(());
                }
                self.kinds.push(Kind::Leave as u8);
                is_more = pass.goes_on(b'}')?;
            }
            node = pass.key(node, keys)?;
            pass.take(b':')?;
            pass.skip_blanks();
            if pass.bytes.get(pass.at) == Some(&b'{') {
                pass.at += 1;
                if !pass.is_next(b'}') {
                    depth += 1;
                    self.kinds.push(Kind::Enter as u8);
                    (depth <= DEPTH).then_some(())?;
                    continue;
                }
                self.leaf(node, Kind::EmptyObject, (pass.at, pass.at), false)?;
            } else if pass.bytes.get(pass.at) == Some(&b'"') {
                let start = pass.at + 1;
                let text = pass.text()?;
                self.leaf(
                    node,
                    kind_of(start, &text),
                    (start, text.end),
                    text.has_escape,
                )?;
            } else {
                let start = pass.at;
                let (kind, is_coded) = pass.value()?;
                let holds_objects = matches!(kind, Kind::List | Kind::OneThing)
                    && depth <= 2
                    && keys.may_wrap(node);
                self.may_wrap |= holds_objects;
                self.leaf(node, kind, (start, pass.at), is_coded)?;
            }
            is_more = pass.goes_on(b'}')?;
        }
    }

    #[inline(always)]
    fn leaf(
        &mut self,
        key: usize,
        kind: Kind,
        (start, end): (usize, usize),
        is_coded: bool,
    ) -> Option<()> {
        self.kinds.push(kind as u8);
        self.leaves.push(Leaf {
            key: u32::try_from(key).ok()?,
            start: u32::try_from(start).ok()?,
            end: u32::try_from(end).ok()?,
            kind,
            is_coded,
        });
        (self.leaves.len() < LEAVES).then_some(())
    }
}

/// The kind of a text that begins at `start`.
fn kind_of(start: usize, text: &Passed) -> Kind {
    if text.end == start {
        Kind::EmptyText
    } else {
        Kind::Text
    }
}

impl Pass<'_> {
    #[inline]
    pub(super) fn skip_blanks(&mut self) {
        while let Some(blank @ (b' ' | b'\t' | b'\r' | b'\n')) = self.bytes.get(self.at) {
            self.has_line_end |= *blank == b'\n';
            self.at += 1;
        }
    }

    /// Takes this byte, with blanks before it.
    #[inline]
    fn take(&mut self, byte: u8) -> Option<()> {
        self.is_next(byte).then_some(())
    }

    /// Takes this byte if it comes next.
    #[inline]
    pub(super) fn is_next(&mut self, byte: u8) -> bool {
        if self.bytes.get(self.at) != Some(&byte) {
            self.skip_blanks();
            if self.bytes.get(self.at) != Some(&byte) {
                return false;
            }
        }
        self.at += 1;
        true
    }

    /// Takes a comma (`true`) or the closing bracket.
    #[inline]
    fn goes_on(&mut self, close: u8) -> Option<bool> {
        if self.is_next(b',') {
            return Some(true);
        }
        self.take(close).map(|()| false)
    }

    #[inline]
    fn key(&mut self, node: usize, keys: &mut Keys) -> Option<usize> {
        self.take(b'"')?;
        if let Some((next, at)) = keys.known(node, self.bytes, self.at) {
            self.at = at;
            return Some(next);
        }
        let key = texts::pass(self.bytes, self.at)?;
        if key.has_escape {
            return None;
        }
        let name = std::str::from_utf8(&self.bytes[self.at..key.end]).ok()?;
        self.at = key.end + 1;
        keys.learn(node, name)
    }

    /// A text, whose opening quote is next.
    #[inline(always)]
    pub(super) fn text(&mut self) -> Option<Passed> {
        let text = texts::pass(self.bytes, self.at + 1)?;
        // JSON inside a text may have such escapes of its own.
        let may_nest = text.has_escape && matches!(self.bytes.get(self.at + 1), Some(b'[' | b'{'));
        self.has_numbered |= text.has_numbered | may_nest;
        self.at = text.end + 1;
        Some(text)
    }

    /// A value that is neither a text nor an object; also says whether it does not read as it stands.
    pub(super) fn value(&mut self) -> Option<(Kind, bool)> {
        let kind = match self.bytes.get(self.at)? {
            b'[' => {
                let (kind, is_plain) = self.list()?;
                return Some((kind, !is_plain));
            }
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word(b"true", Kind::True)?,
            b'f' => self.word(b"false", Kind::False)?,
            b'n' => self.word(b"null", Kind::Null)?,
            _ => return None,
        };
        Some((kind, kind == Kind::Real))
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Option<Kind> {
        let is_here = self.bytes.get(self.at..)?.starts_with(word);
        self.at += word.len();
        is_here.then_some(kind)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Option<Kind> {
        let start = self.at;
        let is_negative = self.bytes[start] == b'-';
        self.at += usize::from(is_negative);
        let leads_with_zero = self.bytes.get(self.at) == Some(&b'0');
        let whole = self.digits();
        if whole == 0 || (leads_with_zero && whole > 1) {
            return None;
        }
        let mut is_real = is_negative && leads_with_zero;
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            is_real = true;
            (self.digits() > 0).then_some(())?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            is_real = true;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            // Powers of three digits may be beyond what a number can be.
            matches!(self.digits(), 1..=2).then_some(())?;
        }
        if self.at - start > 40 {
            return None;
        }
        if is_real {
            return Some(Kind::Real);
        }
        let text = std::str::from_utf8(&self.bytes[start..self.at]).ok()?;
        let is_whole = match (whole, is_negative) {
            (..=18, _) => true,
            (_, true) => text.parse::<i64>().is_ok(),
            (_, false) => text.parse::<u64>().is_ok(),
        };
        Some(match (is_whole, is_negative) {
            (false, _) => Kind::Real,
            (true, true) => Kind::Negative,
            (true, false) => Kind::Whole,
        })
    }
}
