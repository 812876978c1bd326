//! The same answers, row by row and without any cleverness.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use salus_access::{
    Calendar, Event, Handled, MOMENTS, NO_TIME, NONE, OPEN_END, Status, Template, gap,
};
use salus_content::{TemplateClass, TemplateDerived, TemplateKeys, TemplateStrength};

use crate::world::{NEW_YORK, World};

/// What evidence says, without the number of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    Care(Event),
    /// Time and user of an access.
    Access(i64, u32),
}

/// What became of one access.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slow {
    pub status: Status,
    pub matched: u32,
    /// The template that is shown, and its evidence.
    pub shown: Option<(usize, Said)>,
    pub first: bool,
}

type Order = (bool, u8, i64, bool, Reverse<i64>, Reverse<i64>, (i64, Said));

#[derive(Default, Clone)]
struct Row {
    matched: u32,
    best: Option<(Order, usize, Said)>,
}

struct Slowly<'a> {
    world: &'a World,
    rows: Vec<Row>,
}

/// Explains every access of a world.
pub fn explain(world: &World) -> Vec<Slow> {
    let count = world.accesses.len();
    let mut slowly = Slowly {
        world,
        rows: vec![Row::default(); count],
    };
    for kind in [
        TemplateDerived::Evidence,
        TemplateDerived::CoWorker,
        TemplateDerived::Repeat,
    ] {
        slowly.pass(kind);
    }
    (0..count).map(|row| slowly.told(row)).collect()
}

impl Slowly<'_> {
    fn pass(&mut self, kind: TemplateDerived) {
        let before = self.rows.clone();
        let list = self.world.templates.list();
        for row in 0..self.rows.len() {
            if !usable(self.world, row) {
                continue;
            }
            for (place, template) in list.iter().enumerate() {
                if template.derived != kind || !self.may(row, place, template) {
                    continue;
                }
                let found = match kind {
                    TemplateDerived::Evidence => self.by_care(row, place, template),
                    TemplateDerived::CoWorker => self.by_co_worker(row, template, &before),
                    TemplateDerived::Repeat => self.by_repeat(row, template, &before),
                };
                for (order, said) in found {
                    let held = &mut self.rows[row];
                    held.matched |= 1 << place;
                    let new = (order, place, said);
                    if held.best.is_none_or(|best| new < best) {
                        held.best = Some(new);
                    }
                }
            }
        }
    }

    fn may(&self, row: usize, place: usize, template: &Template) -> bool {
        let user = self.world.accesses.user[row] as usize;
        let own = self.world.staff.templates.get(user).copied().unwrap_or(0);
        !template.some_users || own >> place & 1 == 1
    }

    fn departments(&self, row: usize) -> BTreeSet<u32> {
        let accesses = &self.world.accesses;
        let day = NEW_YORK.day(accesses.time[row]);
        let all = self.world.staff.departments.on(accesses.user[row], day);
        all.collect()
    }

    fn by_care(&self, row: usize, place: usize, template: &Template) -> Vec<(Order, Said)> {
        let accesses = &self.world.accesses;
        let (time, user) = (accesses.time[row], accesses.user[row]);
        let mine = self.departments(row);
        let events = (0..self.world.events.len()).filter_map(|at| self.world.events.row(at));
        events
            .filter(|event| event.patient == accesses.patient[row])
            .filter(|event| event.templates >> place & 1 == 1)
            .filter(|event| match template.keys {
                TemplateKeys::PatientUser => event.actor == user,
                TemplateKeys::PatientDepartment => mine.contains(&event.department),
                TemplateKeys::Patient => true,
                TemplateKeys::DepartmentDiagnosis => {
                    event.code != NONE
                        && mine
                            .iter()
                            .any(|department| self.world.handled.handles(*department, event.code))
                }
            })
            .filter(|event| in_window(event.begin, event.end, template, time))
            .filter(|event| {
                let is_own = event.author == user || event.author == NONE && event.actor == user;
                !template.own_work || !is_own || event.begin <= time
            })
            .map(|mut event| {
                let end = event.end.max(event.begin);
                event.end = end;
                event.templates &= self.care_bits();
                let later = event.begin > time;
                let last = |moment: i64| Reverse(if later { 0 } else { moment });
                let (ends, begins) = (last(end), last(event.begin));
                let distance = gap(event.begin, end, time).saturating_abs();
                let said = Said::Care(event);
                let order = order(template, (distance, later), (ends, begins), (0, said));
                (order, said)
            })
            .collect()
    }

    fn care_bits(&self) -> u32 {
        let list = self.world.templates.list().iter().enumerate();
        list.filter(|(_, one)| one.derived == TemplateDerived::Evidence)
            .fold(0, |bits, (place, _)| bits | 1 << place)
    }

    fn by_co_worker(&self, row: usize, template: &Template, held: &[Row]) -> Vec<(Order, Said)> {
        let accesses = &self.world.accesses;
        let list = self.world.templates.list().iter().enumerate();
        let direct = list
            .filter(|(_, one)| {
                one.derived == TemplateDerived::Evidence
                    && one.class == TemplateClass::Direct
                    && one.strength == TemplateStrength::Strong
            })
            .fold(0, |bits, (place, _)| bits | 1 << place);
        self.others(row, template)
            .filter(|other| accesses.user[*other] != accesses.user[row])
            .filter(|other| held[*other].matched & direct != 0)
            .filter(|other| !self.departments(*other).is_disjoint(&self.departments(row)))
            .map(|other| self.access(row, other, template))
            .collect()
    }

    fn by_repeat(&self, row: usize, template: &Template, held: &[Row]) -> Vec<(Order, Said)> {
        let accesses = &self.world.accesses;
        let list = self.world.templates.list().iter().enumerate();
        let strong = list
            .filter(|(_, one)| {
                one.derived != TemplateDerived::Repeat && one.strength == TemplateStrength::Strong
            })
            .fold(0, |bits, (place, _)| bits | 1 << place);
        self.others(row, template)
            .filter(|other| accesses.user[*other] == accesses.user[row])
            .filter(|other| accesses.time[*other] < accesses.time[row])
            .filter(|other| held[*other].matched & strong != 0)
            .map(|other| self.access(row, other, template))
            .collect()
    }

    /// Accesses to the same patient in the window.
    fn others(&self, row: usize, template: &Template) -> impl Iterator<Item = usize> {
        let accesses = &self.world.accesses;
        (0..accesses.len())
            .filter(|other| usable(self.world, *other))
            .filter(move |other| accesses.patient[*other] == accesses.patient[row])
            .filter(move |other| {
                let then = accesses.time[*other];
                in_window(then, then, template, accesses.time[row])
            })
    }

    fn access(&self, row: usize, other: usize, template: &Template) -> (Order, Said) {
        let accesses = &self.world.accesses;
        let (time, then, user) = (
            accesses.time[row],
            accesses.time[other],
            accesses.user[other],
        );
        let said = Said::Access(then, user);
        let later = then > time;
        let tie = if later {
            i64::from(user)
        } else {
            -i64::from(user)
        };
        let distance = (then - time).abs();
        let same = (Reverse(then), Reverse(then));
        (order(template, (distance, later), same, (tie, said)), said)
    }

    fn told(&self, row: usize) -> Slow {
        let accesses = &self.world.accesses;
        let list = self.world.templates.list();
        let held = &self.rows[row];
        let holds = |strength| {
            let mut numbered = list.iter().enumerate();
            numbered.any(|(place, one)| one.strength == strength && held.matched >> place & 1 == 1)
        };
        let status = if holds(TemplateStrength::Strong) {
            Status::Explained
        } else if holds(TemplateStrength::Weak) {
            Status::Weak
        } else {
            Status::Unexplained
        };
        let key = |row: usize| (accesses.user[row], accesses.patient[row]);
        let has_earlier = (0..accesses.len()).any(|other| {
            usable(self.world, other)
                && key(other) == key(row)
                && (accesses.time[other], other) < (accesses.time[row], row)
        });
        Slow {
            status,
            matched: held.matched,
            shown: held.best.map(|(_, place, said)| (place, said)),
            first: usable(self.world, row) && !has_earlier,
        }
    }
}

