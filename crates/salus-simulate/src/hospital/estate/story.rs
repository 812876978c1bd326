//! What was planted beside the accesses, and what only looks like it: as the truth says it.

use std::fmt::Write as _;

use super::cases::Case;
use crate::moment::Moment;

/// A planted story with the traces it left.
pub(crate) struct Story {
    pub(crate) id: String,
    /// As the scenario calls it.
    pub(crate) kind: &'static str,
    pub(crate) threat: &'static str,
    pub(crate) title: &'static str,
    pub(crate) from: Moment,
    pub(crate) until: Moment,
    /// The hosts, people, devices or addresses of which a correct program names at least one.
    pub(crate) subjects: Vec<String>,
    pub(crate) traces: Vec<Trace>,
    /// The ticket somebody wrote about it.
    pub(crate) case: Option<Case>,
}

/// Records of one table that a story left.
pub(crate) struct Trace {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    pub(crate) path: String,
    pub(crate) records: usize,
    /// How to find them in the file.
    pub(crate) shows: String,
}

impl Trace {
    pub(crate) fn new(
        (name, table): (&'static str, &'static str),
        path: &str,
        records: usize,
        shows: impl Into<String>,
    ) -> Self {
        Self {
            name,
            table,
            path: path.to_owned(),
            records,
            shows: shows.into(),
        }
    }

    /// The ticket that names this.
    pub(crate) fn ticket(named: &str) -> Self {
        let shows = format!("Summary names {named}");
        Self::new(("ticket", "case_csv"), super::cases::CASES, 1, shows)
    }
}

/// Something that looks bad and is not.
pub(crate) struct LookAlike {
    pub(crate) id: &'static str,
    pub(crate) subjects: Vec<String>,
    pub(crate) trace: Trace,
    pub(crate) why: &'static str,
}

/// The part of the truth about stories.
pub(crate) fn text(
    (stories, look_alikes): (&[Story], &[LookAlike]),
    packed: bool,
    out: &mut String,
) {
    out.push_str("# Planted beside the accesses. `from` and `until` are UTC; a finding of the threat that names one of the subjects and rests on\n# one of the traces is right. `records` are counted in the file at `path`.\nstories:");
    out.push_str(if stories.is_empty() { " []\n" } else { "\n" });
    for story in stories {
        let _ = writeln!(
            out,
            "  - id: {}\n    kind: {}\n    threat: {}\n    title: \"{}\"\n    from: {}\n    until: {}\n    subjects: [{}]\n    traces:",
            story.id,
            story.kind,
            story.threat,
            story.title,
            story.from.iso(),
            story.until.iso(),
            story.subjects.join(", ")
        );
        for trace in &story.traces {
            let _ = writeln!(out, "      - {{{}}}", line(trace, packed));
        }
    }
    out.push_str("# What looks bad and is ordinary work: a finding at high or critical that rests on these records alone is wrong.\nlook_alikes:");
    out.push_str(if look_alikes.is_empty() {
        " []\n"
    } else {
        "\n"
    });
    for one in look_alikes {
        let _ = writeln!(
            out,
            "  - {{id: {}, subjects: [{}], {}, why: \"{}\"}}",
            one.id,
            one.subjects.join(", "),
            line(&one.trace, packed),
            one.why
        );
    }
}

/// Tables whose files are compressed unless the plan says otherwise.
const LARGE: [&str; 4] = ["entra_signin", "m365_audit", "mail", "zeek_conn"];

fn line(trace: &Trace, packed: bool) -> String {
    let ending = if packed && LARGE.contains(&trace.table) {
        ".gz"
    } else {
        ""
    };
    format!(
        "trace: {}, table: {}, path: \"{}{ending}\", records: {}, shows: \"{}\"",
        trace.name, trace.table, trace.path, trace.records, trace.shows
    )
}
