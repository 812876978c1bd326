//! The record system's bulk export: a file for each kind of resource, further ones when it grows large, and a manifest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::stream::{Stream, whole};
use crate::format::json;

/// Text of one file, before it is compressed; what comes later goes to the next.
const SHARD: u64 = 512 << 20;

/// The kinds of resources that are exported. Sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Appointment,
    CareTeam,
    Claim,
    Communication,
    Condition,
    DiagnosticReport,
    DocumentReference,
    Encounter,
    EpisodeOfCare,
    ImagingStudy,
    Immunization,
    Location,
    MedicationAdministration,
    MedicationDispense,
    MedicationRequest,
    Observation,
    Organization,
    Patient,
    Person,
    Practitioner,
    PractitionerRole,
    Procedure,
    RelatedPerson,
    ServiceRequest,
    Task,
}

impl Kind {
    fn name(self) -> String {
        format!("{self:?}")
    }
}

struct Shard {
    name: String,
    count: u64,
}

struct List {
    stream: Option<Stream>,
    shards: Vec<Shard>,
}

/// The growing export.
pub(crate) struct Bulk {
    folder: PathBuf,
    packed: bool,
    lists: BTreeMap<Kind, List>,
    /// The first failure to write; care goes on and the day's end says it.
    failure: Option<String>,
}

impl Bulk {
    pub(crate) fn new(folder: &Path, packed: bool) -> Self {
        Self {
            folder: folder.to_owned(),
            packed,
            lists: BTreeMap::new(),
            failure: None,
        }
    }

    /// Adds a resource; its kind and id are set here, so that `body` need not say them.
    pub(crate) fn put(&mut self, kind: Kind, id: &str, mut body: Value) {
        if self.failure.is_some() {
            return;
        }
        body["resourceType"] = json!(kind.name());
        body["id"] = json!(id);
        let line = json::text(&body) + "\n";
        if let Err(message) = self.add(kind, &line) {
            self.failure = Some(message);
        }
    }

    fn add(&mut self, kind: Kind, line: &str) -> Result<(), String> {
        let list = self.lists.entry(kind).or_insert_with(|| List {
            stream: None,
            shards: Vec::new(),
        });
        if list
            .stream
            .as_ref()
            .is_some_and(|stream| stream.len() >= SHARD)
            && let Some(full) = list.stream.take()
        {
            full.finish()?;
        }
        if list.stream.is_none() {
            let name = match list.shards.len() {
                0 => format!("{}.ndjson", kind.name()),
                more => format!("{}.{}.ndjson", kind.name(), more + 1),
            };
            list.stream = Some(Stream::new(&self.folder, &name, self.packed)?);
            list.shards.push(Shard { name, count: 0 });
        }
        if let (Some(stream), Some(shard)) = (&mut list.stream, list.shards.last_mut()) {
            shard.count += 1;
            stream.add(line.as_bytes())?;
        }
        Ok(())
    }

    /// # Errors
    ///
    /// When a resource could not be written.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.failure.clone().map_or(Ok(()), Err)
    }

    /// Ends all files, writes the manifest, and gives back how many resources of each kind there are.
    ///
    /// # Errors
    ///
    /// When something could not be written.
    pub(crate) fn finish(
        mut self,
        time: &str,
        since: &str,
    ) -> Result<BTreeMap<String, u64>, String> {
        self.check()?;
        let (mut output, mut counts) = (Vec::new(), BTreeMap::new());
        for (kind, list) in &mut self.lists {
            if let Some(stream) = list.stream.take() {
                stream.finish()?;
            }
            for shard in &list.shards {
                let url = format!("https://ehr.ridgeline-health.example/bulk/{}", shard.name);
                output.push(json!({"type": kind.name(), "url": url, "count": shard.count}));
            }
            let count = list.shards.iter().map(|shard| shard.count).sum();
            counts.insert(kind.name(), count);
        }
        let manifest = json!({
            "transactionTime": time,
            "request": format!("https://ehr.ridgeline-health.example/fhir/$export?_since={since}"),
            "requiresAccessToken": true,
            "output": output,
            "deleted": [],
            "error": []
        });
        let text = json::text(&manifest) + "\n";
        whole(&self.folder, "manifest.json", text.as_bytes(), false)?;
        Ok(counts)
    }
}
