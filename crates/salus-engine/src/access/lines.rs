//! An audit in words and numbers: one line for a story, a hard rule, a template; one summary.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use salus_access::rank::{Chosen, HardCase, Story};
use salus_access::{Calendar as _, NONE, Share, Standing, Tally};
use salus_content::{AccessWords, Content, TemplateDerived, TemplateStrength};
use salus_record::time;
use serde::Serialize;

use super::said::{
    capitalised, date, reason, rule_id, shown, status_word, story_id, strength_word, times,
};
use super::{Audited, Days, day_of};

/// One story: one user, one patient, at most seven days, without a known reason.
#[derive(Debug, Clone, Serialize)]
pub struct StoryLine {
    /// `story`.
    pub kind: &'static str,
    /// Stable: the same person, patient and first day give the same id.
    pub id: String,
    /// Place in the order, from 1.
    pub rank: usize,
    /// `alert`, `sample` (drawn by lot, to estimate what is missed), `beside` (as unusual, and there are alerts of the same
    /// person on the same day) or `kept`.
    pub queue: &'static str,
    /// What brought it among the alerts: `combined`, `no_clinical_path` or `behaviour`.
    pub chosen_by: Option<&'static str>,
    /// Who looked: the identity, else the account.
    pub user: String,
    /// Role and departments, as the roster has them.
    pub role: String,
    /// See `role`.
    pub departments: Vec<String>,
    /// Whose record.
    pub patient_id: String,
    /// First and last access (RFC 3339).
    pub first: String,
    /// See `first`.
    pub last: String,
    /// How many accesses.
    pub accesses: u32,
    /// One in so many looks without a reason is as unusual as this: the three lanes joined.
    pub p: f64,
    /// The p-values of the lanes: relationship, no path of care, behaviour.
    pub lanes: [f64; 3],
    /// False-discovery rate among the stories of the same day.
    pub q: f64,
    /// What speaks for looking at it, in words, the strongest first.
    pub reasons: Vec<ReasonLine>,
    /// All of it in one sentence.
    pub sentence: String,
    /// The records of the accesses, the first ones.
    pub record_ids: Vec<String>,
}

/// Why a story stands where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct ReasonLine {
    /// What it is.
    pub id: &'static str,
    /// In words.
    pub text: String,
}

/// An access that breaks a hard rule, explained or not.
#[derive(Debug, Clone, Serialize)]
pub struct HardLine {
    /// `hard_rule`.
    pub kind: &'static str,
    /// Stable, as of a story.
    pub id: String,
    /// Which.
    pub rule: &'static str,
    /// In words.
    pub text: String,
    /// What to ask.
    pub ask: String,
    /// Who looked.
    pub user: String,
    /// Role, as the roster has it.
    pub role: String,
    /// Whose record.
    pub patient_id: String,
    /// First and last access (RFC 3339).
    pub first: String,
    /// See `first`.
    pub last: String,
    /// How many.
    pub accesses: u32,
    /// What explains the first of them, if anything does.
    pub status: &'static str,
    /// Its record.
    pub record_id: String,
}

/// One access and what became of it.
#[derive(Debug, Clone, Serialize)]
pub struct AccessLine<'a> {
    /// `access`.
    pub kind: &'static str,
    /// Its record.
    pub record_id: Cow<'a, str>,
    /// When (RFC 3339).
    pub time: String,
    /// `explained`, `weak` or `unexplained`.
    pub status: &'static str,
    /// The first access of this person to this patient in what was read.
    pub is_first: bool,
    /// The template that is shown for it.
    pub template: Option<&'a str>,
    /// Its sentence.
    pub sentence: Option<String>,
    /// What it rests on: the reference of a piece of care, or the record of another access.
    pub evidence: Option<Cow<'a, str>>,
}

/// How good a template is here.
#[derive(Debug, Clone, Serialize)]
pub struct TemplateLine {
    /// `template`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What a person calls it.
    pub title: String,
    /// `strong`, `weak`, or `demoted`: declared strong, and chance does nearly as well.
    pub strength: &'static str,
    /// Share of accesses, of first accesses, of made-up ones over the period and within the day.
    pub share: Option<f64>,
    /// See `share`.
    pub first: Option<f64>,
    /// See `share`.
    pub chance: Option<f64>,
    /// See `share`.
    pub chance_day: Option<f64>,
    /// How many times as often as by chance within the day.
    pub lift: Option<f64>,
}

