//! Members whose value, not only their presence and kind, decides on what a shape makes of a record.
//!
//! A shape that looks at a value says so here. What merely copies a value, or reads a time from it, needs no mention.

/// What is looked at in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// All of it.
    Whole,
    /// Whether it is this text.
    Is(&'static str),
    /// Whether it ends so, in whatever case.
    Ends(&'static str),
    /// A number that may be a time: whether it is large enough.
    Instant,
    /// Whether it is an identifier of STIX; such a record is looked at as a whole.
    StixId,
    /// Whether it is an audit event of Kubernetes as text; such a record is opened.
    KubernetesEvent,
}

/// By name of the member, sorted.
const TELLING: [(&str, Telling); 19] = [
    ("Category", Telling::Ends("signinlogs")),
    ("Channel", Telling::Whole),
    ("EventLog", Telling::Whole),
    ("LogName", Telling::Whole),
    ("ResourceId", Telling::Ends("microsoft.aadiam")),
    ("Type", Telling::Ends("signinlogs")),
    ("_path", Telling::Whole),
    ("category", Telling::Ends("signinlogs")),
    ("channel", Telling::Whole),
    ("class_name", Telling::Whole),
    ("class_uid", Telling::Whole),
    ("id", Telling::StixId),
    ("kind", Telling::Is("admin#reports#activity")),
    ("log", Telling::KubernetesEvent),
    ("log_name", Telling::Whole),
    ("resourceId", Telling::Ends("microsoft.aadiam")),
    ("resourceType", Telling::Whole),
    ("resourceid", Telling::Ends("microsoft.aadiam")),
    ("ts", Telling::Instant),
];

/// Members whose text is opened as JSON, or whose presence means a shape that takes records apart.
pub(super) const OPENED: [&str; 11] = [
    "@graph",
    "AuditData",
    "CloudTrailEvent",
    "auditData",
    "bomFormat",
    "csaf_version",
    "document.csaf_version",
    "pattern_type",
    "spdxVersion",
    "spec_version",
    "transactionTime",
];

/// Lists whose elements become names or records.
pub(super) const TAKEN_APART: [&str; 19] = [
    "Attribute",
    "Data",
    "MESSAGE",
    "Object",
    "_CMDLINE",
    "added",
    "clicksBlocked",
    "clicksPermitted",
    "entry",
    "messagesBlocked",
    "messagesDelivered",
    "objects",
    "policies",
    "removed",
    "rows",
    "snapshot",
    "tables",
    "values",
    "vulnerabilities",
];

/// What is looked at in the value of this member.
pub(super) fn of(name: &str) -> Option<Telling> {
    let at = TELLING.binary_search_by_key(&name, |(known, _)| known);
    at.ok().map(|at| TELLING[at].1)
}

impl Telling {
    /// Whether it is told from the text as it is written, escapes and all, and sends what it knows the slow way.
    pub(super) fn is_slow(self) -> bool {
        matches!(self, Self::StixId | Self::KubernetesEvent)
    }

    /// What a value says; values that say the same are treated alike.
    pub(super) fn sign(self, text: &str) -> &str {
        match self {
            Self::Whole => text,
            Self::Is(known) => {
                if text == known {
                    text
                } else {
                    ""
                }
            }
            Self::Ends(end) => {
                let at = text.len().saturating_sub(end.len());
                text.get(at..)
                    .filter(|found| found.eq_ignore_ascii_case(end))
                    .unwrap_or_default()
            }
            Self::StixId if crate::json::stix::is_id(text) => text,
            Self::KubernetesEvent if crate::json::kubernetes::is_event(text) => text,
            Self::StixId | Self::KubernetesEvent => "",
            Self::Instant => {
                let number: Option<f64> = serde_json::from_str(text).ok();
                if number.is_some_and(|number| number >= crate::json::zeek::TIME_FROM) {
                    "time"
                } else {
                    ""
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(TELLING.is_sorted_by_key(|(name, _)| name));
    }
}
