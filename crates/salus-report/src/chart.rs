//! The pictures, as inline SVG without text: every one stands beside the words that say the same.

use plotters::backend::DrawingBackend;
use plotters::prelude::SVGBackend;
use plotters::style::{Color, RGBColor, ShapeStyle};
use serde::{Deserialize, Serialize};

use crate::model::{Finding, LogSource, Measure, Period, Severity, State};
use crate::words;

/// Width of the wide pictures in their own units; the page stretches them.
const WIDE: i32 = 1_000;

const INK: RGBColor = RGBColor(0x2b, 0x4c, 0x6b);
const TRACK: RGBColor = RGBColor(0xe3, 0xe9, 0xee);
const PAPER: RGBColor = RGBColor(0xff, 0xff, 0xff);
const URGENT: RGBColor = RGBColor(0xa9, 0x29, 0x1e);

/// A picture's drawing, without its frame: the template gives it size and name.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Drawing {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) shapes: String,
}

/// A canvas that draws into a string.
struct Canvas<'a>(SVGBackend<'a>);

const INTO_TEXT: &str = "drawing into a string cannot fail";

impl Canvas<'_> {
    fn rect(&mut self, from: (i32, i32), to: (i32, i32), fill: RGBColor) {
        self.0.draw_rect(from, to, &fill, true).expect(INTO_TEXT);
    }

    fn disc(&mut self, centre: (i32, i32), radius: u32, fill: RGBColor) {
        self.0
            .draw_circle(centre, radius, &fill, true)
            .expect(INTO_TEXT);
    }

    fn line(&mut self, points: &[(i32, i32)], colour: RGBColor, width: u32) {
        let style: ShapeStyle = colour.stroke_width(width);
        self.0
            .draw_path(points.iter().copied(), &style)
            .expect(INTO_TEXT);
    }

    fn polygon(&mut self, points: &[(i32, i32)], fill: RGBColor) {
        self.0
            .fill_polygon(points.iter().copied(), &fill)
            .expect(INTO_TEXT);
    }
}

fn draw(width: i32, height: i32, shapes: impl FnOnce(&mut Canvas<'_>)) -> Drawing {
    let mut text = String::new();
    {
        let size = (width.unsigned_abs(), height.unsigned_abs());
        let mut canvas = Canvas(SVGBackend::with_string(&mut text, size));
        shapes(&mut canvas);
        canvas.0.present().expect(INTO_TEXT);
    }
    // Inside a page the shapes need neither the frame's fixed size nor its namespace.
    let inner = text.split_once('>').map_or("", |(_, inner)| inner);
    let inner = inner
        .rsplit_once("</svg>")
        .map_or(inner, |(inner, _)| inner);
    let shapes = inner.replace(" opacity=\"1\"", "").replace('\n', "");
    Drawing {
        width,
        height,
        shapes,
    }
}

fn colour(state: State) -> RGBColor {
    match state {
        State::Done => RGBColor(0x1d, 0x7a, 0x4f),
        State::Attested => RGBColor(0x2c, 0x5f, 0xa8),
        State::Partly => RGBColor(0xb3, 0x6a, 0x00),
        State::NotDone => URGENT,
        State::Unknown => RGBColor(0x66, 0x74, 0x82),
        State::NotApplicable => RGBColor(0x8b, 0x97, 0xa2),
    }
}

/// The shape of a state: it can be told from the others without its colour.
pub(crate) fn state_glyph(state: State) -> Drawing {
    let ink = colour(state);
    draw(24, 24, |canvas| match state {
        State::Done => {
            canvas.rect((1, 1), (23, 23), ink);
            canvas.line(&[(6, 12), (10, 17), (18, 7)], PAPER, 3);
        }
        State::Attested => {
            canvas.disc((12, 12), 11, ink);
            canvas.disc((12, 12), 8, PAPER);
            canvas.line(&[(7, 12), (11, 16), (17, 8)], ink, 3);
        }
        State::Partly => {
            canvas.rect((1, 1), (23, 23), ink);
            canvas.polygon(&[(4, 4), (20, 4), (4, 20)], PAPER);
        }
        State::NotDone => {
            canvas.rect((1, 1), (23, 23), ink);
            canvas.rect((4, 4), (20, 20), PAPER);
            canvas.line(&[(7, 7), (17, 17)], ink, 3);
            canvas.line(&[(17, 7), (7, 17)], ink, 3);
        }
        State::Unknown => {
            for at in [1, 10, 19] {
                canvas.rect((at, 1), (at + 4, 4), ink);
                canvas.rect((at, 20), (at + 4, 23), ink);
                canvas.rect((1, at), (4, at + 4), ink);
                canvas.rect((20, at), (23, at + 4), ink);
            }
            canvas.line(
                &[(8, 9), (10, 7), (14, 7), (15, 9), (12, 12), (12, 15)],
                ink,
                2,
            );
            canvas.rect((11, 16), (13, 18), ink);
        }
        State::NotApplicable => canvas.rect((3, 11), (21, 14), ink),
    })
}

/// The shape of a severity: the more bars, the worse.
pub(crate) fn severity_glyph(severity: Severity) -> Drawing {
    let bars = severity as i32;
    let ink = if severity >= Severity::High {
        URGENT
    } else {
        INK
    };
    draw(24, 24, |canvas| {
        for bar in 0..4 {
            let left = 1 + bar * 6;
            let fill = if bar < bars {
                ink
            } else {
                RGBColor(0xc3, 0xcc, 0xd4)
            };
            canvas.rect((left, 18 - bar * 5), (left + 4, 23), fill);
        }
    })
}

/// One bar of all states, in proportion.
pub(crate) fn states_bar(counts: &[(State, u64)]) -> Drawing {
    let total: u64 = counts.iter().map(|(_, number)| number).sum();
    draw(WIDE, 24, |canvas| {
        canvas.rect((0, 0), (WIDE, 24), TRACK);
        let mut before = 0;
        for (state, number) in counts.iter().filter(|(_, number)| *number > 0) {
            let from = part(before, total);
            before += number;
            let to = part(before, total);
            canvas.rect((from, 0), (to, 24), colour(*state));
            if before < total {
                canvas.rect((to - 2, 0), (to + 2, 24), PAPER);
            }
        }
    })
}

fn part(number: u64, total: u64) -> i32 {
    let wide = WIDE.unsigned_abs().into();
    let part: u64 = number.saturating_mul(wide) / total.max(1);
    i32::try_from(part).unwrap_or(WIDE).min(WIDE)
}

/// How many slices the time line has: weeks, for a year.
const SLICES: usize = 52;

/// When the findings of one threat were seen: taller is more, a cap on top says that one was urgent.
pub(crate) fn timeline(findings: &[&Finding], period: &Period) -> Drawing {
    let mut slices = [(0_u64, false); SLICES];
    for finding in findings {
        let last = finding
            .last_time
            .as_deref()
            .or(finding.first_time.as_deref());
        if let Some(slice) = last.and_then(|time| share(time, period)).map(slice_at) {
            slices[slice].0 += 1;
            slices[slice].1 |= finding.severity >= Severity::High;
        }
    }
    let most = slices
        .iter()
        .map(|(number, _)| *number)
        .max()
        .unwrap_or(0)
        .max(1);
    draw(WIDE, 60, |canvas| {
        canvas.rect((0, 57), (WIDE, 60), RGBColor(0xb9, 0xc4, 0xcd));
        for (at, (number, urgent)) in (0_i32..).zip(slices) {
            let wide = WIDE / SLICES as i32;
            let left = at * WIDE / SLICES as i32 + 1;
            let tall = 12 + i32::try_from(number.saturating_mul(32) / most).unwrap_or(32);
            if number > 0 {
                let top = 57 - tall;
                canvas.rect(
                    (left, top),
                    (left + wide, 57),
                    if urgent { URGENT } else { INK },
                );
                if urgent {
                    canvas.rect((left, top - 8), (left + wide, top - 4), URGENT);
                }
            }
        }
    })
}

fn slice_at(share: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 1, times 52"
    )]
    let slice = (share * SLICES as f64) as usize;
    slice.min(SLICES - 1)
}

