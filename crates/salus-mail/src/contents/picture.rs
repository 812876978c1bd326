//! Pictures: decoded within limits, and searched for QR codes.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use crate::contents::{Opening, code};
use crate::limits;
use crate::link::Via;

/// A code of 21 modules cannot be seen in less.
const SMALLEST: usize = 42;

/// Shades of grey, row by row; 0 is black.
pub(super) struct Grey {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

/// What may still be looked at.
#[derive(Debug, Default)]
pub(super) struct Viewer {
    pictures: usize,
    pixels: usize,
    /// Bytes of slow formats.
    slow: usize,
}

impl Viewer {
    /// Whether a picture of this size may be looked at; it then counts.
    pub(super) fn admits(&mut self, width: usize, height: usize) -> bool {
        let pixels = width.saturating_mul(height);
        let is_fit = width.min(height) >= SMALLEST
            && pixels <= limits::PIXELS
            && self.pictures < limits::PICTURES
            && self.pixels.saturating_add(pixels) <= limits::ALL_PIXELS;
        if is_fit {
            self.pictures += 1;
            self.pixels += pixels;
        }
        is_fit
    }

    /// Whether so many bytes of JPEG 2000 may be decoded; they then count. A byte of it takes many times as long as of others.
    pub(super) fn admits_slow(&mut self, bytes: usize) -> bool {
        let is_fit = self.slow.saturating_add(bytes) <= limits::JPEG_2000;
        if is_fit {
            self.slow += bytes;
        }
        is_fit
    }
}

impl Opening<'_> {
    /// Links in the QR codes of a picture.
    pub(super) fn picture(&mut self, bytes: &[u8]) {
        let picture = decode(bytes, &mut self.viewer);
        self.seen(picture);
    }

    /// Links in the codes of what could be decoded.
    pub(super) fn seen(&mut self, picture: Option<Grey>) {
        if let Some(grey) = picture {
            self.codes(&grey);
        }
    }

    pub(super) fn codes(&mut self, grey: &Grey) {
        for text in code::find(grey) {
            self.link(&text, "", Via::Qr);
        }
    }
}

fn decode(bytes: &[u8], viewer: &mut Viewer) -> Option<Grey> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut memory = Limits::default();
    memory.max_alloc = Some(limits::PICTURE_MEMORY);
    reader.limits(memory);
    let decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    if !viewer.admits(width, height) {
        return None;
    }
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    let pixels = if picture.color().has_alpha() {
        // Mail is read on white.
        let over_white = |pixel: &image::LumaA<u8>| {
            let [shade, cover] = pixel.0.map(u32::from);
            u8::try_from((shade * cover + 255 * (255 - cover)) / 255).unwrap_or(255)
        };
        picture.to_luma_alpha8().pixels().map(over_white).collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Some(Grey {
        width,
        height,
        pixels,
    })
}
