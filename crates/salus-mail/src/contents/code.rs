//! QR codes: found by their three corners, in a time that the size of the picture bounds; `rqrr` decodes them.
//!
//! Pictures in mail are drawn by programs, not photographed: a code may be turned, but it is not skewed.

use crate::contents::picture::Grey;
use crate::limits;

/// The middle of one of the three large squares.
#[derive(Debug, Clone, Copy)]
struct Corner {
    x: f64,
    y: f64,
    /// Width of a module as seen along a row.
    unit: f64,
    /// Rows that showed it.
    hits: f64,
}

/// What the codes of a picture say.
pub(super) fn find(grey: &Grey) -> Vec<String> {
    let mut found = Vec::new();
    let Some(threshold) = threshold(&grey.pixels) else {
        return found;
    };
    for is_inverted in [false, true] {
        let view = View {
            grey,
            threshold,
            is_inverted,
        };
        let corners = view.corners();
        if corners.len() < 3 || corners.len() > limits::CORNERS {
            continue;
        }
        for text in view.decode(&corners) {
            if !found.contains(&text) {
                found.push(text);
            }
        }
    }
    found
}

/// Half-way between the dark and the light of a picture; none where it has no contrast.
fn threshold(pixels: &[u8]) -> Option<u8> {
    let mut counts = [0_usize; 256];
    for pixel in pixels {
        counts[usize::from(*pixel)] += 1;
    }
    // A code of two centimetres darkens half a hundredth of a letter page.
    let edge = pixels.len() / 400;
    let beyond = |mut shades: std::ops::RangeInclusive<u8>, is_from_top: bool| {
        let mut seen = 0;
        loop {
            let shade = if is_from_top {
                shades.next_back()?
            } else {
                shades.next()?
            };
            seen += counts[usize::from(shade)];
            if seen > edge {
                return Some(shade);
            }
        }
    };
    let (dark, light) = (beyond(0..=255, false)?, beyond(0..=255, true)?);
    (light.saturating_sub(dark) >= 40).then(|| dark + (light - dark) / 2)
}

struct View<'g> {
    grey: &'g Grey,
    threshold: u8,
    is_inverted: bool,
}

impl View<'_> {
    fn is_dark(&self, x: usize, y: usize) -> bool {
        (self.grey.pixels[y * self.grey.width + x] <= self.threshold) != self.is_inverted
    }

    /// Corners of codes; more than the limit where it is no code.
    fn corners(&self) -> Vec<Corner> {
        let mut corners: Vec<Corner> = Vec::new();
        for y in 0..self.grey.height {
            self.row(y, &mut corners);
            if corners.len() > 4 * limits::CORNERS {
                break;
            }
        }
        corners.retain(|corner| corner.hits >= 2.0);
        corners
    }

    /// Dark, light, dark, light, dark in lengths of 1, 1, 3, 1, 1.
    fn row(&self, y: usize, corners: &mut Vec<Corner>) {
        let mut runs = [0_usize; 5];
        let mut was_dark = false;
        for x in 0..=self.grey.width {
            let is_dark = x < self.grey.width && self.is_dark(x, y);
            if is_dark == was_dark && x < self.grey.width {
                runs[4] += 1;
                continue;
            }
            if was_dark && let Some(unit) = unit(&runs) {
                let middle = x as f64 - (runs[4] + runs[3]) as f64 - runs[2] as f64 / 2.0;
                self.cross(middle, y, unit, corners);
            }
            runs.rotate_left(1);
            runs[4] = 1;
            was_dark = is_dark;
        }
    }

    /// Looks at the column through the middle of what a row showed.
    fn cross(&self, x: f64, y: usize, unit_across: f64, corners: &mut Vec<Corner>) {
        let column = (x as usize).min(self.grey.width - 1);
        let most = (unit_across * 8.0) as usize + 2;
        let step = |from: usize, is_up: bool, dark: bool| {
            let mut length = 0;
            let mut at = from;
            while length < most && at < self.grey.height && self.is_dark(column, at) == dark {
                length += 1;
                at = if is_up { at.wrapping_sub(1) } else { at + 1 };
            }
            (length, at)
        };
        let (above, at) = step(y, true, true);
        let (light_above, at) = step(at, true, false);
        let (dark_above, _) = step(at, true, true);
        let (below, at) = step(y + 1, false, true);
        let (light_below, at) = step(at, false, false);
        let (dark_below, _) = step(at, false, true);
        let runs = [
            dark_above,
            light_above,
            above + below,
            light_below,
            dark_below,
        ];
        let Some(unit) = unit(&runs) else {
            return;
        };
        if unit > unit_across * 1.5 || unit_across > unit * 1.5 {
            return;
        }
        let middle = y as f64 + 1.0 + below as f64 - (above + below) as f64 / 2.0;
        add(corners, x, middle, unit_across);
    }

    fn decode(&self, corners: &[Corner]) -> Vec<String> {
        let mut found = Vec::new();
        let mut triples = triples(corners);
        triples.sort_by(|one, other| one.0.total_cmp(&other.0));
        for (_, [at, right, below]) in triples.into_iter().take(limits::GRIDS) {
            if let Some(text) = self.grid(&at, &right, &below) {
                found.push(text);
            }
        }
        found
    }

    fn grid(&self, at: &Corner, right: &Corner, below: &Corner) -> Option<String> {
        let across = (right.x - at.x, right.y - at.y);
        let down = (below.x - at.x, below.y - at.y);
        let length = across.0.hypot(across.1);
        // A row crosses a turned square on a longer way.
        let turned = across.0.abs().max(across.1.abs()) / length;
        let unit = (at.unit + right.unit + below.unit) / 3.0 * turned;
        let version = ((length / unit + 7.0 - 17.0) / 4.0).round();
        [version, version - 1.0, version + 1.0]
            .into_iter()
            .filter(|version| (1.0..=40.0).contains(version))
            .find_map(|version| {
                let size = 17 + 4 * version as usize;
                let grid = self.sample(at, across, down, size);
                let (_, text) = rqrr::Grid::new(grid).decode().ok()?;
                Some(text)
            })
    }

    fn sample(
        &self,
        at: &Corner,
        across: (f64, f64),
        down: (f64, f64),
        size: usize,
    ) -> rqrr::SimpleGrid {
        let modules = (size - 7) as f64;
        rqrr::SimpleGrid::from_func(size, |x, y| {
            let (i, j) = ((x as f64 - 3.0) / modules, (y as f64 - 3.0) / modules);
            let px = at.x + across.0 * i + down.0 * j;
            let py = at.y + across.1 * i + down.1 * j;
            let is_inside = px >= 0.0 && py >= 0.0;
            let (px, py) = (px as usize, py as usize);
            is_inside && px < self.grey.width && py < self.grey.height && self.is_dark(px, py)
        })
    }
}

