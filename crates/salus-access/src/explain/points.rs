//! Accesses as evidence for other accesses: of a co-worker, and of the same user before.

use std::cmp::Reverse;

use super::index::{Near, nearer};
use super::parts::Visit;
use super::{Rules, Window};
use crate::columns::{NONE, code};

/// An access of the patient and the bits of the templates that hold for it.
pub(super) type Source = (Visit, u32);

/// The access of somebody who is tied to the patient, under one of their departments.
#[derive(Debug, Clone, Copy)]
struct Point {
    department: u32,
    time: i64,
    user: u32,
    /// Place among the patient's accesses.
    place: u32,
    row: u32,
    /// The last point before this one, and the first after it, of the same department and another user.
    before: u32,
    after: u32,
}

/// Who of which department was tied to the patient when.
#[derive(Default)]
pub(super) struct CoWorkers {
    points: Vec<Point>,
}

impl CoWorkers {
    /// Takes the accesses of a patient that are explained directly.
    pub(super) fn build(&mut self, sources: impl Iterator<Item = Source>, rules: &Rules<'_>) {
        self.points.clear();
        for (place, (visit, matched)) in (0..).zip(sources) {
            if matched & rules.strong_direct == 0 {
                continue;
            }
            let departments = rules.staff.departments.on(visit.user, visit.day);
            self.points.extend(departments.map(|department| Point {
                department,
                time: visit.time,
                user: visit.user,
                place,
                row: visit.row,
                before: NONE,
                after: NONE,
            }));
        }
        self.points
            .sort_unstable_by_key(|point| (point.department, point.time, point.place));
        self.link();
    }

    fn link(&mut self) {
        let points = &mut self.points;
        for at in 1..points.len() {
            let last = points[at - 1];
            if last.department == points[at].department {
                let is_other = last.user != points[at].user;
                points[at].before = if is_other { code(at - 1) } else { last.before };
            }
        }
        for at in (1..points.len()).rev() {
            let next = points[at];
            let point = &mut points[at - 1];
            if next.department == point.department {
                let is_other = next.user != point.user;
                point.after = if is_other { code(at) } else { next.after };
            }
        }
    }

    /// Whether nobody is tied to the patient.
    pub(super) fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The nearest access of another user of a department in a window.
    pub(super) fn nearest(&self, department: u32, window: &Window, user: u32) -> Option<Near> {
        let key = |point: &Point| (point.department, point.time);
        let begun = self
            .points
            .partition_point(|point| key(point) <= (department, window.time));
        let before = begun
            .checked_sub(1)
            .and_then(|at| self.of_other(at, user, |point| point.before))
            .filter(|point| point.department == department && point.time >= window.from)
            .map(|point| near(point, window.time));
        let after = self
            .of_other(begun, user, |point| point.after)
            .filter(|point| point.department == department && point.time < window.until)
            .map(|point| near(point, window.time));
        nearer(before, after)
    }

    fn of_other(&self, at: usize, user: u32, way: fn(&Point) -> u32) -> Option<&Point> {
        let point = self.points.get(at)?;
        if point.user == user {
            self.points.get(way(point) as usize)
        } else {
            Some(point)
        }
    }
}

/// Accesses of a patient upon which a repeat may rest, by user and time.
#[derive(Default)]
pub(super) struct Earlier {
    visits: Vec<Visit>,
}

impl Earlier {
    /// Takes the accesses that are explained by a strong template which is no repeat, by user and time.
    pub(super) fn build(&mut self, sources: impl Iterator<Item = Source>, rules: &Rules<'_>) {
        self.visits.clear();
        let strong = sources.filter(|(_, matched)| matched & rules.strong_unrepeated != 0);
        self.visits.extend(strong.map(|(visit, _)| visit));
    }

    /// The last one of this user before the access, in its window.
    pub(super) fn nearest(&self, window: &Window, user: u32) -> Option<Near> {
        let key = |visit: &Visit| (visit.user, visit.time);
        let begun = self
            .visits
            .partition_point(|visit| key(visit) < (user, window.time));
        let at = begun.checked_sub(1)?;
        let visit = &self.visits[at];
        let holds = visit.user == user && visit.time >= window.from;
        holds.then(|| Near {
            distance: window.time - visit.time,
            later: false,
            ends: Reverse(visit.time),
            begins: Reverse(visit.time),
            tie: -i64::from(code(at)),
            row: visit.row,
        })
    }
}

fn near(point: &Point, time: i64) -> Near {
    let later = point.time > time;
    let place = i64::from(point.place);
    Near {
        distance: (point.time - time).abs(),
        later,
        ends: Reverse(point.time),
        begins: Reverse(point.time),
        // Of several at one moment: the last of those before, the first of those after.
        tie: if later { place } else { -place },
        row: point.row,
    }
}
