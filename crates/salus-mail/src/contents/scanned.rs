//! Pictures as fax machines and scanners pack them into a PDF: ITU-T T.4 and T.6, and JPEG 2000.

use hayro_ccitt::{
    DecodeSettings as FaxSettings, Decoder, DecoderContext as FaxContext, EncodingMode,
};
use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};
use memchr::memmem;

use crate::contents::pdf::value;
use crate::contents::picture::{Grey, Viewer};
use crate::limits;

/// Pixels in a line of a fax that does not say how many (ISO 32000-1, table 11).
const LINE: usize = 1_728;
/// Colours, or inks, and how far they cover what is below.
const CHANNELS: usize = 5;
/// The start of a picture, with its sizes (ISO/IEC 15444-1, annex A).
const START: &[u8] = b"\xff\x4f\xff\x51";

/// How many times a fax is made smaller at most, so that it fits.
const SMALLER: usize = 4;

/// The lines of a fax as they come.
struct Lines {
    /// Pixels of a line that is kept.
    width: usize,
    /// Of so many lines one is kept, and of so many pixels of it.
    step: usize,
    seen: usize,
    pixels: Vec<u8>,
}

impl Decoder for Lines {
    fn push_row(&mut self, changes: &[u32]) {
        self.seen += 1;
        if !self.seen.is_multiple_of(self.step) {
            return;
        }
        let start = self.pixels.len();
        self.pixels.resize(start + self.width, 255);
        let place = |change: &u32| {
            let place = usize::try_from(*change).unwrap_or(0) / self.step;
            place.min(self.width)
        };
        for pair in changes.chunks(2) {
            let from = place(&pair[0]);
            let to = pair.get(1).map_or(self.width, place);
            self.pixels[start + from..start + to.max(from)].fill(0);
        }
    }
}

/// A fax; `head` is the dictionary of its stream.
pub(super) fn fax(head: &[u8], content: &[u8], viewer: &mut Viewer) -> Option<Grey> {
    let width = value(head, b"/Columns").unwrap_or(LINE);
    let height = value(head, b"/Height")?;
    let fits = |step: &usize| (width / step).saturating_mul(height / step) <= limits::PIXELS;
    let step = (1..=SMALLER).find(fits)?;
    let small = (width / step, height / step);
    if !viewer.admits(small.0, small.1) {
        return None;
    }
    let is_set = |name: &[u8]| behind(head, name).is_some_and(|rest| rest.starts_with(b"true"));
    let encoding = match behind(head, b"/K") {
        Some([b'-', ..]) => EncodingMode::Group4,
        Some([b'1'..=b'9', ..]) => EncodingMode::Group3_2D,
        _ => EncodingMode::Group3_1D,
    };
    let settings = FaxSettings {
        columns: u32::try_from(width).ok()?,
        rows: u32::try_from(height).ok()?,
        end_of_block: !behind(head, b"/EndOfBlock").is_some_and(|rest| rest.starts_with(b"false")),
        end_of_line: is_set(b"/EndOfLine"),
        rows_are_byte_aligned: is_set(b"/EncodedByteAlign"),
        encoding,
        strict: false,
    };
    let mut lines = Lines {
        width: small.0,
        step,
        seen: 0,
        pixels: Vec::new(),
    };
    // A fax that breaks off shows what came before.
    let _ = hayro_ccitt::decode(content, &mut lines, &mut FaxContext::new(settings));
    lines.pixels.resize(small.0 * small.1, 255);
    Some(Grey {
        width: small.0,
        height: small.1,
        pixels: lines.pixels,
    })
}

/// A picture in JPEG 2000, which says its size itself.
pub(super) fn jpeg_2000(content: &[u8], viewer: &mut Viewer) -> Option<Grey> {
    let start = memmem::find(content, START)?;
    let channels = content.get(start + 40..start + 42)?;
    let channels = usize::from(u16::from_be_bytes([channels[0], channels[1]]));
    if channels > CHANNELS || !viewer.admits_slow(content.len()) {
        return None;
    }
    let image = Image::new(content, &DecodeSettings::default()).ok()?;
    let width = usize::try_from(image.width()).ok()?;
    let height = usize::try_from(image.height()).ok()?;
    let samples = width.saturating_mul(height).saturating_mul(channels);
    if samples > limits::SAMPLES || !viewer.admits(width, height) {
        return None;
    }
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).ok()?;
    // Of three colours the green one, as elsewhere; codes are black on white.
    let one = decoded.components();
    let one = one.get(1).filter(|_| one.len() >= 3).or(one.first())?;
    let most = f32::from(u16::MAX >> 16_u8.saturating_sub(one.bit_depth())).max(1.0);
    let shade = |sample: &f32| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 255"
        )]
        let shade = (sample / most * 255.0).clamp(0.0, 255.0) as u8;
        shade
    };
    let pixels: Vec<u8> = one
        .samples()
        .iter()
        .take(width * height)
        .map(shade)
        .collect();
    (pixels.len() == width * height).then_some(Grey {
        width,
        height,
        pixels,
    })
}

/// What stands behind a name.
fn behind<'h>(head: &'h [u8], name: &[u8]) -> Option<&'h [u8]> {
    let is_end = |byte: &u8| !(byte.is_ascii_alphanumeric() || *byte == b'_');
    memmem::find_iter(head, name)
        .map(|at| &head[at + name.len()..])
        .find(|rest| rest.first().is_some_and(is_end))
        .map(<[u8]>::trim_ascii_start)
}
