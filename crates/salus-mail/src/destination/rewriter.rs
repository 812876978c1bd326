//! Link filters undone: they hide where a link leads, and some tell it in the link itself.

mod filters;

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use url::Url;

use crate::destination::rewriter::filters::{FILTERS, Form};
use crate::domain;
use crate::limits;

/// Where a link leads when its filters are taken away, and the outermost of them.
pub(crate) fn undo(url: Url) -> (Url, Option<&'static str>) {
    let mut url = url;
    let mut outermost = None;
    for _ in 0..limits::REWRITERS {
        let Some((name, inner)) = undo_one(&url) else {
            break;
        };
        outermost = outermost.or(Some(name));
        url = inner;
    }
    (url, outermost)
}

fn undo_one(url: &Url) -> Option<(&'static str, Url)> {
    let host = url.host_str()?;
    let is_at = |wanted: &str| match wanted.strip_suffix('.') {
        Some(_) => domain::registrable(host).starts_with(wanted),
        None => domain::is_within(host, wanted),
    };
    FILTERS
        .iter()
        .filter(|(_, domain, path, _)| is_at(domain) && url.path().starts_with(path))
        .find_map(|(name, _, _, form)| Some((*name, target(url, *form)?)))
}

fn target(url: &Url, form: Form) -> Option<Url> {
    match form {
        Form::Value(names) => web(&parameter(url, names)?),
        Form::Packed(names) => {
            let packed = parameter(url, names)?;
            let packed = packed.strip_prefix("a1").unwrap_or(&packed);
            web(&unpacked(packed)?)
        }
        Form::Host(name) => {
            let host = parameter(url, &[name])?;
            host.contains('.')
                .then(|| web(&format!("http://{host}/")))?
        }
        Form::Path => {
            let path = unescaped(url.path());
            web(&path[path.find("/http")? + 1..])
        }
        Form::Underscored => {
            let (_, behind) = url.as_str().split_once("___")?;
            web(behind.split_once("___")?.0)
        }
        Form::Proofpoint => proofpoint(url),
        Form::Below => below(url),
        Form::Amp => web(&format!("https://{}", url.path().strip_prefix("/amp/s/")?)),
    }
}

/// A page shown through a translator: `a-b.translate.goog` is `a.b`, `--` stands for a dash.
fn below(url: &Url) -> Option<Url> {
    let label = url.host_str()?.strip_suffix(".translate.goog")?;
    let host = label
        .replace("--", "\n")
        .replace('-', ".")
        .replace('\n', "-");
    web(&format!("https://{host}{}", url.path()))
}

fn proofpoint(url: &Url) -> Option<Url> {
    let path = url.path();
    if path.starts_with("/v1/") {
        return web(&parameter(url, &["u"])?);
    }
    if path.starts_with("/v2/") {
        let escaped = parameter(url, &["u"])?.replace('-', "%").replace('_', "/");
        return web(&unescaped(&escaped));
    }
    let (_, behind) = url.as_str().split_once("/v3/__")?;
    let (masked, rest) = behind.split_once("__;")?;
    let letters = unpacked(rest.split('!').next()?).unwrap_or_default();
    let masked = unescaped(masked);
    let whole = unmasked(&masked, &letters);
    // Some programs make one slash of two.
    match whole.split_once(":/") {
        Some((scheme, rest)) if !rest.starts_with('/') => web(&format!("{scheme}://{rest}")),
        _ => web(&whole),
    }
}

/// Each `*` stands for the next of `letters`; `**A` for the next two, `**B` for three, and so on.
fn unmasked(masked: &str, letters: &str) -> String {
    const RUNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut letters = letters.chars();
    let mut whole = String::with_capacity(masked.len());
    let mut rest = masked.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter != '*' {
            whole.push(letter);
            continue;
        }
        let mut run = 1;
        if rest.peek() == Some(&'*') {
            rest.next();
            let length = rest.next().and_then(|length| RUNS.find(length));
            run = length.map_or(1, |length| length + 2);
        }
        let before = whole.len();
        whole.extend(letters.by_ref().take(run));
        if whole.len() == before {
            whole.push('*');
        }
    }
    whole
}

/// The value of the first parameter that is there.
fn parameter(url: &Url, names: &[&str]) -> Option<String> {
    let mut pairs = url.query_pairs().take(100);
    pairs
        .find(|(name, value)| !value.is_empty() && names.iter().any(|one| name == one))
        .map(|(_, value)| value.into_owned())
}

/// A web address, escaped once more or not.
pub(crate) fn web(text: &str) -> Option<Url> {
    let text: Cow<'_, str> = match text.get(..9) {
        Some(head) if head.to_ascii_lowercase().contains("%3a") => unescaped(text).into(),
        _ => text.into(),
    };
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    });
    let url = is_web.then(|| Url::parse(&text).ok())??;
    url.host_str()
        .is_some_and(|host| host.contains(['.', ':']))
        .then_some(url)
}

