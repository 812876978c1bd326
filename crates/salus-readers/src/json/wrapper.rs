//! The well-known wrappers: objects whose records are the elements of one list inside them.

use serde_json::{Map, Value};

/// What must stand before the list for it to be a wrapper's.
#[derive(Debug, PartialEq, Eq)]
enum Before {
    /// Anything.
    Anything,
    /// Numbers, texts and the like, no lists or objects.
    Scalars,
    /// No members but these, or ones that begin with `@` (OData's own).
    Only(&'static [&'static str]),
    /// At least one of these.
    OneOf(&'static [&'static str]),
    /// A `resourceType` of `Bundle`.
    Bundle,
}

/// A wrapper, known by the names on the way to its list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrapper {
    path: &'static [&'static str],
    before: Before,
}

/// What may stand before a list called `data`.
const DATA: &[&str] = &[
    "access",
    "count",
    "cursor",
    "has_more",
    "limit",
    "log_type",
    "meta",
    "node_key",
    "object",
    "offset",
    "pagination",
    "status",
    "status-code",
    "success",
    "total",
    "version",
];

/// What may stand before a list called `results`.
const RESULTS: &[&str] = &[
    "count",
    "fields",
    "init_offset",
    "messages",
    "next",
    "preview",
    "schema",
    "totalCount",
];

const fn wrapper(path: &'static [&'static str], before: Before) -> Wrapper {
    Wrapper { path, before }
}

/// Lists of documents that become records of their own and may be too long to be held; sorted by their paths.
static LONG: [Wrapper; 16] = [
    long(&["@graph"]),
    long(&["Event", "Attribute"]),
    long(&["Event", "Object"]),
    long(&["annotations"]),
    long(&["components"]),
    long(&["dependencies"]),
    long(&["entry"]),
    long(&["files"]),
    long(&["hasExtractedLicensingInfos"]),
    long(&["metadata", "component", "components"]),
    long(&["packages"]),
    long(&["relationships"]),
    long(&["services"]),
    long(&["snippets"]),
    long(&["values"]),
    long(&["vulnerabilities"]),
];

const fn long(path: &'static [&'static str]) -> Wrapper {
    wrapper(path, Before::Anything)
}

/// All wrappers, in the order of their paths.
static WRAPPERS: [Wrapper; 29] = [
    // AWS Backup
    wrapper(&["BackupJobs"], Before::Only(&["NextToken"])),
    // GuardDuty, Security Hub
    wrapper(&["Findings"], Before::Only(&["NextToken"])),
    // CloudTrail
    wrapper(&["Records"], Before::Anything),
    // AWS Backup
    wrapper(&["RestoreJobs"], Before::Only(&["NextToken"])),
    // Defender, advanced hunting
    wrapper(&["Results"], Before::Only(&["Schema", "Stats"])),
    // Zoom
    wrapper(&["activity_logs"], Before::Scalars),
    wrapper(&["data"], Before::Only(DATA)),
    // Security Hub by EventBridge
    wrapper(&["detail", "findings"], Before::Anything),
    // Google Cloud, Box, Slack
    wrapper(&["entries"], Before::Scalars),
    // FHIR
    wrapper(&["entry"], Before::Bundle),
    wrapper(&["events"], Before::Scalars),
    // Elasticsearch, OpenSearch
    wrapper(&["hits", "hits"], Before::Anything),
    // Google Workspace, 1Password
    wrapper(
        &["items"],
        Before::OneOf(&["cursor", "etag", "has_more", "kind"]),
    ),
    // Commvault
    wrapper(&["jobs"], Before::OneOf(&["totalRecordsWithoutPaging"])),
    // Tailscale
    wrapper(
        &["logs"],
        Before::Only(&["tailnet", "tailnetId", "version"]),
    ),
    // STIX, TAXII
    wrapper(
        &["objects"],
        Before::Only(&["id", "more", "next", "spec_version", "type"]),
    ),
    // Zoom
    wrapper(&["operation_logs"], Before::Scalars),
    // Azure Monitor
    wrapper(&["records"], Before::Anything),
    // SCORM
    wrapper(&["registrations"], Before::Only(&["more"])),
    // CrowdStrike
    wrapper(&["resources"], Before::Only(&["errors", "meta"])),
    // MISP, Duo
    wrapper(&["response"], Before::Only(&["metadata", "stat"])),
    // MISP
    wrapper(&["response", "Attribute"], Before::Anything),
    // Duo
    wrapper(&["response", "authlogs"], Before::Anything),
    // Splunk, Jamf, Graph
    wrapper(&["results"], Before::Only(RESULTS)),
    // xAPI
    wrapper(&["statements"], Before::Only(&["more"])),
    // Google Directory
    wrapper(&["users"], Before::OneOf(&["etag", "kind"])),
    // Microsoft Graph
    wrapper(&["value"], Before::Only(&["count", "nextLink"])),
    // CISA KEV, NVD
    wrapper(
        &["vulnerabilities"],
        Before::OneOf(&["catalogVersion", "totalResults"]),
    ),
    // OSV
    wrapper(&["vulns"], Before::Only(&["next_page_token"])),
];

