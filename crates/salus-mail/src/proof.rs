//! Whether the sender's domain vouches for the message: SPF, DKIM, DMARC, ARC.
//!
//! Two sources are believed. Signatures and policies are verified here where the DNS answers are at hand (RFC 7208, 6376,
//! 9989 which replaces 7489, 8617). Otherwise the Authentication-Results header (RFC 8601) speaks that one of the
//! organisation's own servers wrote; all others are forgeable and ignored.

mod answers;
mod results;
mod verify;
mod zone;

pub use answers::Answers;

use crate::anatomy::Anatomy;
use crate::domain;
use crate::setting::Setting;
use crate::signal::Signals;

/// The result of one check, in the words of RFC 8601.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum State {
    /// The domain vouches for the message.
    Pass,
    /// The domain says the message is not its own, or a signature does not fit.
    Fail,
    /// The domain says the message is probably not its own.
    SoftFail,
    /// The domain does not say.
    Neutral,
    /// There is nothing to check.
    None,
    /// It could not be checked for want of an answer.
    Temporary,
    /// What the domain published cannot be understood.
    Permanent,
    /// Nobody whom we believe has checked.
    #[default]
    Unknown,
}

/// How the message came, as the receiving server saw it.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    /// The address that delivered it.
    pub client: Option<std::net::IpAddr>,
    /// The name it gave (HELO).
    pub helo: String,
    /// The envelope's sender; empty for bounces.
    pub mail_from: String,
}

/// What is proved about the origin of a message.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// SPF of the envelope's sender.
    pub spf: State,
    /// The best of the DKIM signatures.
    pub dkim: State,
    /// DMARC of the author's domain.
    pub dmarc: State,
    /// The ARC chain, if its sealers are believed.
    pub arc: State,
    /// Domains with a passing DKIM signature.
    pub signers: Vec<String>,
    /// The domain that SPF was checked for.
    pub spf_domain: String,
}

/// Checks or reads the proofs of one message.
pub(crate) fn of(
    raw: &[u8],
    anatomy: &Anatomy,
    arrival: &Arrival,
    answers: &Answers,
    setting: &Setting,
) -> Proof {
    let told = results::read(&anatomy.authentication_results, &setting.receivers);
    if answers.is_empty() {
        return told.map(|told| finish(told, anatomy)).unwrap_or_default();
    }
    let author = anatomy
        .author()
        .map(|one| one.host().to_owned())
        .unwrap_or_default();
    let verified = verify::all(
        raw,
        arrival,
        &zone::Zone::of(answers, &author, arrival),
        setting,
    );
    finish(merged(verified, told), anatomy)
}

/// What was verified stands; what could not be verified is taken from the receiver.
fn merged(mut verified: Proof, told: Option<Proof>) -> Proof {
    let Some(told) = told else {
        return verified;
    };
    let is_open = |state: State| matches!(state, State::Unknown | State::Temporary);
    if is_open(verified.spf) {
        verified.spf = told.spf;
        verified.spf_domain = told.spf_domain;
    }
    if is_open(verified.dkim) {
        verified.dkim = told.dkim;
        verified.signers = told.signers;
    }
    if is_open(verified.dmarc) {
        verified.dmarc = told.dmarc;
    }
    verified
}

/// DMARC passes if one proved domain is aligned with the author's, whatever the policy; that much is known without one.
fn finish(mut proof: Proof, anatomy: &Anatomy) -> Proof {
    let author = anatomy
        .author()
        .map(|one| one.domain().to_owned())
        .unwrap_or_default();
    if !matches!(proof.dmarc, State::Unknown | State::Temporary)
        || author.is_empty()
        || anatomy.from.len() != 1
    {
        return proof;
    }
    let is_aligned = |name: &str| domain::registrable(name) == author;
    let has_spf = proof.spf == State::Pass && is_aligned(&proof.spf_domain);
    if has_spf || proof.signers.iter().any(|signer| is_aligned(signer)) {
        proof.dmarc = State::Pass;
    }
    proof
}

/// Turns the proofs into signals.
pub(crate) fn look(proof: &Proof, anatomy: &Anatomy, signals: &mut Signals) {
    let domain = anatomy
        .author()
        .map(|one| one.domain().to_owned())
        .unwrap_or_default();
    let words = [("domain", domain.as_str())];
    match (proof.dmarc, proof.arc) {
        (State::Pass, _) => signals.add("identity.proved", &words),
        (State::Fail, State::Pass) => signals.add("identity.forwarded", &words),
        (State::Fail, _) => signals.add("identity.dmarc_fail", &words),
        _ => {}
    }
    if proof.dmarc == State::Pass {
        return;
    }
    match proof.spf {
        State::Fail => signals.add("identity.spf_fail", &words),
        State::SoftFail => signals.add("identity.spf_softfail", &words),
        _ => {}
    }
    if proof.dkim == State::Fail {
        signals.add("identity.dkim_fail", &words);
    }
    let has_nothing =
        |state: State| matches!(state, State::None | State::Neutral | State::Permanent);
    if has_nothing(proof.spf) && has_nothing(proof.dkim) {
        signals.add("identity.unproved", &words);
    }
}

#[cfg(test)]
mod tests;
