//! The summary for a terminal: at most forty lines of at most ninety-eight columns, for a tired person.

use crate::headline::headline;
use crate::model::{Report, Severity, State, Step, Unknown};
use crate::view::{self, ThreatView};
use crate::words::{self, clipped, counted, grouped};

const COLUMNS: usize = 98;

/// The summary of a report as plain text; `place` says where the full report was written.
#[must_use]
pub fn summary(report: &Report, place: Option<&str>) -> String {
    let mut lines = Vec::new();
    top(report, &mut lines);
    lines.push(String::new());
    lines.push("The five threats".to_owned());
    for threat in view::threats(report) {
        lines.push(threat_line(&threat));
    }
    lines.push(String::new());
    lines.push("The ten practices     # done  v attested  / partly  x not done  ? unknown  - not applicable".to_owned());
    lines.extend(report.practices.iter().map(practice_line));
    if report.plan.is_empty() {
        exports(&report.unknowns, &mut lines);
    } else {
        steps(&report.plan, &mut lines);
    }
    lines.push(String::new());
    lines.push(format!("Evidence: {}", account(report)));
    if let Some(place) = place {
        lines.push(format!("Report:   {}", clean(place)));
    }
    let mut text = String::new();
    for line in lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn top(report: &Report, lines: &mut Vec<String>) {
    let words = headline(report);
    let as_of = words::date(&report.as_of);
    lines.push(clipped(
        &format!("{}, as of {as_of}", clean(&report.organisation.name)),
        COLUMNS,
    ));
    lines.push(String::new());
    lines.extend(wrapped(
        &format!("{}. {}", words.call.to_uppercase(), words.answer),
        "",
        3,
    ));
    lines.extend(wrapped(&words.threats, "", 2));
    lines.extend(wrapped(&words.practices, "", 2));
}

fn threat_line(view: &ThreatView<'_>) -> String {
    let state = match view.state {
        "found" => {
            let worst = view.worst.map(Severity::word).unwrap_or_default();
            let first = view
                .stories
                .first()
                .map(|story| clean(&story.title))
                .unwrap_or_default();
            format!(
                "{}, worst {worst}: {first}",
                counted(view.count, "finding", "findings")
            )
        }
        "blind" => "could not look: its evidence is missing".to_owned(),
        _ => format!(
            "nothing found ({})",
            counted(view.threat.checks_run, "check", "checks")
        ),
    };
    let name = clipped(&clean(&view.threat.name), 30);
    clipped(&format!("  {name:<30}  {state}"), COLUMNS)
}

fn practice_line(practice: &crate::model::Practice) -> String {
    let mut states: Vec<State> = practice.sub_practices.iter().map(|sub| sub.state).collect();
    states.sort_by_key(|state| State::ALL.iter().position(|one| one == state));
    let marks: String = states.iter().take(16).map(|state| mark(*state)).collect();
    let said: Vec<String> = State::ALL
        .iter()
        .map(|state| (state, states.iter().filter(|one| *one == state).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(state, number)| format!("{number} {}", state.words()))
        .collect();
    let said = if said.is_empty() {
        "nothing measured".to_owned()
    } else {
        said.join(", ")
    };
    let name = clipped(&clean(&practice.name), 42);
    clipped(
        &format!("  {:>2} {name:<42} {marks:<8} {said}", clean(&practice.id)),
        COLUMNS,
    )
}

fn mark(state: State) -> char {
    match state {
        State::Done => '#',
        State::Attested => 'v',
        State::Partly => '/',
        State::NotDone => 'x',
        State::Unknown => '?',
        State::NotApplicable => '-',
    }
}

fn steps(plan: &[Step], lines: &mut Vec<String>) {
    lines.push(String::new());
    lines.push("What to do first".to_owned());
    for (number, step) in (1..).zip(plan.iter().take(3)) {
        let text = format!("{} ({}, {})", step.what, step.who, step.when.words());
        let mut step = wrapped(&text, "     ", 2);
        if let Some(first) = step.first_mut() {
            first.replace_range(..5, &format!("  {number}. "));
        }
        lines.append(&mut step);
    }
}

fn exports(unknowns: &[Unknown], lines: &mut Vec<String>) {
    if unknowns.is_empty() {
        return;
    }
    lines.push(String::new());
    lines.push("Exports that would tell more".to_owned());
    for unknown in unknowns.iter().take(3) {
        let text = format!("{}: {}", unknown.export, unknown.what);
        lines.push(clipped(&format!("  - {}", clean(&text)), COLUMNS));
    }
}

fn account(report: &Report) -> String {
    let totals = report.account.totals();
    let sum = format!(
        "{} read = {} stored + {} duplicates + {} rejects",
        grouped(totals.read),
        grouped(totals.stored),
        grouped(totals.duplicates),
        grouped(totals.rejects),
    );
    let odd = totals.files - totals.files_ok;
    let files = counted(totals.files, "file", "files");
    let odd = if odd == 0 {
        String::new()
    } else {
        format!(" ({} with a problem)", grouped(odd))
    };
    let verdict = if totals.balanced {
        ""
    } else {
        "  DOES NOT BALANCE"
    };
    format!("{files}{odd}, {sum}{verdict}")
}

/// Text in lines of at most `COLUMNS`, at most so many; the last is clipped when there is more.
#[must_use]
pub fn wrapped(text: &str, indent: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let room = COLUMNS - indent.len();
    let mut line = String::new();
    for word in clean(text).split_whitespace() {
        let word = clipped(word, room);
        let long = line.chars().count() + 1 + word.chars().count() > room;
        if long && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}…", clipped(last, room - 1).trim_end_matches('…'));
        }
    }
    lines
        .into_iter()
        .map(|line| format!("{indent}{line}"))
        .collect()
}

/// Without control and direction marks: evidence must not drive the terminal.
fn clean(text: &str) -> String {
    let hidden = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.chars()
        .map(|letter| if hidden(letter) { ' ' } else { letter })
        .collect()
}
