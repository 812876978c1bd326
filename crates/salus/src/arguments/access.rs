//! The command line of `salus access`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::LakeAt;

/// What to do with accesses to patients' records.
#[derive(Debug, Subcommand)]
pub(crate) enum Access {
    /// Explains every access, and puts those without a reason in the order to look at them
    #[command(
        after_help = "Examples:\n  salus access audit --lake clinic-lake\n  salus access audit --lake clinic-lake --from 2026-10-01 --to 2026-10-31 --budget 5 --report accesses.html\n\nPercentages stand beside the share of made-up accesses that would be explained as well. --json prints one object per template, hard rule's case and story, then a summary."
    )]
    Audit(AccessAudit),
    /// Tells every reason for one access, and what each rests on
    #[command(after_help = "Example: salus access explain 3f9a2b1c0d4e5f60:17 --lake clinic-lake")]
    Explain(AccessOne),
    /// Who opened a patient's record, when, in what role and why: the report a patient may ask for
    #[command(
        after_help = "Example: salus access patient 100045 --lake clinic-lake --from 2026-01-01"
    )]
    Patient(AccessPerson),
    /// Keeps what you found out about a story, and tells how good the list is by what is known so far
    #[command(
        after_help = "Example: salus access review 4be12f09c7aa --verdict appropriate --note \"covered for a colleague\"\n\nWithout STORY: the figures alone."
    )]
    Review(AccessReview),
    /// What one person opened in the audited days
    #[command(after_help = "Example: salus access user mreyes --lake clinic-lake")]
    User {
        #[command(flatten)]
        person: AccessPerson,
        #[command(flatten)]
        with: AccessNames,
    },
}

/// Where, and who looks.
#[derive(Debug, Args)]
pub(crate) struct AccessAt {
    #[command(flatten)]
    pub lake: LakeAt,
    /// Your account, under which this is written down [default: the account that runs the program]
    #[arg(long = "as", value_name = "NAME")]
    pub looker: Option<String>,
}

/// Whether people are named.
#[derive(Debug, Args)]
pub(crate) struct AccessNames {
    /// Show the names of staff and patients beside their numbers: for accounts with the privacy role (`roles.yaml` of the content folder)
    #[arg(long)]
    pub names: bool,
}

/// Which days.
#[derive(Debug, Default, Args)]
pub(crate) struct AccessDays {
    /// First day [default: the last seven days with an access, and once more the three before them, for which orders may have come late; of one patient all days]
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day [default: the last day with an access]
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct AccessAudit {
    #[command(flatten)]
    pub at: AccessAt,
    #[command(flatten)]
    pub with: AccessNames,
    #[command(flatten)]
    pub days: AccessDays,
    /// Stories a day that you can look into
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub budget: u32,
    /// Another seed draws other made-up accesses and another sample
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Write the audit as a page for the privacy office, too
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// With --json: every access of the audited days, with what became of it
    #[arg(long)]
    pub accesses: bool,
    /// With --json: every story, not only those to look at
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AccessOne {
    /// The record of the access, as stories name it
    #[arg(value_name = "ACCESS")]
    pub record: String,
    #[command(flatten)]
    pub at: AccessAt,
    #[command(flatten)]
    pub with: AccessNames,
}

#[derive(Debug, Args)]
pub(crate) struct AccessPerson {
    /// The patient's number, or the account of the person who looked
    #[arg(value_name = "ID")]
    pub id: String,
    #[command(flatten)]
    pub at: AccessAt,
    #[command(flatten)]
    pub days: AccessDays,
}

#[derive(Debug, Args)]
pub(crate) struct AccessReview {
    /// The story, as the last `salus access audit` named it
    #[arg(value_name = "STORY", requires = "verdict")]
    pub story: Option<String>,
    /// What it turned out to be
    #[arg(long, value_name = "VERDICT", requires = "story")]
    pub verdict: Option<Finding>,
    /// Why, in a few words; no patient's name
    #[arg(long, value_name = "TEXT", requires = "story")]
    pub note: Option<String>,
    #[command(flatten)]
    pub at: AccessAt,
}

/// What a story turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Finding {
    /// It was work
    Appropriate,
    /// It was no work
    Inappropriate,
    /// It cannot be told
    Unclear,
}

impl Finding {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Appropriate => "appropriate",
            Self::Inappropriate => "inappropriate",
            Self::Unclear => "unclear",
        }
    }
}
