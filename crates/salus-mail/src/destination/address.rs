//! What a single link gives away: how its host is written, what is shown of it, whose address it carries.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use unicode_security::MixedScript as _;
use url::{Host, Url};

use crate::anatomy::Anatomy;
use crate::attachment::{Kind, by_ending, ending};
use crate::destination::known::Known;
use crate::destination::rewriter;
use crate::domain;
use crate::link::Link;
use crate::signal::Signals;

/// Recipients whose address is looked for.
const RECIPIENTS: usize = 5;
/// Labels of a host from which on it is deep.
const LABELS: usize = 6;

/// Links that lead nowhere in the web but act.
pub(super) fn scheme(url: &Url) -> Option<&'static str> {
    match url.scheme() {
        "javascript" => Some("destination.script_link"),
        "data" => Some("destination.data_link"),
        "file" => Some("destination.file_link"),
        _ => None,
    }
}

/// The text of a link shows another domain than it leads to.
pub(super) fn shown(link: &Link, sender: &str, known: &Known, signals: &mut Signals) {
    let Some(host) = host_in(&link.shown) else {
        return;
    };
    let (shown, target) = (domain::registrable(&host), link.domain());
    if shown == target
        || known.owner(&host).is_some() && known.owner(&host) == known.owner(link.host())
    {
        return;
    }
    // Those who send bulk mail show their own site and count the clicks elsewhere.
    let id = if shown == sender {
        "destination.text_shows_sender"
    } else {
        "destination.text_shows_other"
    };
    signals.add(id, &[("shown", shown), ("domain", target)]);
}

/// The host that a text shows, where it shows nothing else.
fn host_in(shown: &str) -> Option<Cow<'_, str>> {
    let text = shown.trim();
    if text.contains(char::is_whitespace) || text.contains('@') {
        return None;
    }
    let lower = text.to_lowercase();
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme));
    let host = rest.unwrap_or(&lower).split(['/', '?', '#', ':']).next()?;
    let host = host.trim_end_matches('.');
    let has_ending = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known());
    let is_name = host.contains('.')
        && host
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-.".contains(letter));
    let kind = by_ending(&ending(host));
    let is_file = rest.is_none() && kind != Kind::Other && !kind.runs();
    (has_ending && is_name && !is_file).then(|| {
        let ascii = idna::domain_to_ascii(host).unwrap_or_default();
        Cow::Owned(ascii)
    })
}

/// A host of digits.
pub(super) fn digits(link: &Link, signals: &mut Signals) {
    let is_public = match link.url.host() {
        Some(Host::Ipv4(address)) => {
            !(address.is_private() || address.is_loopback() || address.is_link_local())
        }
        Some(Host::Ipv6(address)) => !(address.is_loopback() || address.is_unique_local()),
        _ => false,
    };
    if is_public {
        let id = if link.is_disguised {
            "destination.host_is_disguised_digits"
        } else {
            "destination.host_is_digits"
        };
        signals.add(id, &[("domain", link.host())]);
    }
}

/// User names, ports, places inside a site, programs to be fetched.
pub(super) fn parts(url: &Url, is_senders: bool, signals: &mut Signals) {
    let host = url.host_str().unwrap_or_default();
    let words = [("domain", domain::registrable(host))];
    if !url.username().is_empty() {
        let id = if url.username().contains('.') {
            "destination.host_in_user"
        } else {
            "destination.user_in_link"
        };
        signals.add(id, &words);
    }
    if url.port().is_some() {
        signals.add("destination.odd_port", &words);
    }
    let path = url.path();
    const INSIDE: [&str; 5] = [
        "/.well-known/",
        "/cgi-sys/",
        "/wp-admin/",
        "/wp-content/",
        "/wp-includes/",
    ];
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = ending(name);
    let is_file = matches!(by_ending(&ending), Kind::Picture | Kind::Pdf)
        || matches!(
            ending.as_str(),
            "pdf" | "jpg" | "jpeg" | "png" | "gif" | "webp"
        );
    if !is_senders && !is_file && INSIDE.iter().any(|inside| path.contains(inside)) {
        signals.add("destination.inside_site", &words);
    }
    if path.starts_with("/ipfs/") || host.contains(".ipfs.") {
        signals.add("destination.unowned_storage", &words);
    }
    if is_program(&ending) && path.trim_matches('/').contains('.') {
        signals.add("destination.program", &words);
    }
}

fn is_program(ending: &str) -> bool {
    const PROGRAMS: [&str; 17] = [
        "apk", "bat", "cmd", "dmg", "exe", "hta", "img", "iso", "jar", "lnk", "msi", "msix", "scr",
        "vbe", "vbs", "vhd", "xll",
    ];
    PROGRAMS.contains(&ending)
}