/// How complete one program's log is.
#[derive(Debug, Clone, Serialize)]
pub struct ApplicationLine {
    /// Its name.
    pub application: String,
    /// Accesses in all.
    pub accesses: u64,
    /// Days with an access.
    pub days: usize,
    /// Days without one that its rhythm does not account for: first and last of each stretch.
    pub silent: Vec<(String, String)>,
    /// Accesses without a person, and without a patient.
    pub without_user: u64,
    /// See `without_user`.
    pub without_patient: u64,
    /// It records days, not times.
    pub is_without_clock: bool,
}

/// The whole of an audit.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// `summary`.
    pub kind: &'static str,
    /// First and last audited day.
    pub from: String,
    /// See `from`.
    pub to: String,
    /// First day that habits were learned from.
    pub reference_from: String,
    /// First accesses of a person to a patient, and all later ones.
    pub first: Tally,
    /// See `first`.
    pub later: Tally,
    /// Accesses that cannot be judged: no person, no patient, no time.
    pub untried: u64,
    /// Share explained over everything that was read, and the same of made-up accesses over the period and within the day.
    pub explained: Chance,
    /// The same with weak reasons.
    pub with_weak: Chance,
    /// Stories of the audited days.
    pub stories: usize,
    /// Of those: alerts within the budget, and drawn by lot.
    pub alerts: usize,
    /// See `alerts`.
    pub sampled: usize,
    /// Cases of hard rules, by rule.
    pub hard_rules: BTreeMap<&'static str, usize>,
    /// How complete the logs are.
    pub applications: Vec<ApplicationLine>,
    /// Rows of care that some reason may rest on.
    pub care: usize,
    /// Accesses without a time, and with one that cannot be.
    pub without_time: u64,
    /// See `without_time`.
    pub impossible_time: u64,
    /// Accounts that two people seem to use.
    pub shared_accounts: usize,
    /// Habits could not be learned from days before the audited ones: order is all that the numbers tell.
    pub is_self_calibrated: bool,
    /// What no audit finds.
    pub undetectable: Vec<String>,
}

/// A share beside what chance does.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Chance {
    /// Of all accesses.
    pub share: Option<f64>,
    /// Of first ones.
    pub first: Option<f64>,
    /// Of made-up accesses to any patient of the period.
    pub chance: Option<f64>,
    /// Of made-up accesses to other patients of the same day.
    pub chance_day: Option<f64>,
}

impl Chance {
    fn of(standing: &Standing) -> Self {
        let share = Share::value;
        Self {
            share: share(&standing.real),
            first: share(&standing.first),
            chance: share(&standing.chance_all),
            chance_day: share(&standing.chance_day),
        }
    }
}

/// Rows of accesses by person and patient.
type RowsOf = HashMap<(u32, u32), Vec<u32>>;

/// Records named with a story.
const RECORDS: usize = 20;

impl Audited {
    /// The stories, most suspicious first.
    #[must_use]
    pub fn stories(&self, words: &AccessWords) -> Vec<StoryLine> {
        let rows = self.rows_of_chosen();
        let numbered = (1..).zip(&self.ranking.stories);
        numbered
            .map(|numbered| self.story(numbered, &rows, words))
            .collect()
    }

    fn story(
        &self,
        (rank, story): (usize, &Story),
        rows: &RowsOf,
        words: &AccessWords,
    ) -> StoryLine {
        let user = shown(self.gathered.people.codes.name(story.user)).to_owned();
        let patient_id = self.gathered.patient_ids.name(story.patient).to_owned();
        let reasons: Vec<ReasonLine> = story.reasons.iter().map(|one| reason(one, words)).collect();
        let (first, last) = (time::format(story.first), time::format(story.last));
        let texts: Vec<&str> = reasons.iter().map(|one| one.text.as_str()).collect();
        let role = self.gathered.role(story.user).to_owned();
        let part = |name: &str| words.story.get(name).map_or("", String::as_str);
        let who = if role.is_empty() {
            user.as_str()
        } else {
            role.as_str()
        };
        let sentence = part("sentence")
            .replace("{who}", &capitalised(who))
            .replace("{count} times", &times(story.accesses as usize))
            .replace("{when}", &self.when(story));
        let because = part("because").replace("{reasons}", &texts.join("; "));
        StoryLine {
            kind: "story",
            id: story_id("story", &user, &patient_id, story.day),
            rank,
            queue: queue(story),
            chosen_by: story.alert.map(chosen_by),
            departments: self
                .gathered
                .departments_on(story.user, story.day)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            role,
            first,
            last,
            accesses: story.accesses,
            p: story.combined,
            lanes: story.p,
            q: story.q,
            sentence: if texts.is_empty() {
                sentence
            } else {
                format!("{sentence} {because}")
            },
            reasons,
            record_ids: self.records_of(story, rows),
            user,
            patient_id,
        }
    }

