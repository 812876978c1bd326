//! What is new in a message, told from the message it answers or passes on.

/// Lines after a sender's line in which the other lines of a quoted head are looked for.
const HEAD_LINES: usize = 5;

/// `… wrote:` in several languages, at the end of a line.
const WROTE: [&str; 9] = [
    "a écrit :",
    "a écrit:",
    "escreveu:",
    "escribió:",
    "geschrieben:",
    "ha scritto:",
    "schreef:",
    "schrieb:",
    "wrote:",
];

/// Words of the line between a message and what it quotes.
const DIVIDERS: [&str; 11] = [
    "begin forwarded message",
    "forwarded message",
    "mensagem encaminhada",
    "mensagem original",
    "mensaje original",
    "message d'origine",
    "message transféré",
    "messaggio originale",
    "oorspronkelijk bericht",
    "original message",
    "ursprüngliche nachricht",
];

const FROM: [&str; 6] = ["from:", "von:", "de:", "da:", "van:", "de :"];
const REST: [&str; 16] = [
    "an:",
    "asunto:",
    "assunto:",
    "a:",
    "betreff:",
    "date:",
    "enviado:",
    "gesendet:",
    "objet :",
    "oggetto:",
    "onderwerp:",
    "sent:",
    "subject:",
    "to:",
    "verzonden:",
    "à :",
];

/// The new text and the older one.
pub(super) fn split(text: &str) -> (String, String) {
    let (mut new, mut old) = (String::new(), String::new());
    let lines: Vec<&str> = text.lines().collect();
    let mut is_behind = false;
    for (at, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        is_behind = is_behind || begins_older(trimmed, &lines[at + 1..]);
        let side = if is_behind || trimmed.starts_with('>') {
            &mut old
        } else {
            &mut new
        };
        side.push_str(line);
        side.push('\n');
    }
    (new, old)
}

fn begins_older(line: &str, after: &[&str]) -> bool {
    if line.len() > 300 {
        return false;
    }
    let line = line.trim().to_lowercase();
    if WROTE.iter().any(|end| line.ends_with(end)) {
        // An interleaved answer goes on below; only what is marked is older.
        let next = after.iter().find(|line| !line.trim().is_empty());
        return next.is_some_and(|next| !next.trim_start().starts_with('>'));
    }
    let is_divider = line.starts_with("--") || line.starts_with("begin ");
    if is_divider && DIVIDERS.iter().any(|words| line.contains(words)) {
        return true;
    }
    let is_head = |line: &&&str| {
        let line = line.trim_start().to_lowercase();
        REST.iter().any(|start| line.starts_with(start))
    };
    FROM.iter().any(|start| line.starts_with(start))
        && after.iter().take(HEAD_LINES).filter(is_head).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_is_told_from_older() {
        for (text, new) in [
            ("Hello\nworld\n", "Hello\nworld\n"),
            ("Yes.\n> no?\nMaybe.\n", "Yes.\nMaybe.\n"),
            (
                "Yes.\nOn Monday Ann wrote:\n> no?\nBye\n",
                "Yes.\nOn Monday Ann wrote:\nBye\n",
            ),
            (
                "Ja.\nAm Montag schrieb Ann <a@b.example>:\nnein\n",
                "Ja.\nAm Montag schrieb Ann <a@b.example>:\nnein\n",
            ),
            ("Ja.\nAm Montag, Ann schrieb:\nnein\n", "Ja.\n"),
            (
                "See below\n-----Original Message-----\nFrom: x\nhi\n",
                "See below\n",
            ),
            (
                "FYI\nVon: Ann\nGesendet: gestern\nAn: Bob\nBetreff: x\nhallo\n",
                "FYI\n",
            ),
            (
                "From: here to there\nwe go\n",
                "From: here to there\nwe go\n",
            ),
        ] {
            assert_eq!(split(text).0, new, "{text}");
        }
    }
}
