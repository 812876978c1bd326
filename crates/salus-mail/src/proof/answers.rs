//! DNS answers kept with a message, so that it can be verified without a network, and later again.

use std::collections::{HashMap, HashSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Answers by name (lower case, no dot at the end).
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub(super) texts: HashMap<String, Vec<String>>,
    pub(super) exchanges: HashMap<String, Vec<(u16, String)>>,
    pub(super) four: HashMap<String, Vec<Ipv4Addr>>,
    pub(super) six: HashMap<String, Vec<Ipv6Addr>>,
    pub(super) pointers: HashMap<IpAddr, Vec<String>>,
    /// Names that were asked for and do not exist.
    pub(super) absent: HashSet<String>,
    /// Whatever is not here does not exist.
    pub is_complete: bool,
}

/// Lines of one file of answers that are read.
const LINES: usize = 100_000;

impl Answers {
    /// Reads answers as `dig` prints them and zone files hold them: `name [TTL] [IN] TYPE data`, one in a line. `name
    /// NXDOMAIN` keeps that a name does not exist. Comments begin with `;` or `#`.
    ///
    /// # Errors
    /// The first line that is none, by its number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut answers = Self::default();
        for (at, line) in text.lines().take(LINES).enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with([';', '#']) {
                continue;
            }
            if answers.take(line).is_none() {
                return Err(format!(
                    "line {}: not a DNS answer such as `clinic.example. 300 IN TXT \"v=spf1 -all\"`",
                    at + 1
                ));
            }
        }
        Ok(answers)
    }

    fn take(&mut self, line: &str) -> Option<()> {
        let (name, mut rest) = word(line)?;
        let name = plain(name);
        loop {
            let (next, behind) = word(rest)?;
            let is_time = next.bytes().all(|byte| byte.is_ascii_digit());
            if !is_time && !next.eq_ignore_ascii_case("IN") {
                return self.add(name, &next.to_ascii_uppercase(), behind.trim());
            }
            rest = behind;
        }
    }

    /// Adds one answer; none where the data is not of its type.
    pub fn add(&mut self, name: String, kind: &str, data: &str) -> Option<()> {
        match kind {
            "TXT" | "SPF" => self.texts.entry(name).or_default().push(text(data)),
            "MX" => {
                let (preference, host) = word(data)?;
                let answer = (preference.parse().ok()?, plain(host.trim()));
                self.exchanges.entry(name).or_default().push(answer);
            }
            "A" => self.four.entry(name).or_default().push(data.parse().ok()?),
            "AAAA" => self.six.entry(name).or_default().push(data.parse().ok()?),
            "PTR" => self
                .pointers
                .entry(address_of(&name)?)
                .or_default()
                .push(plain(data)),
            "NXDOMAIN" => {
                self.absent.insert(name);
            }
            // Names that others stand for, signatures and the like are no use here.
            "CNAME" | "NS" | "SOA" | "RRSIG" | "CAA" | "DS" | "DNSKEY" | "NSEC" | "NSEC3" => {}
            _ => return None,
        }
        Some(())
    }

    /// Whether there is nothing to verify with.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && !self.is_complete
    }
}

fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    if text.is_empty() {
        return None;
    }
    Some(text.split_once(char::is_whitespace).unwrap_or((text, "")))
}

/// `"one" "two"` is one text; unquoted data is taken as it stands.
fn text(data: &str) -> String {
    if !data.starts_with('"') {
        return data.to_owned();
    }
    let mut whole = String::with_capacity(data.len());
    let (mut is_inside, mut is_escaped) = (false, false);
    for letter in data.chars() {
        match letter {
            _ if is_escaped => {
                whole.push(letter);
                is_escaped = false;
            }
            '\\' => is_escaped = true,
            '"' => is_inside = !is_inside,
            _ if is_inside => whole.push(letter),
            _ => {}
        }
    }
    whole
}

/// `7.2.0.192.in-addr.arpa` or an address as it stands.
fn address_of(name: &str) -> Option<IpAddr> {
    if let Ok(address) = name.parse() {
        return Some(address);
    }
    if let Some(turned) = name.strip_suffix(".in-addr.arpa") {
        let parts: Vec<&str> = turned.rsplit('.').collect();
        return parts.join(".").parse::<Ipv4Addr>().ok().map(IpAddr::V4);
    }
    let nibbles: String = name.strip_suffix(".ip6.arpa")?.rsplit('.').collect();
    let bits = u128::from_str_radix(&nibbles, 16).ok()?;
    (nibbles.len() == 32).then(|| IpAddr::V6(Ipv6Addr::from(bits)))
}
