//! How fast accesses are explained, with as many accesses as rows of care.
//!
//! `explain_speed [ROWS] [THREADS]` explains all at once; `… audit` measures the templates, too; `… tables FOLDER`
//! writes all as tables for another program; `… parts N FOLDER` lets
//! the rows go through files of N ranges of patients, and holds one range at a time.

mod made;
mod parts;
mod tables;

use std::path::PathBuf;
use std::time::Instant;

use made::{Eastern, access, catalogue, event, staff};
use salus_access::{Accesses, Events, Evidence, Status, audit, explain, learn};

type Done = Result<(), Box<dyn std::error::Error>>;

fn main() -> Done {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: usize| arguments.get(at).map_or(Ok(usual), |one| one.parse());
    let (rows, threads) = (number(0, 10_000_000)?, number(1, 2)?);
    match arguments.get(2).map(String::as_str) {
        None => whole(rows, threads, &Then::Nothing),
        Some("audit") => whole(rows, threads, &Then::Audit),
        Some("tables") => {
            let folder = arguments.get(3).ok_or("which folder?")?;
            whole(rows, threads, &Then::Tables(folder.into()))
        }
        Some("parts") => {
            let folder = arguments.get(4).ok_or("which folder?")?;
            parts::run(rows, threads, number(3, 16)?, folder.as_ref())
        }
        Some(other) => Err(format!("`{other}` is none of `audit`, `tables` and `parts`").into()),
    }
}

/// What is done beside explaining.
enum Then {
    Nothing,
    Audit,
    Tables(PathBuf),
}

fn whole(rows: usize, threads: usize, then: &Then) -> Done {
    let start = Instant::now();
    let (mut events, mut accesses) = (events_for(rows), accesses_for(rows));
    for row in 0..rows {
        events.push(event(row));
        let (time, user, patient) = access(row, rows);
        accesses.push(time, user, patient, false);
    }
    let staff = staff();
    println!("made in {:.2?}, peak {} MiB", start.elapsed(), peak());
    let evidence = Evidence {
        accesses: &accesses,
        events: &events,
        staff: &staff,
        calendar: &Eastern,
    };
    let templates = catalogue()?;
    let (start, before) = (Instant::now(), processor());
    let handled = learn(&evidence, &templates, threads)?.handled();
    let learned = start.elapsed().as_secs_f64();
    let found = explain(&evidence, &templates, &handled, threads)?;
    let taken = start.elapsed().as_secs_f64();
    println!(
        "{rows} accesses against {rows} rows of care on {threads} threads: {taken:.2} s (of it learning {learned:.2} s), \
         {:.1} M accesses/s, {:.2} s of processors, peak {} MiB",
        rows as f64 / 1e6 / taken,
        processor() - before,
        peak()
    );
    let count = |status| found.status.iter().filter(|one| **one == status).count();
    let counts = [Status::Explained, Status::Weak, Status::Unexplained].map(count);
    println!("explained, weak, unexplained: {counts:?}");
    if let Then::Tables(folder) = then {
        tables::write(folder, &evidence, &found, templates.list().len())?;
    }
    if matches!(then, Then::Audit) {
        let start = Instant::now();
        let audit = audit(&evidence.into(), &templates, 1, threads)?;
        println!(
            "whole audit {:.2} s, peak {} MiB, demoted {:014b}",
            start.elapsed().as_secs_f64(),
            peak(),
            audit.quality.demoted
        );
    }
    Ok(())
}

fn events_for(rows: usize) -> Events {
    let codes = || Vec::with_capacity(rows);
    Events {
        patient: codes(),
        actor: codes(),
        department: codes(),
        author: codes(),
        code: codes(),
        begin: Vec::with_capacity(rows),
        end: Vec::with_capacity(rows),
        templates: codes(),
    }
}

fn accesses_for(rows: usize) -> Accesses {
    Accesses {
        time: Vec::with_capacity(rows),
        user: Vec::with_capacity(rows),
        patient: Vec::with_capacity(rows),
        emergency: Vec::with_capacity(rows),
    }
}

/// The most memory held at any time so far, in MiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|one| one.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

/// Seconds of processors used so far, where they are told in hundredths.
fn processor() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = told.rsplit(')').next().unwrap_or_default();
    let ticks = after.split_whitespace().skip(11).take(2);
    ticks.filter_map(|one| one.parse::<f64>().ok()).sum::<f64>() / 100.0
}