fn order(
    template: &Template,
    near: (i64, bool),
    last: (Reverse<i64>, Reverse<i64>),
    tie: (i64, Said),
) -> Order {
    let stage = match (template.derived, template.class) {
        (TemplateDerived::Evidence, TemplateClass::Direct) => 0,
        (TemplateDerived::Evidence, _) => 1,
        (TemplateDerived::CoWorker, _) => 2,
        (TemplateDerived::Repeat, _) => 3,
    };
    let is_weak = template.strength == TemplateStrength::Weak;
    (is_weak, stage, near.0, near.1, last.0, last.1, tie)
}

fn usable(world: &World, row: usize) -> bool {
    let accesses = &world.accesses;
    accesses.user[row] != NONE
        && accesses.patient[row] != NONE
        && MOMENTS.contains(&accesses.time[row])
}

/// `[day(begin) - before, day(end) + after]` contains the day of the access.
fn in_window(begin: i64, end: i64, template: &Template, time: i64) -> bool {
    let day = i64::from(NEW_YORK.day(time));
    let end = end.max(begin);
    let begun =
        begin == NO_TIME || i64::from(NEW_YORK.day(begin)) - i64::from(template.before) <= day;
    let lasts = end == OPEN_END
        || end != NO_TIME && day <= i64::from(NEW_YORK.day(end)) + i64::from(template.after);
    begun && lasts
}

/// Which departments handle which diagnoses of template bits, pair by pair.
pub fn handled(world: &World, bits: u32) -> Handled {
    let mut of_patient: BTreeMap<u32, (BTreeSet<u32>, BTreeSet<u32>)> = BTreeMap::new();
    let accesses = &world.accesses;
    for row in (0..accesses.len()).filter(|row| usable(world, *row)) {
        let day = NEW_YORK.day(accesses.time[row]);
        let on = world.staff.departments.on(accesses.user[row], day);
        let entry = of_patient.entry(accesses.patient[row]).or_default();
        entry.0.extend(on);
    }
    for event in (0..world.events.len()).filter_map(|row| world.events.row(row)) {
        if event.templates & bits != 0 && event.code != NONE {
            let entry = of_patient.entry(event.patient).or_default();
            entry.1.insert(event.code);
        }
    }
    let mut pairs: Vec<(u32, u32, &BTreeSet<u32>)> = Vec::new();
    for (patient, (departments, codes)) in &of_patient {
        pairs.extend(departments.iter().map(|one| (*patient, *one, codes)));
    }
    let codes: BTreeSet<u32> = pairs.iter().flat_map(|pair| pair.2).copied().collect();
    let departments: BTreeSet<u32> = pairs.iter().map(|pair| pair.1).collect();
    let share = |met: usize, of: usize| met as f64 / of as f64;
    let mut found = Vec::new();
    for code in codes {
        let with: Vec<_> = pairs.iter().filter(|pair| pair.2.contains(&code)).collect();
        for department in &departments {
            let both = with.iter().filter(|pair| pair.1 == *department).count();
            let all = pairs.iter().filter(|pair| pair.1 == *department).count();
            let lift = share(both, with.len()) / share(all, pairs.len());
            if both >= 20 && lift > 3.0 - 1e-9 {
                found.push((code, *department));
            }
        }
    }
    Handled::new(found)
}