/// Where in the period a time lies, 0 to 1.
fn share(time: &str, period: &Period) -> Option<f64> {
    let from = words::days(period.from.as_deref()?)?;
    let to = words::days(period.to.as_deref()?)?;
    let at = words::days(time)?;
    let share = if to > from {
        (at - from) / (to - from)
    } else {
        0.5
    };
    Some(share.clamp(0.0, 1.0))
}

/// Which part of the period a log covers.
pub(crate) fn coverage(source: &LogSource, period: &Period) -> Drawing {
    let first = source.first.as_deref().and_then(|time| share(time, period));
    let last = source.last.as_deref().and_then(|time| share(time, period));
    draw(WIDE, 20, |canvas| {
        canvas.rect((0, 8), (WIDE, 12), TRACK);
        if let (Some(first), Some(last)) = (first, last) {
            let (from, to) = (along(first.min(last)), along(last.max(first)));
            canvas.rect(
                (from.min(WIDE - 8), 2),
                (to.max(from + 8).min(WIDE), 18),
                INK,
            );
        }
    })
}

fn along(share: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "0 to 1, times 1000")]
    let along = (share.clamp(0.0, 1.0) * f64::from(WIDE)).round() as i32;
    along
}

/// A share on a scale, with a mark at the goal.
pub(crate) fn share_bar(measure: &Measure) -> Option<Drawing> {
    let share = words::ratio(measure)?.clamp(0.0, 1.0);
    Some(draw(WIDE, 20, |canvas| {
        canvas.rect((0, 5), (WIDE, 15), TRACK);
        canvas.rect((0, 5), (along(share), 15), colour(measure.state));
        if let Some(goal) = measure.done_at.filter(|goal| goal.is_finite()) {
            let at = along(goal).clamp(4, WIDE - 4);
            canvas.rect((at - 4, 0), (at + 4, 20), INK);
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_no_frame_and_no_namespace() {
        for state in State::ALL {
            let shapes = state_glyph(state).shapes;
            assert!(
                shapes.starts_with('<') && shapes.ends_with("/>"),
                "{shapes}"
            );
            assert!(
                !shapes.contains("svg") && !shapes.contains("text"),
                "{shapes}"
            );
        }
    }

    #[test]
    fn states_differ_in_shape_not_only_in_colour() {
        let mut seen = std::collections::BTreeSet::new();
        for state in State::ALL {
            let shapes = state_glyph(state).shapes;
            let colourless: String = shapes
                .split('#')
                .map(|part| part.get(6..).unwrap_or(part))
                .collect();
            assert!(
                seen.insert(colourless),
                "{state:?} looks like another state"
            );
        }
    }

    #[test]
    fn odd_times_and_shares_draw_inside_the_frame() {
        let period = Period {
            from: Some("2026-01-01".into()),
            to: Some("2026-01-01".into()),
        };
        assert_eq!(share("2030-01-01", &period), Some(0.5));
        assert_eq!(share("never", &period), None);
        assert_eq!(part(5, 0), WIDE);
        assert_eq!(along(f64::INFINITY), WIDE);
    }
}
