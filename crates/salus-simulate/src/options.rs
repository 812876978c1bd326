//! What the command line asks for.

use std::path::PathBuf;

use salus_simulate::{EXAMPLE_DAYS, EXAMPLE_SEED, Plan, Scenario};

pub(crate) const USAGE: &str = "salus-simulate --out DIR [--size clinic] [--seed N] [--days N]
salus-simulate --size hospital|system --out DIR [--seed N] [--days N] [--start DATE]
               [--patients N] [--staff N] [--missing PERCENT] [--missing-of care|any] [--scenario NAME|FILE] [--plain yes|no]
salus-simulate mail --out DIR [--seed N] [--count N]
salus-simulate exports --out DIR [--seed N]

  --out DIR        the evidence goes to DIR, the truth to DIR-truth.yaml beside it
  --size SIZE      clinic (14 people, the default), hospital (1,400), system (several hospitals)
  --seed N         another seed gives other people's days (default 405)
  --days N         clinic: days before 1 November 2026 (default 42, 35 to 120); else days of access logs (default 70)
  --start DATE     first day of the access logs (default 2026-08-23)
  --patients N     people treated there (hospital 20,000; system 200,000, up to 1,000,000)
  --staff N        people who work there (hospital 1,400; system 7 for 100 patients)
  --missing N      percent of legitimate accesses that no record stands behind (default 6)
  --missing-of W   care: they are about patients under treatment; any: calls, enquiries and mistakes, too (default any)
  --scenario WHAT  what is planted: both (default), easy, hard, none, or a YAML file
  --plain yes      do not compress the large files (default no)
  mail             honest and harmful letters instead, with `labels.csv`
  --count N        letters (default 1000)
  exports          a small file for each format that single products publish, and what must come of it

Example: salus-simulate exports --out gallery && salus read gallery --lake gallery-lake";

const LETTERS: u32 = 1_000;
const SYSTEM: u32 = 200_000;
/// A scenario is a page of text.
const SCENARIO_BYTES: u64 = 1 << 20;

/// How large an organisation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Clinic,
    Hospital,
    System,
}

/// What was given, or what stands for it.
pub(crate) struct Options {
    pub(crate) out: PathBuf,
    pub(crate) size: Size,
    pub(crate) seed: u64,
    pub(crate) count: u32,
    days: Option<u32>,
    start: Option<String>,
    patients: Option<u32>,
    staff: Option<u32>,
    missing: Option<u32>,
    missing_in_care: Option<bool>,
    scenario: Option<String>,
    plain: Option<bool>,
}

impl Options {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self {
            out: PathBuf::new(),
            size: Size::Clinic,
            seed: EXAMPLE_SEED,
            count: LETTERS,
            days: None,
            start: None,
            patients: None,
            staff: None,
            missing: None,
            missing_in_care: None,
            scenario: None,
            plain: None,
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let value = rest
                .next()
                .ok_or_else(|| format!("`{name}` needs a value\n\n{USAGE}"))?;
            options.take(name, value)?;
        }
        if options.out.as_os_str().is_empty() {
            return Err(format!("`--out` is missing\n\n{USAGE}"));
        }
        Ok(options)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        let wrong = |_| format!("`{value}` is not a number for `{name}`\n\n{USAGE}");
        match name {
            "--out" => self.out = PathBuf::from(value),
            "--seed" => self.seed = value.parse().map_err(wrong)?,
            "--days" => self.days = Some(value.parse().map_err(wrong)?),
            "--count" => self.count = value.parse().map_err(wrong)?,
            "--patients" => self.patients = Some(value.parse().map_err(wrong)?),
            "--staff" => self.staff = Some(value.parse().map_err(wrong)?),
            "--missing" => self.missing = Some(value.parse().map_err(wrong)?),
            "--start" => self.start = Some(value.to_owned()),
            "--scenario" => self.scenario = Some(value.to_owned()),
            "--missing-of" => self.missing_in_care = Some(either(value, ["care", "any"])?),
            "--plain" => self.plain = Some(either(value, ["yes", "no"])?),
            "--size" => {
                self.size = match value {
                    "clinic" => Size::Clinic,
                    "hospital" => Size::Hospital,
                    "system" => Size::System,
                    _ => return Err(format!("`{value}` is no size\n\n{USAGE}")),
                };
            }
            _ => return Err(format!("unknown option `{name}`\n\n{USAGE}")),
        }
        Ok(())
    }

    /// The clinic's days; it has no other options.
    pub(crate) fn clinic_days(&self) -> Result<u32, String> {
        let numbers = [self.patients, self.staff, self.missing];
        let texts = [&self.start, &self.scenario];
        let switches = [self.missing_in_care, self.plain];
        if numbers.iter().any(Option::is_some)
            || texts.iter().any(|text| text.is_some())
            || switches.iter().any(Option::is_some)
        {
            return Err(format!(
                "the clinic is always the same people\nhelp: `--size hospital`\n\n{USAGE}"
            ));
        }
        Ok(self.days.unwrap_or(EXAMPLE_DAYS))
    }

    /// The hospital or system asked for.
    pub(crate) fn plan(&self) -> Result<Plan, String> {
        let usual = match self.size {
            Size::System => Plan::system(self.patients.unwrap_or(SYSTEM)),
            _ => Plan::hospital(),
        };
        let start = match &self.start {
            None => usual.start,
            Some(text) => text
                .parse()
                .map_err(|_| format!("`{text}` is not a date like `2026-08-23`"))?,
        };
        Ok(Plan {
            seed: self.seed,
            start,
            days: self.days.unwrap_or(usual.days),
            patients: self.patients.unwrap_or(usual.patients),
            staff: self.staff.unwrap_or(usual.staff),
            missing: self.missing.unwrap_or(usual.missing),
            missing_in_care: self.missing_in_care.unwrap_or(false),
            scenario: self.scenario()?,
            packed: !self.plain.unwrap_or(false),
        })
    }

    fn scenario(&self) -> Result<Scenario, String> {
        let Some(name) = &self.scenario else {
            return Ok(Scenario::both());
        };
        if let Some(scenario) = Scenario::named(name) {
            return Ok(scenario);
        }
        let failed = |error: std::io::Error| {
            format!(
                "cannot read `{name}`: {error}\nhelp: built-in scenarios are both, easy, hard, none"
            )
        };
        if std::fs::metadata(name).map_err(failed)?.len() > SCENARIO_BYTES {
            return Err(format!("`{name}` is too large for a scenario"));
        }
        Scenario::read(&std::fs::read_to_string(name).map_err(failed)?)
    }
}