/// The width of a module, where lengths are as 1 to 1 to 3 to 1 to 1.
fn unit(runs: &[usize; 5]) -> Option<f64> {
    let whole: usize = runs.iter().sum();
    let unit = whole as f64 / 7.0;
    if whole < 7 {
        return None;
    }
    let slack = unit / 2.0 + 0.5;
    let is_near = |run: usize, expected: f64| (run as f64 - expected).abs() <= slack && run > 0;
    let is_corner = is_near(runs[0], unit)
        && is_near(runs[1], unit)
        && (runs[2] as f64 - 3.0 * unit).abs() <= 3.0 * slack
        && runs[2] > runs[1].max(runs[3])
        && is_near(runs[3], unit)
        && is_near(runs[4], unit);
    is_corner.then_some(unit)
}

/// Rows through the same square are one corner.
fn add(corners: &mut Vec<Corner>, x: f64, y: f64, unit: f64) {
    let is_same = |corner: &&mut Corner| {
        (corner.x - x).abs() <= 2.0 * corner.unit && (corner.y - y).abs() <= 2.0 * corner.unit
    };
    if let Some(corner) = corners.iter_mut().find(is_same) {
        let weight = corner.hits / (corner.hits + 1.0);
        corner.x = corner.x * weight + x * (1.0 - weight);
        corner.y = corner.y * weight + y * (1.0 - weight);
        corner.unit = corner.unit * weight + unit * (1.0 - weight);
        corner.hits += 1.0;
    } else {
        let hits = 1.0;
        corners.push(Corner { x, y, unit, hits });
    }
}

/// Corners that may belong to one code, the best first: upper left, upper right, lower left.
fn triples(corners: &[Corner]) -> Vec<(f64, [Corner; 3])> {
    let mut triples = Vec::new();
    for at in corners {
        for (from, right) in corners.iter().enumerate() {
            for below in &corners[from + 1..] {
                if let Some(triple) = triple(at, right, below) {
                    triples.push(triple);
                }
            }
        }
    }
    triples
}

fn triple(at: &Corner, one: &Corner, other: &Corner) -> Option<(f64, [Corner; 3])> {
    let (ax, ay) = (one.x - at.x, one.y - at.y);
    let (bx, by) = (other.x - at.x, other.y - at.y);
    let (a, b) = (ax.hypot(ay), bx.hypot(by));
    let units = [at.unit, one.unit, other.unit];
    let (least, most) = units
        .iter()
        .fold((f64::MAX, 0.0_f64), |(least, most), unit| {
            (least.min(*unit), most.max(*unit))
        });
    // The nearest corners stand fourteen modules apart.
    if a < 10.0 * least || b < 10.0 * least || most > 1.6 * least {
        return None;
    }
    let lean = ((ax * bx + ay * by) / (a * b)).abs();
    let uneven = (a - b).abs() / a.max(b);
    if lean > 0.15 || uneven > 0.15 {
        return None;
    }
    let is_right_handed = ax * by - ay * bx > 0.0;
    let (right, below) = if is_right_handed {
        (one, other)
    } else {
        (other, one)
    };
    Some((lean + uneven + (most - least) / most, [*at, *right, *below]))
}

#[cfg(test)]
pub(super) mod tests;
