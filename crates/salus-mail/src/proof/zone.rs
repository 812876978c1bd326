//! Kept DNS answers in the shape in which the verifying library looks them up.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Instant;

use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::DomainKey;
use mail_auth::dmarc::Dmarc;
use mail_auth::hickory_resolver::proto::op::ResponseCode;
use mail_auth::spf::{Macro, Mechanism, Spf, Variables};
use mail_auth::{DnsError, DnssecStatus, Error, MX, RecordSet, ResolverCache, Txt};

use super::{Answers, Arrival};

/// Everything that may be looked up; what is not known has an answer as well, so that nobody asks the network.
pub(super) struct Zone {
    pub texts: Looked<Box<str>, Txt>,
    pub exchanges: Looked<Box<str>, RecordSet<MX>>,
    pub four: Looked<Box<str>, RecordSet<Ipv4Addr>>,
    pub six: Looked<Box<str>, RecordSet<Ipv6Addr>>,
    pub pointers: Looked<IpAddr, RecordSet<Box<str>>>,
}

/// Answers of one type.
pub(super) struct Looked<K, V> {
    known: HashMap<K, V>,
    unknown: V,
}

impl<K: Hash + Eq, V: Clone> ResolverCache<K, V> for Looked<K, V> {
    fn get<Q>(&self, name: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        Some(self.known.get(name).unwrap_or(&self.unknown).clone())
    }

    fn remove<Q>(&self, _: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: K, _: V, _: Instant) {}
}

impl Zone {
    /// For a message whose author writes from `author`.
    pub(super) fn of(answers: &Answers, author: &str, arrival: &Arrival) -> Self {
        let texts = answers.texts.iter();
        let settled =
            |name: &str, texts: &[String]| settle(record(name, texts), name, answers, arrival);
        let mut known: HashMap<Box<str>, Txt> = texts
            .map(|(name, texts)| (key(name), settled(name, texts)))
            .collect();
        for name in silent(answers, author) {
            known.entry(key(&name)).or_insert_with(no_such_name);
        }
        let unknown = if answers.is_complete {
            no_such_name()
        } else {
            Txt::Error(Error::Dns(DnsError::Resolver("not at hand".to_owned())))
        };
        let exchange = |(preference, host): &(u16, String)| MX {
            exchanges: [key(host)].into(),
            preference: *preference,
        };
        Self {
            texts: Looked { known, unknown },
            exchanges: looked(&answers.exchanges, |name| key(name), exchange),
            four: looked(&answers.four, |name| key(name), |address| *address),
            six: looked(&answers.six, |name| key(name), |address| *address),
            pointers: looked(&answers.pointers, |address| *address, |name| key(name)),
        }
    }
}

/// Answers the `exists` of a policy beforehand: the library would ask the network whether a name exists.
fn settle(record: Txt, name: &str, answers: &Answers, arrival: &Arrival) -> Txt {
    let Txt::Spf(policy) = record else {
        return record;
    };
    let asks = |mechanism: &Mechanism| matches!(mechanism, Mechanism::Exists { .. });
    let Some(client) = arrival.client else {
        return Txt::Spf(policy);
    };
    if !policy
        .directives
        .iter()
        .any(|directive| asks(&directive.mechanism))
    {
        return Txt::Spf(policy);
    }
    let postmaster = format!("postmaster@{}", arrival.helo);
    let sender = if arrival.mail_from.is_empty() {
        &postmaster
    } else {
        &arrival.mail_from
    };
    let mut variables = Variables::new();
    variables.set_ip(&client);
    variables.set_sender(sender.as_bytes());
    variables.set_domain(name.as_bytes());
    variables.set_helo_domain(arrival.helo.as_bytes());
    let mut policy = Spf::clone(&policy);
    for directive in &mut policy.directives {
        let Mechanism::Exists { macro_string } = &directive.mechanism else {
            continue;
        };
        let asked = macro_string
            .eval(&variables, name, false)
            .trim_end_matches('.')
            .to_ascii_lowercase();
        let is_there = answers.four.contains_key(&asked) || answers.six.contains_key(&asked);
        if !is_there && !answers.is_complete && !answers.absent.contains(&asked) {
            return Txt::Error(Error::Dns(DnsError::Resolver("not at hand".to_owned())));
        }
        directive.mechanism = if is_there { Mechanism::All } else { NEVER };
    }
    Txt::Spf(Arc::new(policy))
}

/// Fits no sender: nobody delivers mail from this address.
const NEVER: Mechanism = Mechanism::Ip4 {
    addr: Ipv4Addr::UNSPECIFIED,
    mask: u32::MAX,
};

/// Names of which it is known that they have no text.
fn silent(answers: &Answers, author: &str) -> Vec<String> {
    let mut names: Vec<String> = answers.absent.iter().cloned().collect();
    names.extend(answers.four.keys().chain(answers.exchanges.keys()).cloned());
    // A domain whose policy is known was asked with all its subdomains; a public suffix publishes none.
    let owner = crate::domain::registrable(author);
    let is_asked = answers.texts.contains_key(&format!("_dmarc.{owner}"));
    let mut name = author;
    while let Some((_, parent)) = name.split_once('.') {
        if is_asked && crate::domain::is_within(name, owner) {
            names.push(format!("_dmarc.{name}"));
        }
        name = parent;
        if !crate::domain::is_within(name, owner) {
            names.push(format!("_dmarc.{name}"));
        }
    }
    names
}

fn looked<A: Hash + Eq, B, K: Hash + Eq, V>(
    from: &HashMap<A, Vec<B>>,
    key: impl Fn(&A) -> K,
    value: impl Fn(&B) -> V,
) -> Looked<K, RecordSet<V>> {
    let set = |values: &[B]| RecordSet {
        rrset: values.iter().map(&value).collect(),
        dnssec_status: DnssecStatus::Indeterminate,
    };
    Looked {
        known: from
            .iter()
            .map(|(name, values)| (key(name), set(values)))
            .collect(),
        unknown: set(&[]),
    }
}

fn key(name: &str) -> Box<str> {
    format!("{name}.").into_boxed_str()
}

fn no_such_name() -> Txt {
    Txt::Error(Error::Dns(DnsError::RecordNotFound(ResponseCode::NXDomain)))
}

/// The texts of a name as the record that is asked for under such a name.
fn record(name: &str, texts: &[String]) -> Txt {
    if name.contains("._domainkey.") {
        return first::<DomainKey>(texts).map_or_else(Txt::Error, Txt::DomainKey);
    }
    if name.starts_with("_dmarc.") {
        return first::<Dmarc>(texts).map_or_else(Txt::Error, Txt::Dmarc);
    }
    let policies: Vec<String> = texts.iter().filter(|text| is_spf(text)).cloned().collect();
    match policies.len() {
        0 => first::<Macro>(texts).map_or_else(Txt::Error, Txt::SpfMacro),
        1 => first::<Spf>(&policies).map_or_else(Txt::Error, Txt::Spf),
        _ => Txt::Error(Error::ParseError),
    }
}

fn is_spf(text: &str) -> bool {
    let text = text.trim_start().to_ascii_lowercase();
    text == "v=spf1" || text.starts_with("v=spf1 ")
}

fn first<T: TxtRecordParser>(texts: &[String]) -> Result<Arc<T>, Error> {
    let mut result = Err(Error::ParseError);
    for text in texts {
        result = T::parse(text.as_bytes()).map(Arc::new);
        if result.is_ok() {
            break;
        }
    }
    result
}