/// Whether the first of two words was given; a third is refused.
fn either(value: &str, [first, second]: [&str; 2]) -> Result<bool, String> {
    match value {
        _ if value == first => Ok(true),
        _ if value == second => Ok(false),
        _ => Err(format!(
            "`{value}` is neither `{first}` nor `{second}`\n\n{USAGE}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the plan becomes, or what the complaint says.
    fn check(line: &str, expected: &str) {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let planned = Options::parse(&arguments).and_then(|options| match options.size {
            Size::Clinic => options.clinic_days().map(|days| format!("clinic {days}")),
            _ => options.plan().map(|plan| {
                let Plan {
                    seed,
                    start,
                    days,
                    patients,
                    staff,
                    missing,
                    missing_in_care,
                    scenario,
                    packed,
                } = plan;
                let of = if missing_in_care { " of care" } else { "" };
                format!(
                    "{seed} {start} {days} {patients} {staff} {missing}{of} {} {packed}",
                    scenario.name
                )
            }),
        });
        match planned {
            Ok(text) => assert_eq!(text, expected, "{line}"),
            Err(message) => assert!(message.contains(expected), "{message} for {line}"),
        }
    }

    #[test]
    fn the_command_line_is_understood_or_refused() {
        check("--out a", "clinic 42");
        check("--out a --days 60", "clinic 60");
        check(
            "--out a --size hospital",
            "405 2026-08-23 70 20000 1400 6 both true",
        );
        check(
            "--size system --out a",
            "405 2026-08-23 70 200000 14000 6 both true",
        );
        check(
            "--size system --patients 1000000 --days 7 --out a",
            "405 2026-08-23 7 1000000 70000 6 both true",
        );
        check(
            "--size hospital --out a --seed 9 --start 2027-03-01 --staff 90 --patients 700 --missing 15 --scenario hard --plain yes",
            "9 2027-03-01 70 700 90 15 hard false",
        );
        check(
            "--size hospital --out a --missing 15 --missing-of care --plain no",
            "405 2026-08-23 70 20000 1400 15 of care both true",
        );
        check(
            "--size hospital --out a --missing-of any",
            "405 2026-08-23 70 20000 1400 6 both true",
        );
        check("--size hospital --out a --missing-of x", "neither `care`");
        check("--size hospital --out a --plain true", "neither `yes`");
        check("--out a --missing-of any", "always the same people");
        check("--out a --plain no", "always the same people");
        check("--size hospital", "`--out` is missing");
        check("--size ward --out a", "`ward` is no size");
        check("--out a --staff 90", "always the same people");
        check(
            "--size hospital --out a --start monday",
            "`monday` is not a date",
        );
        check(
            "--size hospital --out a --scenario nowhere.yaml",
            "cannot read `nowhere.yaml`",
        );
        check("--out a --days many", "`many` is not a number");
        check("--out", "needs a value");
        check("--colour red", "unknown option `--colour`");
    }
}