/// Text of which letters were escaped with `%`.
pub(crate) fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut whole = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let escaped = (*byte == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        let value = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        whole.push(value.unwrap_or(*byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&whole).into_owned()
}

/// Text out of base64 of either alphabet, padded or not.
pub(crate) fn unpacked(text: &str) -> Option<String> {
    const RELAXED: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, RELAXED);
    let text = text
        .trim_end_matches('=')
        .replace('+', "-")
        .replace('/', "_");
    String::from_utf8(URL_SAFE.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &str, by: Option<&str>) {
        let (url, name) = undo(Url::parse(address).expect("an address"));
        assert_eq!((url.as_str(), name), (expected, by), "{address}");
    }

    #[test]
    fn filters_are_undone() {
        for (address, expected, by) in [
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.example%2Fx%3Fy%3D1&data=05%7C01",
                "https://a.example/x?y=1",
                "Microsoft",
            ),
            (
                "https://urldefense.proofpoint.com/v1/url?u=http://a.example/b&k=1",
                "http://a.example/b",
                "Proofpoint",
            ),
            (
                "https://urldefense.proofpoint.com/v2/url?u=https-3A__a.example_b-2Dc_d-3Fe-3D1&d=DwM",
                "https://a.example/b-c/d?e=1",
                "Proofpoint",
            ),
            (
                "https://urldefense.com/v3/__https://a.example/b__;!!Abc!def$",
                "https://a.example/b",
                "Proofpoint",
            ),
            (
                "https://urldefense.com/v3/__https:/a.example/b*c__;Iw!!Abc!def$",
                "https://a.example/b#c",
                "Proofpoint",
            ),
            (
                "https://urldefense.com/v3/__https://a.example/b**Ac*d__;IyMh!!Abc!def$",
                "https://a.example/b##c!d",
                "Proofpoint",
            ),
            (
                "https://protect-us.mimecast.com/s/AbCd?domain=a.example",
                "http://a.example/",
                "Mimecast",
            ),
            (
                "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fa.example%2fb&c=E,1",
                "https://a.example/b",
                "Barracuda",
            ),
            (
                "https://secure-web.cisco.com/1aBc/https%3A%2F%2Fa.example%2Fb",
                "https://a.example/b",
                "Cisco",
            ),
            (
                "https://eu-west-1.protection.sophos.com/?d=a.example&u=aHR0cHM6Ly9hLmV4YW1wbGUvYg==&i=x",
                "https://a.example/b",
                "Sophos",
            ),
            (
                "https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=https%3a%2f%2fa.example&umid=1",
                "https://a.example/",
                "Trend Micro",
            ),
            (
                "https://www.google.co.uk/url?sa=t&q=https://a.example/b",
                "https://a.example/b",
                "Google",
            ),
            (
                "https://www.google.com/amp/s/a.example/b",
                "https://a.example/b",
                "Google",
            ),
            (
                "https://a-b--c-example.translate.goog/x",
                "https://a.b-c.example/x",
                "Google",
            ),
            (
                "https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F&h=AT",
                "https://a.example/",
                "Facebook",
            ),
            (
                "https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1wbGUvYg&ntb=1",
                "https://a.example/b",
                "Bing",
            ),
            (
                "https://url.avanan.click/v2/___https://a.example/b___.YXAz",
                "https://a.example/b",
                "Check Point",
            ),
            (
                "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fa.example%252F",
                "https://a.example/",
                "Microsoft",
            ),
        ] {
            check(address, expected, Some(by));
        }
    }

    #[test]
    fn what_is_no_filter_or_tells_nothing_stays() {
        for address in [
            "https://www.google.com/search?q=https://a.example/b",
            "https://www.google.com/url?q=words",
            "https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fa.example",
            "https://urldefense.com/v3/__broken",
            "https://urldefense.com/v3/__https://%ff*__;%%%!",
            "https://protect-us.mimecast.com/s/AbCd",
            "https://secure-web.cisco.com/1aBc/",
        ] {
            check(address, address, None);
        }
    }

    #[test]
    fn a_chain_has_an_end() {
        let mut address = "https://a.example/".to_owned();
        for _ in 0..30 {
            address = format!(
                "https://l.facebook.com/l.php?u={}",
                address.replace('%', "%25").replace('&', "%26")
            );
        }
        let (url, by) = undo(Url::parse(&address).expect("an address"));
        assert_eq!(
            (url.host_str(), by),
            (Some("l.facebook.com"), Some("Facebook"))
        );
    }
}
