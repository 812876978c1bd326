//! How a message is made up: disguised words, pictures instead of text, shouting, names and recipients left out.

use crate::anatomy::Anatomy;
use crate::signal::Signals;
use crate::text::Wording;

/// Words beside which pictures count as all there is.
const FEW_WORDS: usize = 12;
/// Letters of the text in which a greeting stands.
const GREETING: usize = 160;

/// Looks at how a message is made up.
pub(crate) fn look(anatomy: &Anatomy, wording: &Wording, signals: &mut Signals) {
    if wording.disguised > 1 {
        signals.add("content.disguised_words", &[]);
    }
    let pictures = anatomy.page.as_ref().map_or(0, |page| page.pictures);
    if pictures > 0 && wording.words <= FEW_WORDS && !anatomy.links.is_empty() {
        signals.add("content.picture_only", &[]);
    }
    if is_shouting(&anatomy.subject) {
        signals.add("content.shouting", &[]);
    } else if anatomy.subject.contains(['!', '\u{ff01}']) {
        signals.add("content.exclaiming", &[]);
    }
    if anatomy
        .author()
        .is_some_and(|author| author.name.trim().is_empty())
    {
        signals.add("content.no_name", &[]);
    }
    if anatomy.to.is_empty() && anatomy.cc.is_empty() {
        signals.add("content.no_recipient", &[]);
    }
    if greets_by_address(anatomy) {
        signals.add("content.greets_by_address", &[]);
    }
}

fn is_shouting(subject: &str) -> bool {
    let letters = subject.chars().filter(|one| one.is_alphabetic()).count();
    let capitals = subject.chars().filter(|one| one.is_uppercase()).count();
    (letters >= 12 && capitals * 10 >= letters * 7)
        || subject.contains("!!")
        || subject.contains("??")
}

/// The reader's own address stands where a name would.
fn greets_by_address(anatomy: &Anatomy) -> bool {
    let head: String = anatomy.text.chars().take(GREETING).collect();
    let head = head.to_lowercase();
    let subject = anatomy.subject.to_lowercase();
    anatomy.to.iter().take(10).any(|to| {
        to.address.contains('@') && (subject.contains(&to.address) || head.contains(&to.address))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mailbox::Mailbox;

    #[test]
    fn a_sender_without_a_name_and_hidden_recipients_are_told() {
        let check = |name: &str, to: &[&str], expected: &str| {
            let mailbox = |name: &str, address: &str| Mailbox {
                name: name.to_owned(),
                address: address.to_owned(),
            };
            let anatomy = Anatomy {
                from: vec![mailbox(name, "x@shop.example")],
                to: to.iter().map(|one| mailbox("", one)).collect(),
                ..Anatomy::default()
            };
            let mut signals = Signals::default();
            look(&anatomy, &Wording::of(&anatomy), &mut signals);
            let ids: Vec<&str> = signals.iter().map(|one| one.id.as_ref()).collect();
            assert_eq!(ids.join(" "), expected, "{name} {to:?}");
        };
        check("Shop", &["ann@clinic.example"], "");
        check(" ", &["ann@clinic.example"], "content.no_name");
        check("Shop", &[], "content.no_recipient");
    }

    fn found(subject: &str, text: &str) -> Vec<String> {
        let to = Mailbox {
            name: String::new(),
            address: "ann@clinic.example".to_owned(),
        };
        let anatomy = Anatomy {
            subject: subject.to_owned(),
            text: text.to_owned(),
            to: vec![to],
            ..Anatomy::default()
        };
        let mut signals = Signals::default();
        look(&anatomy, &Wording::of(&anatomy), &mut signals);
        signals.iter().map(|one| one.id.to_string()).collect()
    }

    #[test]
    fn the_make_up_is_told() {
        for (subject, text, expected) in [
            ("Lunch on Friday", "Hello Ann", ""),
            ("YOUR ACCOUNT IS CLOSED", "", "content.shouting"),
            ("Hurry!!", "", "content.shouting"),
            ("Open now!", "", "content.exclaiming"),
            ("MRI", "", ""),
            (
                "ann@clinic.example has mail",
                "",
                "content.greets_by_address",
            ),
            ("x", "Dear Ann@clinic.example,", "content.greets_by_address"),
            ("x", "y\u{43e}ur \u{430}ccount", "content.disguised_words"),
            ("x", "5 \u{3b1}cetyl", ""),
        ] {
            assert_eq!(found(subject, text).join(" "), expected, "{subject} {text}");
        }
    }
}
