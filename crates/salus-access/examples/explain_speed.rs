//! How fast accesses are explained: `explain_speed [ROWS] [THREADS] [audit]`, with as many accesses as rows of care.
//!
//! Invented columns: a million patients of whom few have very much care, thirty thousand users in three hundred
//! departments, the fourteen templates of methods A.4 over seventy days.

use std::time::Instant;

use salus_access::{
    Accesses, Calendar, Event, Events, Evidence, Grouped, Membership, NONE, Staff, Status,
    Template, Templates, audit, explain, learn,
};
use salus_content::{TemplateClass, TemplateDerived, TemplateKeys, TemplateStrength};

const DAY: i64 = 86_400 * 1_000_000;
const PATIENTS: f64 = 1_000_000.0;
const DEPARTMENTS: u64 = 300;
const USERS: u64 = 30_000;
const PERIOD: i64 = 70;
/// 2026-01-01.
const START: i64 = 20_454 * DAY;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows = arguments.next().map_or(Ok(10_000_000), |one| one.parse())?;
    let threads = arguments.next().map_or(Ok(2), |one| one.parse())?;
    let with_audit = arguments.next().is_some();
    let start = Instant::now();
    let events = events(rows);
    let accesses = accesses(&events, rows);
    let staff = staff();
    println!("made in {:.2?}, peak {} MiB", start.elapsed(), peak());
    let evidence = Evidence {
        accesses: &accesses,
        events: &events,
        staff: &staff,
        calendar: &Eastern,
    };
    let templates = catalogue()?;
    let start = Instant::now();
    let handled = learn(&evidence, &templates, threads)?.handled();
    let learned = start.elapsed();
    let found = explain(&evidence, &templates, &handled, threads)?;
    let taken = start.elapsed();
    let explained = |status| found.status.iter().filter(|one| **one == status).count();
    println!(
        "{rows} accesses against {rows} rows of care on {threads} threads: {:.2} s (of it learning {:.2} s), {:.1} M accesses/s, peak {} MiB",
        taken.as_secs_f64(),
        learned.as_secs_f64(),
        rows as f64 / 1e6 / taken.as_secs_f64(),
        peak()
    );
    println!(
        "explained {}, weak {}, unexplained {}; {} pairs of diagnosis and department",
        explained(Status::Explained),
        explained(Status::Weak),
        explained(Status::Unexplained),
        handled.pairs().len()
    );
    let counts = found.counts(&accesses, templates.list().len());
    println!("per template {:?}", counts.templates);
    if with_audit {
        let start = Instant::now();
        let audit = audit(&evidence, &templates, 1, threads)?;
        println!(
            "whole audit {:.2} s, peak {} MiB, demoted {:014b}",
            start.elapsed().as_secs_f64(),
            peak(),
            audit.quality.demoted
        );
    }
    Ok(())
}

/// A zone with a change of the clock on 8 March 2026, a sum each.
struct Eastern;

const CHANGE: i64 = (20_520 * 24 + 7) * 3_600_000_000;

impl Calendar for Eastern {
    fn day(&self, micros: i64) -> i32 {
        let hours = if micros < CHANGE { 5 } else { 4 };
        let day = (micros - hours * 3_600_000_000).div_euclid(DAY);
        i32::try_from(day).unwrap_or(0)
    }

    fn midnight(&self, day: i32) -> i64 {
        let hours = if day <= 20_520 { 5 } else { 4 };
        i64::from(day) * DAY + hours * 3_600_000_000
    }
}

/// Numbers without a crate: Steele, Lea and Flood's SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn department_of(user: u64) -> u64 {
    user % DEPARTMENTS
}

fn colleague(department: u64, random: &mut Random) -> u64 {
    random.below(USERS / DEPARTMENTS) * DEPARTMENTS + department
}

