//! Literals without which a regular expression cannot match, so that it runs on few values.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::pattern::fold;

/// Alternatives worth looking for instead of running the expression itself.
const ALTERNATIVES: usize = 16;
/// Shorter literals are in too many values to select any.
const SHORTEST: usize = 3;

/// Lower-case texts one of which every match holds; `None` when there is no such set.
pub(crate) fn required(regex: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::Parser::new().parse(regex).ok()?;
    let literals = of(&hir)?;
    let is_useful = literals.len() <= ALTERNATIVES && literals.iter().all(|l| l.len() >= SHORTEST);
    is_useful.then_some(literals)
}

fn of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        HirKind::Concat(parts) => of_run(parts),
        HirKind::Alternation(choices) => {
            let mut all = Vec::new();
            for choice in choices {
                all.extend(of(choice)?);
            }
            Some(all)
        }
        HirKind::Literal(_) | HirKind::Class(_) => text(hir).map(|text| vec![text]),
        _ => None,
    }
}

/// The best of a run: its longest unbroken text, or what its most selective part requires.
fn of_run(parts: &[Hir]) -> Option<Vec<String>> {
    let mut best: Option<Vec<String>> = None;
    let mut unbroken = String::new();
    let mut offer = |literals: Vec<String>| {
        let worth = |all: &Vec<String>| all.iter().map(String::len).min().unwrap_or(0);
        if best
            .as_ref()
            .is_none_or(|known| worth(known) < worth(&literals))
        {
            best = Some(literals);
        }
    };
    for part in parts {
        if let Some(text) = text(part) {
            unbroken.push_str(&text);
            continue;
        }
        if !unbroken.is_empty() {
            offer(vec![std::mem::take(&mut unbroken)]);
        }
        if let Some(literals) = of(part) {
            offer(literals);
        }
    }
    if !unbroken.is_empty() {
        offer(vec![unbroken]);
    }
    best
}

/// The lower-case text of a part that matches that text alone, in one case or any.
fn text(hir: &Hir) -> Option<String> {
    match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).ok().map(fold),
        HirKind::Class(Class::Unicode(class)) => {
            let mut chars = class.iter().flat_map(|range| range.start()..=range.end());
            let first = fold(&chars.next()?.to_string());
            let is_one = chars
                .by_ref()
                .take(4)
                .all(|c| fold(&c.to_string()) == first);
            (is_one && chars.next().is_none()).then_some(first)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(regex: &str, expected: Option<&[&str]>) {
        let expected = expected.map(|all| all.iter().map(|l| (*l).to_owned()).collect());
        assert_eq!(required(regex), expected, "{regex}");
    }

    #[test]
    fn what_every_match_holds_is_found() {
        check("Hello.*", Some(&["hello"]));
        check("(?i)hellO[0-9]", Some(&["hello"]));
        check(r"\d+\.(exe|dll)$", Some(&["exe", "dll"]));
        check("(?:abcd)+x*", Some(&["abcd"]));
        check("(abc)?", None);
        check("a|b", None);
        check(".*", None);
    }
}
