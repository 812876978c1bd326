//! `salus access audit`: all accesses explained, and the list to look at.

use salus_engine::access::{HardLine, StoryLine, Summary, TemplateLine};
use salus_engine::keep_stories;

use super::naming::Naming;
use super::{Opened, Outcome, page};
use crate::arguments::Arguments;
use crate::arguments::access::AccessAudit;
use crate::verbs::{self, counted, counted_as, print_json, print_line};

/// Cases of hard rules shown to a person.
const SHOWN: usize = 20;

pub(super) fn run(arguments: &Arguments, asked: &AccessAudit) -> Result<Outcome, String> {
    let mut opened = Opened::of(arguments, &asked.at, &asked.days, asked.with.names)?;
    opened.wishes.budget = asked.budget;
    opened.wishes.seed = asked.seed;
    let Some(audited) = opened.audit()? else {
        return Err("the lake holds no access to a patient's record; help: export the audit log of the record system (see `salus list evidence`) and give it to `salus read`".to_owned());
    };
    let words = &opened.content.access_words;
    let mut told = Told {
        summary: audited.summary(words),
        templates: audited.templates(&opened.content),
        hard: open_first(audited.hard_rules(words)),
        stories: audited.stories(words),
        naming: Naming::default(),
    };
    told.naming = Naming::of(&opened, told.patients())?;
    let chosen: Vec<StoryLine> = told.chosen().cloned().collect();
    keep_stories(&opened.lake, &chosen, &told.hard, verbs::now())
        .map_err(|error| error.to_string())?;
    opened.look(
        "audit",
        None,
        &format!("{}/{}", told.summary.from, told.summary.to),
    )?;
    if let Some(to) = &asked.report {
        page::write(to, &audited, &told)?;
    }
    if arguments.json && asked.accesses {
        audited
            .accesses(&opened.content)
            .try_for_each(|one| told.naming.print(&one))?;
    }
    if arguments.json {
        told.as_json(asked.all)?
    } else {
        told.as_text()?
    }
    audited.check()?;
    Ok(Outcome::Done)
}

/// Under each rule first what nothing explains: it is the shorter list, and asked about first.
fn open_first(mut cases: Vec<HardLine>) -> Vec<HardLine> {
    let order = ["unexplained", "weak"];
    let place = |case: &HardLine| order.iter().position(|one| *one == case.status);
    for of_rule in cases.chunk_by_mut(|one, other| one.rule == other.rule) {
        of_rule.sort_by_key(|case| place(case).unwrap_or(order.len()));
    }
    cases
}

/// How many of these nothing explains.
pub(super) fn open(cases: &[HardLine]) -> usize {
    let open = cases.iter().filter(|case| case.status == "unexplained");
    open.count()
}

/// All that is said of an audit.
pub(super) struct Told {
    pub(super) summary: Summary,
    pub(super) templates: Vec<TemplateLine>,
    pub(super) hard: Vec<HardLine>,
    stories: Vec<StoryLine>,
    pub(super) naming: Naming,
}

impl Told {
    /// Stories to look at: alerts and those drawn by lot.
    pub(super) fn chosen(&self) -> impl Iterator<Item = &StoryLine> {
        let is_chosen = |one: &&StoryLine| ["alert", "sample"].contains(&one.queue);
        self.stories.iter().filter(is_chosen)
    }

    /// Those who are named.
    fn patients(&self) -> impl Iterator<Item = &str> {
        let hard = self.hard.iter().map(|one| one.patient_id.as_str());
        hard.chain(self.stories.iter().map(|one| one.patient_id.as_str()))
    }

    fn as_json(&self, all: bool) -> Result<(), String> {
        self.templates.iter().try_for_each(print_json)?;
        let mut hard = self.hard.iter();
        hard.try_for_each(|one| self.naming.print(one))?;
        let mut wanted = self.stories.iter().filter(|one| all || one.queue != "kept");
        wanted.try_for_each(|one| self.naming.print(one))?;
        print_json(&self.summary)
    }

    fn as_text(&self) -> Result<(), String> {
        let summary = &self.summary;
        print_line(&format!(
            "Accesses to patients' records from {} to {}",
            summary.from, summary.to
        ))?;
        self.completeness()?;
        self.shares()?;
        self.reasons()?;
        self.rules()?;
        self.alerts()?;
        print_line("\nWhat no list finds:")?;
        for one in &summary.undetectable {
            print_line(&format!("  - {}", wrapped("    ", one).trim_start()))?;
        }
        Ok(())
    }