/// Whether a list of this name may be a wrapper's.
pub(super) fn is_list_name(name: &str) -> bool {
    let mut lists = WRAPPERS.iter().filter_map(|wrapper| wrapper.path.last());
    lists.any(|list| *list == name)
}

impl Wrapper {
    /// Whether its list is found at this path, the names with dots between them.
    pub(super) fn is_at(&self, path: &str) -> bool {
        path.split('.').eq(self.path.iter().copied())
    }

    /// Takes the list, which is empty by now, out of the members around it.
    pub(super) fn take_list(&self, object: &mut Map<String, Value>) {
        let Some((list, parents)) = self.path.split_last() else {
            return;
        };
        let [parent] = parents else {
            object.remove(*list);
            return;
        };
        if let Some(Value::Object(inner)) = object.get_mut(*parent) {
            inner.remove(*list);
            if inner.is_empty() {
                object.remove(*parent);
            }
        }
    }
}

/// Texts longer than this are no names of interest.
const NOTE_BYTES: usize = 32;
/// Brackets around a long list at most.
const DEPTH: usize = 3;
/// The same for a wrapper's list.
const WRAPPER_DEPTH: usize = 2;
/// Members looked at before a list.
const MEMBERS: usize = 64;

/// The first members of a top-level object, as far as they tell a wrapper from a record.
#[derive(Default)]
pub(super) struct Outline {
    /// The text being passed is wanted.
    pub(super) is_noting: bool,
    note: Vec<u8>,
    /// Name of the present member, of its present member, and so on.
    path: [String; DEPTH],
    seen: Vec<String>,
    resource_type: String,
    has_nested: bool,
    list: Option<&'static Wrapper>,
    /// It is long lists that are looked for.
    is_apart: bool,
}

impl Outline {
    /// Looks for the long lists of a document.
    pub(super) fn apart() -> Self {
        Self {
            is_apart: true,
            ..Self::default()
        }
    }

    pub(super) fn is_apart(&self) -> bool {
        self.is_apart
    }

    fn depth(&self) -> usize {
        match self.is_apart {
            true => DEPTH,
            false => WRAPPER_DEPTH,
        }
    }

    pub(super) fn note(&mut self, bytes: &[u8]) {
        let room = (NOTE_BYTES + 1).saturating_sub(self.note.len());
        self.note.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    pub(super) fn text_begun(&mut self, is_key: bool, depth: usize) {
        self.note.clear();
        let is_kind = depth == 1 && self.path[0] == "resourceType";
        self.is_noting = if is_key {
            depth <= self.depth()
        } else {
            is_kind
        };
    }

    pub(super) fn text_ended(&mut self, is_key: bool, depth: usize) {
        if !std::mem::take(&mut self.is_noting) {
            return;
        }
        let text = String::from_utf8_lossy(&self.note).into_owned();
        match (is_key, depth) {
            (true, 1) => {
                if self.seen.len() < MEMBERS && !self.path[0].is_empty() {
                    let seen = std::mem::take(&mut self.path[0]);
                    self.seen.push(seen);
                }
                self.path = [text, String::new(), String::new()];
            }
            (true, 2) => {
                self.path[1] = text;
                self.path[2].clear();
            }
            (true, _) => self.path[2] = text,
            _ => self.resource_type = text,
        }
    }

    /// An object or list begins at this depth.
    pub(super) fn opened(&mut self, byte: u8, depth: usize) {
        if (1..=self.depth()).contains(&depth) {
            if byte == b'[' {
                self.list = self.wrapper(depth);
            }
            self.has_nested |= depth == 1;
        }
    }

    /// The first byte after the list's bracket decides: only a list of objects is a wrapper's.
    pub(super) fn list_begun(&mut self, byte: u8) -> Option<&'static Wrapper> {
        let wrapper = self.list.take()?;
        (byte == b'{').then_some(wrapper)
    }

    fn wrapper(&self, depth: usize) -> Option<&'static Wrapper> {
        let path = &self.path[..depth];
        let known: &[Wrapper] = match self.is_apart {
            true => &LONG,
            false => &WRAPPERS,
        };
        let wrapper = known.iter().find(|wrapper| wrapper.path == path)?;
        self.allows(&wrapper.before).then_some(wrapper)
    }

    fn allows(&self, before: &Before) -> bool {
        let seen = |name: &&str| self.seen.iter().any(|seen| seen == name);
        match before {
            Before::Anything => true,
            Before::Scalars => !self.has_nested,
            Before::Only(names) => self
                .seen
                .iter()
                .all(|name| name.starts_with('@') || names.contains(&name.as_str())),
            Before::OneOf(names) => names.iter().any(seen) && !self.has_nested,
            Before::Bundle => self.resource_type == "Bundle",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_are_sorted() {
        assert!(WRAPPERS.is_sorted_by_key(|wrapper| wrapper.path));
        assert!(LONG.is_sorted_by_key(|list| list.path));
    }
}
