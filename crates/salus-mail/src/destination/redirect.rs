//! Links that carry another link, to which a careless site forwards.

use url::Url;

use crate::destination::rewriter;

/// Parameters that are looked at.
const PARAMETERS: usize = 50;

/// The first web address that a link carries in its query, fragment or path.
pub(super) fn carried(url: &Url) -> Option<Url> {
    let inner = url
        .query_pairs()
        .take(PARAMETERS)
        .find_map(|(_, value)| read(&value));
    inner
        .or_else(|| {
            let fragment = rewriter::unescaped(url.fragment()?);
            fragment.split(['=', '&', '#']).find_map(read)
        })
        .or_else(|| {
            let path = rewriter::unescaped(url.path());
            read(&path[path.find("/http")? + 1..])
        })
}

fn read(value: &str) -> Option<Url> {
    if value.starts_with("aHR0c") {
        return rewriter::web(&rewriter::unpacked(value)?);
    }
    rewriter::web(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_link_is_found() {
        for (address, expected) in [
            (
                "https://a.example/go?to=https%3A%2F%2Fb.example%2Fx",
                Some("https://b.example/x"),
            ),
            (
                "https://a.example/go?to=aHR0cHM6Ly9iLmV4YW1wbGUveA",
                Some("https://b.example/x"),
            ),
            (
                "https://a.example/go?to=aHR0cHMlM0ElMkYlMkZiLmV4YW1wbGUlMkZ4",
                Some("https://b.example/x"),
            ),
            (
                "https://a.example/r/https://b.example/x",
                Some("https://b.example/x"),
            ),
            (
                "https://a.example/#to=https://b.example/",
                Some("https://b.example/"),
            ),
            ("https://a.example/?q=httpd", None),
            ("https://a.example/?to=https://b", None),
            ("https://a.example/http", None),
        ] {
            let found = carried(&Url::parse(address).expect("an address"));
            assert_eq!(found.as_ref().map(Url::as_str), expected, "{address}");
        }
    }
}
