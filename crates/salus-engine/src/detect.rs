//! Findings: straight from evidence, or over what the lake holds.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use salus_content::{Ask, Content, Library, Problem, Size, quoted};
use salus_detect::{Finding, SigmaDetector};
use salus_lake::{Lake, LakeError, Session};
use salus_readers::Reader;
use salus_record::{Batch, Needs, Output, Period, ReadError, Reject, Zone};
use salus_sources::{Found, Piece, Walk};

use crate::ahead::Ahead;
use crate::crew::{Crew, Origin, shortfall, with_crew};
use crate::joined::Cutter;
use crate::rules;
use crate::spine::{self, Outcome};
use crate::watch::{AsWatch, Progress};

/// Record ids looked up in one query.
const IDS_PER_QUERY: usize = 500;

/// Compiles the rules of a library, with nothing asked for beyond it.
pub fn sigma(library: &Library) -> Result<SigmaDetector, String> {
    rules::load(library, &[])
}

/// What happened to one file on the direct way from evidence to findings.
#[derive(Debug, PartialEq, Eq)]
pub struct Looked {
    /// Its path.
    pub file: String,
    /// Records met.
    pub read: u64,
    /// Records that could not be read.
    pub rejects: u64,
    /// Why not everything could be read.
    pub trouble: Option<String>,
}

/// Evidence to findings without a lake; `found` is called as findings come. Beside the files, it is
/// told what correlation rules had to leave out.
pub fn direct(
    walk: &Walk,
    (detector, ahead): (&SigmaDetector, Option<Ahead>),
    now: i64,
    progress: &dyn Progress,
    found: &mut dyn FnMut(Finding) -> Result<(), ReadError>,
) -> Result<(Vec<Looked>, Option<String>), ReadError> {
    progress.stage("detecting", Some(walk.bytes()));
    let (looked, account) = with_crew(detector, found, |crew| {
        crew.ahead = ahead;
        visit(walk, detector, now, crew, progress)
    })?;
    Ok((looked, account.as_ref().and_then(shortfall)))
}

/// Gives all of it to the crew.
pub(crate) fn visit(
    walk: &Walk,
    detector: &SigmaDetector,
    now: i64,
    crew: &mut Crew<'_, ReadError>,
    progress: &dyn Progress,
) -> Result<Vec<Looked>, ReadError> {
    let mut looked = Vec::new();
    walk.visit(&AsWatch(progress), &mut |piece| {
        looked.push(match piece {
            Found::Piece(mut piece) => look(&mut piece, detector, now, crew, progress)?,
            Found::Failed { name, reason, .. } => Looked {
                file: name,
                read: 0,
                rejects: 0,
                trouble: Some(reason),
            },
        });
        Ok::<(), ReadError>(())
    })?;
    Ok(looked)
}

fn look(
    piece: &mut Piece,
    detector: &SigmaDetector,
    now: i64,
    crew: &mut Crew<'_, ReadError>,
    progress: &dyn Progress,
) -> Result<Looked, ReadError> {
    progress.item(&piece.name);
    let outcome = match spine::recognised(piece, &AsWatch(progress)) {
        Ok((reader, head)) => match Cutter::of(reader, piece, &head, crew.sizes) {
            Some(cutter) => cutter.look(piece, (detector, now), crew, &AsWatch(progress))?,
            None => in_one(reader, piece, (detector, now), crew, progress)?,
        },
        Err(outcome) => outcome,
    };
    Ok(Looked {
        file: piece.name.clone(),
        read: outcome.counts.read,
        rejects: outcome.counts.rejects,
        trouble: outcome.trouble,
    })
}

/// The way of all other pieces: read by one thread, which gives batches to the crew.
fn in_one(
    reader: &'static dyn Reader,
    piece: &mut Piece,
    (detector, now): (&SigmaDetector, i64),
    crew: &mut Crew<'_, ReadError>,
    progress: &dyn Progress,
) -> Result<Outcome, ReadError> {
    // The digest comes first here, and is not worked out twice.
    crew.ahead = None;
    let evidence_id = match piece.digest() {
        Ok(digest) => digest.evidence_id().to_owned(),
        Err(error) => return Ok(spine::unread(error.to_string())),
    };
    let file = Arc::from(piece.name.as_str());
    let mut output = Matching {
        detector,
        origin: Origin { evidence_id, file },
        crew,
    };
    spine::read_by(reader, piece, now, &mut output, &AsWatch(progress))
}

/// Gives batches to the crew as they come and keeps nothing.
pub(crate) struct Matching<'a, 'f> {
    pub(crate) detector: &'a SigmaDetector,
    pub(crate) origin: Origin,
    pub(crate) crew: &'a mut Crew<'f, ReadError>,
}

impl Output for Matching<'_, '_> {
    fn batch(&mut self, batch: Batch) -> Result<(), ReadError> {
        if !self.detector.rules().reads(&batch.table) {
            return Ok(());
        }
        self.crew.give(batch, Some(&self.origin))
    }

    fn needs(&self, table: &str) -> Option<Arc<Needs>> {
        Some(self.detector.needs(table))
    }

    fn reject(&mut self, _reject: Reject) -> Result<(), ReadError> {
        Ok(())
    }
}

/// A lake to look back over, with a snapshot of it and the content that looks.
#[derive(Clone, Copy)]
pub struct History<'a> {
    /// The lake.
    pub lake: &'a Lake,
    /// A snapshot of it.
    pub session: &'a Session,
    /// Where the SQL detectors come from.
    pub content: &'a Content,
    /// How large the organisation is, and where: what the audit of accesses must know.
    pub place: (Size, Zone),
}

