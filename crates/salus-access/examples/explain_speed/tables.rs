//! The invented rows as tables for another program, and how many accesses each template holds for here.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use salus_access::{Accesses, Calendar, Events, Evidence, Explanations, Staff};

use crate::Done;
use crate::made::Eastern;

/// Writes `accesses.csv`, `events.csv`, `members.csv` and `counts.csv`.
pub fn write(
    folder: &Path,
    evidence: &Evidence<'_>,
    found: &Explanations,
    templates: usize,
) -> Done {
    std::fs::create_dir_all(folder)?;
    accesses(&mut csv(folder, "accesses")?, evidence.accesses)?;
    events(&mut csv(folder, "events")?, evidence.events)?;
    members(
        &mut csv(folder, "members")?,
        evidence.staff,
        evidence.accesses,
    )?;
    let mut counts = csv(folder, "counts")?;
    writeln!(counts, "template,accesses")?;
    for template in 0..templates {
        let holds = found
            .matched
            .iter()
            .filter(|bits| **bits >> template & 1 == 1);
        writeln!(counts, "{template},{}", holds.count())?;
    }
    Ok(counts.flush()?)
}

fn csv(folder: &Path, name: &str) -> std::io::Result<BufWriter<File>> {
    Ok(BufWriter::new(File::create(
        folder.join(format!("{name}.csv")),
    )?))
}

fn accesses(to: &mut impl Write, accesses: &Accesses) -> Done {
    writeln!(to, "number,time,day,user,patient")?;
    for row in 0..accesses.len() {
        let (time, user, patient) = (
            accesses.time[row],
            accesses.user[row],
            accesses.patient[row],
        );
        writeln!(to, "{row},{time},{},{user},{patient}", Eastern.day(time))?;
    }
    Ok(to.flush()?)
}

fn events(to: &mut impl Write, events: &Events) -> Done {
    writeln!(
        to,
        "patient,actor,department,author,begins,first,last,templates"
    )?;
    for row in 0..events.len() {
        let Some(one) = events.row(row) else { continue };
        let (first, last) = (Eastern.day(one.begin), Eastern.day(one.end));
        writeln!(
            to,
            "{},{},{},{},{},{first},{last},{}",
            one.patient, one.actor, one.department, one.author, one.begin, one.templates
        )?;
    }
    Ok(to.flush()?)
}

fn members(to: &mut impl Write, staff: &Staff, accesses: &Accesses) -> Done {
    writeln!(to, "user,department")?;
    let most = accesses.user.iter().max().copied().unwrap_or(0);
    for user in 0..=most {
        for department in staff.departments.on(user, 20_500) {
            writeln!(to, "{user},{department}")?;
        }
    }
    Ok(to.flush()?)
}
