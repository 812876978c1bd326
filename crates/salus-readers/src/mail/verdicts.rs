//! What the receiving server said about SPF, DKIM and DMARC.
//!
//! Anyone can write an `Authentication-Results` header into a message. Only the topmost one, and
//! those with the same server's name, were added by the receiver; the others are not believed.

/// Results as the receiver wrote them, in lower case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Verdicts {
    pub spf: Option<String>,
    pub dkim: Option<String>,
    pub dmarc: Option<String>,
}

/// Reads the verdicts; `results` are the headers' values from the top of the message down, and
/// `received_spf` the topmost `Received-SPF`, which speaks where no result names SPF.
pub(super) fn read(results: &[&str], received_spf: Option<&str>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let receiver = results
        .first()
        .map(|first| server_of(&without_comments(first)));
    for result in results {
        let plain = without_comments(result);
        if Some(server_of(&plain)) != receiver {
            continue;
        }
        for (method, verdict) in plain.split(';').filter_map(method_of) {
            verdicts.take(method, verdict);
        }
    }
    if verdicts.spf.is_none() {
        let word = received_spf.and_then(|text| text.split_whitespace().next());
        verdicts.spf = word
            .filter(|word| is_word(word))
            .map(str::to_ascii_lowercase);
    }
    verdicts
}

impl Verdicts {
    /// The first result of a method stands, but one passing DKIM signature is enough.
    fn take(&mut self, method: &str, verdict: &str) {
        let slot = match method.to_ascii_lowercase().as_str() {
            "spf" => &mut self.spf,
            "dkim" => &mut self.dkim,
            "dmarc" => &mut self.dmarc,
            _ => return,
        };
        let verdict = verdict.to_ascii_lowercase();
        let is_better = method.eq_ignore_ascii_case("dkim") && verdict == "pass";
        if slot.is_none() || is_better {
            *slot = Some(verdict);
        }
    }
}

/// The server's name before the first result; empty where there is none, as Microsoft 365 writes.
fn server_of(plain: &str) -> String {
    let first = plain.split(';').next().unwrap_or_default().trim();
    if first.contains('=') {
        String::new()
    } else {
        first.to_ascii_lowercase()
    }
}

/// `spf=pass smtp.mailfrom=…`, also `dkim/1 = pass`.
fn method_of(part: &str) -> Option<(&str, &str)> {
    let (method, rest) = part.trim().split_once('=')?;
    let method = method.trim().split('/').next()?;
    let verdict = rest.split_whitespace().next()?;
    (is_word(method) && is_word(verdict)).then_some((method, verdict))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            other if depth == 0 => plain.push(other),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(results: &[&str], received_spf: Option<&str>, expected: [Option<&str>; 3]) {
        let found = read(results, received_spf);
        let found = [&found.spf, &found.dkim, &found.dmarc].map(Option::as_deref);
        assert_eq!(found, expected, "{results:?}");
    }

    #[test]
    fn the_receivers_results_are_read() {
        check(
            &[
                "mx.example.org; spf=pass smtp.mailfrom=a.org; dkim=fail (bad; key) header.d=a.org; dmarc=fail",
            ],
            None,
            [Some("pass"), Some("fail"), Some("fail")],
        );
        check(
            &[
                "spf=none (sender IP is 192.0.2.1)\r\n smtp.mailfrom=a.org; dkim=none;dmarc=none action=none",
            ],
            None,
            [Some("none"), Some("none"), Some("none")],
        );
        check(
            &[
                "mx; dkim=fail",
                "mx; dmarc=pass",
                "mx; spf=softfail",
                "mx; dkim=pass",
            ],
            None,
            [Some("softfail"), Some("pass"), Some("pass")],
        );
    }

    #[test]
    fn results_of_strangers_are_not_believed() {
        check(
            &["mx.us.org; spf=fail", "mx.them.org; dkim=pass; dmarc=pass"],
            None,
            [Some("fail"), None, None],
        );
    }

    #[test]
    fn received_spf_speaks_where_nothing_else_does() {
        check(
            &[],
            Some("SoftFail (domain of a.org)"),
            [Some("softfail"), None, None],
        );
        check(&["mx; none"], None, [None, None, None]);
    }
}
