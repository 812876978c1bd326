//! From scores to p-values, one order and a choice within the budget.

use super::behaviour::{Behaviour, Part, Unusual};
use super::clinical::{CLOSEST, COLLEAGUES, FEATURES, Ground, Model, NOBODY, OTHERS, UNUSUAL};
use super::flags::{FlagSet, flags};
use super::pairs::Open;
use super::people::People;
use super::relation::Figures;
use super::story::{Chosen, Draft, Reason, ReasonId, Story};
use super::{Evidence, Settings};
use salus_stats::combine::cauchy;
use salus_stats::conformal::Calibration;
use salus_stats::{budget, discovery};
use std::collections::BTreeMap;

/// With fewer reference stories than this the audited ones are taken for the calibration too.
const LEAST_REFERENCE: usize = 100;
/// So many alerts of one user on one day at most: the others are seen beside them, and would fill the whole budget.
const PER_USER_DAY: u32 = 3;
/// What a smaller share of a department's unexplained accesses has in common is rare there.
const RARE: f64 = 0.1;
/// A lane gives its reasons when its p-value is at most this.
const TELLING: f64 = 0.1;

/// What the lanes know.
pub(super) struct Lanes<'a> {
    pub(super) people: &'a People,
    pub(super) figures: &'a Figures,
    pub(super) behaviour: &'a Behaviour,
    pub(super) ground: &'a Ground<'a>,
    pub(super) model: Option<&'a Model>,
}

/// The audited stories with all but their place in the budget.
pub(super) struct Judged {
    pub(super) stories: Vec<Story>,
    pub(super) calibration: usize,
    pub(super) self_calibrated: bool,
}

/// What is known of one draft.
struct Scored {
    flags: FlagSet,
    features: [f64; FEATURES],
    /// Relationship, no clinical path.
    scores: [f64; 2],
    /// Parts of the behaviour, in the order of [`parts`].
    parts: [f64; PARTS],
}

/// Parts of the behaviour.
const PARTS: usize = 7;

/// The parts of the behaviour, each with what it is told as.
fn parts(unusual: &Unusual) -> [(ReasonId, Part); PARTS] {
    let odd = &unusual.odd;
    [
        (ReasonId::ManyPatients, unusual.patients),
        (ReasonId::Burst, unusual.burst),
        (ReasonId::OffShift, (unusual.hour.0, 0.0, unusual.hour.1)),
        (ReasonId::TakenAlong, odd.taken),
        (ReasonId::Listed, odd.listed),
        (ReasonId::NewPlaces, odd.places),
        (ReasonId::InARow, odd.row),
    ]
}

pub(super) fn judge(
    open: &[Open],
    drafts: &[Draft],
    lanes: &Lanes<'_>,
    settings: &Settings,
) -> Judged {
    let scored = score(open, drafts, lanes);
    let reference = drafts.iter().filter(|draft| !draft.is_audited).count();
    let self_calibrated = reference < LEAST_REFERENCE;
    let is_base = |draft: &Draft| self_calibrated || !draft.is_audited;
    let base: Vec<&Scored> = drafts
        .iter()
        .zip(&scored)
        .filter_map(|(draft, scored)| is_base(draft).then_some(scored))
        .collect();
    let scales = Scales::new(&base);
    let audited = drafts
        .iter()
        .zip(&scored)
        .filter(|(draft, _)| draft.is_audited);
    let stories = audited.map(|(draft, scored)| {
        let mut story = story(&open[draft.pairs.clone()], scored, lanes);
        scales.put(&mut story, scored, (lanes.model.is_some(), settings));
        story.reasons = reasons(&story, scored, draft, lanes);
        story
    });
    Judged {
        stories: stories.collect(),
        calibration: base.len(),
        self_calibrated,
    }
}

fn score(open: &[Open], drafts: &[Draft], lanes: &Lanes<'_>) -> Vec<Scored> {
    let firsts: Vec<&Open> = drafts
        .iter()
        .map(|draft| &open[draft.pairs.start])
        .collect();
    let features = lanes.ground.all(&firsts);
    let one = |(draft, features): (&Draft, [f64; FEATURES])| {
        let mut set = FlagSet::default();
        let mut most = [0.0_f64; PARTS];
        for place in draft.pairs.clone() {
            let pair = &open[place];
            let user = &lanes.people.users[pair.user as usize];
            let patient = &lanes.people.patients[pair.patient as usize];
            set = set.or(flags(lanes.people, user, patient, pair.day));
            for (part, (_, found)) in most.iter_mut().zip(parts(lanes.behaviour.of(place))) {
                *part = part.max(found.2);
            }
        }
        Scored {
            flags: set,
            scores: [
                lanes.figures.score(set),
                lanes.model.map_or(0.0, |model| model.score(&features)),
            ],
            features,
            parts: most,
        }
    };
    drafts.iter().zip(features).map(one).collect()
}

