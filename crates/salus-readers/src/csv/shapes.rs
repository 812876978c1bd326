//! Kinds of exports, told by their headers; declared in `content/exports`, one file each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use salus_record::envelope;
use serde::Deserialize;

/// The declarations, sorted by name. A new kind of export is one file there and one line here.
const FILES: &[&str] = &[
    include_str!("../../../../content/exports/backup_csv.yaml"),
    include_str!("../../../../content/exports/badge_csv.yaml"),
    include_str!("../../../../content/exports/case_csv.yaml"),
    include_str!("../../../../content/exports/data_store_csv.yaml"),
    include_str!("../../../../content/exports/device_event_csv.yaml"),
    include_str!("../../../../content/exports/directory_csv.yaml"),
    include_str!("../../../../content/exports/dlp_csv.yaml"),
    include_str!("../../../../content/exports/domain_csv.yaml"),
    include_str!("../../../../content/exports/ehr_access_csv.yaml"),
    include_str!("../../../../content/exports/endpoint_csv.yaml"),
    include_str!("../../../../content/exports/entitlement_csv.yaml"),
    include_str!("../../../../content/exports/epss_csv.yaml"),
    include_str!("../../../../content/exports/exercise_csv.yaml"),
    include_str!("../../../../content/exports/gophish_csv.yaml"),
    include_str!("../../../../content/exports/grant_csv.yaml"),
    include_str!("../../../../content/exports/inventory_csv.yaml"),
    include_str!("../../../../content/exports/kea_lease_csv.yaml"),
    include_str!("../../../../content/exports/kev_csv.yaml"),
    include_str!("../../../../content/exports/mdm_csv.yaml"),
    include_str!("../../../../content/exports/medical_device_csv.yaml"),
    include_str!("../../../../content/exports/message_trace_csv.yaml"),
    include_str!("../../../../content/exports/message_tracking_csv.yaml"),
    include_str!("../../../../content/exports/mfa_csv.yaml"),
    include_str!("../../../../content/exports/nac_csv.yaml"),
    include_str!("../../../../content/exports/phishing_csv.yaml"),
    include_str!("../../../../content/exports/policy_csv.yaml"),
    include_str!("../../../../content/exports/purchase_csv.yaml"),
    include_str!("../../../../content/exports/restore_csv.yaml"),
    include_str!("../../../../content/exports/risk_csv.yaml"),
    include_str!("../../../../content/exports/roster_csv.yaml"),
    include_str!("../../../../content/exports/sod_csv.yaml"),
    include_str!("../../../../content/exports/software_csv.yaml"),
    include_str!("../../../../content/exports/training_csv.yaml"),
    include_str!("../../../../content/exports/transfer_csv.yaml"),
    include_str!("../../../../content/exports/vendor_csv.yaml"),
    include_str!("../../../../content/exports/vpn_csv.yaml"),
    include_str!("../../../../content/exports/vulnerability_csv.yaml"),
];

/// The tables the declarations speak of, and the one for any other header.
pub(super) const TABLES: &[&str] = &[
    "backup_csv",
    "badge_csv",
    "case_csv",
    "data_store_csv",
    "device_event_csv",
    "directory_csv",
    "dlp_csv",
    "domain_csv",
    "ehr_access_csv",
    "endpoint_csv",
    "entitlement_csv",
    "epss_csv",
    "exercise_csv",
    "gophish_csv",
    "grant_csv",
    "inventory_csv",
    "kea_lease_csv",
    "kev_csv",
    "mdm_csv",
    "medical_device_csv",
    "message_trace_csv",
    "message_tracking_csv",
    "mfa_csv",
    "nac_csv",
    "phishing_csv",
    "policy_csv",
    "purchase_csv",
    "restore_csv",
    "risk_csv",
    "roster_csv",
    "sod_csv",
    "software_csv",
    "training_csv",
    "transfer_csv",
    "vendor_csv",
    "vpn_csv",
    "vulnerability_csv",
    "csv_*",
];

