//! What readers are told beside the bytes: an organisation's own kinds of exports, and where its clocks stand.

use std::sync::Arc;

use salus_readers::{Judge, Kinds};
use salus_record::Zone;

/// What holds for all evidence of a run.
#[derive(Clone, Default)]
pub struct Knowing {
    /// Kinds of exports that are looked for.
    pub kinds: Kinds,
    /// Zones by the names of files, in which `*` stands for any rest; the first that fits counts.
    pub zones: Vec<(String, Zone)>,
    /// The zone of all other evidence that does not name its own.
    pub zone: Option<Zone>,
    /// What judges messages while they are read.
    pub judge: Option<Arc<dyn Judge>>,
}

impl std::fmt::Debug for Knowing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let known = (&self.kinds, &self.zones, &self.zone, self.judge.is_some());
        f.debug_tuple("Knowing").field(&known).finish()
    }
}

impl Knowing {
    /// The zone in which a file's clock stands, where that was declared.
    #[must_use]
    pub fn zone_of(&self, name: &str) -> Option<Zone> {
        let declared = self.zones.iter().find(|(pattern, _)| fits(pattern, name));
        declared.map(|(_, zone)| *zone).or(self.zone)
    }
}

/// Whether a name fits a pattern with `*` for any characters.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pattern_that_fits_says_the_zone() {
        let zone = |name: &str| Zone::named(name).expect("a zone");
        let knowing = Knowing {
            zones: vec![
                ("*/fw1/*.log".into(), zone("America/Chicago")),
                ("*fw*".into(), zone("UTC")),
            ],
            zone: Some(zone("America/New_York")),
            ..Knowing::default()
        };
        let check = |name: &str, expected: &str| {
            assert_eq!(knowing.zone_of(name), Some(zone(expected)), "{name}");
        };
        check("logs/fw1/a.log", "America/Chicago");
        check("logs/fw1/a.txt", "UTC");
        check("logs/fw2/b.log", "UTC");
        check("logs/dc1.log", "America/New_York");
    }

    #[test]
    fn a_star_stands_for_any_rest() {
        for (pattern, name, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*b*c", "abc", true),
            ("a*b*c", "a1b2b3c", true),
            ("a*bc", "abcbc", true),
            ("a*b", "ac", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
