//! How many records of which table the example's files hold, held against what the generator counted.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{list, run, text};

pub(super) fn every_record_is_stored_in_the_table_of_its_product() {
    let run = run();
    let files = list(&run.report["account"], "files");
    let records = |owner: &Value, name: &str| -> BTreeMap<String, u64> {
        let counts = owner[name].as_object().expect("tables");
        counts
            .iter()
            .map(|(table, count)| (table.clone(), count.as_u64().expect("a count")))
            .collect()
    };
    let mut stored: BTreeMap<String, u64> = BTreeMap::new();
    for (table, count) in files.iter().flat_map(|row| records(row, "tables")) {
        *stored.entry(table).or_default() += count;
    }
    let mut wrong = Vec::new();
    for (table, count) in records(&run.truth, "records") {
        if stored.get(&table) != Some(&count) {
            wrong.push(format!(
                "{table}: {:?} instead of {count}",
                stored.get(&table)
            ));
        }
    }
    let exports = list(&run.truth, "exports");
    assert!(exports.len() >= 25, "{} exports", exports.len());
    for export in exports {
        let path = text(export, "path");
        let row = files
            .iter()
            .find(|row| text(row, "file").ends_with(path))
            .expect("accounted for");
        assert_eq!(
            (&row["status"], &row["rejects"]),
            (&"ok".into(), &0.into()),
            "{path}"
        );
        let held = records(row, "tables");
        for (table, count) in records(export, "records") {
            if held.get(&table) != Some(&count) {
                wrong.push(format!("{path}: {held:?} instead of {table}: {count}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