    fn completeness(&self) -> Result<(), String> {
        print_line("\nHow complete the logs are")?;
        for one in &self.summary.applications {
            let mut line = format!(
                "  {}: {} on {}",
                one.application,
                counted_as(one.accesses, "access", "accesses"),
                counted(one.days as u64, "day")
            );
            for (first, last) in &one.silent {
                line += &format!("; silent from {first} to {last}");
            }
            if one.without_user > 0 {
                line += &format!("; {} without a person", one.without_user);
            }
            if one.without_patient > 0 {
                line += &format!("; {} without a patient", one.without_patient);
            }
            if one.is_without_clock {
                line += "; it records days, not times";
            }
            print_line(&line)?;
        }
        let summary = &self.summary;
        if summary.care == 0 {
            print_line(&wrapped(
                "  ",
                "No evidence of care was read, so nothing can be explained. Export the schedule, visits, orders and documents, too: `salus list evidence` tells how.",
            ))?;
        }
        if summary.untried > 0 {
            print_line(&format!(
                "  {} cannot be judged: no person, no patient or no time",
                counted_as(summary.untried, "access", "accesses")
            ))?;
        }
        for (count, what) in [
            (summary.without_time, "without a time"),
            (summary.impossible_time, "at an impossible time"),
        ] {
            if count > 0 {
                let count = counted_as(count, "access", "accesses");
                print_line(&format!("  {count} {what}"))?;
            }
        }
        if summary.shared_accounts > 0 {
            print_line(&format!(
                "  {} at two workstations within a minute: shared?",
                counted(summary.shared_accounts as u64, "account")
            ))?;
        }
        Ok(())
    }

    fn shares(&self) -> Result<(), String> {
        let summary = &self.summary;
        print_line("\n                       explained     weakly  not explained")?;
        for (what, tally) in [
            ("first accesses", summary.first),
            ("later accesses", summary.later),
        ] {
            let all = tally.total();
            let share = |count: u64| {
                if all == 0 {
                    "–".to_owned()
                } else {
                    percent(Some(ratio(count, all)))
                }
            };
            print_line(&format!(
                "  {what:<18} {:>12} {:>10} {:>14}   of {all}",
                share(tally.explained),
                share(tally.weak),
                share(tally.unexplained)
            ))?;
        }
        let chance = summary.explained;
        print_line(&wrapped(
            "  ",
            &format!(
                "Over all that was read {} are explained ({} of first accesses). Of made-up accesses {} would be (any patient of the period) and {} (another patient of the same day): the first figure means nothing without these.",
                percent(chance.share),
                percent(chance.first),
                percent(chance.chance),
                percent(chance.chance_day)
            ),
        ))
    }

    fn reasons(&self) -> Result<(), String> {
        print_line(
            "\n  reason                                                       share  made up    same day  lift",
        )?;
        for one in &self.templates {
            let title: String = one.title.chars().take(48).collect();
            let lift = one
                .lift
                .map_or_else(|| "–".to_owned(), |lift| format!("{lift:.1}"));
            print_line(&format!(
                "  {} {title:<48} {:<7} {:>6} {:>8} {:>8} {lift:>8}",
                one.id,
                one.strength,
                percent(one.share),
                percent(one.chance),
                percent(one.chance_day)
            ))?;
        }
        if self.templates.iter().all(|one| one.strength != "demoted") {
            return Ok(());
        }
        print_line(&wrapped(
            "  ",
            "demoted: made-up accesses fit this reason nearly as well as real ones, so it counts as weak. Where few people treat everybody, that is so by nature: look at the stories, not at the percentages.",
        ))
    }

    fn rules(&self) -> Result<(), String> {
        if self.hard.is_empty() {
            return print_line("\nHard rules: none broken");
        }
        print_line(&format!(
            "\nHard rules: {}, {} of them without a reason",
            counted(self.hard.len() as u64, "case"),
            open(&self.hard)
        ))?;
        for one in self.hard.iter().take(SHOWN) {
            print_line(&format!(
                "  {} {} {} opened {} ({}), {}",
                one.id,
                day(&one.first),
                self.naming.who(&one.user, &one.role),
                self.naming.patient(&one.patient_id),
                one.status,
                one.text
            ))?;
        }
        match self.hard.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => print_line(&format!("  and {more} more: --json lists all")),
        }
    }

    fn alerts(&self) -> Result<(), String> {
        let summary = &self.summary;
        print_line(&format!(
            "\nTo look into: {} of {} without a reason, and {} drawn by lot",
            summary.alerts,
            counted_as(summary.stories as u64, "story", "stories"),
            summary.sampled
        ))?;
        if summary.is_self_calibrated {
            print_line(
                "  (There are too few days before these to learn habits from, so the order is a beginning only.)",
            )?;
        }
        let chosen: Vec<&StoryLine> = self.chosen().collect();
        for one in chosen.iter().take(SHOWN) {
            let mark = if one.queue == "sample" { "by lot" } else { "" };
            print_line(
                format!(
                    "  {} {} {} opened {} {}",
                    one.id,
                    day(&one.first),
                    self.naming.who(&one.user, &one.role),
                    self.naming.patient(&one.patient_id),
                    mark
                )
                .trim_end(),
            )?;
            for reason in one.reasons.iter().take(3) {
                print_line(&format!("               {}", reason.text))?;
            }
        }
        print_line(&wrapped(
            "  ",
            "A place in this list is a question, not a proof. `salus access explain` shows one access in full, `salus access review` keeps what you found out.",
        ))
    }
}

fn day(moment: &str) -> &str {
    moment.get(..10).unwrap_or(moment)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of accesses are far below 2^53"
)]
fn ratio(count: u64, all: u64) -> f64 {
    count as f64 / all as f64
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A long sentence in lines of a terminal.
fn wrapped(indent: &str, text: &str) -> String {
    salus_report::wrapped(text, indent, usize::MAX).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_with_one_digit() {
        assert_eq!(percent(Some(0.1234)), "12.3 %");
        assert_eq!(percent(None), "–");
    }
}
