//! The exports an office keeps as tables: inventories, people, governance.

mod devices;
mod governance;
mod incidents;
mod operations;
mod people;

use crate::clinic::Clinic;
use crate::format::csv::Table;

/// Every table.
pub(crate) fn all(clinic: &Clinic) -> Vec<Table> {
    let mut tables = devices::all(clinic);
    tables.extend(people::all(clinic));
    tables.extend(operations::all(clinic));
    tables.extend(governance::all());
    tables.extend(incidents::all());
    tables
}

/// The table at this path.
pub(crate) fn at<'a>(tables: &'a [Table], path: &str) -> &'a Table {
    tables
        .iter()
        .find(|table| table.path == path)
        .expect("the table is written")
}
