//! Families of letters and the vocabulary, as they stand in the text files beside.

use std::collections::BTreeMap;

use super::grammar::Pattern;

const WORDS: [&str; 6] = [
    include_str!("text/words.bulk.en.txt"),
    include_str!("text/words.fraud.en.txt"),
    include_str!("text/words.further.other.txt"),
    include_str!("text/words.honest.en.txt"),
    include_str!("text/words.program.txt"),
    include_str!("text/words.txt"),
];
const LETTERS: [&str; 18] = [
    include_str!("text/bulk.en.txt"),
    include_str!("text/dutch.txt"),
    include_str!("text/fraud.en.txt"),
    include_str!("text/further.other.txt"),
    include_str!("text/german.txt"),
    include_str!("text/ham.en.txt"),
    include_str!("text/harm.en.txt"),
    include_str!("text/honest.en.txt"),
    include_str!("text/lookalike.en.txt"),
    include_str!("text/lookalike.other.txt"),
    include_str!("text/lures.en.txt"),
    include_str!("text/lures.other.txt"),
    include_str!("text/other.txt"),
    include_str!("text/program.en.txt"),
    include_str!("text/program.other.txt"),
    include_str!("text/romance.txt"),
    include_str!("text/unwanted.en.txt"),
    include_str!("text/unwanted.other.txt"),
];

/// What kind of sender writes a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    /// An organisation, from its own domain.
    Org,
    /// The same through a mailing service, with a way to leave.
    List,
    /// Somebody in an organisation's name, from elsewhere.
    Fake,
    /// Somebody in the name of a person of an organisation.
    FakePerson,
    /// A person of the clinic.
    Colleague,
    /// A person of another organisation.
    Outsider,
    /// Anybody with a free mailbox.
    FreePerson,
    /// A free mailbox in the name of a person of the clinic.
    BossFree,
}

/// A paragraph or a button.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) pattern: Pattern,
    pub(super) is_optional: bool,
    pub(super) is_link: bool,
}

/// Letters of one kind.
#[derive(Debug, Clone)]
pub(super) struct Family {
    /// `ham`, `unwanted` or `harm`.
    pub(super) label: String,
    pub(super) name: String,
    pub(super) language: String,
    pub(super) sender: Sender,
    /// Vocabulary lists of organisations.
    pub(super) lists: Vec<String>,
    pub(super) subject: Pattern,
    pub(super) lines: Vec<Line>,
    /// What is attached, always or one time in two (`?`).
    pub(super) attachment: Option<String>,
    /// It may answer an earlier message.
    pub(super) quotes: bool,
}

/// The families in the order of the files.
pub(super) fn families() -> Vec<Family> {
    let mut all: Vec<Family> = Vec::new();
    for line in LETTERS.iter().flat_map(|text| text.lines()) {
        if let Some(head) = line.strip_prefix('@') {
            all.push(head_of(head));
        } else if let Some(family) = all.last_mut() {
            add(family, line);
        }
    }
    all
}

fn head_of(head: &str) -> Family {
    let mut words = head.split_whitespace();
    let mut next = || words.next().unwrap_or_default().to_owned();
    let (label, name, language, sender) = (next(), next(), next(), next());
    let sender = match sender.as_str() {
        "org" => Sender::Org,
        "list" => Sender::List,
        "fake" => Sender::Fake,
        "fakeperson" => Sender::FakePerson,
        "colleague" => Sender::Colleague,
        "outsider" => Sender::Outsider,
        "bossfree" => Sender::BossFree,
        _ => Sender::FreePerson,
    };
    let lists = next().split(',').map(str::to_owned).collect();
    Family {
        label,
        name,
        language,
        sender,
        lists,
        subject: Pattern::parse(""),
        lines: Vec::new(),
        attachment: None,
        quotes: false,
    }
}

fn add(family: &mut Family, line: &str) {
    let (line, is_optional) = match line.strip_prefix('?') {
        Some(rest) => (rest, true),
        None => (line, false),
    };
    match line.split_at_checked(2) {
        Some(("S:", rest)) => family.subject = Pattern::parse(rest.trim()),
        Some(("A:", rest)) => family.attachment = Some(rest.trim().to_owned()),
        Some(("Q:", _)) => family.quotes = true,
        Some(("L:", rest)) => family.lines.push(Line {
            pattern: Pattern::parse(rest.trim()),
            is_optional,
            is_link: true,
        }),
        _ if line.trim().is_empty() || line.starts_with('#') => {}
        _ => family.lines.push(Line {
            pattern: Pattern::parse(line),
            is_optional,
            is_link: false,
        }),
    }
}

/// Lists of words by name.
pub(super) struct Vocabulary {
    lists: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Vocabulary {
    pub(super) fn new() -> Self {
        let lists = WORDS
            .iter()
            .flat_map(|text| text.lines())
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(": "))
            .map(|(name, words)| (name, words.split(" | ").map(str::trim).collect()))
            .collect();
        Self { lists }
    }

    /// The words of a list in a language, or the list for all languages.
    pub(super) fn get(&self, name: &str, language: &str) -> Option<&[&'static str]> {
        let own = self.lists.get(format!("{name}.{language}").as_str());
        own.or_else(|| self.lists.get(name)).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_whole_and_its_lists_exist() {
        let vocabulary = Vocabulary::new();
        let families = families();
        assert!(families.len() > 400, "{}", families.len());
        for family in &families {
            let name = format!("{} {}", family.name, family.language);
            assert!(
                ["ham", "unwanted", "harm"].contains(&family.label.as_str()),
                "{name}"
            );
            assert!(!family.lines.is_empty(), "{name}");
            let needs_list = matches!(
                family.sender,
                Sender::Org | Sender::List | Sender::Fake | Sender::FakePerson | Sender::Outsider
            );
            for list in family.lists.iter().filter(|_| needs_list) {
                let words = vocabulary.get(list, "").unwrap_or_default();
                assert!(
                    words.iter().any(|word| word.contains(" = ")),
                    "{name}: {list}"
                );
            }
        }
    }
}
