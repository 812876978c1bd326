//! Lane three: unusual days and hours of a user, against the user's own history and that of the department.

use super::Evidence;
use super::conduct::{Known, Oddities};
use super::days::{Days, WEEK};
use super::pairs::{Open, Pairs, unpack_hour};
use super::people::People;
use crate::columns::NONE;
use salus_stats::counts::CountLaw;
use salus_stats::robust::{PEER_WEIGHT, shrunk};
use std::collections::HashMap;

/// Unexplained patients within this time of one another are a burst.
const BURST: i64 = 10 * 60 * 1_000_000;

/// What is unusual about the behaviour around an unexplained pair: -ln of how often as much or more is seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unusual {
    /// Unexplained patients of the user on that day: how many, how many are usual, and the score.
    pub(super) patients: Part,
    /// The same within ten minutes before the access.
    pub(super) burst: Part,
    /// Share of the user's hours at least as unusual as this one, and the score.
    pub(super) hour: (f64, f64),
    /// What was done beside looking.
    pub(super) odd: Oddities,
}

/// A number, what is usual, and the score.
pub(super) type Part = (f64, f64, f64);

/// The behaviour around each unexplained pair, in the order of [`Pairs::open`].
#[derive(Debug)]
pub(super) struct Behaviour {
    unusual: Vec<Unusual>,
}

impl Behaviour {
    pub(super) fn new(
        evidence: &Evidence<'_>,
        pairs: &Pairs,
        people: &People,
        days: &Days,
    ) -> Self {
        let open = &pairs.open;
        let mut order: Vec<usize> = (0..open.len()).collect();
        order.sort_unstable_by_key(|at| (open[*at].user, open[*at].day, open[*at].time, *at));
        let groups = groups(pairs, people, days);
        let mut by_day = Histories::of_days(pairs, &groups, days);
        let mut by_burst = Histories::new(people.users.len());
        let mut bursts = vec![0.0; open.len()];
        for day in order.chunk_by(|a, b| open[*a].is_of_the_day(&open[*b])) {
            let user = open[day[0]].user;
            let is_known = !days.is_audited(open[day[0]].day);
            if is_known {
                by_day.raise(user, groups[user as usize], day.len() as f64);
            }
            for (at, count) in day.iter().zip(burst_counts(open, day)) {
                bursts[*at] = count;
                if is_known {
                    by_burst.add(user, groups[user as usize], count);
                }
            }
        }
        let known = Known {
            conduct: &evidence.conduct,
            people,
            pairs,
            order: &order,
            groups: &groups,
            days,
        };
        let odd = known.oddities();
        let hours = Hours::new(pairs, &groups, days);
        let mut unusual = vec![NOTHING; open.len()];
        let mut rare = RareHours::new(&hours, days);
        for day in order.chunk_by(|a, b| open[*a].is_of_the_day(&open[*b])) {
            let (user, is_known) = (open[day[0]].user, !days.is_audited(open[day[0]].day));
            let group = groups[user as usize];
            let patients = by_day.judge(user, group, day.len() as f64, is_known);
            for at in day {
                unusual[*at] = Unusual {
                    patients,
                    burst: by_burst.judge(user, group, bursts[*at], is_known),
                    hour: rare.judge(&open[*at], group),
                    odd: odd[*at],
                };
            }
        }
        Self { unusual }
    }

    pub(super) fn of(&self, place: usize) -> &Unusual {
        self.unusual.get(place).unwrap_or(&NOTHING)
    }
}

const SILENT: Part = (0.0, 0.0, 0.0);
const NOTHING: Unusual = Unusual {
    patients: SILENT,
    burst: SILENT,
    hour: (1.0, 0.0),
    odd: Oddities {
        taken: SILENT,
        listed: SILENT,
        places: SILENT,
        row: SILENT,
    },
};

/// The peers of each user: those of the department that was last theirs while they were active.
fn groups(pairs: &Pairs, people: &People, days: &Days) -> Vec<u32> {
    let mut groups = vec![NONE; people.users.len()];
    for packed in &pairs.hours {
        let (user, day, _) = unpack_hour(*packed);
        if days.is_inside(day) {
            groups[user as usize] = people.home(user, day);
        }
    }
    groups
}

/// For each pair of one user's day, sorted by time: how many were opened in the ten minutes up to it.
fn burst_counts<'a>(open: &'a [Open], day: &'a [usize]) -> impl Iterator<Item = f64> + 'a {
    let mut from = 0;
    day.iter().enumerate().map(move |(at, place)| {
        while open[day[from]].time < open[*place].time.saturating_sub(BURST) {
            from += 1;
        }
        (at - from + 1) as f64
    })
}

