//! What the organisation's own mail servers wrote about a message (Authentication-Results, RFC 8601).

use super::{Proof, State};

/// Reads the results of the first server that is one of `receivers`; none where no such server wrote any.
pub(super) fn read(headers: &[String], receivers: &[String]) -> Option<Proof> {
    let mut proof: Option<Proof> = None;
    let mut believed = String::new();
    for header in headers {
        let plain = without_comments(header);
        let mut parts = plain.split(';').map(str::trim);
        let server = parts
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_own = receivers
            .iter()
            .any(|own| own.eq_ignore_ascii_case(&server));
        if !is_own || (proof.is_some() && server != believed) {
            // A stranger's header below our own was there before the message came; one above it cannot be.
            continue;
        }
        believed = server;
        let proof = proof.get_or_insert_with(Proof::default);
        parts.for_each(|part| take(part, proof));
    }
    proof
}

/// `dkim=pass header.d=clinic.example`.
fn take(part: &str, proof: &mut Proof) {
    let mut words = part.split_whitespace();
    let Some((method, result)) = words.next().and_then(|word| word.split_once('=')) else {
        return;
    };
    let method = method
        .split('/')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let Some(state) = state_of(result) else {
        return;
    };
    let property = |names: &[&str]| {
        let mut properties = part
            .split_whitespace()
            .filter_map(|word| word.split_once('='));
        let found = properties.find(|(name, _)| names.contains(name));
        found.map(|(_, value)| host_of(value)).unwrap_or_default()
    };
    match method.as_str() {
        "spf" if proof.spf == State::Unknown => {
            proof.spf = state;
            proof.spf_domain = property(&["smtp.mailfrom", "smtp.mail", "smtp.helo"]);
        }
        "dkim" => {
            if state == State::Pass {
                proof.signers.push(property(&["header.d", "header.i"]));
            }
            if proof.dkim != State::Pass {
                proof.dkim = state;
            }
        }
        "dmarc" if proof.dmarc == State::Unknown => proof.dmarc = state,
        "arc" if proof.arc == State::Unknown => proof.arc = state,
        _ => {}
    }
}

fn state_of(word: &str) -> Option<State> {
    Some(match word.to_ascii_lowercase().as_str() {
        "pass" | "bestguesspass" => State::Pass,
        "fail" | "hardfail" | "policy" => State::Fail,
        "softfail" => State::SoftFail,
        "neutral" => State::Neutral,
        "none" => State::None,
        "temperror" => State::Temporary,
        "permerror" => State::Permanent,
        _ => return None,
    })
}

fn host_of(value: &str) -> String {
    let value = value.trim_matches(['"', '<', '>', ',']);
    let host = value.rsplit_once('@').map_or(value, |(_, host)| host);
    host.trim_end_matches('.').to_ascii_lowercase()
}

fn without_comments(text: &str) -> String {
    let mut depth = 0_u32;
    let keep = |letter: &char| match letter {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        _ => depth == 0,
    };
    text.chars().filter(keep).collect()
}