    /// The local day of a story, or its first and last.
    fn when(&self, story: &Story) -> String {
        let day = |micros: i64| date(day_of(self.zone, micros));
        let (first, last) = (day(story.first), day(story.last));
        if first == last {
            format!("on {first}")
        } else {
            format!("from {first} to {last}")
        }
    }

    /// The rows of all accesses by the person and to the patient of a story that is to be looked at.
    fn rows_of_chosen(&self) -> RowsOf {
        let stories = self.ranking.stories.iter();
        let chosen = stories.filter(|story| story.alert.is_some() || story.sampled);
        let mut rows: RowsOf = chosen
            .map(|story| ((story.user, story.patient), Vec::new()))
            .collect();
        let accesses = &self.gathered.accesses;
        for (row, pair) in accesses.user.iter().zip(&accesses.patient).enumerate() {
            if let (Some(rows), Ok(row)) = (rows.get_mut(&(*pair.0, *pair.1)), u32::try_from(row)) {
                rows.push(row);
            }
        }
        rows
    }

    /// The records of a story's accesses, the first ones.
    fn records_of(&self, story: &Story, rows: &RowsOf) -> Vec<String> {
        let accesses = &self.gathered.accesses;
        let Some(rows) = rows.get(&(story.user, story.patient)) else {
            return vec![self.record(story.row)];
        };
        let within =
            |row: &&u32| (story.first..=story.last).contains(&accesses.time[**row as usize]);
        let mut found: Vec<(i64, String)> = rows
            .iter()
            .filter(within)
            .map(|row| (accesses.time[*row as usize], self.record(*row)))
            .collect();
        found.sort_unstable();
        let first = found.into_iter().take(RECORDS);
        first.map(|(_, record)| record).collect()
    }

    /// The record of an access.
    fn record(&self, row: u32) -> String {
        self.gathered.records.get(row as usize).into_owned()
    }

    /// What breaks a hard rule, by rule and time.
    #[must_use]
    pub fn hard_rules(&self, words: &AccessWords) -> Vec<HardLine> {
        self.ranking
            .hard
            .iter()
            .map(|case| self.hard(case, words))
            .collect()
    }

    fn hard(&self, case: &HardCase, words: &AccessWords) -> HardLine {
        let rule = rule_id(case.rule);
        let said = words.hard_rule(rule).cloned().unwrap_or_default();
        let user = shown(self.gathered.people.codes.name(case.user)).to_owned();
        let patient_id = self.gathered.patient_ids.name(case.patient).to_owned();
        HardLine {
            kind: "hard_rule",
            id: story_id(rule, &user, &patient_id, case.day),
            rule,
            text: said.sentence,
            ask: said.ask,
            role: self.gathered.role(case.user).to_owned(),
            first: time::format(case.first),
            last: time::format(case.last),
            accesses: case.accesses,
            status: status_word(self.audit.explanations.status[case.row as usize]),
            record_id: self.record(case.row),
            user,
            patient_id,
        }
    }

    /// Every access of the audited days that can be judged.
    pub fn accesses<'a>(&'a self, content: &'a Content) -> impl Iterator<Item = AccessLine<'a>> {
        let accesses = &self.gathered.accesses;
        let days = Days(self.zone);
        let rows = (0..accesses.len()).filter(move |row| {
            accesses.can_be_tried(*row) && self.audited.holds(days.day(accesses.time[*row]))
        });
        rows.map(move |row| self.access(row, content))
    }

