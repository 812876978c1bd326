//! `salus access explain`, `patient` and `user`: one access, one patient's list, one person's days.

use salus_engine::access::{Audited, explain as explained, of_patient, of_user};

use super::naming::Naming;
use super::{Opened, Outcome};
use crate::arguments::Arguments;
use crate::arguments::access::{AccessDays, AccessNames, AccessOne, AccessPerson};
use crate::verbs::{counted, counted_as, print_json, print_line};

pub(super) fn explain(arguments: &Arguments, asked: &AccessOne) -> Result<Outcome, String> {
    let opened = Opened::of(
        arguments,
        &asked.at,
        &AccessDays::default(),
        asked.with.names,
    )?;
    let found = explained(
        &opened.session,
        &opened.content,
        &opened.wishes,
        &asked.record,
    )?;
    if found.is_empty() {
        return Err(format!(
            "the lake holds no access `{}`; help: give a record id as `salus access audit --json` lists it",
            asked.record
        ));
    }
    let naming = Naming::of(&opened, found.iter().map(|one| one.patient_id.as_str()))?;
    for one in &found {
        opened.look("access", Some(&one.patient_id), &one.record_id)?;
        if arguments.json {
            naming.print(one)?;
            continue;
        }
        let time = one.time.as_deref().unwrap_or("at an unknown time");
        print_line(&format!(
            "{}: {} opened the record of {}, {time}",
            one.status,
            naming.who(&one.user, &one.role),
            naming.patient(&one.patient_id)
        ))?;
        for reason in &one.reasons {
            print_line(&format!(
                "  {} {:<6} {}",
                reason.template, reason.strength, reason.sentence
            ))?;
            print_line(&format!("             {}", reason.evidence))?;
        }
        if one.reasons.is_empty() {
            let said = opened.content.access_words.statuses.get("unexplained");
            print_line(&format!("  {}", said.map_or("", |said| &said.sentence)))?;
        }
    }
    Ok(Outcome::Done)
}

pub(super) fn patient(arguments: &Arguments, asked: &AccessPerson) -> Result<Outcome, String> {
    let opened = Opened::of(arguments, &asked.at, &asked.days, false)?;
    let lines = of_patient(&opened.session, &opened.content, &opened.wishes, &asked.id)?;
    opened.look("patient", Some(&asked.id), &asked.id)?;
    if arguments.json {
        lines.iter().try_for_each(print_json)?;
        return Ok(Outcome::Done);
    }
    let said = &opened.content.access_words.patient_report;
    print_line(&said.title)?;
    let ends = (lines.first(), lines.last());
    let (Some(first), Some(last)) = ends else {
        print_line(&said.nobody)?;
        return Ok(Outcome::Done);
    };
    let day = |time: &Option<String>| {
        time.as_deref()
            .and_then(|time| time.get(..10))
            .unwrap_or("?")
            .to_owned()
    };
    print_line(
        &said
            .opening
            .replace("{from}", &day(&first.time))
            .replace("{until}", &day(&last.time)),
    )?;
    for line in &lines {
        let time = line
            .time
            .as_deref()
            .and_then(|time| time.get(..16))
            .unwrap_or("time unknown");
        print_line(&format!("\n  {}  {}", time.replace('T', " "), line.who))?;
        print_line(&format!("    {}", line.what))?;
        print_line(&format!("    {}", line.why))?;
    }
    print_line(&format!("\n{} {}", said.limits, said.closing))?;
    Ok(Outcome::Done)
}

pub(super) fn user(
    arguments: &Arguments,
    asked: &AccessPerson,
    with: &AccessNames,
) -> Result<Outcome, String> {
    let opened = Opened::of(arguments, &asked.at, &asked.days, with.names)?;
    let audited = opened.audit()?;
    let of_them = |audited: &Audited| of_user(audited, &opened.content, &asked.id);
    let Some(report) = audited.as_ref().and_then(of_them) else {
        return Err(format!(
            "nobody is known as `{}`; help: give an account or a number of the record system",
            asked.id
        ));
    };
    audited.as_ref().map_or(Ok(()), Audited::check)?;
    opened.look("user", None, &asked.id)?;
    let hard = report.hard_rules.iter().map(|one| &one.patient_id);
    let met = hard.chain(report.stories.iter().map(|one| &one.patient_id));
    let naming = Naming::of(&opened, met.map(String::as_str))?;
    if arguments.json {
        naming.print(&report)?;
        return Ok(Outcome::Done);
    }
    print_line(&format!(
        "{}: records of {}",
        naming.who(&report.user, &report.role),
        counted(report.patients as u64, "patient")
    ))?;
    for (status, count) in &report.accesses {
        print_line(&format!(
            "  {status:<12} {}",
            counted_as(*count, "access", "accesses")
        ))?;
    }
    for (day, patients) in &report.days {
        print_line(&format!(
            "  {day}   {}",
            counted(*patients as u64, "patient")
        ))?;
    }
    for one in &report.hard_rules {
        print_line(&format!(
            "  {} hard rule: {}, {}",
            one.id,
            naming.patient(&one.patient_id),
            one.text
        ))?;
    }
    for one in &report.stories {
        print_line(&format!(
            "  {} {} {}: {}",
            one.id,
            one.queue,
            naming.patient(&one.patient_id),
            one.sentence
        ))?;
    }
    Ok(Outcome::Done)
}
