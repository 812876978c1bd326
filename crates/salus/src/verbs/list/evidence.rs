//! The reference page of evidence: what to export, what it feeds, what becomes answerable.

use std::collections::BTreeSet;

use salus_content::{Content, Product};
use serde_json::{Value, json};

/// One object per kind of evidence.
pub(super) fn items(content: &Content) -> Vec<Value> {
    let describe = |product: &Product| {
        json!({
            "id": product.tables.join(", "), "title": product.title, "area": product.area, "how": product.how,
            "tables": product.tables, "facts": facts(content, product), "measures": measures(content, product),
        })
    };
    content.products.iter().map(describe).collect()
}

/// The page, in Markdown.
pub(super) fn page(content: &Content) -> String {
    let mut page = String::from(
        "# Evidence: what to export, and what it is good for\n\n\
         Made by `salus list evidence`; do not edit it by hand. Put the files into one folder, in any order and under any \
         name, packed or not, and run `salus check FOLDER`. What is in a file decides how it is read.\n\n\
         *Feeds* names facts (`salus list facts`), *helps to answer* names measures that need one of them (`salus list measures`). \
         Evidence that feeds nothing is stored, can be asked in SQL, and is looked at by Sigma rules.\n",
    );
    let mut areas: Vec<&str> = Vec::new();
    for product in &content.products {
        if !areas.contains(&product.area.as_str()) {
            areas.push(&product.area);
        }
    }
    for area in areas {
        page += &format!("\n## {area}\n");
        for product in content.products.iter().filter(|one| one.area == area) {
            page += &entry(content, product);
        }
    }
    page
}

fn entry(content: &Content, product: &Product) -> String {
    let code = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    let mut entry = format!(
        "\n### {}\n\n{}.\n\n",
        product.title,
        product.how.trim_end_matches('.')
    );
    entry += &format!("- record tables: {}\n", code(&product.tables));
    let (facts, measures) = (facts(content, product), measures(content, product));
    if !facts.is_empty() {
        entry += &format!("- feeds: {}\n", code(&facts));
    }
    if !measures.is_empty() {
        entry += &format!("- helps to answer: {}\n", code(&measures));
    }
    entry
}

/// Facts that a mapping of this product makes. A table with an entry of its own is not also that of `windows_*`, and
/// one that a mapping only looks something up in feeds nothing.
fn facts(content: &Content, product: &Product) -> Vec<String> {
    let has_entry = |table: &str| {
        let mut all = content.products.iter().flat_map(|one| &one.tables);
        all.any(|known| known == table)
    };
    let is_own = |table: &str| {
        product.tables.iter().any(|known| known == table)
            || (product.fills(table) && !has_entry(table))
    };
    let is_known = |table: &str| content.products.iter().any(|one| one.fills(table));
    let fed: BTreeSet<String> = content
        .mappings
        .iter()
        .filter(|mapping| match is_known(&mapping.product) {
            true => is_own(&mapping.product),
            // Its name is that of a family of tables (`zeek`).
            false => mapping.reads().keys().any(|table| is_own(table)),
        })
        .map(|mapping| mapping.fact.clone())
        .collect();
    fed.into_iter().collect()
}

fn measures(content: &Content, product: &Product) -> Vec<String> {
    let facts = facts(content, product);
    let needs = |needs: &[String]| needs.iter().any(|fact| facts.contains(fact));
    content
        .measures
        .iter()
        .filter(|measure| needs(&measure.needs))
        .map(|measure| measure.id.clone())
        .collect()
}
