//! Codes that a page of a PDF draws itself, as filled rectangles or thick lines (ISO 32000-1, sections 8.4 and 8.5).

use crate::contents::picture::Grey;
use crate::limits;

/// A code has at least so many dark pieces.
const FEWEST: usize = 40;
/// Pixels of a module, and white around the code.
const MODULE: f64 = 4.0;
const MARGIN: f64 = 16.0;
/// Pages inside one another.
const SAVED: usize = 64;

/// A filled rectangle: left, bottom, right, top on the page.
#[derive(Debug, Clone, Copy)]
struct Piece {
    edges: [f64; 4],
    is_dark: bool,
}

impl Piece {
    fn sides(&self) -> [f64; 2] {
        let [left, bottom, right, top] = self.edges;
        [right - left, top - bottom]
    }

    fn least(&self) -> f64 {
        let [across, up] = self.sides();
        across.min(up)
    }
}

/// How a page goes on drawing.
#[derive(Debug, Clone, Copy)]
struct Pen {
    matrix: [f64; 6],
    /// Whether what is filled is dark, and what is drawn as a line.
    fills_dark: bool,
    draws_dark: bool,
    /// Width of lines.
    width: f64,
}

impl Pen {
    fn placed(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [a, b, c, d, e, f] = self.matrix;
        [a * x + c * y + e, b * x + d * y + f]
    }

    /// Half the width of a line as it lies on the page.
    fn half(&self) -> f64 {
        let [a, b, c, d, ..] = self.matrix;
        self.width * (a * d - b * c).abs().sqrt() / 2.0
    }
}

/// The picture that a page draws of rectangles and lines, if it may be a code.
pub(super) fn code(content: &[u8]) -> Option<Grey> {
    let mut page = Page {
        pen: Pen {
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            fills_dark: true,
            draws_dark: true,
            width: 1.0,
        },
        saved: Vec::new(),
        numbers: Vec::new(),
        corners: Vec::new(),
        rectangles: Vec::new(),
        lines: Vec::new(),
        pieces: Vec::new(),
    };
    page.read(content);
    painted(&page.pieces)
}

struct Page {
    pen: Pen,
    saved: Vec<Pen>,
    /// Numbers before the next operator.
    numbers: Vec<f64>,
    /// Corners of the outline that is begun, and what was outlined before it is filled or drawn.
    corners: Vec<[f64; 2]>,
    rectangles: Vec<[f64; 4]>,
    lines: Vec<[[f64; 2]; 2]>,
    pieces: Vec<Piece>,
}

impl Page {
    fn read(&mut self, content: &[u8]) {
        let mut at = 0;
        while let Some(byte) = content.get(at)
            && self.pieces.len() < limits::PDF_PIECES
        {
            let rest = &content[at..];
            at += match byte {
                b'(' => string(rest),
                b'%' => until(rest, |byte| matches!(byte, b'\n' | b'\r')),
                b'/' => 1 + until(&rest[1..], is_end),
                byte if is_end(*byte) => 1,
                _ => {
                    let word = &rest[..until(rest, is_end)];
                    self.word(word);
                    word.len()
                }
            };
        }
    }

    fn word(&mut self, word: &[u8]) {
        let number = std::str::from_utf8(word)
            .ok()
            .and_then(|text| text.parse::<f64>().ok());
        if let Some(number) = number.filter(|number| number.is_finite()) {
            if self.numbers.len() == 6 {
                self.numbers.remove(0);
            }
            self.numbers.push(number);
            return;
        }
        let numbers = std::mem::take(&mut self.numbers);
        if !self.pen(word, &numbers) {
            self.path(word, &numbers);
        }
    }

    /// Operators that change how the page goes on.
    fn pen(&mut self, word: &[u8], numbers: &[f64]) -> bool {
        match (word, numbers) {
            (b"q", _) if self.saved.len() < SAVED => self.saved.push(self.pen),
            (b"Q", _) => self.pen = self.saved.pop().unwrap_or(self.pen),
            (b"cm", &[a, b, c, d, e, f]) => {
                self.pen.matrix = times([a, b, c, d, e, f], self.pen.matrix);
            }
            (b"w", &[width]) => self.pen.width = width,
            // A state by name; programs that draw so set the width to one in it.
            (b"gs", _) => self.pen.width = 1.0,
            (b"g" | b"rg" | b"k" | b"sc" | b"scn", _) => {
                self.pen.fills_dark = is_dark(numbers).unwrap_or(self.pen.fills_dark);
            }
            (b"G" | b"RG" | b"K" | b"SC" | b"SCN", _) => {
                self.pen.draws_dark = is_dark(numbers).unwrap_or(self.pen.draws_dark);
            }
            _ => return false,
        }
        true
    }

    /// Operators that outline, fill and draw.
    fn path(&mut self, word: &[u8], numbers: &[f64]) {
        match (word, numbers) {
            (b"re", &[x, y, across, up]) => {
                let corners = [[x, y], [x + across, y + up]].map(|corner| self.pen.placed(corner));
                self.rectangle(corners);
            }
            (b"m", &[x, y]) => {
                self.close();
                self.corners.push(self.pen.placed([x, y]));
            }
            (b"l", &[x, y]) => self.line(self.pen.placed([x, y])),
            (b"h", _) => self.close(),
            (b"f" | b"F" | b"f*", _) => self.end(true, false),
            (b"B" | b"B*" | b"b" | b"b*", _) => self.end(true, true),
            (b"S" | b"s", _) => self.end(false, true),
            (b"n", _) => self.end(false, false),
            _ => {}
        }
    }

