//! Pixels as a PDF packs them, made shades of grey.

/// How the pixels of a picture are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Bits of one number; none where it is not said.
    pub(super) bits: Option<usize>,
    /// Numbers are places in a list of colours.
    pub(super) is_indexed: bool,
    /// Rows are written as differences (PNG filters).
    pub(super) has_predictor: bool,
}

/// Bits of a number, and numbers of a pixel.
type Form = (usize, usize);

impl Layout {
    /// Bytes of the largest picture of this size.
    pub(super) fn most(&self) -> usize {
        let bits = self.bits.unwrap_or(8).clamp(1, 16);
        (self.row((bits, 4)) + 1) * self.height
    }

    /// Bytes of a row.
    fn row(&self, (bits, numbers): Form) -> usize {
        (self.width * numbers * bits).div_ceil(8)
    }

    /// Shades of grey; none where the number of bytes fits no way of writing them.
    pub(super) fn grey(&self, mut bytes: Vec<u8>) -> Option<Vec<u8>> {
        let mark = usize::from(self.has_predictor);
        let forms: &[Form] = match self.bits {
            Some(1) => &[(1, 1)],
            Some(2) => &[(2, 1), (2, 3)],
            Some(4) => &[(4, 1), (4, 3)],
            Some(16) => &[(16, 1), (16, 3), (16, 4)],
            Some(8) => &[(8, 1), (8, 3), (8, 4)],
            _ => &[(1, 1), (8, 1), (8, 3), (8, 4)],
        };
        // The end of a line before `endstream` may stay.
        let is_whole = |form: &&Form| {
            let size = (self.row(**form) + mark) * self.height;
            bytes.len().checked_sub(size).is_some_and(|more| more <= 2)
        };
        let form = *forms.iter().find(is_whole)?;
        let row = self.row(form);
        bytes.truncate((row + mark) * self.height);
        if self.has_predictor {
            bytes = predicted(&bytes, row, (form.0 * form.1 / 8).max(1));
        }
        let rows = bytes.chunks_exact(row);
        let mut shades: Vec<u8> = rows
            .flat_map(|row| (0..self.width).map(move |x| shade(row, x, form)))
            .collect();
        if self.is_indexed {
            stretch(&mut shades);
        }
        Some(shades)
    }
}

/// The shade of a pixel: of three colours the green one, of four inks the darkest.
fn shade(row: &[u8], x: usize, (bits, numbers): Form) -> u8 {
    let number = |place: usize| {
        let at = (x * numbers + place) * bits;
        let byte = row[at / 8];
        if bits >= 8 {
            return byte;
        }
        let most = (1_u16 << bits) - 1;
        let value = u16::from(byte) >> (8 - bits - at % 8) & most;
        u8::try_from(value * 255 / most).unwrap_or(255)
    };
    match numbers {
        3 => number(1),
        4 => 255 - (0..3).map(number).min().unwrap_or(0).max(number(3)),
        _ => number(0),
    }
}

/// Places in a list of colours lie close together; which of them is dark the list would say.
fn stretch(shades: &mut [u8]) {
    let (Some(least), Some(most)) = (shades.iter().copied().min(), shades.iter().copied().max())
    else {
        return;
    };
    let span = u16::from(most - least).max(1);
    for shade in shades {
        *shade = u8::try_from(u16::from(*shade - least) * 255 / span).unwrap_or(255);
    }
}

/// Rows that were written as differences (PNG filters).
fn predicted(bytes: &[u8], row: usize, step: usize) -> Vec<u8> {
    let mut plain: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0; row];
    for line in bytes.chunks_exact(row + 1) {
        let mut now = line[1..].to_vec();
        for at in 0..row {
            let left = if at >= step { now[at - step] } else { 0 };
            let corner = if at >= step { above[at - step] } else { 0 };
            let guess = match line[0] {
                1 => left,
                2 => above[at],
                3 => u8::midpoint(left, above[at]),
                4 => paeth(left, above[at], corner),
                _ => 0,
            };
            now[at] = now[at].wrapping_add(guess);
        }
        plain.extend_from_slice(&now);
        above = now;
    }
    plain
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let guess = a + b - c;
    let (to_a, to_b, to_c) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if to_a <= to_b && to_a <= to_c {
        left
    } else if to_b <= to_c {
        above
    } else {
        corner
    }
}
