//! An audit put into words and numbers.

use std::collections::{BTreeMap, HashMap};

use salus_access::rank::{Chosen, HardCase, HardRule, Story};
use salus_access::{Calendar as _, NONE};
use salus_content::{AccessWords, Content, TemplateDerived, TemplateStrength};
use salus_record::time;

use super::lines::{
    AccessLine, ApplicationLine, Chance, HardLine, ReasonLine, StoryLine, Summary, TemplateLine,
};
use super::said::{
    capitalised, date, reason, rule_id, shown, status_word, story_id, strength_word, times,
};
use super::{Audited, Days, day_of};

/// Rows of accesses by person and patient.
type RowsOf = HashMap<(u32, u32), Vec<u32>>;

/// Records named with a story or a case.
const RECORDS: usize = 20;

impl Audited {
    /// The stories, most suspicious first.
    #[must_use]
    pub fn stories(&self, words: &AccessWords) -> Vec<StoryLine> {
        let stories = self.ranking.stories.iter();
        let chosen = stories.filter(|story| story.alert.is_some() || story.sampled);
        let rows = self.rows_of(chosen.map(|story| (story.user, story.patient)));
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

    /// The rows of all accesses by these people to these patients.
    fn rows_of(&self, pairs: impl Iterator<Item = (u32, u32)>) -> RowsOf {
        let mut rows: RowsOf = pairs.map(|pair| (pair, Vec::new())).collect();
        let accesses = &self.gathered.accesses;
        for (row, pair) in accesses.user.iter().zip(&accesses.patient).enumerate() {
            if let (Some(rows), Ok(row)) = (rows.get_mut(&(*pair.0, *pair.1)), u32::try_from(row)) {
                rows.push(row);
            }
        }
        rows
    }

    /// The records of a story's accesses, the first ones; where it is not to be looked at, the very first.
    fn records_of(&self, story: &Story, rows: &RowsOf) -> Vec<String> {
        match rows.get(&(story.user, story.patient)) {
            Some(rows) => self.records_between(story.first, story.last, rows.iter()),
            None => vec![self.record(story.row)],
        }
    }

    /// The first records between two moments.
    fn records_between<'r>(
        &self,
        first: i64,
        last: i64,
        rows: impl Iterator<Item = &'r u32>,
    ) -> Vec<String> {
        let timed = rows.map(|row| (self.gathered.accesses.time[*row as usize], *row));
        let mut found: Vec<(i64, String)> = timed
            .filter(|(time, _)| (first..=last).contains(time))
            .map(|(time, row)| (time, self.record(row)))
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
        let cases = &self.ranking.hard;
        let rows = self.rows_of(cases.iter().map(|case| (case.user, case.patient)));
        let lines = cases.iter().map(|case| self.hard(case, &rows, words));
        lines.collect()
    }

    fn hard(&self, case: &HardCase, rows: &RowsOf, words: &AccessWords) -> HardLine {
        let rule = rule_id(case.rule);
        let said = words.hard_rule(rule).cloned().unwrap_or_default();
        let user = shown(self.gathered.people.codes.name(case.user)).to_owned();
        let patient_id = self.gathered.patient_ids.name(case.patient).to_owned();
        let emergency = &self.gathered.accesses.emergency;
        let is_any = case.rule != HardRule::EmergencyWithoutNote;
        let broken = rows.get(&(case.user, case.patient)).into_iter().flatten();
        let broken = broken.filter(|row| is_any || emergency[**row as usize]);
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
            record_ids: self.records_between(case.first, case.last, broken),
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
