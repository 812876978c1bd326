//! What is true of a run: written beside the evidence, never in it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::clock;
use super::estate::{Estate, STRANGER};
use super::logs::Counts;
use super::scenario::plant::{Planter, sets};
use super::world::people::{employee, practitioner};
use super::world::{NAME, World, patients};

/// How much was written of everything.
pub(crate) struct Written {
    pub(crate) resources: BTreeMap<String, u64>,
    pub(crate) tables: BTreeMap<&'static str, u64>,
    pub(crate) logs: Counts,
    pub(crate) estate: Estate,
}

pub(crate) fn text(world: &World, planter: &Planter<'_>, written: &Written) -> String {
    let plan = &world.plan;
    let (first_tune, first_test) = sets(world);
    let mut out = format!(
        "# Made by salus-simulate with the evidence itself; do not edit.\norganisation: {NAME}\nseed: {}\nfrom: {}\nuntil: {}\ndays: {}\npatients: {}\nstaff: {}\ncampuses: {}\nmissing_percent: {}\nscenario: {}\n",
        plan.seed,
        plan.start,
        clock::date(plan.end_day() - 1),
        plan.days,
        world.patients.len(),
        world.people.len(),
        world.campuses(),
        plan.missing,
        plan.scenario.name
    );
    let _ = writeln!(
        out,
        "sets:\n  tune: {{from: {}, until: {}}}\n  test: {{from: {}, until: {}}}",
        clock::date(first_tune),
        clock::date(first_test - 1),
        clock::date(first_test),
        clock::date(plan.end_day() - 1)
    );
    accesses(&written.logs, &mut out);
    out.push_str("# Resources of the bulk export, by kind.\nresources:\n");
    for (kind, count) in &written.resources {
        let _ = writeln!(out, "  {kind}: {count}");
    }
    out.push_str("# Rows of tables.\ntables:\n");
    for (table, count) in &written.tables {
        let _ = writeln!(out, "  {table}: {count}");
    }
    if let Some((device, day, times)) = written.estate.story() {
        let _ = writeln!(
            out,
            "# A medical device that calls somebody it should not know.\ndevice_calls:\n  - {{device: {}, address: {}, to: {STRANGER}, day: {}, connections: {times}}}",
            device.name,
            device.address,
            clock::date(day)
        );
    }
    written.estate.tell(plan.packed, &mut out);
    let unplaced = planter.unplaced() + written.estate.unplaced(world);
    planted(world, (planter, unplaced), &mut out);
    out
}

fn accesses(logs: &Counts, out: &mut String) {
    let _ = writeln!(
        out,
        "# A pair is one user and one patient on one day (local). Lines are single entries of a log.\naccesses:\n  pairs: {}\n  user_days: {}\n  patient_days: {}\n  unrecorded_pairs: {}\n  unrecorded_lines: {}\n  planted_pairs: {}\n  planted_lines: {}\n  emergency_lines: {}\n  lines:",
        logs.pairs,
        logs.user_days,
        logs.patient_days,
        logs.unrecorded.0,
        logs.unrecorded.1,
        logs.planted.0,
        logs.planted.1,
        logs.emergency
    );
    for (program, count) in &logs.programs {
        let _ = writeln!(out, "    {program}: {count}");
    }
    out.push_str("  pairs_by_department:\n");
    for (class, count) in &logs.pairs_by_class {
        let _ = writeln!(out, "    \"{class}\": {count}");
    }
}

fn planted(world: &World, (planter, unplaced): (&Planter<'_>, usize), out: &mut String) {
    let _ = writeln!(
        out,
        "# What the scenario asked for and found no day and nobody for.\nunplaced: {}",
        unplaced
    );
    out.push_str("# Every planted (user, patient, day), with the ids of its entries in the record system's log.\nplanted:\n");
    if planter.placed.is_empty() {
        out.truncate(out.len() - 1);
        out.push_str(" []\n");
    }
    for one in &planter.placed {
        let person = world.person(one.user);
        let _ = writeln!(
            out,
            "  - {{kind: {}, stratum: {}, set: {}, day: {}, user: {}, employee: {}, practitioner: {}, patient: \"{}\", events: [{}]}}",
            one.what.title(),
            if one.hard { "hard" } else { "easy" },
            if one.test { "test" } else { "tune" },
            clock::date(one.day),
            person.user,
            employee(one.user),
            practitioner(one.user),
            patients::id(one.patient),
            one.events.join(", ")
        );
    }
}
