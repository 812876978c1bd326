//! One patient: every access to the record, against the care and against the other accesses.

use salus_content::{TemplateClass, TemplateDerived, TemplateKeys, TemplateStrength};

use super::Rules;
use super::index::{Group, Index, Near};
use super::parts::{Care, Part, Visit};
use super::points::{CoWorkers, Earlier, Source};
use crate::template::{Template, places};

/// One template that holds for an access, with its evidence. The least is the one that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice {
    is_weak: bool,
    /// Care that names the person, other care, a co-worker, a repeat.
    stage: u8,
    pub(super) near: Near,
    pub(super) template: u8,
}

impl Choice {
    fn new(place: usize, template: &Template, near: Near) -> Self {
        let stage = match (template.derived, template.class) {
            (TemplateDerived::Evidence, TemplateClass::Direct) => 0,
            (TemplateDerived::Evidence, _) => 1,
            (TemplateDerived::CoWorker, _) => 2,
            (TemplateDerived::Repeat, _) => 3,
        };
        Self {
            is_weak: template.strength == TemplateStrength::Weak,
            stage,
            near,
            template: u8::try_from(place).unwrap_or(u8::MAX),
        }
    }
}

/// What holds for an access so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Held {
    pub(super) choice: Option<Choice>,
    /// Bits of the templates that hold.
    pub(super) matched: u32,
}

impl Held {
    fn offer(&mut self, choice: Choice) {
        self.matched |= 1 << choice.template;
        if self.choice.is_none_or(|held| choice < held) {
            self.choice = Some(choice);
        }
    }
}

/// Evidence that one user can have: of a template, and through a department on the days of the membership.
#[derive(Debug, Clone, Copy)]
struct Path {
    template: usize,
    group: Group,
    from: i32,
    until: i32,
}

/// One patient; its room is used again for the next.
#[derive(Default)]
pub(super) struct Patient {
    care: Vec<Care>,
    visits: Vec<Visit>,
    /// The real accesses and what holds for them, where `visits` are pretended ones.
    sources: Option<Vec<Source>>,
    index: Index,
    paths: Vec<Path>,
    held: Vec<Held>,
    co_workers: CoWorkers,
    earlier: Earlier,
}

impl Patient {
    /// Takes the rows of the patient at this place of a part; false when nobody looked at the record.
    pub(super) fn take(&mut self, part: &mut Part, at: usize, matched: Option<&[u32]>) -> bool {
        self.visits.clear();
        self.visits.extend_from_slice(part.visits.of(at));
        if self.visits.is_empty() {
            return false;
        }
        self.care.clear();
        self.care.extend_from_slice(part.care.of(at));
        if let Some(matched) = matched {
            let real = part.sources.of(at);
            real.sort_unstable();
            let sources = self.sources.get_or_insert_default();
            sources.clear();
            sources.extend(real.iter().map(|visit| {
                let bits = matched.get(visit.row as usize);
                (*visit, bits.copied().unwrap_or(0))
            }));
        }
        true
    }

    /// Takes rows directly.
    pub(super) fn set(&mut self, care: Vec<Care>, visits: Vec<Visit>) {
        self.care = care;
        self.visits = visits;
        self.sources = None;
    }

    /// The three passes.
    pub(super) fn explain(&mut self, rules: &Rules<'_>) {
        self.care.sort_unstable();
        self.visits.sort_unstable();
        self.index.build(&self.care, rules);
        self.held.clear();
        self.held.resize(self.visits.len(), Held::default());
        self.by_care(rules);
        if rules.co_workers != 0 {
            self.by_co_workers(rules);
        }
        if rules.repeats != 0 {
            self.by_repeats(rules);
        }
    }

    /// Each access, what holds for it, and whether it is the first of its user.
    pub(super) fn results(&self) -> impl Iterator<Item = (&Visit, &Held, bool)> {
        let mut last = None;
        self.visits
            .iter()
            .zip(&self.held)
            .map(move |(visit, held)| {
                let is_first = last != Some(visit.user);
                last = Some(visit.user);
                (visit, held, is_first)
            })
    }

    /// Every template that holds for one access, with its nearest evidence, the one that is shown first.
    pub(super) fn choices(&mut self, rules: &Rules<'_>, row: u32) -> Vec<Choice> {
        let Some(visit) = self.visits.iter().find(|visit| visit.row == row).copied() else {
            return Vec::new();
        };
        let mut all = Vec::new();
        self.open_paths(rules, visit.user);
        from_care(&self.index, &self.paths, rules, &visit, |one| all.push(one));
        from_co_workers(&self.co_workers, rules, &visit, |one| all.push(one));
        from_repeats(&self.earlier, rules, &visit, |one| all.push(one));
        all.sort_unstable();
        let mut seen = 0_u32;
        all.retain(|choice| {
            let is_new = seen >> choice.template & 1 == 0;
            seen |= 1 << choice.template;
            is_new
        });
        all
    }

