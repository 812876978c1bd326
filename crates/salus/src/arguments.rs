//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use salus_content::Size;

/// Finds the threats in a health care organisation's own evidence, says how it stands on the ten
/// HICP practices with the rows behind every number, and what to do next.
#[derive(Debug, Parser)]
#[command(name = "salus", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub verb: Verb,
    /// One JSON object per line on stdout
    #[arg(long, global = true)]
    pub json: bool,
    /// A folder with your own rules, mappings, measures and detectors, laid over the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    pub content: Option<PathBuf>,
    /// Time zone of logs that do not name one, such as America/New_York or -05:00 [default: UTC, and
    /// each such record says so]
    #[arg(long, global = true, value_name = "ZONE")]
    pub zone: Option<String>,
}

const EXIT_CODES: &str = "Exit codes: 0 done, 1 found something at or above --fail-on, 2 could not, \
3 done but some evidence could not be read.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Reads evidence, finds threats, measures the practices and writes a report
    #[command(after_help = "Example: salus check evidence/ --size small --report report.html")]
    Check(Check),
    /// Reads evidence into a lake and prints the account
    #[command(after_help = "Example: salus read evidence/ --lake clinic-lake")]
    Read(Read),
    /// Finds threats straight in evidence, or in everything a lake holds
    #[command(after_help = "Example: salus detect logs/ --rules sigma/rules --json")]
    Detect(Detect),
    /// Asks the lake in SQL
    #[command(
        after_help = "Example: salus query \"select outcome, count(*) from sign_in group by outcome\""
    )]
    Query(Query),
    /// Answers the measures and tells the state of each practice
    #[command(after_help = "Example: salus measure --lake clinic-lake --practice 3")]
    Measure(Measure),
    /// Writes the report of a lake again
    #[command(after_help = "Example: salus report --lake clinic-lake --report report.html")]
    Report(Report),
    /// Tells why: a finding, a measure or a record, down to its rows
    #[command(after_help = "Example: salus explain iam.mfa_remote --lake clinic-lake")]
    Explain(Explain),
    /// Lists, checks and weighs the rules, and tells which of them have records to look at
    #[command(after_help = "Example: salus rules --coverage --lake clinic-lake")]
    Rules(Rules),
    /// Lists what there is
    #[command(after_help = "Example: salus list readers")]
    List {
        /// What to list
        kind: Kind,
    },
    /// Proves content files on their own examples
    #[command(after_help = "Example: salus test measures/03")]
    Test {
        /// Part of a path below the content folder; all files when left out
        #[arg(default_value = "")]
        path: String,
    },
    /// Adds a collection of Sigma rules to your own content folder
    #[command(after_help = "Example: salus pack add sigma-rules.zip --content my-content")]
    Pack {
        #[command(subcommand)]
        what: Pack,
    },
    /// Tells what is missing, stale or silent in a lake
    #[command(after_help = "Example: salus doctor --lake clinic-lake")]
    Doctor {
        #[command(flatten)]
        lake: LakeAt,
    },
}

/// Where the lake is.
#[derive(Debug, Args)]
pub(crate) struct LakeAt {
    /// The lake's folder
    #[arg(long, value_name = "DIR", default_value = "salus-lake")]
    pub lake: PathBuf,
}

/// For whom and when.
#[derive(Debug, Args)]
pub(crate) struct When {
    /// Size of the organisation: small, medium or large
    #[arg(long)]
    pub size: Option<Size>,
    /// The date the answers are for [default: the newest evidence]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Files and folders with evidence
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub lake: LakeAt,
    #[command(flatten)]
    pub when: When,
    /// Where the report goes
    #[arg(long, value_name = "FILE", default_value = "salus-report.html")]
    pub report: PathBuf,
    /// Exit with 1 when a finding is at this level or above
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<Level>,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Files and folders with evidence
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub lake: LakeAt,
}

#[derive(Debug, Args)]
pub(crate) struct Detect {
    /// Files and folders with evidence; none with --lake
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Look at a lake's whole history instead
    #[arg(long, value_name = "DIR", conflicts_with = "paths")]
    pub lake: Option<PathBuf>,
    #[command(flatten)]
    pub choice: RuleChoice,
    /// Tell what this filter would hide, rule by rule, and hide nothing
    #[arg(long, value_name = "FILE")]
    pub preview_filter: Option<PathBuf>,
    /// Exit with 1 when a finding is at this level or above
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<Level>,
    /// The date to look back from, with --lake [default: the newest evidence]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
}

/// Which rules, and what they go through first.
#[derive(Debug, Args)]
pub(crate) struct RuleChoice {
    /// Sigma rules to use instead of the built-in ones; may be given again
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// A pipeline that every rule goes through: a file, or the name of one in pipelines/; may be given again
    #[arg(long, value_name = "FILE")]
    pub pipeline: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// Part of a title, id, path, tag, table or field; all rules when left out
    #[arg(default_value = "")]
    pub text: String,
    #[command(flatten)]
    pub choice: RuleChoice,
    /// Only rules at this level or above
    #[arg(long, value_name = "LEVEL")]
    pub level: Option<Level>,
    /// Only rules of this product, such as windows
    #[arg(long, value_name = "NAME")]
    pub product: Option<String>,
    /// Only rules that speak of this ATT&CK tactic, such as credential-access
    #[arg(long, value_name = "NAME")]
    pub tactic: Option<String>,
    /// The most costly rules first
    #[arg(long)]
    pub by_cost: bool,
    /// The lake whose record tables count
    #[arg(long, value_name = "DIR")]
    pub lake: Option<PathBuf>,
    /// Tell what could be better about the rules, and why some are not used
    #[arg(long)]
    pub lint: bool,
    /// Tell by ATT&CK tactic which rules have records in the lake
    #[arg(long, requires = "lake", conflicts_with = "lint")]
    pub coverage: bool,
    /// List the filters and the rules they change
    #[arg(long, conflicts_with_all = ["lint", "coverage"])]
    pub filters: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Query {
    /// One SELECT; names are case-sensitive, names with dots stand in double quotes
    pub sql: String,
    #[command(flatten)]
    pub lake: LakeAt,
    /// How to print the rows
    #[arg(long, value_enum, default_value_t = Shape::Table)]
    pub format: Shape,
    /// Write to this file; needed for Parquet
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Measure {
    #[command(flatten)]
    pub lake: LakeAt,
    #[command(flatten)]
    pub when: When,
    /// Only this practice (1 to 10) or sub-practice (3.S.A)
    #[arg(long, value_name = "ID")]
    pub practice: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    #[command(flatten)]
    pub lake: LakeAt,
    #[command(flatten)]
    pub when: When,
    /// Where the report goes
    #[arg(long, value_name = "FILE", default_value = "salus-report.html")]
    pub report: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A finding's uid, a measure's id, a sub-practice's id or a record id
    pub id: String,
    #[command(flatten)]
    pub lake: LakeAt,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Readers,
    Evidence,
    Facts,
    Mappings,
    Measures,
    Detectors,
    Rules,
    Symptoms,
    Practices,
    Content,
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    Table,
    Csv,
    Jsonl,
    Parquet,
}

/// What to do with packs.
#[derive(Debug, Subcommand)]
pub(crate) enum Pack {
    /// Copies the rules of a folder or zip into --content, pinned by digest, and shows their licence
    Add {
        /// A folder or zip with Sigma rules
        source: PathBuf,
    },
}

/// Levels for `--fail-on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Level {
    Informational = 1,
    Low,
    Medium,
    High,
    Critical,
}
