//! One letter: who writes it, and its words filled in.

use std::collections::BTreeMap;

use super::family::{Family, Sender, Vocabulary};
use super::grammar::Pattern;
use crate::random::Random;

/// The organisation that gets the letters.
pub(super) const OWN: &str = "millbrook-clinic.example";

/// A letter before it is put into the form of the wire.
pub(super) struct Letter {
    pub(super) from: (String, String),
    pub(super) to: (String, String),
    pub(super) reply_to: Option<String>,
    pub(super) subject: String,
    pub(super) lines: Vec<Written>,
    pub(super) attachment: Option<String>,
    pub(super) quoted: Vec<String>,
    pub(super) sender: Sender,
    pub(super) is_fake: bool,
}

/// A paragraph, with where it leads if it is a button.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) link: Option<String>,
}

/// Fills in words; the same word for the same name within one letter.
struct Filling<'v> {
    vocabulary: &'v Vocabulary,
    language: String,
    known: BTreeMap<String, String>,
}

/// Writes one letter of a family.
pub(super) fn write(family: &Family, vocabulary: &Vocabulary, random: &mut Random) -> Letter {
    let mut filling = Filling {
        vocabulary,
        language: family.language.clone(),
        known: BTreeMap::new(),
    };
    let to = filling.recipient(random);
    let from = filling.sender(family, random);
    let is_fake = matches!(
        family.sender,
        Sender::Fake | Sender::FakePerson | Sender::BossFree
    );
    let lines = filling.lines(family, random);
    let subject = filling.sentence(&family.subject, random);
    let reply_to = filling.reply_to(family, random);
    let attachment = family
        .attachment
        .as_deref()
        .and_then(|kind| match kind.strip_prefix('?') {
            Some(kind) => random.chance(50).then(|| kind.to_owned()),
            None => Some(kind.to_owned()),
        });
    let quoted = if family.quotes && random.chance(60) {
        filling.quotes(random)
    } else {
        Vec::new()
    };
    Letter {
        from,
        to,
        reply_to,
        subject,
        lines,
        attachment,
        quoted,
        sender: family.sender,
        is_fake,
    }
}