/// How many values, their sum and the sum of their squares.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, value: f64, times: f64) {
        self.count += times;
        self.sum += times * value;
        self.squares += times * value * value;
    }

    fn mean(&self) -> f64 {
        if self.count > 0.0 {
            self.sum / self.count
        } else {
            0.0
        }
    }

    fn variance(&self) -> f64 {
        if self.count > 0.0 {
            (self.squares / self.count - self.mean() * self.mean()).max(0.0)
        } else {
            0.0
        }
    }
}

/// Counts of users and of their groups.
#[derive(Debug)]
pub(super) struct Histories {
    users: Vec<Moments>,
    groups: HashMap<u32, Moments>,
}

impl Histories {
    fn new(users: usize) -> Self {
        Self {
            users: vec![Moments::default(); users],
            groups: HashMap::new(),
        }
    }

    /// Every day of the reference window on which a user was active counts, with nothing on it at first.
    pub(super) fn of_days(pairs: &Pairs, groups: &[u32], days: &Days) -> Self {
        let mut histories = Self::new(groups.len());
        let active = pairs.hours.iter().map(|packed| unpack_hour(*packed));
        let mut before = None;
        for (user, day, _) in active {
            if before != Some((user, day)) && !days.is_audited(day) {
                histories.add(user, groups[user as usize], 0.0);
            }
            before = Some((user, day));
        }
        histories
    }

    fn add(&mut self, user: u32, group: u32, value: f64) {
        self.users[user as usize].add(value, 1.0);
        self.groups.entry(group).or_default().add(value, 1.0);
    }

    /// What was counted as a zero before is `value`.
    pub(super) fn raise(&mut self, user: u32, group: u32, value: f64) {
        let turn = |moments: &mut Moments| {
            moments.add(0.0, -1.0);
            moments.add(value, 1.0);
        };
        turn(&mut self.users[user as usize]);
        turn(self.groups.entry(group).or_default());
    }

    /// The value, what is usual, and -ln P(X >= value) by own history drawn towards the group's as with seven more days
    /// of it. A value that is part of the history is taken out first.
    pub(super) fn judge(&self, user: u32, group: u32, value: f64, is_known: bool) -> Part {
        let mut own = self.users[user as usize];
        let mut peers = self.groups.get(&group).copied().unwrap_or_default();
        if is_known {
            own.add(value, -1.0);
            peers.add(value, -1.0);
        }
        // Without any history one a day is usual.
        let mean = if own.count + peers.count > 0.5 {
            shrunk(own.count, own.mean(), peers.mean())
        } else {
            1.0
        };
        let variance = shrunk(own.count, own.variance(), peers.variance());
        let law = CountLaw {
            mean: mean.max(0.01),
            dispersion: (variance / mean.max(0.01)).max(1.0),
        };
        (value, mean, surprise(law.upper(value as u64)))
    }
}

/// On how many days users and groups were active in each hour of the week.
#[derive(Debug)]
struct Hours {
    users: HashMap<u32, Box<[f64; WEEK]>>,
    groups: HashMap<u32, Box<[f64; WEEK]>>,
}

impl Hours {
    fn new(pairs: &Pairs, groups: &[u32], days: &Days) -> Self {
        let mut hours = Self {
            users: HashMap::new(),
            groups: HashMap::new(),
        };
        for packed in &pairs.hours {
            let (user, day, hour) = unpack_hour(*packed);
            if days.is_audited(day) {
                continue;
            }
            let hour = day.rem_euclid(7) as usize * 24 + hour;
            let empty = || Box::new([0.0; WEEK]);
            hours.users.entry(user).or_insert_with(empty)[hour] += 1.0;
            let group = groups[user as usize];
            hours.groups.entry(group).or_insert_with(empty)[hour] += 1.0;
        }
        hours
    }

    /// The share of a user's time that falls on hours at least as rare as this one, and -ln of it. A day that is part of
    /// the history is taken out first.
    fn judge(&self, user: u32, group: u32, hour: usize, is_known: bool) -> (f64, f64) {
        let mut own = self.users.get(&user).map_or([0.0; WEEK], |all| **all);
        let mut peers = self.groups.get(&group).map_or([0.0; WEEK], |all| **all);
        if is_known {
            own[hour] = (own[hour] - 1.0).max(0.0);
            peers[hour] = (peers[hour] - 1.0).max(0.0);
        }
        let all: f64 = peers.iter().sum();
        // Half an hour in the week for every hour that nobody of the group was ever seen in.
        let peer_share = |at: usize| (peers[at] + 0.5) / (all + 0.5 * WEEK as f64);
        let weight = |at: usize| smooth(&own, at) + PEER_WEIGHT * peer_share(at);
        let here = weight(hour);
        let weights = (0..WEEK).map(weight);
        let (mut rare, mut sum) = (0.0, 0.0);
        for weight in weights {
            sum += weight;
            rare += if weight <= here { weight } else { 0.0 };
        }
        let share = rare / sum;
        (share, surprise(share))
    }
}

