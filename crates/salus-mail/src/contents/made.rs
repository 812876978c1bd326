//! Files made for tests: compound files, macros, pictures, documents with pictures.

use std::io::{Cursor, Write};

use crate::contents::code::tests::{PLAIN, draw};
use crate::contents::macros;
use crate::unpack::{Member, Unpack};

/// Opens archives of a made-up format: behind the signature of zip, lines `name|encrypted|hexadecimal content`.
pub(crate) struct Boxes;

impl Unpack for Boxes {
    fn members(
        &self,
        bytes: &[u8],
        want: &dyn Fn(&str) -> usize,
        visit: &mut dyn FnMut(&Member<'_>),
    ) -> bool {
        let Some(Ok(text)) = bytes.strip_prefix(b"PK\x03\x04").map(std::str::from_utf8) else {
            return false;
        };
        for line in text.lines() {
            let mut parts = line.splitn(3, '|');
            let name = parts.next().unwrap_or_default();
            let is_encrypted = parts.next() == Some("e");
            let digits = parts.next().unwrap_or_default();
            let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
            let content: Vec<u8> = (0..digits.len())
                .step_by(2)
                .map_while(byte)
                .take(want(name))
                .collect();
            let content = if is_encrypted {
                &[]
            } else {
                content.as_slice()
            };
            let size = digits.len() as u64 / 2;
            visit(&Member {
                name,
                size,
                is_encrypted,
                content,
            });
        }
        true
    }

    fn inflate(&self, bytes: &[u8], most: usize) -> Vec<u8> {
        bytes[..most.min(bytes.len())].to_vec()
    }
}

/// Such an archive.
pub(crate) fn boxed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = b"PK\x03\x04".to_vec();
    for (name, content) in files {
        let digits: String = content.iter().map(|byte| format!("{byte:02x}")).collect();
        archive.extend(format!("{name}||{digits}\n").bytes());
    }
    archive
}

/// A compound file of these streams.
pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("in memory");
    for (path, content) in streams {
        let (storage, _) = path.rsplit_once('/').expect("a path");
        if !storage.is_empty() {
            file.create_storage_all(storage).expect("in memory");
        }
        let mut stream = file.create_stream(path).expect("in memory");
        stream.write_all(content).expect("in memory");
    }
    file.into_inner().into_inner()
}

/// A project of macros with one module.
pub(crate) fn macros(code: &[u8]) -> Vec<u8> {
    let module = [b"compiled".as_slice(), &macros::pack(code)].concat();
    compound(&[
        ("/VBA/_VBA_PROJECT", b"x"),
        ("/VBA/M", &module),
        ("/VBA/dir", b"x"),
    ])
}

/// A file put into a document.
pub(crate) fn object(label: &str, content: &[u8]) -> Vec<u8> {
    let mut native = vec![0, 0, 0, 0, 2, 0];
    native.extend(label.bytes());
    native.extend(b"\0C:\\x\0\0\0\x03\0");
    native.extend(2_u32.to_le_bytes());
    native.extend(b"x\0");
    native.extend((content.len() as u32).to_le_bytes());
    native.extend(content);
    compound(&[("/\u{1}Ole10Native", &native)])
}

/// A workbook of one record beside its first and last.
pub(crate) fn workbook(kind: u16, body: &[u8]) -> Vec<u8> {
    let record = |kind: u16, body: &[u8]| {
        [
            &kind.to_le_bytes()[..],
            &(body.len() as u16).to_le_bytes(),
            body,
        ]
        .concat()
    };
    [
        record(0x0809, &[0; 16]),
        record(kind, body),
        record(0x0a, &[]),
    ]
    .concat()
}

/// A PNG with a code.
pub(crate) fn picture() -> Vec<u8> {
    let grey = draw(PLAIN);
    let picture = image::GrayImage::from_raw(grey.width as u32, grey.height as u32, grey.pixels);
    let mut png = Cursor::new(Vec::new());
    let picture = picture.expect("enough pixels");
    picture
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("in memory");
    png.into_inner()
}

/// A PDF with a picture of a code, `bits` for each pixel. What unpacks it in tests leaves it as it is.
pub(crate) fn pdf(bits: usize, has_predictor: bool) -> Vec<u8> {
    let grey = draw(PLAIN);
    let mut rows = Vec::new();
    for row in grey.pixels.chunks(grey.width) {
        let bytes: Vec<u8> = match bits {
            1 => row
                .chunks(8)
                .map(|byte| {
                    byte.iter()
                        .enumerate()
                        .fold(0, |all, (at, pixel)| all | (pixel & 1) << (7 - at))
                })
                .collect(),
            8 => row.to_vec(),
            _ => row.iter().flat_map(|pixel| [*pixel; 3]).collect(),
        };
        let step = bits.div_ceil(8);
        if has_predictor {
            // Each byte as the difference to the pixel on the left.
            rows.push(1);
            let left = |at: usize| if at >= step { bytes[at - step] } else { 0 };
            rows.extend((0..bytes.len()).map(|at| bytes[at].wrapping_sub(left(at))));
        } else {
            rows.extend(bytes);
        }
    }
    let predictor = if has_predictor {
        "/DecodeParms<</Predictor 15>>"
    } else {
        ""
    };
    let head = format!(
        "%PDF-1.7\n1 0 obj <</Subtype/Image/Width {}/Height {}/Filter/FlateDecode{predictor}>>\nstream\n",
        grey.width, grey.height
    );
    [head.as_bytes(), &rows, b"\nendstream endobj\n"].concat()
}
