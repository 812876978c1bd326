//! Products that are known by the names of their members alone, and whose records go to a table as they are.
//!
//! Each is a few words in one of the lists below; what takes more than that is a shape of its own.

mod backups;
mod cloud;
mod endpoints;
mod identity;
mod services;
mod weaknesses;

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::object::{at, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

/// Every list; within a list products stand in the order of their tables.
pub(super) const LISTS: &[&[Product]] = &[
    backups::PRODUCTS,
    cloud::PRODUCTS,
    endpoints::PRODUCTS,
    identity::PRODUCTS,
    services::PRODUCTS,
    weaknesses::PRODUCTS,
];

/// What tells the records of one product. Names may be paths with dots.
pub(super) struct Product {
    pub(super) table: &'static str,
    /// All of these are there; the rarest comes first, because most records end the question there.
    all: &'static [&'static str],
    /// One of these is there, unless there are none to choose from.
    any: &'static [&'static str],
    /// None of these is there.
    none: &'static [&'static str],
    /// Where the time stands.
    times: &'static [&'static str],
    hosts: &'static [&'static str],
}

const fn product(table: &'static str, all: &'static [&'static str]) -> Product {
    Product {
        table,
        all,
        any: &[],
        none: &[],
        times: &[],
        hosts: &[],
    }
}

impl Product {
    const fn any(mut self, any: &'static [&'static str]) -> Self {
        self.any = any;
        self
    }

    const fn none(mut self, none: &'static [&'static str]) -> Self {
        self.none = none;
        self
    }

    const fn time(mut self, times: &'static [&'static str]) -> Self {
        self.times = times;
        self
    }

    const fn host(mut self, hosts: &'static [&'static str]) -> Self {
        self.hosts = hosts;
        self
    }

    fn fits(&self, object: &Object) -> bool {
        let is_there = |path: &&str| at(object, path).is_some();
        self.all.iter().all(is_there)
            && (self.any.is_empty() || self.any.iter().any(is_there))
            && !self.none.iter().any(is_there)
    }
}

/// Products by the first name that they need, each with its number: most records have none of these names, and an
/// object has fewer members than there are products.
static BY_NAME: LazyLock<HashMap<&'static str, Vec<(usize, &'static Product)>>> =
    LazyLock::new(|| {
        let mut by_name: HashMap<&str, Vec<(usize, &Product)>> = HashMap::new();
        let all = LISTS.iter().flat_map(|list| list.iter());
        for (number, product) in all.enumerate() {
            let Some(path) = product.all.first() else {
                continue;
            };
            by_name.entry(path).or_default().push((number, product));
            if let Some((first, _)) = path.split_once('.') {
                by_name.entry(first).or_default().push((number, product));
            }
        }
        by_name
    });

/// The first product in the order of the lists.
fn of(object: &Object) -> Option<&'static Product> {
    let named = object.keys().filter_map(|key| BY_NAME.get(key.as_str()));
    let fitting = named.flatten().filter(|(_, product)| product.fits(object));
    let first = fitting.min_by_key(|(number, _)| *number);
    first.map(|(_, product)| *product)
}

pub(super) struct Products;

impl Shape for Products {
    fn fits(&self, object: &Object) -> bool {
        of(object).is_some()
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let (table, times, hosts) = match of(&object) {
            Some(product) => (product.table, product.times, product.hosts),
            None => return super::generic::put("json", object.into(), place, sink),
        };
        put(object, table, (times, hosts), place, sink)
    }
}

#[cfg(test)]
mod tests;
