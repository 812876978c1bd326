//! Hosts named so that they are taken for another's.

use memchr::memmem;
use unicode_security::skeleton as unicode_skeleton;

use crate::destination::known::{Known, Name, Owner};
use crate::domain;

/// In which way a host is like a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Other letters that look the same.
    Letters,
    /// One or two letters off.
    Spelling,
    /// A whole domain stands before the one that counts.
    Domain,
    /// The name is a part of the host.
    Part,
    /// The same name under another ending.
    Ending,
}

/// Whom a host imitates, and the name; nobody where it belongs to one that is known.
pub(super) fn of<'k>(host: &str, known: &'k Known) -> Option<(Likeness, Owner, &'k str)> {
    if !host.contains('.')
        || host.parse::<std::net::IpAddr>().is_ok()
        || known.owner(host).is_some()
    {
        return None;
    }
    let (host, _) = idna::domain_to_unicode(host);
    let registered = domain::registrable(&host);
    let label = domain::label(&host);
    let found = |likeness, name: &'k Name| Some((likeness, name.owner, name.label.as_str()));
    if let Some(name) = known
        .skeletons
        .get(&skeleton(label))
        .map(|at| &known.names[*at])
    {
        if name.label != label {
            return found(Likeness::Letters, name);
        }
        if name.owner == Owner::Own || !name.is_word && name.letters.len() >= 6 {
            return found(Likeness::Ending, name);
        }
    }
    if let Some(name) = domain_before(&host[..host.len() - registered.len()], known) {
        return found(Likeness::Domain, name);
    }
    let letters: Vec<char> = label.chars().collect();
    let mask = mask(&letters);
    if let Some(name) = known
        .names
        .iter()
        .find(|name| is_misspelt(&letters, mask, name))
    {
        return found(Likeness::Spelling, name);
    }
    part(&host, known).and_then(|name| found(Likeness::Part, name))
}

/// What a name looks like (UTS #39), digits taken for the letters they stand for.
pub(super) fn skeleton(label: &str) -> String {
    let letter = |letter| match letter {
        '0' => 'o',
        '1' => 'l',
        '3' => 'e',
        '5' => 's',
        other => other,
    };
    let lettered: String = label.chars().map(letter).collect();
    unicode_skeleton(&lettered)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Which letters occur, as bits, so that most names are told apart at once.
pub(super) fn mask(letters: &[char]) -> u32 {
    letters
        .iter()
        .fold(0, |mask, letter| mask | 1 << (u32::from(*letter) % 31))
}

fn is_misspelt(letters: &[char], mask: u32, name: &Name) -> bool {
    let most = match name.letters.len() {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    !name.is_word
        && letters.len().abs_diff(name.letters.len()) <= most
        && (mask ^ name.mask).count_ones() as usize <= 2 * most
        && (1..=most).contains(&distance(letters, &name.letters))
}

/// Letters left out, put in, changed, or swapped with the next.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, letter) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, theirs) in other.iter().enumerate() {
            let changed = last[j] + usize::from(letter != theirs);
            let mut least = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == other[j - 1] && one[i - 1] == *theirs {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

/// A known domain among the labels before the registered one.
fn domain_before<'k>(before: &str, known: &'k Known) -> Option<&'k Name> {
    let labels: Vec<&str> = before
        .split('.')
        .filter(|label| !label.is_empty())
        .take(12)
        .collect();
    (0..labels.len()).find_map(|from| {
        (from + 2..=(from + 3).min(labels.len())).find_map(|to| {
            let domain = labels[from..to].join(".");
            let label = known.is_domain(&domain).then(|| domain::label(&domain))?;
            known.names.iter().find(|name| name.label == label)
        })
    })
}

/// A name as a label or between dashes; with words that lure also run together with them.
fn part<'k>(host: &str, known: &'k Known) -> Option<&'k Name> {
    let suffix = domain::registrable(host)
        .split_once('.')
        .map_or("", |(_, suffix)| suffix);
    let labels = host.strip_suffix(suffix).unwrap_or(host);
    let parts: Vec<&str> = labels
        .split(['.', '-', '_'])
        .filter(|part| !part.is_empty())
        .take(24)
        .collect();
    let lures = parts.iter().any(|part| known.lures.contains(*part));
    let is_it = |name: &&Name| {
        let is_sure = lures || !name.is_word && name.letters.len() >= 6;
        if is_sure && parts.contains(&name.label.as_str()) {
            return true;
        }
        let is_long = !name.is_word && name.letters.len() >= 5;
        is_long
            && parts
                .iter()
                .any(|part| is_lure_around(part, &name.label, known))
    };
    known.names.iter().find(is_it)
}