/// One kind of export: how it is known by its headers, and what its columns are called here.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// The record table its rows go to.
    pub table: String,
    /// What a person calls it.
    pub title: String,
    /// How to get it: product and menu or command.
    pub how: String,
    /// Of each group one name must be among the headers.
    needs: Vec<Vec<String>>,
    /// More groups, of which `at_least` so many must be there.
    #[serde(default)]
    any: Vec<Vec<String>>,
    #[serde(default)]
    at_least: usize,
    /// Headers whose cell is the record's time.
    #[serde(default)]
    pub(super) time: Vec<String>,
    /// Headers whose cell is the machine the record is about.
    #[serde(default)]
    pub(super) host: Vec<String>,
    /// Columns that mappings ask for, and the headers whose cell they take.
    #[serde(default)]
    pub(super) columns: BTreeMap<String, Vec<String>>,
}

/// The kinds of exports that are looked for: the built-in ones, and over them an organisation's own.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    own: Vec<Export>,
}

static BUILT_IN: LazyLock<Vec<Export>> = LazyLock::new(|| {
    let declared = TABLES.iter().zip(FILES);
    let parse = |(table, text): (&&str, &&str)| {
        Export::parse(table, text).expect("built-in declarations are tested")
    };
    declared.map(parse).collect()
});

static ANY_TIME: LazyLock<Vec<String>> = LazyLock::new(|| {
    let names = [
        "timestamp",
        "time",
        "datetime",
        "date time",
        "event time",
        "@timestamp",
        "time generated",
        "created at",
    ];
    names.iter().map(|name| fold(name)).collect()
});

impl Export {
    /// Reads the declaration of `table`, which is also what its file is called. The reason why it
    /// cannot be used is written for whoever wrote it.
    pub fn parse(table: &str, text: &str) -> Result<Self, String> {
        let mut export: Self = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
        if export.table != table {
            let declared = &export.table;
            return Err(format!(
                "it declares `{declared}`, but its file is called `{table}.yaml`"
            ));
        }
        if envelope::table_name(table) != table {
            return Err(format!(
                "`{table}` cannot name a table; help: small letters, digits and `_`"
            ));
        }
        if export.needs.is_empty() || export.groups().any(Vec::is_empty) {
            return Err("`needs` and its groups must name headers".to_owned());
        }
        if export.at_least > export.any.len() {
            return Err("`at_least` asks for more groups than `any` has".to_owned());
        }
        for column in export.columns.keys() {
            if column.is_empty() || envelope::column_name(column) != column.as_str() {
                return Err(format!(
                    "`columns` cannot fill `{column}`; help: see `time` and `host`"
                ));
            }
        }
        let groups = export.needs.iter_mut().chain(&mut export.any);
        let lists = groups.chain([&mut export.time, &mut export.host]);
        for name in lists.chain(export.columns.values_mut()).flatten() {
            *name = fold(name);
        }
        Ok(export)
    }

    fn groups(&self) -> impl Iterator<Item = &Vec<String>> {
        self.needs.iter().chain(&self.any)
    }

    /// How many groups are there; `None` where one that is needed is not.
    fn score(&self, headers: &[String]) -> Option<usize> {
        let is_there = |group: &&Vec<String>| group.iter().any(|name| headers.contains(name));
        let needed = self.needs.iter().filter(is_there).count();
        let more = self.any.iter().filter(is_there).count();
        (needed == self.needs.len() && more >= self.at_least).then_some(needed + more)
    }
}