/// The scores of the reference stories, lane by lane.
struct Scales {
    lanes: [Calibration; 2],
    parts: [Calibration; PARTS],
    behaviour: Calibration,
}

impl Scales {
    fn new(base: &[&Scored]) -> Self {
        let lane = |at: usize| base.iter().map(|scored| scored.scores[at]).collect();
        let part = |at: usize| base.iter().map(|scored| scored.parts[at]).collect();
        let mut scales = Self {
            lanes: [0, 1].map(|at| Calibration::new(lane(at))),
            parts: std::array::from_fn(|at| Calibration::new(part(at))),
            behaviour: Calibration::default(),
        };
        let behaviour = base.iter().map(|scored| scales.behaviour_score(scored));
        scales.behaviour = Calibration::new(behaviour.collect());
        scales
    }

    /// The parts of the third lane joined: each rare in its own way. One that says nothing is neutral.
    fn behaviour_score(&self, scored: &Scored) -> f64 {
        let parts = self.parts.iter().zip(scored.parts);
        let parts: Vec<(f64, f64)> = parts
            .map(|(scale, part)| (scale.mid_p(part), 1.0))
            .collect();
        -libm::log(cauchy(&parts))
    }

    fn put(&self, story: &mut Story, scored: &Scored, (has_model, settings): (bool, &Settings)) {
        let behaviour = self.behaviour_score(scored);
        story.scores = [scored.scores[0], scored.scores[1], behaviour];
        let scales = [&self.lanes[0], &self.lanes[1], &self.behaviour];
        let mut parts = [(1.0, 0.0); 3];
        for (lane, scale) in scales.into_iter().enumerate() {
            story.p[lane] = scale.p(story.scores[lane]);
            let is_silent = lane == 1 && !has_model;
            let weight = if is_silent {
                0.0
            } else {
                settings.weights[lane]
            };
            let p = if settings.half_ties {
                scale.mid_p(story.scores[lane])
            } else {
                story.p[lane]
            };
            parts[lane] = (p, weight);
        }
        story.combined = cauchy(&parts);
    }
}

fn story(pairs: &[Open], scored: &Scored, lanes: &Lanes<'_>) -> Story {
    let (first, last) = (&pairs[0], &pairs[pairs.len() - 1]);
    let accesses = pairs.iter().map(|pair| pair.accesses);
    Story {
        user: lanes.people.user_codes.old_of(first.user),
        patient: lanes.people.patient_codes.old_of(first.patient),
        day: first.day,
        first: first.time,
        last: last.last,
        accesses: accesses.fold(0, u32::saturating_add),
        row: first.row,
        flags: scored.flags,
        scores: [0.0; 3],
        p: [1.0; 3],
        combined: 1.0,
        q: 1.0,
        alert: None,
        beside: false,
        sampled: false,
        reasons: Vec::new(),
    }
}

fn reasons(story: &Story, scored: &Scored, draft: &Draft, lanes: &Lanes<'_>) -> Vec<Reason> {
    let mut by_lane = [Vec::new(), Vec::new(), Vec::new()];
    for flag in story.flags.iter() {
        let figures = lanes.figures.of(flag);
        by_lane[0].push(Reason {
            id: ReasonId::Flag(flag),
            number: figures.observed as f64,
            usual: figures.expected,
        });
    }
    if let Some(model) = lanes.model.filter(|_| story.p[1] <= TELLING) {
        by_lane[1] = clinical_reasons(&scored.features, model);
    }
    if story.p[2] <= TELLING {
        by_lane[2] = behaviour_reasons(scored, draft, lanes);
    }
    let mut order = [0, 1, 2];
    order.sort_by(|a: &usize, b| story.p[*a].total_cmp(&story.p[*b]));
    order
        .into_iter()
        .flat_map(|lane| std::mem::take(&mut by_lane[lane]))
        .collect()
}

fn clinical_reasons(features: &[f64; FEATURES], model: &Model) -> Vec<Reason> {
    let reason = |id, number, usual| Reason { id, number, usual };
    let mut reasons = Vec::new();
    if features[NOBODY] > 0.0 {
        reasons.push(reason(ReasonId::NobodyElse, 0.0, 0.0));
    } else if features[COLLEAGUES] == 0.0 {
        let others = libm::expm1(features[OTHERS]);
        reasons.push(reason(ReasonId::NoColleague, libm::round(others), 0.0));
    }
    if features[NOBODY] == 0.0 && features[CLOSEST] < model.means[CLOSEST] {
        let usual = model.means[CLOSEST];
        reasons.push(reason(ReasonId::DepartmentsApart, features[CLOSEST], usual));
    }
    let share = libm::exp(-features[UNUSUAL]);
    if share <= RARE {
        let in_thousand = share * 1_000.0;
        let shown = if in_thousand < 1.0 {
            libm::round(in_thousand * 10.0) / 10.0
        } else {
            libm::round(in_thousand)
        };
        reasons.push(reason(ReasonId::RareInDepartment, shown, 0.0));
    }
    reasons
}

