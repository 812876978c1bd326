//! A small grammar of sentences: `(one|another|)` is a choice, `<name>` a word of the vocabulary, `\` takes the next letter as it is.

use crate::random::Random;

/// Choices inside choices that are followed.
const DEPTH: usize = 12;

/// A sentence with its choices.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    alternatives: Vec<Vec<Piece>>,
}

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Word(String),
    Choice(Pattern),
}

impl Pattern {
    /// Reads a sentence; a bracket that is left open ends with the text.
    pub(crate) fn parse(text: &str) -> Self {
        let mut letters = text.chars().peekable();
        let mut whole = read(&mut letters, 0);
        while letters.next().is_some() {
            let rest = read(&mut letters, 0);
            whole.alternatives.extend(rest.alternatives);
        }
        whole
    }

    /// Writes one of the sentences.
    pub(crate) fn write(
        &self,
        random: &mut Random,
        word: &mut dyn FnMut(&mut Random, &str) -> String,
        out: &mut String,
    ) {
        for piece in random.pick(&self.alternatives) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Word(name) => out.push_str(&word(random, name)),
                Piece::Choice(inner) => inner.write(random, word, out),
            }
        }
    }
}

fn read(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, depth: usize) -> Pattern {
    let mut alternatives = vec![Vec::new()];
    let mut text = String::new();
    while let Some(&letter) = letters.peek() {
        if letter == ')' {
            break;
        }
        letters.next();
        let piece = match letter {
            '\\' => {
                text.extend(letters.next());
                continue;
            }
            '(' if depth < DEPTH => {
                let inner = read(letters, depth + 1);
                letters.next();
                Some(Piece::Choice(inner))
            }
            '<' => {
                let name: String = letters.by_ref().take_while(|one| *one != '>').collect();
                Some(Piece::Word(name))
            }
            '|' => None,
            _ => {
                text.push(letter);
                continue;
            }
        };
        let last = alternatives.last_mut().expect("there is always one");
        if !text.is_empty() {
            last.push(Piece::Text(std::mem::take(&mut text)));
        }
        match piece {
            Some(piece) => last.push(piece),
            None => alternatives.push(Vec::new()),
        }
    }
    if !text.is_empty() {
        let last = alternatives.last_mut().expect("there is always one");
        last.push(Piece::Text(text));
    }
    Pattern { alternatives }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn all(pattern: &str) -> BTreeSet<String> {
        let pattern = Pattern::parse(pattern);
        let mut random = Random::new(1, "grammar");
        let mut word = |_: &mut Random, name: &str| name.to_uppercase();
        (0..200)
            .map(|_| {
                let mut out = String::new();
                pattern.write(&mut random, &mut word, &mut out);
                out
            })
            .collect()
    }

    #[test]
    fn every_choice_is_taken_and_nothing_else() {
        for (pattern, expected) in [
            ("plain", vec!["plain"]),
            ("(a|b(c|)) <n> d", vec!["a N d", "b N d", "bc N d"]),
            (r"\(a\|b\)", vec!["(a|b)"]),
            ("a|b", vec!["a", "b"]),
            ("(a|b", vec!["a", "b"]),
        ] {
            let expected: BTreeSet<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(all(pattern), expected, "{pattern}");
        }
    }
}