impl Kinds {
    /// The built-in kinds and nothing else.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static NONE: Kinds = Kinds { own: Vec::new() };
        &NONE
    }

    /// An organisation's own kinds over the built-in ones. Its own word comes first: a table of the
    /// same name is replaced, and headers that fit one of its kinds are of that kind.
    #[must_use]
    pub fn with(own: Vec<Export>) -> Self {
        Self { own }
    }

    /// All of them: an organisation's own, then the built-in ones it leaves in place.
    pub fn all(&self) -> impl Iterator<Item = &Export> {
        let is_own = |export: &&Export| self.own.iter().any(|own| own.table == export.table);
        let built_in = BUILT_IN.iter().filter(move |export| !is_own(export));
        self.own.iter().chain(built_in)
    }

    /// The kind with the most groups among these (folded) headers.
    pub(super) fn best(&self, headers: &[String]) -> Option<&Export> {
        let own = most(self.own.iter(), headers);
        own.or_else(|| most(self.all().skip(self.own.len()), headers))
    }
}

/// The first of those that have the most groups.
fn most<'e>(exports: impl Iterator<Item = &'e Export>, headers: &[String]) -> Option<&'e Export> {
    let mut best: Option<(usize, &Export)> = None;
    for export in exports {
        let Some(score) = export.score(headers) else {
            continue;
        };
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, export));
        }
    }
    best.map(|(_, export)| export)
}

/// Headers that hold the time in a table of no known kind.
pub(super) fn any_time() -> &'static [String] {
    &ANY_TIME
}

/// A header as it is compared: lower case, with `_`, `-` and blanks alike.
pub(super) fn fold(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| c == '_' || c == '-' || c.is_whitespace());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declaration_is_sound_and_in_its_place() {
        assert_eq!(FILES.len() + 1, TABLES.len());
        for (text, table) in FILES.iter().zip(TABLES) {
            Export::parse(table, text).unwrap_or_else(|error| panic!("`{table}`: {error}"));
        }
        assert!(BUILT_IN.is_sorted_by_key(|export| &export.table));
    }

    #[test]
    fn a_declaration_that_cannot_be_used_says_why() {
        let sound = "table: t_csv\ntitle: T\nhow: H\nneeds: [[a]]\n";
        assert!(Export::parse("t_csv", sound).is_ok());
        let cases = [
            ("", "declares `t_csv`, but its file is called `u_csv.yaml`"),
            ("needed: 1\n", "unknown field `needed`"),
            ("any: [[]]\n", "`needs` and its groups must name headers"),
            ("any: [[b]]\nat_least: 2\n", "asks for more groups"),
            ("columns: {Time: [a]}\n", "`columns` cannot fill `Time`"),
        ];
        for (more, reason) in cases {
            let table = if more.is_empty() { "u_csv" } else { "t_csv" };
            let error = Export::parse(table, &format!("{sound}{more}")).expect_err(reason);
            assert!(error.contains(reason), "{error}");
        }
        let error = Export::parse("T-1", &sound.replace("t_csv", "T-1")).expect_err("no name");
        assert!(error.contains("cannot name a table"), "{error}");
    }

    #[test]
    fn an_organisation_s_own_word_comes_first() {
        let own = |table: &str, needs: &str| {
            let text = format!("table: {table}\ntitle: T\nhow: H\nneeds: [[{needs}]]\n");
            Export::parse(table, &text).expect("sound")
        };
        let kinds = Kinds::with(vec![own("risk_csv", "ward"), own("keys_csv", "key no")]);
        let best = |headers: &str| {
            let headers: Vec<String> = headers.split(',').map(fold).collect();
            kinds.best(&headers).map(|export| export.table.clone())
        };
        assert_eq!(best("Ward,Risk").as_deref(), Some("risk_csv"));
        assert_eq!(
            best("Key No,Plugin ID,Severity,Host,CVE,Port").as_deref(),
            Some("keys_csv")
        );
        assert_eq!(
            best("Plugin ID,Severity,Host,CVE,Port").as_deref(),
            Some("vulnerability_csv")
        );
        assert_eq!(
            best("Risk,Likelihood,Impact,Owner,Treatment Plan,Due Date"),
            None
        );
        assert_eq!(kinds.all().count(), BUILT_IN.len() + 1);
    }
}
