//! SPF, DKIM, DMARC and ARC verified with the answers at hand. Nothing asks the network: every lookup is answered from a
//! [`Zone`], and a check that would wait is given up.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use mail_auth::dkim::DkimError;
use mail_auth::dmarc::verify::DmarcParameters;
use mail_auth::hickory_resolver::config::{ResolverConfig, ResolverOpts};
use mail_auth::spf::verify::SpfParameters;
use mail_auth::{
    AuthenticatedMessage, DkimOutput, DkimResult, DmarcResult, Error, MX, MessageAuthenticator,
    Parameters, RecordSet, SpfOutput, SpfResult, Txt,
};

use super::zone::{Looked, Zone};
use super::{Arrival, Proof, State};
use crate::setting::Setting;

/// Signatures of one message that are verified.
const SIGNATURES: usize = 20;

static OFFLINE: LazyLock<Option<MessageAuthenticator>> = LazyLock::new(|| {
    MessageAuthenticator::new(ResolverConfig::default(), ResolverOpts::default()).ok()
});

/// Verifies what can be verified.
pub(super) fn all(raw: &[u8], arrival: &Arrival, zone: &Zone, setting: &Setting) -> Proof {
    let mut proof = Proof::default();
    let (Some(offline), Some(mut message)) = (OFFLINE.as_ref(), AuthenticatedMessage::parse(raw))
    else {
        return proof;
    };
    // A signature that has expired by now was good when the message came; no clock is asked.
    for signature in &mut message.dkim_headers {
        signature.header.x = 0;
    }
    let spf = spf(offline, arrival, zone);
    proof.spf = state_of_spf(&spf, arrival);
    proof.spf_domain = spf.domain().to_ascii_lowercase();
    if message.dkim_headers.len() + message.as_headers.len() > SIGNATURES {
        return proof;
    }
    let dkim = at_once(offline.verify_dkim(parameters(&message, zone))).unwrap_or_default();
    take_signatures(&dkim, &mut proof);
    if !message.as_headers.is_empty() {
        proof.arc = arc(offline, &message, zone, setting);
    }
    let asked = DmarcParameters {
        message: &message,
        dkim_output: &dkim,
        dkim2_output: None,
        rfc5321_mail_from_domain: mail_from_domain(arrival),
        spf_output: &spf,
    };
    proof.dmarc = match at_once(offline.verify_dmarc(parameters(asked, zone))) {
        Some(output) => state_of_dmarc(&output.result(), output.dmarc_record().is_some()),
        None => State::Temporary,
    };
    proof
}

fn spf(offline: &MessageAuthenticator, arrival: &Arrival, zone: &Zone) -> SpfOutput {
    let Some(client) = arrival.client else {
        return SpfOutput::new(String::new());
    };
    let helo = arrival.helo.as_str();
    let asked = if arrival.mail_from.is_empty() {
        SpfParameters::verify_ehlo(client, helo, "receiver.invalid")
    } else {
        SpfParameters::verify_mail_from(client, helo, "receiver.invalid", &arrival.mail_from)
    };
    at_once(offline.verify_spf(parameters(asked, zone)))
        .unwrap_or_else(|| SpfOutput::new(String::new()).with_result(SpfResult::TempError))
}

fn mail_from_domain(arrival: &Arrival) -> &str {
    match arrival.mail_from.rsplit_once('@') {
        Some((_, domain)) => domain,
        None => &arrival.helo,
    }
}

fn take_signatures(outputs: &[DkimOutput<'_>], proof: &mut Proof) {
    proof.dkim = State::None;
    for output in outputs {
        let state = state_of_dkim(output.result());
        if state == State::Pass {
            proof.signers.extend(
                output
                    .signature()
                    .map(|signature| signature.d.to_ascii_lowercase()),
            );
        }
        if proof.dkim != State::Pass {
            proof.dkim = state;
        }
    }
}

/// A chain is worth what its sealers are: all of them must be believed.
fn arc(
    offline: &MessageAuthenticator,
    message: &AuthenticatedMessage<'_>,
    zone: &Zone,
    setting: &Setting,
) -> State {
    let Some(output) = at_once(offline.verify_arc(parameters(message, zone))) else {
        return State::Temporary;
    };
    let state = state_of_dkim(output.result());
    let is_believed = |seal: &str| {
        setting
            .sealers
            .iter()
            .any(|own| own.eq_ignore_ascii_case(seal))
    };
    let all_believed = output
        .sets()
        .iter()
        .all(|set| is_believed(&set.seal.header.d));
    if state == State::Pass && !all_believed {
        State::Neutral
    } else {
        state
    }
}

fn state_of_spf(output: &SpfOutput, arrival: &Arrival) -> State {
    if arrival.client.is_none() {
        return State::Unknown;
    }
    match output.result() {
        SpfResult::Pass => State::Pass,
        SpfResult::Fail => State::Fail,
        SpfResult::SoftFail => State::SoftFail,
        SpfResult::Neutral => State::Neutral,
        SpfResult::None => State::None,
        SpfResult::TempError => State::Temporary,
        SpfResult::PermError => State::Permanent,
    }
}

fn state_of_dkim(result: &DkimResult) -> State {
    match result {
        DkimResult::Pass => State::Pass,
        DkimResult::Fail(_) | DkimResult::Neutral(Error::Dkim(DkimError::FailedBodyHashMatch)) => {
            State::Fail
        }
        DkimResult::Neutral(_) => State::Neutral,
        DkimResult::None => State::None,
        DkimResult::TempError(_) => State::Temporary,
        DkimResult::PermError(_) => State::Permanent,
    }
}

fn state_of_dmarc(result: &DmarcResult, has_policy: bool) -> State {
    match result {
        DmarcResult::Pass => State::Pass,
        DmarcResult::Fail(_) => State::Fail,
        DmarcResult::TempError(_) => State::Temporary,
        DmarcResult::PermError(_) => State::Permanent,
        DmarcResult::None if has_policy => State::Fail,
        DmarcResult::None => State::None,
    }
}

/// Runs what never waits, because everything it asks for is at hand.
fn at_once<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    }
}

type Asked<'a, P> = Parameters<
    'a,
    P,
    Looked<Box<str>, Txt>,
    Looked<Box<str>, RecordSet<MX>>,
    Looked<Box<str>, RecordSet<Ipv4Addr>>,
    Looked<Box<str>, RecordSet<Ipv6Addr>>,
    Looked<IpAddr, RecordSet<Box<str>>>,
>;

fn parameters<P>(params: P, zone: &Zone) -> Asked<'_, P> {
    Parameters {
        params,
        cache_txt: Some(&zone.texts),
        cache_mx: Some(&zone.exchanges),
        cache_ptr: Some(&zone.pointers),
        cache_ipv4: Some(&zone.four),
        cache_ipv6: Some(&zone.six),
    }
}
