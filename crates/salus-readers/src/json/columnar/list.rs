//! Passes over a list, which becomes one text: whether it may be taken as it stands is what matters.

use super::pass::{DEPTH, Kind, Pass};
use super::texts;

impl Pass<'_> {
    /// Passes over a list; also says whether it stands there as we would write it.
    pub(super) fn list(&mut self) -> Option<(Kind, bool)> {
        let mut pass = std::mem::take(&mut self.list);
        pass.clear();
        let kind = self.items(&mut pass);
        let is_plain = pass.is_plain();
        self.list = pass;
        Some((kind?, is_plain))
    }

    fn items(&mut self, pass: &mut ListPass) -> Option<Kind> {
        self.at += 1;
        pass.open(b'[');
        let (mut items, mut first) = (0, Kind::EmptyList);
        if self.plain_next(b']', pass) {
            return Some(Kind::EmptyList);
        }
        loop {
            if pass.open.len() == 1 {
                items += 1;
            }
            let kind = self.item(pass)?;
            if items == 1 && pass.open.len() == 1 && first == Kind::EmptyList {
                first = kind;
            }
            if kind == Kind::Enter {
                continue;
            }
            while !self.item_follows(pass)? {
                pass.close();
                if pass.open.is_empty() {
                    return Some(match (items, first) {
                        (1, Kind::Text | Kind::EmptyText) => Kind::OneText,
                        (1, _) => Kind::OneThing,
                        _ => Kind::List,
                    });
                }
            }
        }
    }

    /// Takes a comma (`true`) or the bracket that closes the innermost list or object.
    fn item_follows(&mut self, pass: &mut ListPass) -> Option<bool> {
        let close = if pass.is_in_object() { b'}' } else { b']' };
        if self.plain_next(b',', pass) {
            return Some(true);
        }
        self.plain_next(close, pass).then_some(false)
    }

    /// Passes over an item, with its key in an object. [`Kind::Enter`]: a list or object was begun.
    fn item(&mut self, pass: &mut ListPass) -> Option<Kind> {
        if pass.is_in_object() {
            self.plain_next(b'"', pass).then_some(())?;
            let key = texts::pass(self.bytes, self.at)?;
            pass.has_odd |= !key.is_plain;
            pass.key((self.at, key.end), self.bytes);
            self.at = key.end + 1;
            self.plain_next(b':', pass).then_some(())?;
        }
        let before = self.at;
        self.skip_blanks();
        pass.has_blanks |= before != self.at;
        match self.bytes.get(self.at)? {
            bracket @ (b'[' | b'{') => {
                self.at += 1;
                let close = bracket + 2;
                if self.plain_next(close, pass) {
                    return Some(Kind::EmptyObject);
                }
                pass.open(*bracket);
                (pass.open.len() <= DEPTH).then_some(Kind::Enter)
            }
            b'"' => {
                let text = self.text()?;
                pass.has_odd |= !text.is_plain;
                Some(Kind::Text)
            }
            _ => {
                let (kind, is_coded) = self.value()?;
                pass.has_odd |= is_coded;
                Some(kind)
            }
        }
    }

    fn plain_next(&mut self, byte: u8, pass: &mut ListPass) -> bool {
        let before = self.at;
        let is_next = self.is_next(byte);
        pass.has_blanks |= self.at != before + usize::from(is_next);
        is_next
    }
}

/// Members of one object in a list that are looked at; with more it counts as odd.
const MEMBERS: usize = 32;

/// What is known of a list while it is passed.
#[derive(Default)]
pub(super) struct ListPass {
    /// The lists and objects that are open, and how many keys came before each.
    open: Vec<(u8, usize)>,
    /// Where the keys of the open objects stand.
    keys: Vec<(usize, usize)>,
    has_blanks: bool,
    has_odd: bool,
}

impl ListPass {
    fn clear(&mut self) {
        self.open.clear();
        self.keys.clear();
        self.has_blanks = false;
        self.has_odd = false;
    }

    fn open(&mut self, bracket: u8) {
        self.open.push((bracket, self.keys.len()));
    }

    fn close(&mut self) {
        if let Some((_, keys)) = self.open.pop() {
            self.keys.truncate(keys);
        }
    }

    fn is_in_object(&self) -> bool {
        matches!(self.open.last(), Some((b'{', _)))
    }

    /// An object that names a member twice is not written as we would.
    fn key(&mut self, key: (usize, usize), bytes: &[u8]) {
        let before = self.open.last().map_or(0, |(_, before)| *before);
        let known = &self.keys[before..];
        let is_same = |other: &(usize, usize)| bytes[other.0..other.1] == bytes[key.0..key.1];
        self.has_odd |= known.len() >= MEMBERS || known.iter().any(is_same);
        if !self.has_odd {
            self.keys.push(key);
        }
    }

    fn is_plain(&self) -> bool {
        !self.has_blanks && !self.has_odd
    }
}