    fn access<'a>(&'a self, row: usize, content: &'a Content) -> AccessLine<'a> {
        let explained = &self.audit.explanations;
        let template = content.templates.get(usize::from(explained.template[row]));
        let at = explained.event[row] as usize;
        let time = self.gathered.accesses.time[row];
        let is_care =
            template.is_some_and(|template| template.derived == TemplateDerived::Evidence);
        let delta = if is_care {
            let (begin, end) = self.gathered.care.times(at).unwrap_or((time, time));
            salus_access::gap(begin, end, time)
        } else {
            let other = self.gathered.accesses.time.get(at);
            other.map_or(0, |other| other - time)
        };
        AccessLine {
            kind: "access",
            record_id: self.gathered.records.get(row),
            time: time::format(time),
            status: status_word(explained.status[row]),
            is_first: explained.first[row],
            template: template.map(|template| template.id.as_str()),
            sentence: template.map(|template| salus_access::words(&template.sentence, delta)),
            evidence: template.map(|_| match is_care {
                true => self.gathered.care.reference(at),
                false => self.gathered.records.get(at),
            }),
        }
    }

    /// How good each template is here.
    #[must_use]
    pub fn templates(&self, content: &Content) -> Vec<TemplateLine> {
        let quality = &self.audit.quality;
        let pairs = content.templates.iter().zip(&quality.templates).enumerate();
        pairs
            .map(|(place, (template, standing))| {
                let chance = Chance::of(standing);
                TemplateLine {
                    kind: "template",
                    id: template.id.clone(),
                    title: template.title.clone(),
                    strength: match template.strength {
                        TemplateStrength::Strong if quality.demoted >> place & 1 == 1 => "demoted",
                        strength => strength_word(strength),
                    },
                    share: chance.share,
                    first: chance.first,
                    chance: chance.chance,
                    chance_day: chance.chance_day,
                    lift: standing.lift().filter(|lift| lift.is_finite()),
                }
            })
            .collect()
    }

    /// All of it in numbers.
    #[must_use]
    pub fn summary(&self, words: &AccessWords) -> Summary {
        let mut hard_rules = BTreeMap::new();
        for case in &self.ranking.hard {
            *hard_rules.entry(rule_id(case.rule)).or_default() += 1;
        }
        let stories = &self.ranking.stories;
        let quality = &self.audit.quality;
        Summary {
            kind: "summary",
            from: date(self.audited.first),
            to: date(self.audited.last),
            reference_from: date(self.reference.first),
            first: self.tallies.first,
            later: self.tallies.later,
            untried: self.tallies.untried,
            explained: Chance::of(&quality.explained),
            with_weak: Chance::of(&quality.with_weak),
            stories: stories.len(),
            alerts: stories.iter().filter(|story| story.alert.is_some()).count(),
            sampled: stories.iter().filter(|story| story.sampled).count(),
            hard_rules,
            applications: self.applications(),
            care: self.gathered.care.len(),
            without_time: self.completeness.without_time,
            impossible_time: self.completeness.impossible_time,
            shared_accounts: self.completeness.shared.len(),
            is_self_calibrated: self.ranking.self_calibrated,
            undetectable: words.undetectable.clone(),
        }
    }

    fn applications(&self) -> Vec<ApplicationLine> {
        let applications = self.completeness.applications.iter();
        applications
            .map(|one| ApplicationLine {
                application: match one.application {
                    NONE => "unnamed".to_owned(),
                    code => self.gathered.applications.name(code).to_owned(),
                },
                accesses: one.accesses,
                days: one.days.len(),
                silent: one
                    .silences
                    .iter()
                    .map(|(first, last)| (date(*first), date(*last)))
                    .collect(),
                without_user: one.without_user,
                without_patient: one.without_patient,
                is_without_clock: one.is_without_clock,
            })
            .collect()
    }
}

/// Why a story is shown: an alert, part of the random sample, beside an alert's, or only kept.
fn queue(story: &Story) -> &'static str {
    match (story.alert, story.sampled) {
        (Some(_), _) => "alert",
        (None, true) => "sample",
        (None, false) if story.beside => "beside",
        (None, false) => "kept",
    }
}

fn chosen_by(chosen: Chosen) -> &'static str {
    match chosen {
        Chosen::Combined => "combined",
        Chosen::NoClinicalPath => "no_clinical_path",
        Chosen::Behaviour => "behaviour",
    }
}
