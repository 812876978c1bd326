//! Files made for tests: compound files, macros, pictures, documents with pictures.

use std::io::{Cursor, Write};

use crate::contents::code::tests::{MATRIX, PLAIN, draw};
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

/// How the pixels of a picture in a PDF are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pixels {
    pub(crate) bits: usize,
    pub(crate) numbers: usize,
    pub(crate) is_indexed: bool,
    pub(crate) has_predictor: bool,
}

/// A PDF with a picture of a code. What unpacks it in tests leaves it as it is.
pub(crate) fn pdf(how: Pixels) -> Vec<u8> {
    let grey = draw(PLAIN);
    let step = (how.bits * how.numbers / 8).max(1);
    let mut rows = Vec::new();
    for row in grey.pixels.chunks(grey.width) {
        let bytes = row_of(row, how);
        if how.has_predictor {
            // Each byte as the difference to the pixel on the left.
            rows.push(1);
            let left = |at: usize| if at >= step { bytes[at - step] } else { 0 };
            rows.extend((0..bytes.len()).map(|at| bytes[at].wrapping_sub(left(at))));
        } else {
            rows.extend(bytes);
        }
    }
    let predictor = if how.has_predictor {
        "/DecodeParms<</Predictor 15>>"
    } else {
        ""
    };
    let colours = if how.is_indexed {
        "/ColorSpace[/Indexed/DeviceRGB 1 5 0 R]"
    } else {
        ""
    };
    let head = format!(
        "/Subtype/Image/Width {}/Height {}/BitsPerComponent {}{colours}/Filter/FlateDecode{predictor}",
        grey.width, grey.height, how.bits
    );
    stream(&head, &rows)
}

/// The bytes of a row of shades.
fn row_of(row: &[u8], how: Pixels) -> Vec<u8> {
    let most = (1_u32 << how.bits) - 1;
    let value = |shade: u8, number: usize| match (how.numbers, shade) {
        _ if how.is_indexed => u32::from(shade > 127),
        // Black as the fourth ink alone.
        (4, 0) if number == 3 => most,
        (4, _) => 0,
        (_, shade) => u32::from(shade) * most / 255,
    };
    let mut bits = Vec::new();
    for shade in row {
        for number in 0..how.numbers {
            let value = value(*shade, number);
            bits.extend((0..how.bits).rev().map(|bit| (value >> bit & 1) as u8));
        }
    }
    let byte = |bits: &[u8]| {
        bits.iter()
            .enumerate()
            .fold(0, |all, (at, bit)| all | bit << (7 - at))
    };
    bits.chunks(8).map(byte).collect()
}

/// A PDF that draws a code itself: `module` writes a square of this place.
pub(crate) fn drawn(before: &str, module: impl Fn(usize, usize) -> String) -> Vec<u8> {
    let mut page =
        format!("% a page\nBT (text \\) f) Tj ET 1 1 1 rg 0 0 612 792 re f 0 g\n{before}\n");
    for (y, row) in MATRIX.iter().enumerate() {
        for (x, _) in row
            .bytes()
            .enumerate()
            .filter(|(_, module)| *module == b'#')
        {
            page += &module(x, y);
        }
    }
    stream("/Length 9/Filter/FlateDecode", page.as_bytes())
}

fn stream(head: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("%PDF-1.7\n1 0 obj <<{head}>>\nstream\n");
    [head.as_bytes(), content, b"\nendstream endobj\n"].concat()
}
