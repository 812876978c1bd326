//! A simulated hospital, or a system of them: people, care, the accesses that care makes, and those that it does not.
//!
//! Days follow one another. Each day's care writes its records at once and puts what follows from it on the agenda of
//! later days; each day's accesses are written when the day is over. So memory holds people and open work, never the run.

mod care;
mod clock;
mod departments;
mod duty;
mod estate;
mod fhir;
mod files;
mod illness;
mod logs;
mod names;
mod plan;
mod scenario;
mod tables;
mod touch;
mod truth;
mod work;
mod world;

use std::path::Path;

use care::Care;
use clock::Local;
use estate::Estate;
use files::bulk::{Bulk, Kind};
use files::stream;
use logs::Logs;
use plan::HISTORY;
use scenario::plant::Planter;
use tables::Doors;
use truth::Written;
use world::{World, patients, people};

pub use plan::Plan;
pub use scenario::{Accounts, Kind as SnoopingKind, Scenario, Snooping};

/// What was written, for a person to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// (user, patient, day) accesses.
    pub pairs: u64,
    /// Entries of all access logs.
    pub lines: u64,
    /// Resources of the bulk export.
    pub resources: u64,
    /// Planted (user, patient, day) accesses.
    pub planted: u64,
    /// What the scenario asked for and could not be placed.
    pub unplaced: u64,
}

/// Writes a hospital's evidence into the folder, and beside it the truth: `-truth.yaml`, `-unrecorded.csv` (legitimate
/// accesses that no record stands behind) and `-accesses.csv.gz` (every visit to a record by its true reason).
///
/// # Errors
///
/// When the plan cannot be simulated, the folder holds something already, or a file cannot be written.
pub fn simulate(plan: &Plan, folder: &Path) -> Result<Summary, String> {
    plan.check()?;
    let is_taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken {
        return Err(format!(
            "`{}` is not empty\nhelp: name a new folder",
            folder.display()
        ));
    }
    let name = folder.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("`{}` names no folder", folder.display()))?;
    let world = World::new(plan);
    let mut run = Run::new(&world, folder, name)?;
    for day in plan.first_day() - HISTORY..plan.end_day() {
        run.day(day)?;
    }
    let (written, planter) = run.finish()?;
    let text = truth::text(&world, &planter, &written);
    let parent = folder.parent().unwrap_or(Path::new("."));
    stream::whole(
        parent,
        &format!("{name}-truth.yaml"),
        text.as_bytes(),
        false,
    )?;
    Ok(Summary {
        pairs: written.logs.pairs,
        lines: written.logs.programs.values().sum(),
        resources: written.resources.values().sum(),
        planted: written.logs.planted.0,
        unplaced: (planter.unplaced() + written.estate.unplaced(&world)) as u64,
    })
}

/// Everything that is open while days go by.
struct Run<'w> {
    world: &'w World,
    care: Care<'w>,
    planter: Planter<'w>,
    logs: Logs<'w>,
    doors: Doors,
    estate: Estate,
    folder: std::path::PathBuf,
}

impl<'w> Run<'w> {
    fn new(world: &'w World, folder: &Path, name: &str) -> Result<Self, String> {
        let bulk = Bulk::new(&folder.join("ehr/bulk"), world.plan.packed);
        let mut care = Care::new(world, bulk);
        care.write_roles();
        care.write_episodes();
        Ok(Self {
            world,
            care,
            planter: Planter::new(world),
            logs: Logs::new(world, folder, name)?,
            doors: Doors::new(folder)?,
            estate: Estate::new(world),
            folder: folder.to_owned(),
        })
    }

    /// Before the first day of the logs, care leaves records only.
    fn day(&mut self, day: i64) -> Result<(), String> {
        self.care.work(day);
        if day >= self.world.plan.first_day() {
            self.planter.plant(&mut self.care);
            let touches = &self.care.touches;
            self.doors.day(self.world, day, touches)?;
            self.estate.day(self.world, &self.folder, (day, touches))?;
            self.logs.day(&mut self.care, &mut self.planter)?;
        }
        self.care.bulk.check()
    }

    fn finish(mut self) -> Result<(Written, Planter<'w>), String> {
        let folder = self.folder.as_path();
        self.care.leave_open();
        write_people(self.world, &mut self.care);
        let world = self.world;
        let end = Local::at(world.plan.end_day(), 0).utc().iso();
        let since = Local::at(world.plan.first_day() - HISTORY, 0).utc().iso();
        let resources = self.care.bulk.finish(&end, &since)?;
        let (badges, sessions) = self.doors.finish()?;
        let mut tables = self.estate.finish(world, folder, &self.planter)?;
        tables.extend([
            ("badge_csv", badges),
            (
                "directory_csv",
                tables::directory(world, folder, &self.planter.left_open)?,
            ),
            ("mfa_csv", tables::factors(world, folder)?),
            ("roster_csv", tables::roster(world, folder)?),
            ("vpn_csv", sessions),
        ]);
        let organisation = tables::organisation(world);
        stream::whole(folder, "organisation.yaml", organisation.as_bytes(), false)?;
        let logs = self.logs.finish()?;
        Ok((
            Written {
                resources,
                tables,
                logs,
                estate: self.estate,
            },
            self.planter,
        ))
    }
}

/// Patients as they are at the end, their families, the staff, the departments.
fn write_people(world: &World, care: &mut Care<'_>) {
    for number in world.patient_numbers() {
        let one = world.patient(number);
        let before = (one.died != 0).then(|| Local::at(i64::from(one.died), 11 * 3_600));
        let died = care.deaths.get(&number).copied().or(before);
        let id = patients::id(number);
        care.bulk.put(
            Kind::Patient,
            &id,
            fhir::people::patient(world, number, died),
        );
        if let Some(body) = fhir::people::related(world, number) {
            care.bulk
                .put(Kind::RelatedPerson, &format!("rel-{id}"), body);
        }
        if let Some(body) = fhir::people::same_person(number, one) {
            care.bulk.put(Kind::Person, &format!("per-{id}"), body);
        }
    }
    for number in world.person_numbers() {
        let body = fhir::people::practitioner(world, number);
        care.bulk
            .put(Kind::Practitioner, &people::practitioner(number), body);
    }
    for number in 0..u16::try_from(world.teams.len()).unwrap_or(0) {
        care.bulk.put(
            Kind::Organization,
            &format!("dep-{number}"),
            fhir::people::department(world, number),
        );
        care.bulk.put(
            Kind::Location,
            &format!("loc-{number}"),
            fhir::people::place(world, number),
        );
    }
}