fn events(rows: usize) -> Events {
    let mut random = Random(1);
    let mut events = Events {
        patient: Vec::with_capacity(rows),
        actor: Vec::with_capacity(rows),
        department: Vec::with_capacity(rows),
        author: Vec::with_capacity(rows),
        code: Vec::with_capacity(rows),
        begin: Vec::with_capacity(rows),
        end: Vec::with_capacity(rows),
        templates: Vec::with_capacity(rows),
    };
    for _ in 0..rows {
        let patient = (PATIENTS * random.unit().powi(2)) as u64;
        // A patient's care is in four departments.
        let department = (patient * 7 + random.below(4) * 31) % DEPARTMENTS;
        let actor = colleague(department, &mut random);
        let kind = random.below(10);
        let (templates, lasts) = match kind {
            0 => (0b1, 1),
            1 => (0b1000_1000_0010, 24 * random.below(6)),
            2 | 3 => (0b1_0000_0100, 0),
            4 => (0b1000, 0),
            5 => (0b1_0000, 24 * 30),
            6 => (0b10_0000, 0),
            7 => (0b100_0000, 0),
            8 => (0b1_1000_1000_0000, 3),
            _ => (0b100_0000_0000, 0),
        };
        let begin = START + (random.unit() * (PERIOD * DAY) as f64) as i64;
        let diagnosis = department * 5 + random.below(5);
        events.push(Event {
            begin,
            end: begin + lasts as i64 * 3_600_000_000,
            patient: patient as u32,
            actor: actor as u32,
            department: department as u32,
            author: actor as u32,
            code: if kind == 9 { diagnosis as u32 } else { NONE },
            templates,
        });
    }
    events
}

fn accesses(events: &Events, rows: usize) -> Accesses {
    let mut random = Random(2);
    let mut accesses = Accesses {
        time: Vec::with_capacity(rows),
        user: Vec::with_capacity(rows),
        patient: Vec::with_capacity(rows),
        emergency: Vec::with_capacity(rows),
    };
    for _ in 0..rows {
        let at = random.below(rows as u64) as usize;
        let offset = (random.unit() * (12 * DAY) as f64) as i64 - 2 * DAY;
        let kind = random.below(20);
        let department = u64::from(events.department[at]);
        let user = match kind {
            0..8 => u64::from(events.actor[at]),
            8..17 => colleague(department, &mut random),
            _ => random.below(USERS),
        };
        let patient = match kind {
            19 => (PATIENTS * random.unit()) as u32,
            _ => events.patient[at],
        };
        accesses.push(events.begin[at] + offset, user as u32, patient, false);
    }
    accesses
}

fn staff() -> Staff {
    let rows = (0..USERS).flat_map(|user| {
        let home = Membership {
            user: user as u32,
            department: department_of(user) as u32,
            from: i32::MIN,
            until: i32::MAX,
        };
        // One of ten works in a second department, too.
        let second = Membership {
            department: department_of(user + 17) as u32,
            ..home
        };
        [home].into_iter().chain((user % 10 == 0).then_some(second))
    });
    Staff {
        departments: Grouped::new(rows.collect()),
        templates: (0..USERS)
            .map(|user| {
                if department_of(user) < 6 {
                    0b1_1000_0000_0000
                } else {
                    0
                }
            })
            .collect(),
        ..Staff::default()
    }
}

fn catalogue() -> Result<Templates, salus_access::Refused> {
    use TemplateKeys::{DepartmentDiagnosis, Patient, PatientDepartment, PatientUser};
    let strong = |keys, before, after| Template {
        keys,
        before,
        after,
        strength: TemplateStrength::Strong,
        class: if keys == PatientUser {
            TemplateClass::Direct
        } else {
            TemplateClass::Department
        },
        own_work: true,
        some_users: false,
        derived: TemplateDerived::Evidence,
    };
    let weak = |keys, before, after, some_users| Template {
        strength: TemplateStrength::Weak,
        class: TemplateClass::Weak,
        some_users,
        ..strong(keys, before, after)
    };
    let derived = |keys, after, derived| Template {
        derived,
        ..strong(keys, 0, after)
    };
    Templates::new(vec![
        strong(PatientUser, 7, 30),
        strong(PatientUser, 2, 30),
        strong(PatientUser, 1, 30),
        strong(PatientUser, 1, 30),
        strong(PatientUser, 0, 0),
        strong(PatientUser, 0, 14),
        strong(PatientDepartment, 2, 14),
        strong(PatientDepartment, 1, 3),
        strong(PatientDepartment, 0, 3),
        derived(PatientDepartment, 1, TemplateDerived::CoWorker),
        weak(DepartmentDiagnosis, 0, 30, false),
        weak(Patient, 3, 3, true),
        weak(Patient, 0, 60, true),
        derived(PatientUser, 30, TemplateDerived::Repeat),
    ])
}

/// The most memory held at any time so far, in MiB; 0 where the system does not say.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|one| one.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
