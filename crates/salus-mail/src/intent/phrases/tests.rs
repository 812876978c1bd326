//! Phrases beside the expressions over letters that say the same.

use proptest::prelude::*;
use regex::Regex;

use super::Phrases;

fn met(phrases: &[&str], text: &str) -> Vec<bool> {
    let mut all = Phrases::default();
    for (wish, phrase) in (0..).zip(phrases) {
        assert!(all.add(phrase, wish), "{phrase}");
    }
    all.settle();
    let mut found = vec![false; phrases.len()];
    all.mark(text, &mut found);
    found
}

#[test]
fn words_choices_gaps_and_beginnings() {
    let check = |phrase: &str, text: &str, expected: bool| {
        assert_eq!(met(&[phrase], text), [expected], "`{phrase}` in `{text}`");
    };
    check("your account", " open your account now ", true);
    check("your account", " open your  account now ", false); // the subject ends between them
    check(
        "your (account|mail box) is",
        " your mail box is full ",
        true,
    );
    check("your (account|mail box) is", " your mail is full ", false);
    check("a * b", " a b ", true);
    check("a * b", " a x y z b ", true);
    check("a * b", " a w x y z b ", false);
    check("(a *|c) b", " a x b ", true);
    check("pass~ ends", " passwords ends ", true);
    check("pass~ ends", " compass ends ", false);
    check("e-mail", " an e mail ", true);
    check("(a (b|c d)|e) f", " a c d f ", true);
    check("(a (b|c d)|e) f", " e f ", true);
    check("a a b", " a a a b ", true);
    check("* a", " a ", true);
}

#[test]
fn what_is_empty_or_too_much_is_refused() {
    let wide = format!("({})", ["a"; 2_000].join("|"));
    let deep = format!("{}a{}", "(".repeat(20), ")".repeat(20));
    for phrase in [
        "",
        " * ",
        "(a|)",
        "(|a)",
        "(a",
        "a)",
        "()",
        "(*) ",
        &deep,
        &format!("{wide} {wide}"),
    ] {
        assert!(!Phrases::default().add(phrase, 0), "{phrase:.40}");
    }
}

/// A phrase, and the expression that means it over words with one blank behind each.
fn phrase() -> impl Strategy<Value = (String, String)> {
    let word = prop_oneof![
        "[abc]{1,2}".prop_map(|word| (word.clone(), format!("{word} "))),
        "[abc]{1,2}".prop_map(|word| (format!("{word}~"), format!("{word}[^ ]* "))),
    ];
    let item = prop_oneof![
        4 => word.clone(),
        1 => Just(("*".to_owned(), "(?:[^ ]+ ){0,3}".to_owned())),
        1 => proptest::collection::vec(proptest::collection::vec(word.clone(), 1..3), 1..4).prop_map(|choices| {
            let side = |at: fn(&(String, String)) -> &str, with: &str| {
                let all = choices.iter().map(|one| one.iter().map(at).collect::<Vec<_>>().join(with));
                all.collect::<Vec<_>>().join("|")
            };
            (format!("({})", side(|one| &one.0, " ")), format!("(?:{})", side(|one| &one.1, "")))
        }),
    ];
    (word.clone(), proptest::collection::vec(item, 0..4), word).prop_map(|(first, inner, last)| {
        let all = || std::iter::once(&first).chain(&inner).chain([&last]);
        let text = all()
            .map(|one| one.0.as_str())
            .collect::<Vec<_>>()
            .join(" ");
        let expression: String = all().map(|one| one.1.as_str()).collect();
        (text, format!(" {expression}"))
    })
}

proptest! {
    #[test]
    fn expressions_over_letters_find_the_same(
        phrases in proptest::collection::vec(phrase(), 1..6),
        words in proptest::collection::vec("[abc]{0,3}", 0..30),
    ) {
        let text = format!(" {} ", words.join(" "));
        let written: Vec<&str> = phrases.iter().map(|one| one.0.as_str()).collect();
        let found = met(&written, &text);
        for ((written, expression), found) in phrases.iter().zip(found) {
            let expected = Regex::new(expression).expect("an expression").is_match(&text);
            prop_assert_eq!(found, expected, "`{}` in `{}`", written, text);
        }
    }
}