/// The name of a host that a link leads to (`destination`) or that somebody writes from (`identity`).
pub(super) fn host(group: &str, host: &str, known: &Known, signals: &mut Signals) {
    if host.is_empty() || host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[') {
        return;
    }
    let registered = domain::registrable(host);
    let suffix = registered.split_once('.').map_or("", |(_, suffix)| suffix);
    let mut add = |name: &str| {
        let words = [("domain", registered), ("ending", suffix)];
        signals.add(format!("{group}.{name}"), &words);
    };
    if known.abused_endings.contains(suffix) {
        add("abused_ending");
    }
    if host.contains("xn--") {
        let (letters, _) = idna::domain_to_unicode(host);
        if letters.split('.').any(|label| !label.is_single_script()) {
            add("mixed_letters");
        } else if letters.chars().any(|letter| letter > '\u{24f}')
            && registered.is_ascii()
            && !suffix.contains("xn--")
        {
            add("foreign_letters");
        }
    }
    if host.split('.').filter(|label| *label != "www").count() >= LABELS {
        add("deep_host");
    }
    let is_shared = known.free_hosting.find(host, "/").is_some();
    if !is_shared && is_random(domain::label(host)) {
        add("random_name");
    }
}

/// A name that nobody would choose: digits among letters, or hardly a vowel.
fn is_random(label: &str) -> bool {
    let letters = label.chars().filter(char::is_ascii_alphabetic).count();
    let digits = label.chars().filter(char::is_ascii_digit).count();
    let is_vowel = |letter: &char| "aeiouyAEIOUY".contains(*letter);
    let vowels = label.chars().filter(is_vowel).count();
    let changes = label
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit())
        .count();
    if label.starts_with("xn--") || letters < 4 {
        return false;
    }
    (letters + digits >= 8 && digits >= 3 && changes >= 4)
        || (letters >= 10 && vowels * 6 < letters)
}

/// The recipient's own address in a link, written plainly or packed.
pub(super) fn recipient(url: &Url, anatomy: &Anatomy, sender: &str, signals: &mut Signals) {
    let behind = &url[url::Position::BeforePath..];
    if behind.len() < 8 {
        return;
    }
    let in_fragment = url.fragment().unwrap_or_default();
    let people = anatomy.to.iter().chain(&anatomy.cc);
    let addresses = people
        .map(|one| one.address.as_str())
        .filter(|address| address.len() >= 6 && address.contains('@'));
    for address in addresses.take(RECIPIENTS) {
        let host = url.host_str().unwrap_or_default();
        let words = [("domain", domain::registrable(host))];
        if holds(in_fragment, address) {
            signals.add("destination.recipient_in_fragment", &words);
        } else if !domain::is_within(host, sender) && is_packed_in(behind, address) {
            // Written plainly it stands in every second newsletter, where it takes its reader off the list.
            signals.add("destination.recipient_packed_in_link", &words);
        }
    }
}

fn holds(text: &str, address: &str) -> bool {
    if text.len() < address.len() {
        return false;
    }
    let plain = if text.contains('%') {
        rewriter::unescaped(text)
    } else {
        text.to_owned()
    };
    plain.to_lowercase().contains(address) || is_packed_in(&plain, address)
}

fn is_packed_in(text: &str, address: &str) -> bool {
    // What follows the address in the packed text changes its last letter.
    let packed = STANDARD_NO_PAD.encode(address);
    text.contains(&packed[..packed.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_shows_is_read() {
        for (text, expected) in [
            ("https://www.bank.com/login", Some("www.bank.com")),
            ("www.bank.co.uk", Some("www.bank.co.uk")),
            ("Bank.COM", Some("bank.com")),
            ("bank.com/a", Some("bank.com")),
            ("click here", None),
            ("here", None),
            ("a@bank.com", None),
            ("report.zip", None),
            ("e.g.", None),
            ("version 2.0", None),
            ("http://", None),
        ] {
            assert_eq!(host_in(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn names_nobody_would_choose_are_told() {
        for (label, expected) in [
            ("a8f3k2x9q", true),
            ("xkcdqwrtzpl", true),
            ("freshrpms", false),
            ("riverside-clinic", false),
            ("web24", false),
            ("covid19", false),
            ("3m", false),
            ("1and1", false),
            ("b2b-media", false),
            ("strength", false),
        ] {
            assert_eq!(is_random(label), expected, "{label}");
        }
    }

    #[test]
    fn addresses_are_found_plain_and_packed() {
        let address = "anna.berg@clinic.example";
        for (text, expected) in [
            ("?e=anna.berg@clinic.example", true),
            ("?e=Anna.Berg%40clinic.example&x", true),
            ("#YW5uYS5iZXJnQGNsaW5pYy5leGFtcGxl", true),
            ("?e=anna.berger@clinic.example", false),
            ("?e=", false),
        ] {
            assert_eq!(holds(text, address), expected, "{text}");
        }
    }
}
