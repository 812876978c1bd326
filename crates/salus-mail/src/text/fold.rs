//! Text in a plain form: lower case, no accents, disguises taken off, addresses and numbers replaced.

use unicode_security::confusable_detection::skeleton;

use crate::page::is_invisible;

/// Letters of one word that are kept.
const WORD_LETTERS: usize = 40;

/// A text in the plain form.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    pub(crate) text: String,
    pub(crate) words: usize,
    pub(crate) disguised: usize,
}

/// The first `most` words of a text in the plain form.
pub(crate) fn plain(text: &str, most: usize) -> Plain {
    let mut out = Plain {
        text: String::with_capacity(text.len().min(64 << 10) + 2),
        ..Plain::default()
    };
    out.text.push(' ');
    for chunk in text.split_whitespace() {
        if out.words >= most {
            break;
        }
        if let Some(mark) = mark(chunk) {
            out.push(mark);
            continue;
        }
        chunk_words(chunk, &mut out);
    }
    out
}

/// What stands for an address.
fn mark(chunk: &str) -> Option<&'static str> {
    if chunk.contains("://") || chunk.starts_with("www.") || chunk.starts_with("[http") {
        return Some("urlmark");
    }
    let (local, host) = chunk.split_once('@')?;
    (!local.is_empty() && host.contains('.')).then_some("mailmark")
}

impl Plain {
    fn push(&mut self, word: &str) {
        self.text.push_str(word);
        self.text.push(' ');
        self.words += 1;
    }
}

/// Splits at everything that is neither letter nor digit; signs of money and shares are words of their own.
fn chunk_words(chunk: &str, out: &mut Plain) {
    let mut word = Word::default();
    for letter in chunk.chars() {
        if is_invisible(letter) {
            word.is_strange |= !word.text.is_empty()
                && !matches!(letter, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{feff}');
        } else if is_ideograph(letter) {
            word.end(out);
            let mut bytes = [0; 4];
            out.push(letter.encode_utf8(&mut bytes));
        } else if letter.is_alphanumeric() || is_combining(letter) {
            word.add(letter);
        } else if matches!(letter, '\'' | '\u{2019}') {
            // Stays one word: don't, l'offre.
        } else if matches!(letter, '.' | ',') && word.is_number() {
            // Stays one number.
        } else {
            word.end(out);
            match letter {
                '$' | '€' | '£' | '¥' => out.push("$"),
                '%' => out.push("%"),
                _ => {}
            }
        }
    }
    word.end(out);
}

#[derive(Default)]
struct Word {
    text: String,
    letters: usize,
    digits: usize,
    latin: usize,
    foreign: usize,
    is_strange: bool,
}

impl Word {
    fn add(&mut self, letter: char) {
        if self.letters + self.digits >= WORD_LETTERS {
            return;
        }
        if letter.is_ascii_digit() {
            self.digits += 1;
        } else {
            self.letters += 1;
            match kind(letter) {
                Alphabet::Latin => self.latin += 1,
                Alphabet::Foreign => self.foreign += 1,
                Alphabet::Imitation => self.is_strange = true,
                Alphabet::None => {}
            }
        }
        self.text.push(letter);
    }

    fn is_number(&self) -> bool {
        self.digits > 0 && self.letters == 0
    }

    fn end(&mut self, out: &mut Plain) {
        let word = std::mem::take(self);
        if word.letters + word.digits == 0 {
            return;
        }
        if word.letters == 0 {
            out.push("0");
            return;
        }
        let is_mixed = word.latin > 0 && word.foreign > 0 && word.letters > 2;
        let is_disguised = is_mixed || (word.is_strange && word.letters > 1);
        if is_disguised {
            out.disguised += 1;
        }
        if word.letters + word.digits >= 14 && word.digits > 2 {
            out.push("codemark");
            return;
        }
        let folded = fold(&word, is_disguised);
        if !folded.is_empty() {
            out.push(&folded);
        }
    }
}

fn fold(word: &Word, is_disguised: bool) -> String {
    if word.text.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.text.clone();
    }
    let undressed: String = if is_disguised {
        let lower: String = word.text.chars().filter(|one| !one.is_ascii()).collect();
        if lower.is_empty() {
            word.text.clone()
        } else {
            word.text.chars().map(look_alike).collect()
        }
    } else {
        word.text.clone()
    };
    let mut out = String::with_capacity(undressed.len());
    let between_letters = word.letters > 2 && word.digits <= 2;
    let mut letters = undressed.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_digit() {
            let is_inside =
                !out.is_empty() && letters.peek().is_some_and(|next| next.is_alphabetic());
            match letter {
                '0' if between_letters && is_inside => out.push('o'),
                '1' if between_letters && is_inside => out.push('l'),
                _ if out.ends_with('0') => {}
                _ => out.push('0'),
            }
            continue;
        }
        for low in letter.to_lowercase() {
            push_base(low, &mut out);
        }
    }
    out
}

/// The Latin letter that a letter of another alphabet looks like.
fn look_alike(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let mut bytes = [0; 4];
    let first = skeleton(letter.encode_utf8(&mut bytes)).next();
    first.unwrap_or(letter)
}

enum Alphabet {
    Latin,
    Foreign,
    /// A letter made for formulas or labels.
    Imitation,
    None,
}

fn kind(letter: char) -> Alphabet {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Alphabet::Latin,
        'μ' | 'Ω' => Alphabet::None,
        '\u{370}'..='\u{52f}' | '\u{13a0}'..='\u{13ff}' => Alphabet::Foreign,
        '\u{1d400}'..='\u{1d7ff}'
        | '\u{ff21}'..='\u{ff5a}'
        | '\u{24b6}'..='\u{24e9}'
        | '\u{1f130}'..='\u{1f189}' => Alphabet::Imitation,
        _ => Alphabet::None,
    }
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Scripts written without blanks: each letter is a word.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// A lower-case letter without its accent.
fn push_base(letter: char, out: &mut String) {
    let base = match letter {
        'a'..='z' => letter,
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ť' | 'ţ' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        _ if is_combining(letter) => return,
        _ => letter,
    };
    out.push(base);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_put_into_the_plain_form() {
        for (text, expected, disguised) in [
            ("Hello, World!", " hello world ", 0),
            ("Pay $1,200.50 (20%)", " pay $ 0 0 % ", 0),
            (
                "see https://a.example/x and a@b.example.",
                " see urlmark and mailmark ",
                0,
            ),
            ("Détails für Straße", " details fur strasse ", 0),
            ("y\u{43e}ur \u{430}ccount", " your account ", 2),
            ("\u{1d42f}erify", " verify ", 1),
            ("pass\u{200b}word", " password ", 1),
            ("acc0unt c1ick", " account click ", 0),
            ("don't Q3 2025", " dont q0 0 ", 0),
            ("5 μg \u{3b1}-blocker", " 0 μg \u{3b1} blocker ", 0),
            ("您的账户", " 您 的 账 户 ", 0),
            ("Проверьте счет", " проверьте счет ", 0),
            ("e\u{301}te\u{301}", " ete ", 0),
            ("", " ", 0),
        ] {
            let plain = plain(text, 100);
            assert_eq!(plain.text, expected, "{text}");
            assert_eq!(plain.disguised, disguised, "{text}");
        }
    }
}
