//! Organisational domains, and domains made to look like another.

/// The part of a host name that somebody registered, by the public-suffix list; an address of digits as it stands; the
/// whole name where it has no known ending. `host` is in lower case.
#[must_use]
pub fn registrable(host: &str) -> &str {
    if host.parse::<std::net::IpAddr>().is_ok() {
        return host;
    }
    psl::domain_str(host).unwrap_or(host)
}

/// Whether `host` is `domain` or lies below it.
#[must_use]
pub fn is_within(host: &str, domain: &str) -> bool {
    match host.strip_suffix(domain) {
        Some("") => !domain.is_empty(),
        Some(before) => !domain.is_empty() && before.ends_with('.'),
        None => false,
    }
}

/// The first label of the registered part: the name that people read.
#[must_use]
pub(crate) fn label(host: &str) -> &str {
    let registered = registrable(host);
    registered
        .split_once('.')
        .map_or(registered, |(label, _)| label)
}

/// A host and everything above it, the longest first.
pub(crate) fn above(host: &str) -> impl Iterator<Item = &str> {
    let dots = host.match_indices('.').map(|(at, _)| &host[at + 1..]);
    std::iter::once(host)
        .chain(dots)
        .take(20)
        .filter(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registered_part_is_found() {
        for (host, expected) in [
            ("mail.clinic.example", "clinic.example"),
            ("a.b.co.uk", "b.co.uk"),
            ("co.uk", "co.uk"),
            ("192.0.2.7", "192.0.2.7"),
            ("localhost", "localhost"),
            ("", ""),
        ] {
            assert_eq!(registrable(host), expected, "{host}");
        }
    }

    #[test]
    fn a_name_that_only_ends_alike_is_not_within() {
        assert!(is_within("portal.clinic.example", "clinic.example"));
        assert!(is_within("clinic.example", "clinic.example"));
        assert!(!is_within("myclinic.example", "clinic.example"));
        assert!(!is_within("clinic.example", ""));
    }
}
