//! The command line.

pub(crate) mod access;

use std::path::PathBuf;

use access::Access;
use clap::{Args, Parser, Subcommand, ValueEnum};
use salus_content::Size;
use salus_sources::gate::Listen;

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
    /// Examines e-mail: who sent it, where it leads, what it carries, what it wants
    #[command(after_help = "Example: salus mail check reported/ --own clinic.example")]
    Mail {
        #[command(subcommand)]
        what: Mail,
    },
    /// Tells for each access to a patient's record why it happened, and which have no reason
    #[command(after_help = "Example: salus access audit --lake clinic-lake --report audit.html")]
    Access {
        #[command(subcommand)]
        what: Access,
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

/// What to do with mail.
#[derive(Debug, Subcommand)]
pub(crate) enum Mail {
    /// Groups the harmful messages of a lake, or tells who else got a message
    #[command(
        after_help = "Examples:\n  salus mail campaigns --lake clinic-lake\n  salus mail campaigns --lake clinic-lake --message 20260301.4711@sender.example"
    )]
    Campaigns(MailCampaigns),
    /// Examines messages and says for each what it is, how sure that is, and why
    #[command(
        after_help = "Examples:\n  salus mail check suspicious.eml\n  salus mail check mailbox.mbox --own clinic.example --json\n  cat message.eml | salus mail check -\n\nThe lines of FILE for --dns are as `dig` prints them: NAME [TTL] [IN] TYPE DATA."
    )]
    Check(MailCheck),
    /// Learns weights from labelled mail, and says what they are worth
    #[command(
        after_help = "Example: salus mail train --ham sorted/ham --harmful sorted/phish --unwanted sorted/spam --out my-content\n\nWrites mail/model.yaml and mail/fitted.yaml below DIR; with --content DIR they take the place of the built-in ones. Nothing of the messages' text is kept, only weights of hashed words."
    )]
    Train(MailTrain),
    /// Answers a mail server that asks before it accepts a message (milter: Postfix, Sendmail)
    #[command(
        after_help = "Example: salus mail gate --listen inet:8895@127.0.0.1 --own clinic.example --reject malicious\n\nIn Postfix: smtpd_milters = inet:127.0.0.1:8895. Messages that are let through get the headers X-Salus-Verdict and X-Salus-Reasons; such headers that came with a message are taken away."
    )]
    Gate(MailGate),
    /// Reads a mailbox to which people report suspicious mail, and examines what is new
    #[command(
        after_help = "Example: salus mail watch --server imap.clinic.example --user phish@clinic.example --password-file secret --state phish.json\n\nThe mailbox is only read: nothing in it is marked, moved or deleted. Each message is examined once; where the last run stopped stands in the file of --state."
    )]
    Watch(MailWatch),
}

/// Whose mail it is.
#[derive(Debug, Args)]
pub(crate) struct Around {
    /// A mail domain of your own; may be given again
    #[arg(long, value_name = "DOMAIN")]
    pub own: Vec<String>,
    /// The name under which your own mail server writes Authentication-Results; may be given again
    #[arg(long, value_name = "NAME")]
    pub receiver: Vec<String>,
    /// The lake that knows your domains and people, and signs of attackers (STIX, MISP)
    #[arg(long, value_name = "DIR")]
    pub lake: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct MailTrain {
    /// Honest mail: files, folders, mailboxes; may be given again
    #[arg(long, required = true, value_name = "PATH")]
    pub ham: Vec<PathBuf>,
    /// Bulk mail nobody asked for; may be given again
    #[arg(long, value_name = "PATH")]
    pub unwanted: Vec<PathBuf>,
    /// Mail that means harm; may be given again
    #[arg(long, required = true, value_name = "PATH")]
    pub harmful: Vec<PathBuf>,
    /// The content folder to write to
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct MailCampaigns {
    #[command(flatten)]
    pub lake: LakeAt,
    /// Who else got the message with this Message-ID, or one that belongs with it
    #[arg(long, value_name = "ID")]
    pub message: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct MailGate {
    /// Where to wait for the mail server: inet:PORT@HOST or unix:PATH
    #[arg(long, value_name = "PLACE")]
    pub listen: Listen,
    /// Ask the mail server to keep aside messages that are this bad or worse
    #[arg(long, value_name = "VERDICT")]
    pub quarantine: Option<Badness>,
    /// Refuse messages that are this bad or worse; the sender is told
    #[arg(long, value_name = "VERDICT")]
    pub reject: Option<Badness>,
    /// What becomes of a message when the examination itself fails
    #[arg(long, value_name = "ANSWER", default_value = "accept")]
    pub on_failure: OnFailure,
    #[command(flatten)]
    pub around: Around,
}

/// The answer of a gate that has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnFailure {
    /// The message goes on unexamined
    Accept,
    /// The sender's server tries again later
    Tempfail,
}

#[derive(Debug, Args)]
pub(crate) struct MailWatch {
    /// The IMAP server, with :PORT where it is not 993; always TLS
    #[arg(long, value_name = "HOST")]
    pub server: String,
    /// The account
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// A file that holds the password
    #[arg(long, value_name = "FILE", required_unless_present = "token_file")]
    pub password_file: Option<PathBuf>,
    /// A file that holds an access token of OAuth 2.0, instead of a password; read anew each time
    #[arg(long, value_name = "FILE", conflicts_with = "password_file")]
    pub token_file: Option<PathBuf>,
    /// The folder of the mailbox
    #[arg(long, value_name = "NAME", default_value = "INBOX")]
    pub folder: String,
    /// Certificates to trust instead of the system's (PEM)
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Where the mailbox was read to
    #[arg(long, value_name = "FILE", default_value = "salus-mailbox.json")]
    pub state: PathBuf,
    /// Look again after so many seconds, until stopped [default: look once]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(5..))]
    pub every: Option<u64>,
    /// Write an answer to each reporter into this folder; nothing is sent
    #[arg(long, value_name = "DIR")]
    pub answers: Option<PathBuf>,
    #[command(flatten)]
    pub around: Around,
}

#[derive(Debug, Args)]
pub(crate) struct MailCheck {
    /// Messages, mailboxes (mbox, maildir) and folders; `-` reads one from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub around: Around,
    /// DNS answers kept with the mail, to verify SPF, DKIM, DMARC and ARC with
    #[arg(long, value_name = "FILE")]
    pub dns: Option<PathBuf>,
    /// Exit with 1 when a message is this bad or worse
    #[arg(long, value_name = "VERDICT")]
    pub fail_on: Option<Badness>,
}

/// How bad a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Badness {
    /// Bulk mail nobody asked for
    Unwanted,
    /// More likely harmful than not
    Suspicious,
    /// Harmful
    Malicious,
}

impl Badness {
    pub(crate) fn word(self) -> salus_mail::Word {
        match self {
            Self::Unwanted => salus_mail::Word::Unwanted,
            Self::Suspicious => salus_mail::Word::Suspicious,
            Self::Malicious => salus_mail::Word::Malicious,
        }
    }
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
    /// Reasons for opening a patient's record
    Templates,
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
    #[command(after_help = "Example: salus pack add sigma-rules.zip --content my-content")]
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
