//! Published weaknesses and how likely they are to be used.

use super::{Product, product};

/// In the order of their tables.
pub(super) const PRODUCTS: &[Product] = &[
    product("epss", &["epss", "percentile", "cve"]).time(&["date", "created"]),
    product("nvd_cve", &["sourceIdentifier", "vulnStatus", "id"])
        .time(&["lastModified", "published"]),
    product("osv", &["modified", "id"])
        .any(&["affected", "withdrawn"])
        .none(&["type", "resourceType"])
        .time(&["published", "modified"]),
];