impl Filling<'_> {
    fn recipient(&mut self, random: &mut Random) -> (String, String) {
        let first = self.pick("first", random);
        let last = self.pick("last", random);
        let local = match random.below(4) {
            0 => plain(&first),
            1 => format!("{}{}", plain(&first[..1]), plain(&last)),
            _ => format!("{}.{}", plain(&first), plain(&last)),
        };
        let address = format!("{local}@{OWN}");
        let user = if random.chance(75) { &first } else { &local };
        self.set("user", user);
        self.set("mail", &address);
        self.set("own", OWN);
        (format!("{first} {last}"), address)
    }

    fn sender(&mut self, family: &Family, random: &mut Random) -> (String, String) {
        let person = format!(
            "{} {}",
            self.pick("first", random),
            self.pick("last", random)
        );
        let (brand, domain) = self.organisation(family, random);
        self.set("brand", &brand);
        self.set("domain", &domain);
        let local = self.pick("local", random);
        match family.sender {
            Sender::Org | Sender::List => {
                let host = match random.below(4) {
                    0 => format!("mail.{domain}"),
                    1 => format!("e.{domain}"),
                    _ => domain,
                };
                (self.shown(&brand, random), format!("{local}@{host}"))
            }
            Sender::Fake => {
                let host = self.hostile(&brand, random);
                (self.shown(&brand, random), format!("{local}@{host}"))
            }
            Sender::FakePerson | Sender::Outsider | Sender::Colleague => {
                self.is_person(&person);
                let host = match family.sender {
                    Sender::Outsider => domain,
                    Sender::Colleague => OWN.to_owned(),
                    _ if random.chance(40) => twisted(&domain, random),
                    _ => self.hostile(&brand, random),
                };
                (
                    person.clone(),
                    format!("{}@{host}", plain(&person.replace(' ', "."))),
                )
            }
            Sender::FreePerson | Sender::BossFree => {
                self.is_person(&person);
                let host = self.pick("free", random);
                let local = if family.sender == Sender::BossFree && random.chance(60) {
                    format!("{}.office{}", self.pick("w", random), random.below(90))
                } else {
                    format!("{}{}", plain(&person.replace(' ', ".")), random.below(99))
                };
                (person, format!("{local}@{host}"))
            }
        }
    }

    fn is_person(&mut self, person: &str) {
        self.set("person", person);
        self.set("first", person.split(' ').next().unwrap_or_default());
    }

    fn organisation(&mut self, family: &Family, random: &mut Random) -> (String, String) {
        let list = random.pick(&family.lists);
        let entries = self.vocabulary.get(list, "").unwrap_or(&[]);
        if entries.is_empty() {
            return ("Millbrook Clinic".to_owned(), OWN.to_owned());
        }
        let (name, domain) = random.pick(entries).split_once(" = ").unwrap_or_default();
        (name.trim().to_owned(), domain.trim().to_owned())
    }

    fn shown(&self, brand: &str, random: &mut Random) -> String {
        let behind = [
            "",
            "",
            "",
            " Support",
            " Team",
            " Service",
            " Notifications",
            " Info",
        ];
        format!("{brand}{}", random.pick(&behind))
    }

    /// A host that has nothing to do with the brand, or only looks like it.
    fn hostile(&mut self, brand: &str, random: &mut Random) -> String {
        match random.below(10) {
            0 | 1 => self.pick("free", random),
            2 => {
                let word = plain(&brand.replace([' ', '.', '+', '&'], ""));
                let behind = self.pick("w", random);
                format!("{word}-{behind}.example")
            }
            _ => self.fresh("bad", random),
        }
    }

    fn lines(&mut self, family: &Family, random: &mut Random) -> Vec<Written> {
        let mut lines = Vec::new();
        for line in &family.lines {
            if line.is_optional && random.chance(50) {
                continue;
            }
            let text = self.sentence(&line.pattern, random);
            let link = line.is_link.then(|| self.link(family, random));
            lines.push(Written { text, link });
        }
        lines
    }

    fn link(&mut self, family: &Family, random: &mut Random) -> String {
        let domain = self.known.get("domain").cloned().unwrap_or_default();
        let hex = random.hex(16);
        match family.sender {
            Sender::Fake | Sender::FakePerson => self.fresh("page", random),
            Sender::List if random.chance(50) => {
                format!(
                    "https://click.{}-mailer.example/{hex}",
                    self.pick("w", random)
                )
            }
            _ => match random.below(3) {
                0 => format!("https://www.{domain}/"),
                1 => format!("https://{domain}/{}/{hex}", self.pick("w", random)),
                _ => format!("https://click.{domain}/t/{hex}"),
            },
        }
    }

    fn reply_to(&mut self, family: &Family, random: &mut Random) -> Option<String> {
        let percent = match family.sender {
            Sender::BossFree | Sender::FreePerson if family.label == "harm" => 35,
            Sender::Fake | Sender::FakePerson => 18,
            Sender::Org | Sender::List => 12,
            _ => 2,
        };
        if !random.chance(percent) {
            return None;
        }
        let is_honest = family.label == "ham";
        let host = match family.sender {
            Sender::Org | Sender::List if is_honest && random.chance(60) => {
                self.known.get("domain").cloned().unwrap_or_default()
            }
            _ if is_honest => format!("{}-desk.example", self.pick("w", random)),
            _ => self.pick("free", random),
        };
        Some(format!("{}@{host}", self.pick("w", random)))
    }

    fn quotes(&mut self, random: &mut Random) -> Vec<String> {
        (0..=random.below(2))
            .map(|_| self.fresh("quote", random))
            .collect()
    }

    fn sentence(&mut self, pattern: &Pattern, random: &mut Random) -> String {
        let mut out = String::new();
        pattern.write(
            random,
            &mut |random, name| self.word(name, random),
            &mut out,
        );
        tidy(&out)
    }

    /// The word called `name`; `first:2` is another first name than `first`.
    fn word(&mut self, name: &str, random: &mut Random) -> String {
        if let Some(digits) = name
            .strip_prefix('n')
            .and_then(|rest| rest.parse::<u32>().ok())
        {
            let low = 10_u64.pow(digits.clamp(1, 9) - 1);
            return (low + random.below(low * 9)).to_string();
        }
        if name == "hex" {
            return random.hex(24);
        }
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let plain_name = name.split(':').next().unwrap_or(name);
        let word = match plain_name {
            "person" => format!(
                "{} {}",
                self.pick("first", random),
                self.pick("last", random)
            ),
            "reply" => {
                let (word, free) = (self.pick("w", random), self.pick("free", random));
                format!("{word}.{}@{free}", random.below(900))
            }
            _ => self.fresh(plain_name, random),
        };
        self.known.insert(name.to_owned(), word.clone());
        word
    }

    /// A word of a list, its own words filled in.
    fn fresh(&mut self, list: &str, random: &mut Random) -> String {
        let word = self.pick(list, random);
        if word.contains('<') {
            let pattern = Pattern::parse(&word);
            return self.sentence(&pattern, random);
        }
        word
    }

    fn pick(&self, list: &str, random: &mut Random) -> String {
        match self.vocabulary.get(list, &self.language) {
            Some(words) => {
                let word = random.pick(words);
                word.split(" = ").next().unwrap_or(word).to_owned()
            }
            None => list.to_owned(),
        }
    }

    fn set(&mut self, name: &str, word: &str) {
        self.known.insert(name.to_owned(), word.to_owned());
    }
}

/// Letters and digits of a name as an address has them.
fn plain(name: &str) -> String {
    name.chars()
        .filter_map(|letter| match letter {
            'é' | 'è' => Some('e'),
            'á' | 'ã' => Some('a'),
            'ú' => Some('u'),
            '.' | '-' => Some(letter),
            _ => letter
                .is_ascii_alphanumeric()
                .then(|| letter.to_ascii_lowercase()),
        })
        .collect()
}

/// A domain with one letter changed.
fn twisted(domain: &str, random: &mut Random) -> String {
    let (name, rest) = domain.split_once('.').unwrap_or((domain, "example"));
    let changed = match random.below(5) {
        0 => name.replacen('l', "1", 1),
        1 => name.replacen('o', "0", 1),
        2 => name.replacen('m', "rn", 1),
        3 => format!("{name}s"),
        _ => format!("{name}-billing"),
    };
    if changed == name {
        return format!("{name}-pay.{rest}");
    }
    format!("{changed}.{rest}")
}

/// Choices that were left out leave no double blank and no blank before a comma, and a question ends a sentence.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins = word == ")" || word.starts_with([',', '.', '!']);
        if !out.is_empty() && !joins {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.replace("?.", "?").replace("!.", "!")
}
