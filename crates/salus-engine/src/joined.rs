//! A large file to findings: cut into stretches for the crew, and joined again.

use std::sync::Arc;

use salus_detect::SigmaDetector;
use salus_readers::{Cut, Reader};
use salus_record::{ReadError, Sink};
use salus_sources::{Piece, Watch};

use crate::crew::Crew;
use crate::detect::Matching;
use crate::spine::{self, Outcome};
use crate::stretches::{Beside, Cuts, Joining, Reached, Sizes};

/// A reader whose evidence can be cut.
#[derive(Clone, Copy)]
pub(crate) struct Cutter {
    pub(crate) reader: &'static dyn Reader,
    pub(crate) cut: &'static dyn Cut,
}

impl Cutter {
    /// How a piece is cut, if that is worth it.
    pub(crate) fn of(
        reader: &'static dyn Reader,
        piece: &Piece,
        head: &[u8],
        sizes: Sizes,
    ) -> Option<Self> {
        let cut = reader.cut()?;
        (piece.size > sizes.stretch as u64 && cut.fits(head)).then_some(Self { reader, cut })
    }

    /// Looks at a piece stretch by stretch, and from where it does not come apart as a whole.
    pub(crate) fn look(
        self,
        piece: &mut Piece,
        (detector, now): (&SigmaDetector, i64),
        crew: &mut Crew<'_, ReadError>,
        watch: &dyn Watch,
    ) -> Result<Outcome, ReadError> {
        if crew.needs_places() {
            crew.ahead = None;
            if let Err(error) = piece.digest() {
                return Ok(spine::unread(error.to_string()));
            }
        }
        let file = Arc::from(piece.name.as_str());
        crew.join(Joining::new(file, piece.digest.as_ref()));
        let beside = self.hand_out(piece, now, crew, watch)?;
        let mut joining = crew.joined()?;
        if let Some(beside) = beside.filter(|_| !joining.reached.is_torn) {
            piece.digest = beside.finish();
        }
        let digest = match piece.digest() {
            Ok(digest) => digest.clone(),
            Err(error) => return Ok(spine::unread(error.to_string())),
        };
        let (sighted, origin) = joining.settle(&digest);
        crew.know(&origin);
        crew.tell(sighted, &origin)?;
        let Reached {
            start,
            counts,
            is_torn,
        } = joining.reached;
        let mut output = Matching {
            detector,
            origin,
            crew,
        };
        let sink = Sink::resumed(&digest, now, &mut output, counts);
        if is_torn {
            return spine::read_rest((self.reader, self.cut), piece, sink, &start, watch);
        }
        spine::ended(self.reader, piece, sink, None)
    }

    /// Hands out the stretches. The digest that goes on beside is given back where it is of any use.
    fn hand_out(
        self,
        piece: &mut Piece,
        now: i64,
        crew: &mut Crew<'_, ReadError>,
        watch: &dyn Watch,
    ) -> Result<Option<Beside>, ReadError> {
        let sizes = crew.sizes;
        let Ok(mut cuts) = Cuts::of(piece, self.cut, now, sizes) else {
            crew.joining().reached.is_torn = true;
            return Ok(None);
        };
        let begun = crew.ahead.take().and_then(|ahead| ahead.of(&piece.name));
        let begun = begun.filter(|_| !piece.is_packed);
        let mut beside = piece.digest.is_none().then(|| Beside::new(begun));
        loop {
            let Ok(cutting) = cuts.next(piece, watch) else {
                crew.joining().reached.is_torn = true;
                return Ok(None);
            };
            if let Some(beside) = &beside {
                beside.add(&cutting.bytes);
            }
            let is_last = cutting.is_last;
            crew.give_stretch(cutting)?;
            if is_last || crew.joining().reached.is_torn {
                return Ok(beside);
            }
            if crew.joining().is_full(sizes) && beside.take().is_some() {
                let Ok(digest) = piece.digest() else {
                    return Ok(None);
                };
                let (sighted, origin) = crew.joining().settle(digest);
                crew.tell(sighted, &origin)?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use salus_detect::Finding;
    use salus_sigma::{Routes, RuleSet};
    use salus_sources::walk;

    use super::*;
    use crate::crew::with_crew;
    use crate::detect::{Looked, visit};

    const ROUTES: &str = "sources: [{product: p, read: [{table: \"json_*\"}]}]";
    const RULE: &str = "title: r\nname: r\nlogsource: {product: p}\ndetection: {s: {a|startswith: x}, condition: s}";
    const CORRELATION: &str = "title: c\ncorrelation: {type: event_count, generate: true, rules: [r], group-by: [b], timespan: 1d, condition: {gte: 3}}";

    fn detector(texts: &[&str]) -> SigmaDetector {
        let routes = Routes::parse(ROUTES).expect("routes");
        let files = texts.iter().enumerate();
        let files = files.map(|(at, text)| (format!("{at}.yml"), (*text).to_owned()));
        let rules = RuleSet::load(files, &routes);
        assert_eq!(rules.not_loaded(), []);
        SigmaDetector::new(rules)
    }

    fn look(file: &PathBuf, detector: &SigmaDetector, sizes: Sizes) -> (Vec<Finding>, Vec<Looked>) {
        let mut found = Vec::new();
        let mut keep = |finding: Finding| {
            found.push(finding);
            Ok::<(), ReadError>(())
        };
        let walk = walk(std::slice::from_ref(file), &[]);
        let (looked, _) = with_crew(detector, &mut keep, |crew| {
            crew.sizes = sizes;
            visit(&walk, detector, 0, crew, &())
        })
        .expect("nothing fails");
        (found, looked)
    }

    fn check(lines: &[&str], texts: &[&str]) {
        let good = r#"{"time":"2026-03-01T08:00:00Z","a":"x1","b":"one"}"#;
        let mut all: Vec<&str> = Vec::new();
        for _ in 0..1_000 {
            all.extend([good, r#"{"a":"y","b":"two"}"#]);
        }
        all.extend(lines);
        all.extend([good; 1_000]);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("log.jsonl");
        std::fs::write(&file, all.join("\n")).expect("written");
        let detector = detector(texts);
        let (whole, expected) = look(&file, &detector, Sizes::default());
        assert!(whole.len() >= 2_000, "{}", whole.len());
        for waiting in [1, 100, 100_000] {
            let stretch = 464;
            let (found, looked) = look(&file, &detector, Sizes { stretch, waiting });
            assert_eq!(found.len(), whole.len(), "{lines:?}, {waiting}");
            assert_eq!(found, whole, "{lines:?}, {waiting}");
            assert_eq!(looked, expected, "{lines:?}, {waiting}");
        }
    }

    #[test]
    fn stretches_give_what_the_file_gives() {
        check(&[], &[RULE]);
        check(&[], &[RULE, CORRELATION]);
        check(&["not JSON", "{\"a\":\"x2\"", "{\"a\":\"x3\"}"], &[RULE]);
        check(
            &["{", "\"a\":\"x4\"", "}", "[", "{\"a\":\"x5\"}", "]"],
            &[RULE],
        );
        let broken = ["[", "{\"a\":\"x6\"}", ","];
        check(&broken, &[RULE]);
        check(&broken, &[RULE, CORRELATION]);
    }
}
