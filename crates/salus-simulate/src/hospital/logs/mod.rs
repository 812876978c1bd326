//! Access logs as each program of the hospital keeps its own, day by day, and what is known about every line.

mod archive;
mod audit;
pub(crate) mod seats;

use std::collections::BTreeMap;
use std::path::Path;

use super::care::Care;
use super::clock;
use super::fhir::orders::study_uid;
use super::files::stream::Stream;
use super::files::table::Rows;
use super::scenario::plant::Planter;
use super::touch::{self, Cause, Event, Touch};
use super::work::{Act, Work};
use super::world::{World, patients};
use crate::moment::Moment;
use crate::random::{Random, spread};

/// What was written so far.
#[derive(Default)]
pub(crate) struct Counts {
    /// Lines by the program that kept them.
    pub(crate) programs: BTreeMap<&'static str, u64>,
    /// Different (user, patient) pairs of a day, summed over days.
    pub(crate) pairs: u64,
    /// Such pairs by the kind of department the user belongs to.
    pub(crate) pairs_by_class: BTreeMap<&'static str, u64>,
    /// Different users of a day, summed over days.
    pub(crate) user_days: u64,
    /// Different patients of a day, summed over days.
    pub(crate) patient_days: u64,
    /// Legitimate pairs without a record, and their lines.
    pub(crate) unrecorded: (u64, u64),
    /// Planted pairs and their lines.
    pub(crate) planted: (u64, u64),
    /// Lines with the emergency button.
    pub(crate) emergency: u64,
}

/// A line to be written, small enough that a day of a large system is sorted in memory.
struct Line {
    time: Moment,
    touch: u32,
    number: u16,
    act: Act,
    resource: &'static str,
}

/// The programs' logs, and the tables that say what is true of them.
pub(crate) struct Logs<'w> {
    world: &'w World,
    folder: std::path::PathBuf,
    laboratory: Rows,
    laboratory_number: u64,
    unrecorded: Rows,
    labels: Stream,
    pub(crate) counts: Counts,
}

const ARCHIVE: &str = "imaging archive";
const LABORATORY: &str = "laboratory system";
const RECORD: &str = "record system";

impl<'w> Logs<'w> {
    /// # Errors
    ///
    /// When files cannot be made.
    pub(crate) fn new(world: &'w World, folder: &Path, beside: &str) -> Result<Self, String> {
        let parent = folder.parent().unwrap_or(Path::new("."));
        let mut labels = Stream::new(parent, &format!("{beside}-accesses.csv"), true)?;
        labels.add(b"day,user,patient,work,cause,place,lines,first_line\r\n")?;
        Ok(Self {
            world,
            folder: folder.to_owned(),
            laboratory: Rows::new(
                folder,
                "laboratory/access-log.csv",
                "Log ID,Access Time,User Login,User Role,Patient MRN,Action,Module,Workstation,Application",
            )?,
            laboratory_number: 400_000,
            unrecorded: Rows::new(
                parent,
                &format!("{beside}-unrecorded.csv"),
                "id,time,user,patient,day,why",
            )?,
            labels,
            counts: Counts::default(),
        })
    }

