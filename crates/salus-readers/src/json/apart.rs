//! Documents too large to be held: first what stands around their long lists, then the elements one by one.
//!
//! The evidence is gone back to: once for the document without its lists, which must itself keep to the limits
//! of a record, and once for each list, in the order the kind of document wants them. A broken element costs
//! itself alone; a document that is broken around its lists, or is of no kind that has long ones, is one reject.

use std::io::SeekFrom;

use salus_record::{Place, ReadError, Sink};
use serde_json::Value;

use super::frames::{Begin, Frames, Large, LongList};
use super::{SHAPES, parse};
use crate::Input;
use crate::lists::{Held, Lists, Put};

/// Reads large values, of an input that stood at `base` when its reading began.
pub(super) fn read(
    large: &[Large],
    (input, base, begin): (&mut dyn Input, u64, Begin),
    sink: &mut Sink<'_>,
) -> Result<(), ReadError> {
    for value in large {
        let mut again = Again {
            input: &mut *input,
            base,
            begin,
        };
        let mut frames = again.frames()?;
        let (document, lists) = frames.document(value.at)?;
        let (place, _) = value.refused;
        let document = match document.and_then(parse) {
            Ok(document) => document,
            Err(reason) => {
                sink.reject(place, reason)?;
                continue;
            }
        };
        drop(frames);
        let mut apart = Apart {
            again,
            lists,
            place: value.place,
        };
        if !put(document, &mut apart, sink)? {
            let (place, reason) = value.refused;
            sink.reject(place, reason)?;
        }
    }
    Ok(())
}

fn put(document: Value, apart: &mut Apart<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
    let Value::Object(document) = document else {
        return Ok(false);
    };
    let place = apart.place;
    match SHAPES.iter().find(|shape| shape.fits(&document)) {
        Some(shape) => shape.put_apart(document, apart, place, sink),
        None => Ok(false),
    }
}

/// The input, to be read from its start once more.
struct Again<'i> {
    input: &'i mut dyn Input,
    base: u64,
    begin: Begin,
}

impl Again<'_> {
    fn frames(&mut self) -> Result<Frames<'_>, ReadError> {
        self.input.seek(SeekFrom::Start(self.base))?;
        Frames::new(&mut self.input, self.begin)
    }
}

struct Apart<'i> {
    again: Again<'i>,
    lists: Vec<LongList>,
    place: Place,
}

impl Apart<'_> {
    /// The elements of the list at this path; of two with the same name the last one counts.
    fn elements(&mut self, path: &str) -> Result<Option<Frames<'_>>, ReadError> {
        let list = self.lists.iter().rfind(|(list, _)| list.is_at(path));
        let Some(&(_, at)) = list else {
            return Ok(None);
        };
        let mut frames = self.again.frames()?;
        frames.elements(at)?;
        Ok(Some(frames))
    }
}

impl Lists for Apart<'_> {
    fn each(
        &mut self,
        path: &str,
        held: Value,
        sink: &mut Sink<'_>,
        put: &mut Put<'_>,
    ) -> Result<(), ReadError> {
        let place = self.place;
        let Some(mut frames) = self.elements(path)? else {
            return Held.each(path, held, sink, put);
        };
        let mut number = 0;
        while let Some(frame) = frames.next()? {
            match frame.bytes.and_then(parse) {
                Ok(value) => put(number, value, sink)?,
                Err(reason) => sink.reject(place, format!("{path}[{number}]: {reason}"))?,
            }
            number += 1;
        }
        Ok(())
    }

    fn look(
        &mut self,
        path: &str,
        held: &Value,
        see: &mut dyn FnMut(&Value),
    ) -> Result<(), ReadError> {
        let Some(mut frames) = self.elements(path)? else {
            return Held.look(path, held, see);
        };
        while let Some(frame) = frames.next()? {
            if let Ok(value) = frame.bytes.and_then(parse) {
                see(&value);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