/// Of each part the numbers of the pair where it is most unusual, where that says much by itself (p <= 0.05).
fn behaviour_reasons(scored: &Scored, draft: &Draft, lanes: &Lanes<'_>) -> Vec<Reason> {
    let unusual = draft.pairs.clone().map(|place| lanes.behaviour.of(place));
    let mut reasons = Vec::new();
    let says_much = |part: usize| scored.parts[part] >= 3.0;
    for unusual in unusual {
        for (part, (id, (number, usual, score))) in parts(unusual).into_iter().enumerate() {
            let is_new = reasons.iter().all(|reason: &Reason| reason.id != id);
            if is_new && says_much(part) && score >= scored.parts[part] {
                reasons.push(Reason { id, number, usual });
            }
        }
    }
    reasons
}

/// Puts the stories in order, gives each its q-value, and chooses alerts and the random sample.
pub(super) fn choose(stories: &mut [Story], evidence: &Evidence<'_>, settings: &Settings) {
    let key = |story: &Story| {
        let user = evidence.keys.users.get(story.user as usize).copied();
        let patient = evidence.keys.patients.get(story.patient as usize).copied();
        (user.unwrap_or(0), patient.unwrap_or(0))
    };
    stories.sort_by(|a, b| {
        let by_p = a.combined.total_cmp(&b.combined);
        let by_scores = b.scores[0].total_cmp(&a.scores[0]);
        let by_scores = by_scores.then(b.scores[1].total_cmp(&a.scores[1]));
        let by_key = (a.day, key(a), a.first).cmp(&(b.day, key(b), b.first));
        by_p.then(by_scores).then(by_key)
    });
    q_values(stories);
    let days = u64::from(evidence.audit.days());
    let all = u64::from(settings.alerts_per_day).saturating_mul(days);
    let all = all.min(stories.len() as u64) as usize;
    let reserved = ((all as f64 * settings.reserved.clamp(0.0, 1.0)) as usize).min(all);
    let mut taken = Taken::default();
    choose_reserved(stories, reserved, settings, &mut taken);
    // What is kept for two lanes counts as chosen by all together where that would have chosen it too.
    let mut left = all - reserved;
    for story in stories.iter_mut() {
        if left == 0 {
            break;
        }
        if story.alert.is_some() {
            story.alert = Some(Chosen::Combined);
        } else if taken.has_room(story) {
            story.alert = Some(Chosen::Combined);
            taken.add(story);
            left -= 1;
        }
    }
    for story in stories.iter_mut().filter(|story| story.alert.is_none()) {
        story.beside = !taken.has_room(story);
    }
    for story in stories {
        let (user, patient) = key(story);
        let drawn = [user, patient, story.day as u32 as u64];
        story.sampled = story.alert.is_none()
            && !story.beside
            && budget::in_sample(settings.seed, &drawn, settings.sample);
    }
}

/// The top of lane two and of lane three, each alone, in the proportion of their weights.
fn choose_reserved(stories: &mut [Story], reserved: usize, settings: &Settings, seen: &mut Taken) {
    let weight = |lane: usize| settings.weights[lane].max(0.0);
    let share = weight(1) / (weight(1) + weight(2));
    let first = if share.is_nan() {
        0
    } else {
        (reserved as f64 * share).ceil() as usize
    };
    let parts = [
        (1, first.min(reserved), Chosen::NoClinicalPath),
        (2, reserved, Chosen::Behaviour),
    ];
    let mut taken = 0;
    for (lane, until, kind) in parts {
        let mut order: Vec<usize> = (0..stories.len()).collect();
        // Already in the order of all lanes together, which decides between equals.
        order.sort_by(|a, b| stories[*b].scores[lane].total_cmp(&stories[*a].scores[lane]));
        for place in order {
            let story = &mut stories[place];
            if taken < until && story.alert.is_none() && seen.has_room(story) {
                story.alert = Some(kind);
                seen.add(story);
                taken += 1;
            }
        }
    }
}

/// Alerts by user and day.
#[derive(Default)]
struct Taken(BTreeMap<(u32, i32), u32>);

impl Taken {
    fn has_room(&self, story: &Story) -> bool {
        let count = self.0.get(&(story.user, story.day));
        count.copied().unwrap_or(0) < PER_USER_DAY
    }

    fn add(&mut self, story: &Story) {
        *self.0.entry((story.user, story.day)).or_default() += 1;
    }
}

fn q_values(stories: &mut [Story]) {
    let mut by_day: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (place, story) in stories.iter().enumerate() {
        by_day.entry(story.day).or_default().push(place);
    }
    for places in by_day.values() {
        let p: Vec<f64> = places
            .iter()
            .map(|place| stories[*place].combined)
            .collect();
        for (place, q) in places.iter().zip(discovery::q_values(&p)) {
            stories[*place].q = q;
        }
    }
}