    /// Writes one day's accesses, in the order of time.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn day(
        &mut self,
        care: &mut Care<'_>,
        planter: &mut Planter<'_>,
    ) -> Result<(), String> {
        let mut touches = std::mem::take(&mut care.touches);
        touches.sort_by_key(|touch| (touch.at, touch.user, touch.patient, touch.work as u8));
        self.count(&touches);
        let (lines, ids) = self.lines(&touches);
        let date = clock::date(care.day).to_string();
        let packed = self.world.plan.packed;
        let mut audit = Stream::new(&self.folder, &format!("ehr/audit/{date}.ndjson"), packed)?;
        let mut archive = Stream::new(
            &self.folder,
            &format!("imaging/archive-audit-{date}.log"),
            packed,
        )?;
        let mut text = String::new();
        for line in &lines {
            let touch = &touches[line.touch as usize];
            text.clear();
            let program = program(touch, line);
            match program {
                ARCHIVE => {
                    archive::line(self.world, touch, line, &mut text);
                    archive.add(text.as_bytes())?;
                }
                LABORATORY => self.laboratory_line(touch, line)?,
                _ => {
                    let id = guid(ids[line.touch as usize], line.number);
                    audit::line(self.world, touch, (line, &id), &mut text);
                    audit.add(text.as_bytes())?;
                    self.know(touch, line, id, planter)?;
                }
            }
            *self.counts.programs.entry(program).or_default() += 1;
            self.counts.emergency += u64::from(touch.emergency);
        }
        audit.finish()?;
        archive.finish()?;
        self.label(&touches, &lines, &ids)
    }

    /// Expands touches to lines. What is drawn depends on the touch alone, so that planted ones change no other.
    fn lines(&self, touches: &[Touch]) -> (Vec<Line>, Vec<u64>) {
        let (mut lines, mut ids, mut events) =
            (Vec::new(), Vec::with_capacity(touches.len()), Vec::new());
        let mut repeats = 0u64;
        for (place, touch) in (0u32..).zip(touches) {
            let same = |other: &Touch| {
                (other.at, other.user, other.patient) == (touch.at, touch.user, touch.patient)
            };
            let before = (place as usize)
                .checked_sub(1)
                .map(|before| &touches[before]);
            repeats = if before.is_some_and(same) {
                repeats + 1
            } else {
                0
            };
            let utc = touch.at.utc();
            let own = spread(utc.micros().unsigned_abs())
                ^ u64::from(touch.user) << 32
                ^ u64::from(touch.patient)
                ^ repeats << 56;
            let own = spread(own ^ spread(self.world.plan.seed));
            ids.push(own);
            let mut random = Random::new(own, "touch");
            touch::events(touch, &mut random, &mut events);
            for (number, event) in (0u16..).zip(&events) {
                let Event {
                    second,
                    millis,
                    act,
                    resource,
                } = *event;
                let time = utc
                    .plus_seconds(second)
                    .plus_micros(i64::from(millis) * 1_000);
                lines.push(Line {
                    time,
                    touch: place,
                    number,
                    act,
                    resource,
                });
            }
        }
        lines.sort_by_key(|line| (line.time, line.touch, line.number));
        (lines, ids)
    }

    fn laboratory_line(&mut self, touch: &Touch, line: &Line) -> Result<(), String> {
        self.laboratory_number += 1;
        let person = self.world.person(touch.user);
        let action = match line.act {
            Act::Create => "Add",
            Act::Update => "Update",
            Act::Search => "Search",
            Act::Read | Act::Export => "View",
        };
        self.laboratory.row(&[
            &self.laboratory_number.to_string(),
            &line.time.format("%Y-%m-%d %H:%M:%S"),
            &person.user,
            person.role.title(),
            &patients::id(touch.patient),
            action,
            line.resource,
            &seats::station(self.world, touch),
            "Laboratory system",
        ])
    }

    /// Keeps what is known about a line that no care stands behind.
    fn know(
        &mut self,
        touch: &Touch,
        line: &Line,
        id: String,
        planter: &mut Planter<'_>,
    ) -> Result<(), String> {
        match touch.cause {
            Cause::Care => Ok(()),
            Cause::Planted(number) => {
                self.counts.planted.1 += 1;
                planter.placed[number as usize].events.push(id);
                Ok(())
            }
            Cause::Unrecorded(why) => {
                self.counts.unrecorded.1 += 1;
                let person = self.world.person(touch.user);
                self.unrecorded.row(&[
                    &id,
                    &line.time.iso_millis(),
                    &person.user,
                    &patients::id(touch.patient),
                    &touch.at.date(),
                    why.title(),
                ])
            }
        }
    }

    /// The true reason of every visit to a record.
    fn label(&mut self, touches: &[Touch], lines: &[Line], ids: &[u64]) -> Result<(), String> {
        let mut counts = vec![0u32; touches.len()];
        for line in lines {
            counts[line.touch as usize] += 1;
        }
        for (place, touch) in touches.iter().enumerate() {
            let cause = match touch.cause {
                Cause::Care => "care",
                Cause::Unrecorded(_) => "unrecorded",
                Cause::Planted(_) => "planted",
            };
            let row = format!(
                "{},{},{},{},{cause},{},{},{}\r\n",
                touch.at.date(),
                self.world.person(touch.user).user,
                patients::id(touch.patient),
                touch.work.title(),
                self.world.title(touch.place),
                counts[place],
                guid(ids[place], 0)
            );
            self.labels.add(row.as_bytes())?;
        }
        Ok(())
    }

    fn count(&mut self, touches: &[Touch]) {
        let mut pairs: Vec<(u32, u32, bool, bool)> = touches
            .iter()
            .map(|touch| {
                let unrecorded = matches!(touch.cause, Cause::Unrecorded(_));
                (
                    touch.user,
                    touch.patient,
                    unrecorded,
                    matches!(touch.cause, Cause::Planted(_)),
                )
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let mut both: Vec<(u32, u32)> = pairs.iter().map(|pair| (pair.0, pair.1)).collect();
        both.dedup();
        self.counts.pairs += both.len() as u64;
        self.counts.unrecorded.0 += pairs.iter().filter(|pair| pair.2).count() as u64;
        self.counts.planted.0 += pairs.iter().filter(|pair| pair.3).count() as u64;
        for (user, _) in &both {
            let class = self
                .world
                .kind(self.world.person(*user).department)
                .class
                .title();
            *self.counts.pairs_by_class.entry(class).or_default() += 1;
        }
        let mut users: Vec<u32> = both.iter().map(|pair| pair.0).collect();
        users.dedup();
        self.counts.user_days += users.len() as u64;
        let mut whom: Vec<u32> = both.iter().map(|pair| pair.1).collect();
        whom.sort_unstable();
        whom.dedup();
        self.counts.patient_days += whom.len() as u64;
    }

    /// # Errors
    ///
    /// When a file cannot be written.
    pub(crate) fn finish(self) -> Result<Counts, String> {
        self.laboratory.finish()?;
        self.unrecorded.finish()?;
        self.labels.finish()?;
        Ok(self.counts)
    }
}

/// The program in which something was opened. Planted and unrecorded lines stay in the main one.
fn program(touch: &Touch, line: &Line) -> &'static str {
    match touch.cause {
        Cause::Care if line.resource == "ImagingStudy" => ARCHIVE,
        Cause::Care if touch.work == Work::Analyse => LABORATORY,
        _ => RECORD,
    }
}

/// The id of a touch's line.
fn guid(own: u64, number: u16) -> String {
    Random::new(own ^ u64::from(number) << 1, "line").guid()
}

fn study_of(touch: &Touch) -> String {
    study_uid(touch.patient, touch.encounter)
}
