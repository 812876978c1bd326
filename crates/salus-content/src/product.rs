//! Where evidence comes from: products, how to export from them, and the record tables that are made of it.

use serde::Deserialize;

use crate::{Library, Problem};

/// One kind of evidence that a person can ask a product for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Part of the reference page it stands in.
    pub area: String,
    /// What a person calls it.
    pub title: String,
    /// Product and menu or command.
    pub how: String,
    /// Record tables; `*` at the end stands for any rest.
    pub tables: Vec<String>,
}

/// What a declared export says of itself, as far as people read it.
#[derive(Deserialize)]
struct Export {
    table: String,
    title: String,
    how: String,
}

impl Product {
    /// All of `products.yaml`, and every declared export.
    pub(crate) fn load(library: &Library, problems: &mut Vec<Problem>) -> Vec<Self> {
        let mut products: Vec<Self> = crate::parse_one(library, "products.yaml", problems);
        for (path, text) in library.under("exports/") {
            match crate::yaml::<Export>(text) {
                Ok(export) => products.push(Self {
                    area: "Lists and exports as tables (CSV, workbooks)".into(),
                    title: export.title,
                    how: export.how,
                    tables: vec![export.table],
                }),
                Err(reason) => problems.push(Problem {
                    path: path.to_owned(),
                    reason,
                }),
            }
        }
        products
    }

    /// Whether it fills this record table.
    #[must_use]
    pub fn fills(&self, table: &str) -> bool {
        self.tables.iter().any(|known| {
            known
                .strip_suffix('*')
                .map_or(known == table, |start| table.starts_with(start))
        })
    }
}