/// What was judged of the user whose turn it is: the same hour comes again and again.
struct RareHours<'a> {
    hours: &'a Hours,
    days: &'a Days,
    user: u32,
    known: [[Option<(f64, f64)>; WEEK]; 2],
}

impl<'a> RareHours<'a> {
    fn new(hours: &'a Hours, days: &'a Days) -> Self {
        Self {
            hours,
            days,
            user: NONE,
            known: [[None; WEEK]; 2],
        }
    }

    fn judge(&mut self, open: &Open, group: u32) -> (f64, f64) {
        if self.user != open.user {
            self.user = open.user;
            self.known = [[None; WEEK]; 2];
        }
        let hour = self.days.hour_of_week(open.time, open.day);
        let is_known = !self.days.is_audited(open.day);
        let hours = self.hours;
        let place = &mut self.known[usize::from(is_known)][hour];
        *place.get_or_insert_with(|| hours.judge(open.user, group, hour, is_known))
    }
}

/// An hour and its neighbours: shifts do not end on the minute.
fn smooth(hours: &[f64; WEEK], at: usize) -> f64 {
    let (before, after) = ((at + WEEK - 1) % WEEK, (at + 1) % WEEK);
    0.25 * hours[before] + 0.5 * hours[at] + 0.25 * hours[after]
}

fn surprise(p: f64) -> f64 {
    if p.is_nan() {
        0.0
    } else {
        -libm::log(p.clamp(1e-300, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::conduct::Deeds;
    use super::*;

    fn open(time: i64) -> Open {
        Open {
            user: 0,
            patient: 0,
            day: 0,
            accesses: 1,
            time,
            last: time,
            row: 0,
            deeds: Deeds::default(),
            workstation: crate::columns::NONE,
        }
    }

    #[test]
    fn bursts_are_the_ten_minutes_up_to_each() {
        let minute = 60 * 1_000_000;
        let all: Vec<Open> = [0, 1, 10, 11, 12, 40].map(|at| open(at * minute)).into();
        let places: Vec<usize> = (0..all.len()).collect();
        let counts: Vec<f64> = burst_counts(&all, &places).collect();
        assert_eq!(counts, [1.0, 2.0, 3.0, 3.0, 3.0, 1.0]);
    }

    #[test]
    fn own_history_and_peers_decide_what_is_many() {
        let mut histories = Histories::new(3);
        for day in 0..40 {
            histories.add(0, 1, 0.0);
            histories.raise(0, 1, f64::from(4 + day % 3));
            histories.add(1, 1, f64::from(day % 2));
        }
        let (_, usual, busy) = histories.judge(0, 1, 6.0, false);
        let (_, seldom, quiet) = histories.judge(1, 1, 6.0, false);
        let (_, newcomer, new) = histories.judge(2, 1, 6.0, false);
        assert!((usual - 4.6).abs() < 0.1 && (seldom - 0.83).abs() < 0.1);
        assert!((newcomer - 2.74).abs() < 0.1);
        assert!(quiet > new && new > busy && busy > 0.0);
        // What is judged as part of the history is taken out of it first.
        histories.add(1, 1, 30.0);
        assert!(histories.judge(1, 1, 30.0, true).2 > histories.judge(1, 1, 30.0, false).2);
        let alone = Histories::new(1).judge(0, NONE, 1.0, false);
        assert_eq!((alone.0, alone.1), (1.0, 1.0));
    }

    #[test]
    fn hours_that_nobody_works_are_rare() {
        let mut mondays = [0.0; WEEK];
        mondays[8..16].fill(10.0);
        let hours = Hours {
            users: HashMap::from([(5, Box::new(mondays))]),
            groups: HashMap::from([(1, Box::new(mondays))]),
        };
        let at = |hour| hours.judge(5, 1, hour, false);
        assert!(at(10).0 > 0.5 && at(3).0 < 0.06 && at(100).0 < 0.06);
        assert!(at(3).1 > at(16).1 && at(16).1 > at(10).1);
        let unknown = hours.judge(9, 7, 20, false);
        assert!((unknown.0 - 1.0).abs() < 1e-9 && unknown.1 < 1e-9);
    }
}