    fn by_care(&mut self, rules: &Rules<'_>) {
        let mut start = 0;
        while start < self.visits.len() {
            let user = self.visits[start].user;
            let rest = &self.visits[start..];
            let until = start + rest.partition_point(|visit| visit.user == user);
            self.open_paths(rules, user);
            if !self.paths.is_empty() {
                for at in start..until {
                    let held = &mut self.held[at];
                    let take = |choice| held.offer(choice);
                    from_care(&self.index, &self.paths, rules, &self.visits[at], take);
                }
            }
            start = until;
        }
    }

    /// The evidence that there is for this user.
    fn open_paths(&mut self, rules: &Rules<'_>, user: u32) {
        let Self { index, paths, .. } = self;
        paths.clear();
        let always = |template, group| Path {
            template,
            group,
            from: i32::MIN,
            until: i32::MAX,
        };
        let members = rules.staff.departments.of(user);
        for template in places(index.bits & rules.allowed(user)) {
            let keys = rules.list[template].keys;
            match keys {
                TemplateKeys::PatientUser | TemplateKeys::Patient => {
                    let code = if keys == TemplateKeys::Patient {
                        0
                    } else {
                        user
                    };
                    let group = index.group(template, code);
                    paths.extend(group.map(|group| always(template, group)));
                }
                TemplateKeys::PatientDepartment => paths.extend(members.iter().filter_map(|one| {
                    Some(Path {
                        from: one.from,
                        until: one.until,
                        ..always(template, index.group(template, one.department)?)
                    })
                })),
                TemplateKeys::DepartmentDiagnosis => {
                    for one in members {
                        let groups = index.groups(template).iter();
                        let handled = groups
                            .filter(|group| rules.handled.handles(one.department, group.code()));
                        paths.extend(handled.map(|group| Path {
                            from: one.from,
                            until: one.until,
                            ..always(template, *group)
                        }));
                    }
                }
            }
        }
    }

    fn by_co_workers(&mut self, rules: &Rules<'_>) {
        let Self {
            visits,
            sources,
            held,
            co_workers,
            ..
        } = self;
        match sources {
            Some(sources) => co_workers.build(sources.iter().copied(), rules),
            None => co_workers.build(explained(visits, held), rules),
        }
        if co_workers.is_empty() {
            return;
        }
        for (visit, held) in visits.iter().zip(held) {
            from_co_workers(co_workers, rules, visit, |choice| held.offer(choice));
        }
    }

    fn by_repeats(&mut self, rules: &Rules<'_>) {
        let Self {
            visits,
            sources,
            held,
            earlier,
            ..
        } = self;
        match sources {
            Some(sources) => earlier.build(sources.iter().copied(), rules),
            None => earlier.build(explained(visits, held), rules),
        }
        for (visit, held) in visits.iter().zip(held) {
            from_repeats(earlier, rules, visit, |choice| held.offer(choice));
        }
    }
}

fn explained<'a>(visits: &'a [Visit], held: &'a [Held]) -> impl Iterator<Item = Source> + 'a {
    let pairs = visits.iter().zip(held);
    pairs.map(|(visit, held)| (*visit, held.matched))
}

/// Templates over care that hold for an access.
fn from_care(
    index: &Index,
    paths: &[Path],
    rules: &Rules<'_>,
    visit: &Visit,
    mut take: impl FnMut(Choice),
) {
    for path in paths {
        if visit.day < path.from || visit.day > path.until {
            continue;
        }
        let template = &rules.list[path.template];
        let window = rules.window(template, visit.time, visit.day);
        let not_by = template.own_work.then_some(visit.user);
        if let Some(near) = index.nearest(path.group, &window, not_by) {
            take(Choice::new(path.template, template, near));
        }
    }
}

/// Templates over accesses of co-workers that hold for an access.
fn from_co_workers(
    co_workers: &CoWorkers,
    rules: &Rules<'_>,
    visit: &Visit,
    mut take: impl FnMut(Choice),
) {
    for place in places(rules.co_workers & rules.allowed(visit.user)) {
        let template = &rules.list[place];
        let window = rules.window(template, visit.time, visit.day);
        for department in rules.staff.departments.on(visit.user, visit.day) {
            if let Some(near) = co_workers.nearest(department, &window, visit.user) {
                take(Choice::new(place, template, near));
            }
        }
    }
}

/// Templates over earlier accesses of the same user that hold for an access.
fn from_repeats(earlier: &Earlier, rules: &Rules<'_>, visit: &Visit, mut take: impl FnMut(Choice)) {
    for place in places(rules.repeats & rules.allowed(visit.user)) {
        let template = &rules.list[place];
        let window = rules.window(template, visit.time, visit.day);
        if let Some(near) = earlier.nearest(&window, visit.user) {
            take(Choice::new(place, template, near));
        }
    }
}