/// Findings over everything the lake holds, each with its rows looked up.
pub fn over_lake(
    history: History<'_>,
    detector: &SigmaDetector,
    as_of: i64,
    progress: &dyn Progress,
) -> Result<(Vec<Finding>, Vec<Problem>), LakeError> {
    let History {
        lake,
        session,
        content,
        place: (size, zone),
    } = history;
    progress.stage("detecting", None);
    let mut findings = Vec::new();
    let mut keep = |finding| {
        findings.push(finding);
        Ok(())
    };
    let ((), account) = with_crew(detector, &mut keep, |crew| {
        for table in lake.record_tables()? {
            progress.item(&table);
            if detector.rules().reads(&table) {
                lake.scan(&table, &mut |batch| crew.give(batch, None))?;
            }
        }
        Ok::<(), LakeError>(())
    })?;
    let period = Period::year_to(as_of);
    let (more, mut problems) = salus_detect::sql::detect(&content.detectors, session, &period);
    findings.extend(more);
    match crate::access::findings(session, content, (as_of, zone, size)) {
        Ok(more) => findings.extend(more),
        Err(reason) => problems.push(Problem {
            path: "access/".to_owned(),
            reason,
        }),
    }
    problems.extend(account.as_ref().and_then(shortfall).map(|reason| Problem {
        path: "rules/".to_owned(),
        reason,
    }));
    Places::look_up(
        lake,
        session,
        findings
            .iter()
            .flat_map(|finding| finding.proofs.iter().map(|proof| proof.record_id.as_str())),
    )?
    .fill(&mut findings);
    findings
        .sort_by(|a, b| (b.severity_id(), a.time, &a.uid).cmp(&(a.severity_id(), b.time, &b.uid)));
    findings.dedup_by(|a, b| a.uid == b.uid);
    Ok((findings, problems))
}

/// Where a record is.
#[derive(Debug, Clone, Default)]
pub struct PlaceOf {
    /// Record table.
    pub table: String,
    /// Place in the file.
    pub place: String,
    /// The file.
    pub file: String,
    /// RFC 3339.
    pub time: Option<String>,
}

/// Places of records by id.
#[derive(Debug, Default)]
pub struct Places {
    by_id: HashMap<String, PlaceOf>,
}

impl Places {
    /// Looks up where these records are, table by table.
    pub fn look_up<'i>(
        lake: &Lake,
        session: &Session,
        ids: impl Iterator<Item = &'i str>,
    ) -> Result<Self, LakeError> {
        let ids: BTreeSet<&str> = ids.collect();
        let files = evidence_files(session)?;
        let mut by_table: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let known: BTreeSet<String> = lake.record_tables()?.into_iter().collect();
        for id in ids {
            let evidence = id.split(':').next().unwrap_or(id);
            let Some((_, tables)) = files.get(evidence) else {
                continue;
            };
            for table in tables.iter().filter(|table| known.contains(*table)) {
                by_table.entry(table.clone()).or_default().push(id);
            }
        }
        let mut places = Self::default();
        for (table, ids) in by_table {
            for ids in ids.chunks(IDS_PER_QUERY) {
                places.ask(session, &table, ids, &files)?;
            }
        }
        Ok(places)
    }

    fn ask(
        &mut self,
        session: &Session,
        table: &str,
        ids: &[&str],
        files: &BTreeMap<String, (String, Vec<String>)>,
    ) -> Result<(), LakeError> {
        let list: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
        let sql = format!(
            "select record_id, place, time from \"{table}\" where record_id in ({})",
            list.join(", ")
        );
        for row in session.ask(&sql).map_err(LakeError::Query)? {
            let text = |name: &str| {
                row.get(name)
                    .and_then(serde_json::Value::as_str)
                    .map(str::to_owned)
            };
            let Some(id) = text("record_id") else {
                continue;
            };
            let evidence = id.split(':').next().unwrap_or(&id);
            let file = files
                .get(evidence)
                .map(|(file, _)| file.clone())
                .unwrap_or_default();
            let place = text("place").unwrap_or_default();
            let found = PlaceOf {
                table: table.to_owned(),
                place,
                file,
                time: text("time"),
            };
            self.by_id.insert(id, found);
        }
        Ok(())
    }

    /// Where this record is.
    #[must_use]
    pub fn of(&self, record_id: &str) -> Option<&PlaceOf> {
        self.by_id.get(record_id)
    }

    fn fill(&self, findings: &mut [Finding]) {
        for proof in findings.iter_mut().flat_map(|finding| &mut finding.proofs) {
            if let Some(found) = self.of(&proof.record_id) {
                proof.table = Some(found.table.clone());
                proof.place = Some(found.place.clone());
                proof.file = Some(found.file.clone());
                proof.time = found.time.as_deref().and_then(salus_record::time::parse);
            }
        }
    }
}

/// Evidence id to file and record tables.
fn evidence_files(session: &Session) -> Result<BTreeMap<String, (String, Vec<String>)>, LakeError> {
    let mut files = BTreeMap::new();
    if !session.tables().iter().any(|table| table == "evidence") {
        return Ok(files);
    }
    let sql = "select evidence_id, file, tables from evidence";
    for row in session.ask(sql).map_err(LakeError::Query)? {
        let text = |name: &str| {
            row.get(name)
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default()
        };
        let tables: BTreeMap<String, u64> =
            serde_json::from_str(text("tables")).unwrap_or_default();
        let tables = tables.into_keys().collect();
        files.insert(
            text("evidence_id").to_owned(),
            (text("file").to_owned(), tables),
        );
    }
    Ok(files)
}
