//! A large file to findings: cut into stretches for the crew, and joined again.

use std::sync::Arc;

use salus_detect::SigmaDetector;
use salus_readers::{Cut, Reader};
use salus_record::{ReadError, Sink};
use salus_sources::{Piece, Watch};

use crate::crew::Crew;
use crate::detect::Matching;
use crate::spine::{self, Outcome};
use crate::stretches::{Beside, CutFile, Cutting, Joining, STRETCH};

/// A reader whose evidence can be cut.
#[derive(Clone, Copy)]
pub(crate) struct Cutter {
    reader: &'static dyn Reader,
    cut: &'static dyn Cut,
}

impl Cutter {
    /// How a piece is cut, if that is worth it.
    pub(crate) fn of(reader: &'static dyn Reader, piece: &Piece, head: &[u8]) -> Option<Self> {
        let cut = reader.cut()?;
        (piece.size > STRETCH as u64 && cut.fits(head)).then_some(Self { reader, cut })
    }

    /// Looks at a piece stretch by stretch, and from where it does not come apart as a whole.
    pub(crate) fn look(
        self,
        piece: &mut Piece,
        detector: &SigmaDetector,
        now: i64,
        crew: &mut Crew<'_, ReadError>,
        watch: &dyn Watch,
    ) -> Result<Outcome, ReadError> {
        if crew.needs_places()
            && let Err(error) = piece.digest()
        {
            return Ok(spine::unread(error.to_string()));
        }
        let file = Arc::from(piece.name.as_str());
        crew.join(Joining::new(file, piece.digest.as_ref()));
        let beside = self.hand_out(piece, now, crew, watch)?;
        let mut joining = crew.joined()?;
        if let Some(beside) = beside.filter(|_| !joining.is_torn) {
            piece.digest = beside.finish();
        }
        let digest = match piece.digest() {
            Ok(digest) => digest.clone(),
            Err(error) => return Ok(spine::unread(error.to_string())),
        };
        let (sighted, origin) = joining.settle(&digest);
        crew.know(&origin);
        crew.tell(sighted, &origin)?;
        let Joining {
            start,
            counts,
            is_torn,
            ..
        } = joining;
        let mut output = Matching {
            detector,
            origin,
            crew,
        };
        let sink = Sink::resumed(&digest, now, &mut output, counts);
        if is_torn {
            return spine::read_rest(self.reader, self.cut, piece, sink, &start, watch);
        }
        spine::ended(self.reader, piece, sink, None)
    }

    /// Hands out the stretches. The digest that goes on beside is given back where it is of any use.
    fn hand_out(
        self,
        piece: &mut Piece,
        now: i64,
        crew: &mut Crew<'_, ReadError>,
        watch: &dyn Watch,
    ) -> Result<Option<Beside>, ReadError> {
        let file = Arc::new(CutFile { cut: self.cut, now });
        let mut beside = piece.digest.is_none().then(Beside::new);
        let mut offset = 0;
        loop {
            let input = &mut *piece.input;
            let mut bytes = crew.buffer(STRETCH);
            let read = self.cut.next(input, offset, &mut bytes);
            let Ok(is_last) = read.and_then(|()| Ok(input.fill_buf()?.is_empty())) else {
                crew.joining().is_torn = true;
                return Ok(None);
            };
            if !piece.is_packed {
                watch.read(bytes.len() as u64);
            }
            let bytes = Arc::new(bytes);
            if let Some(beside) = &beside {
                beside.add(&bytes);
            }
            let length = bytes.len() as u64;
            let file = Arc::clone(&file);
            crew.give_stretch(Cutting {
                file,
                bytes,
                offset,
                is_last,
            })?;
            offset += length;
            if is_last || crew.joining().is_torn {
                return Ok(beside);
            }
            if crew.joining().is_full() && beside.take().is_some() {
                let Ok(digest) = piece.digest() else {
                    return Ok(None);
                };
                let (sighted, origin) = crew.joining().settle(digest);
                crew.tell(sighted, &origin)?;
            }
        }
    }
}