fn is_lure_around(part: &str, name: &str, known: &Known) -> bool {
    let Some(at) = memmem::find(part.as_bytes(), name.as_bytes()) else {
        return false;
    };
    let (before, behind) = (&part[..at], &part[at + name.len()..]);
    let is_lure = |text: &str| {
        known
            .lures
            .contains(text.trim_matches(|letter: char| letter.is_ascii_digit()))
    };
    match (before, behind) {
        ("", "") => false,
        ("", text) | (text, "") => is_lure(text),
        (one, other) => is_lure(one) && is_lure(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::Lists;
    use crate::setting::Setting;

    fn known() -> Known {
        let lists = Lists::parse(
            "brands: {PayPal: [paypal.com], Microsoft: [microsoft.com, live.com], Chase: [chase.com], Adobe: [adobe.com]}\n\
             free_mail: [gmail.com]\nplain_words: [chase, live]\nlure_words: [login, secure, support]",
        );
        let setting = Setting {
            own_domains: vec!["riverside-clinic.example".into()],
            partner_domains: vec!["labvendor.example".into()],
            ..Setting::default()
        };
        Known::new(&setting, &lists.expect("lists"))
    }

    #[test]
    fn names_made_to_be_mistaken_are_told_from_others() {
        let known = known();
        for (host, expected) in [
            ("paypal.com", None),
            ("www.paypal.com", None),
            ("xn--pypal-4ve.com", Some((Likeness::Letters, "paypal"))),
            ("paypa1.com", Some((Likeness::Letters, "paypal"))),
            ("rnicrosoft.com", Some((Likeness::Letters, "microsoft"))),
            ("paypall.com", Some((Likeness::Spelling, "paypal"))),
            ("papyal.com", Some((Likeness::Spelling, "paypal"))),
            ("mikrosopt.com", Some((Likeness::Spelling, "microsoft"))),
            ("mikrosoptx.com", None),
            ("chese.com", None),
            (
                "riverside-clinlc.example",
                Some((Likeness::Spelling, "riverside-clinic")),
            ),
            (
                "www.paypal.com.login.evil.example",
                Some((Likeness::Domain, "paypal")),
            ),
            ("paypal.evil.example", Some((Likeness::Part, "paypal"))),
            (
                "my-paypal-account.example",
                Some((Likeness::Part, "paypal")),
            ),
            ("adobe.evil.example", None),
            ("adobelogin.example", Some((Likeness::Part, "adobe"))),
            ("secure-chase.example", Some((Likeness::Part, "chase"))),
            ("chase-county.example", None),
            ("paypalsupport24.example", Some((Likeness::Part, "paypal"))),
            ("paypal.top", Some((Likeness::Ending, "paypal"))),
            ("labvendor.com", Some((Likeness::Ending, "labvendor"))),
            ("chase.top", None),
            ("gmail.com", None),
            ("192.0.2.7", None),
            ("localhost", None),
            ("", None),
        ] {
            let found = of(host, &known).map(|(likeness, _, name)| (likeness, name));
            assert_eq!(found, expected, "{host}");
        }
    }

    #[test]
    fn distances_are_counted() {
        let count = |one: &str, other: &str| {
            distance(
                &one.chars().collect::<Vec<_>>(),
                &other.chars().collect::<Vec<_>>(),
            )
        };
        for (one, other, expected) in [
            ("", "", 0),
            ("a", "", 1),
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("abcd", "badc", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(count(one, other), expected, "{one} {other}");
            assert_eq!(count(other, one), expected, "{other} {one}");
        }
    }
}
