//! One patient: every access to the record, against the care and against the other accesses.

use salus_content::{TemplateClass, TemplateDerived, TemplateStrength};

use super::Rules;
use super::index::{Group, Index, Kind, Near};
use super::parts::{Visit, Whose};
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
    group: Group,
    from: i32,
    until: i32,
}

/// One patient; its room is used again for the next.
#[derive(Default)]
pub(super) struct Patient {
    index: Index,
    paths: Vec<Path>,
    held: Vec<Held>,
    /// The real accesses and what holds for them, where those explained are pretended ones.
    real: Vec<Source>,
    co_workers: CoWorkers,
    earlier: Earlier,
}

impl Patient {
    /// The three passes over the rows of a patient. With `matched`, the accesses are pretended ones, and `sources` the
    /// real ones, for which these templates hold.
    pub(super) fn explain(
        &mut self,
        rules: &Rules<'_>,
        whose: &mut Whose<'_>,
        matched: Option<&[u32]>,
    ) {
        whose.care.sort_unstable();
        whose.visits.sort_unstable();
        whose.sources.sort_unstable();
        self.index.build(whose.care, rules);
        self.held.clear();
        self.held.resize(whose.visits.len(), Held::default());
        self.real.clear();
        if let Some(matched) = matched {
            let bits = |visit: &Visit| matched.get(visit.row as usize).copied().unwrap_or(0);
            let sources = whose.sources.iter();
            self.real.extend(sources.map(|visit| (*visit, bits(visit))));
        }
        self.by_care(rules, whose.visits);
        if rules.co_workers != 0 {
            self.by_co_workers(rules, whose.visits, matched.is_some());
        }
        if rules.repeats != 0 {
            self.by_repeats(rules, whose.visits, matched.is_some());
        }
    }

    /// What holds for each access.
    pub(super) fn held(&self) -> &[Held] {
        &self.held
    }

    /// Every template that holds for one access, with its nearest evidence, the one that is shown first.
    pub(super) fn choices(&mut self, rules: &Rules<'_>, visit: &Visit) -> Vec<Choice> {
        let mut all = Vec::new();
        self.open_paths(rules, visit.user);
        from_care(&self.index, &self.paths, rules, visit, |one| all.push(one));
        from_co_workers(&self.co_workers, rules, visit, |one| all.push(one));
        from_repeats(&self.earlier, rules, visit, |one| all.push(one));
        all.sort_unstable();
        let mut seen = 0_u32;
        all.retain(|choice| {
            let is_new = seen >> choice.template & 1 == 0;
            seen |= 1 << choice.template;
            is_new
        });
        all
    }

    fn by_care(&mut self, rules: &Rules<'_>, visits: &[Visit]) {
        let mut start = 0;
        for of_user in visits.chunk_by(|one, next| one.user == next.user) {
            self.open_paths(rules, of_user[0].user);
            let held = &mut self.held[start..start + of_user.len()];
            start += of_user.len();
            if self.paths.is_empty() {
                continue;
            }
            for (visit, held) in of_user.iter().zip(held) {
                let take = |choice| held.offer(choice);
                from_care(&self.index, &self.paths, rules, visit, take);
            }
        }
    }

    /// The evidence that there is for this user.
    fn open_paths(&mut self, rules: &Rules<'_>, user: u32) {
        let Self { index, paths, .. } = self;
        let allowed = rules.allowed(user);
        paths.clear();
        let mut open = |kind, code, from, until| {
            for group in index.groups(kind, code) {
                if allowed >> group.template() & 1 == 1 {
                    paths.push(Path {
                        group: *group,
                        from,
                        until,
                    });
                }
            }
        };
        open(Kind::Patient, 0, i32::MIN, i32::MAX);
        open(Kind::User, user, i32::MIN, i32::MAX);
        for one in rules.staff.departments.of(user) {
            open(Kind::Department, one.department, one.from, one.until);
        }
    }

    fn by_co_workers(&mut self, rules: &Rules<'_>, visits: &[Visit], is_pretended: bool) {
        let Self {
            real,
            held,
            co_workers,
            ..
        } = self;
        if is_pretended {
            co_workers.build(real.iter().copied(), rules);
        } else {
            co_workers.build(explained(visits, held), rules);
        }
        if co_workers.is_empty() {
            return;
        }
        for (visit, held) in visits.iter().zip(held) {
            from_co_workers(co_workers, rules, visit, |choice| held.offer(choice));
        }
    }

    fn by_repeats(&mut self, rules: &Rules<'_>, visits: &[Visit], is_pretended: bool) {
        let Self {
            real,
            held,
            earlier,
            ..
        } = self;
        if is_pretended {
            earlier.build(real.iter().copied(), rules);
        } else {
            earlier.build(explained(visits, held), rules);
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
        let place = path.group.template();
        let template = &rules.list[place];
        let window = rules.window(template, visit.time, visit.day);
        let not_by = template.own_work.then_some(visit.user);
        if let Some(near) = index.nearest(path.group, &window, not_by) {
            take(Choice::new(place, template, near));
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