    fn line(&mut self, to: [f64; 2]) {
        if let Some(from) = self.corners.last()
            && self.lines.len() < limits::PDF_PIECES
        {
            self.lines.push([*from, to]);
            self.corners.push(to);
        }
    }

    /// An outline of four corners, whose sides lie along the page, is a rectangle.
    fn close(&mut self) {
        let mut corners = std::mem::take(&mut self.corners);
        if corners.len() == 5 && corners[0] == corners[4] {
            corners.pop();
        }
        if let [a, b, c, d] = corners[..]
            && (a[0] == b[0] && b[1] == c[1] && c[0] == d[0] && d[1] == a[1]
                || a[1] == b[1] && b[0] == c[0] && c[1] == d[1] && d[0] == a[0])
        {
            self.rectangle([a, c]);
        }
    }

    fn rectangle(&mut self, [[x, y], [u, v]]: [[f64; 2]; 2]) {
        if self.rectangles.len() < limits::PDF_PIECES {
            self.rectangles
                .push([x.min(u), y.min(v), x.max(u), y.max(v)]);
        }
    }

    /// What was outlined is filled, drawn as lines, both or neither.
    fn end(&mut self, fills: bool, draws: bool) {
        self.close();
        let rectangles = std::mem::take(&mut self.rectangles);
        if fills {
            let is_dark = self.pen.fills_dark;
            self.pieces
                .extend(rectangles.into_iter().map(|edges| Piece { edges, is_dark }));
        }
        let lines = std::mem::take(&mut self.lines);
        if draws {
            let (half, is_dark) = (self.pen.half(), self.pen.draws_dark);
            for [[x, y], [u, v]] in lines {
                let (across, up) = if y == v { (0.0, half) } else { (half, 0.0) };
                if x == u || y == v {
                    let edges = [
                        x.min(u) - across,
                        y.min(v) - up,
                        x.max(u) + across,
                        y.max(v) + up,
                    ];
                    self.pieces.push(Piece { edges, is_dark });
                }
            }
        }
    }
}

/// Whether a colour of one, three or four numbers is dark; nothing of patterns.
fn is_dark(colour: &[f64]) -> Option<bool> {
    match *colour {
        [grey] => Some(grey < 0.5),
        [red, green, blue] => Some(0.3 * red + 0.6 * green + 0.1 * blue < 0.5),
        [cyan, magenta, yellow, black] => Some(black + (cyan + magenta + yellow) / 3.0 > 0.5),
        _ => None,
    }
}

/// One change of place after another.
fn times([a, b, c, d, e, f]: [f64; 6], [p, q, r, s, t, u]: [f64; 6]) -> [f64; 6] {
    [
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    ]
}

/// The rectangles as a picture, as far as they are modules or runs of them.
fn painted(pieces: &[Piece]) -> Option<Grey> {
    let mut sides: Vec<f64> = pieces
        .iter()
        .filter(|piece| piece.is_dark && piece.least() > 0.0)
        .map(Piece::least)
        .collect();
    if sides.len() < FEWEST {
        return None;
    }
    sides.sort_by(f64::total_cmp);
    let unit = sides[sides.len() / 2];
    // The large squares in the corners are seven modules wide, and a row may be one run of them.
    let is_module = |piece: &&Piece| {
        let [across, up] = piece.sides();
        piece.least() > unit * 0.6 && across.min(up) < unit * 7.5 && across.max(up) < unit * 180.0
    };
    let fit: Vec<&Piece> = pieces.iter().filter(is_module).collect();
    let edge = |place: usize, of: fn(f64, f64) -> f64| {
        let dark = fit.iter().filter(|piece| piece.is_dark);
        dark.map(|piece| piece.edges[place]).reduce(of)
    };
    let (left, bottom) = (edge(0, f64::min)?, edge(1, f64::min)?);
    let (right, top) = (edge(2, f64::max)?, edge(3, f64::max)?);
    let scale = MODULE / unit;
    let pixels = |length: f64| (length * scale + 2.0 * MARGIN).ceil();
    let (width, height) = (pixels(right - left), pixels(top - bottom));
    if !(width * height).is_finite() || width * height > limits::PIXELS as f64 {
        return None;
    }
    let (width, height) = (width as usize, height as usize);
    let mut grey = Grey {
        width,
        height,
        pixels: vec![255; width * height],
    };
    let across = |x: f64| (((x - left) * scale + MARGIN).round().max(0.0) as usize).min(width);
    let down = |y: f64| (((top - y) * scale + MARGIN).round().max(0.0) as usize).min(height);
    for piece in fit {
        let [left, bottom, right, top] = piece.edges;
        let shade = if piece.is_dark { 0 } else { 255 };
        for y in down(top)..down(bottom) {
            grey.pixels[y * width..][across(left)..across(right)].fill(shade);
        }
    }
    Some(grey)
}

fn until(bytes: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    bytes
        .iter()
        .position(|byte| ends(*byte))
        .unwrap_or(bytes.len())
        .max(1)
}

fn is_end(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            0 | b'/' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'%'
        )
}

/// Bytes of a string in parentheses.
fn string(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    bytes.len()
}
