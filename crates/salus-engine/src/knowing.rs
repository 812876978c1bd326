//! What an organisation's content says about reading: its own kinds of exports, and the zones of its clocks.

use std::sync::Arc;

use salus_content::{Library, Problem};
use salus_readers::{Export, Kinds};
use salus_record::Zone;
use salus_sources::Knowing;
use serde::Deserialize;

use crate::mail::Opinion;

/// Zones by file names, in the content folder.
const CLOCKS: &str = "clocks.yaml";

/// One line of [`CLOCKS`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockOf {
    files: String,
    zone: String,
}

/// What the content says, with `zone` for evidence that nothing else speaks of. Files that cannot be used are problems.
pub fn knowing(library: &Library, given: Option<&str>) -> Result<(Knowing, Vec<Problem>), String> {
    let (mut exports, mut problems) = (Vec::new(), Vec::new());
    let built_in = Library::built_in();
    for (path, text) in library.under("exports/") {
        // The built-in kinds are compiled into the readers.
        if built_in.get(path) == Some(text) {
            continue;
        }
        let name = path.trim_start_matches("exports/");
        match Export::parse(name.trim_end_matches(".yaml"), text) {
            Ok(export) => exports.push(export),
            Err(reason) => problems.push(Problem {
                path: path.to_owned(),
                reason,
            }),
        }
    }
    let zones = match library.get(CLOCKS).map(zones) {
        None => Vec::new(),
        Some(Ok(zones)) => zones,
        Some(Err(reason)) => {
            problems.push(Problem {
                path: CLOCKS.to_owned(),
                reason,
            });
            Vec::new()
        }
    };
    let opinion = Opinion::of(library);
    problems.extend(opinion.problem(&built_in));
    let knowing = Knowing {
        kinds: Kinds::with(exports),
        zones,
        zone: given.map(zone).transpose()?,
        judge: Some(Arc::new(opinion)),
    };
    Ok((knowing, problems))
}

fn zones(text: &str) -> Result<Vec<(String, Zone)>, String> {
    let lines: Vec<ClockOf> = salus_content::yaml(text)?;
    let read = lines
        .into_iter()
        .map(|line| Ok((line.files, zone(&line.zone)?)));
    read.collect()
}

/// The zone of this name.
pub fn zone(name: &str) -> Result<Zone, String> {
    Zone::named(name).ok_or_else(|| {
        format!("`{name}` is no zone known here; help: write a name such as `America/New_York`, or an offset such as `-05:00`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_adds_kinds_and_zones() {
        let mut library = Library::built_in();
        library.insert(
            "exports/keys_csv.yaml",
            "table: keys_csv\ntitle: Keys\nhow: by hand\nneeds: [[key no]]\n",
        );
        library.insert("exports/bad_csv.yaml", "table: other_csv\n");
        library.insert(CLOCKS, "- {files: '*fw*', zone: America/Chicago}\n");
        let (knowing, problems) = knowing(&library, Some("+01:00")).expect("zones are known");
        let paths: Vec<&str> = problems.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["exports/bad_csv.yaml"]);
        let known = knowing.kinds.all().filter(|kind| kind.table == "keys_csv");
        assert_eq!(known.count(), 1);
        assert_eq!(knowing.zone_of("a/fw.log"), Zone::named("America/Chicago"));
        assert_eq!(knowing.zone_of("a/dc.log"), Zone::named("+01:00"));
        assert!(super::knowing(&library, Some("Mars/Base")).is_err());
        library.insert("mail/setting.yaml", "own_domains: [clinic.example]\n");
        let of_mail = |library: &Library| {
            let (_, problems) = super::knowing(library, None).expect("no zone is named");
            problems.iter().any(|one| one.path == "mail/")
        };
        assert!(!of_mail(&library));
        library.insert("mail/setting.yaml", "domains: [clinic.example]\n");
        assert!(of_mail(&library), "an opinion that cannot be given is said");
    }
}
