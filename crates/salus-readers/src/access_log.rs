//! Access logs of web servers and proxies: common and combined format, and Squid's own.
//!
//! The formats have no names for their fields, so they get those of the W3C format.

use std::borrow::Cow;

use salus_record::{Clock, FieldColumns, Local};

use crate::cut::{Cut, CutLines};
use crate::{About, Confidence, Evidence, Lines, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct AccessLog;

impl Reader for AccessLog {
    fn about(&self) -> About {
        About {
            name: "access_log",
            title: "Web server and proxy access logs (Apache, nginx, Squid)",
            tables: &["squid_access", "web_access"],
            export: "/var/log/apache2/access.log, /var/log/nginx/access.log, /var/log/squid/access.log",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let mut lines = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(20)
            .peekable();
        let mut counts = (0, 0);
        while let Some(line) = lines.next() {
            let is_cut = lines.peek().is_none() && counts.1 > 0;
            let is_request = Request::of(line).is_some() || Proxied::of(line).is_some();
            counts = (counts.0 + usize::from(is_request || is_cut), counts.1 + 1);
        }
        if counts.0 > 0 && counts.0 * 4 >= counts.1 * 3 {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let clock = *evidence.clock();
        read_lines(&mut evidence.lines(), clock, sink)
    }

    fn cut(&self) -> Option<&dyn Cut> {
        Some(&CUT)
    }
}

const CUT: CutLines = CutLines(read_lines);

fn read_lines(lines: &mut Lines<'_>, clock: Clock, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut columns = FieldColumns::default();
    while let Some(line) = lines.next(sink)? {
        if let Some(request) = Request::of(&line.text) {
            let moment = clock.moment(&request.local);
            let mut row = sink
                .record("web_access", line.place)
                .moment(moment, request.written);
            if let Some(host) = request.virtual_host {
                row = row.host(host.split(':').next().unwrap_or(host));
            }
            request.each_field(&mut |number, name, value| {
                row.set_numbered(&mut columns, number, name, value);
            });
            row.end()?;
        } else if let Some(proxied) = Proxied::of(&line.text) {
            let mut row = sink.record("squid_access", line.place).time(proxied.time);
            for (name, value) in &proxied.fields {
                row.set(name, value);
            }
            row.end()?;
        } else {
            sink.reject(line.place, "not a request to a web server")?;
        }
    }
    Ok(())
}

/// `[virtual host ]client ident user [time] "request" status bytes["referrer" "agent" …]`
struct Request<'a> {
    virtual_host: Option<&'a str>,
    client: &'a str,
    user: &'a str,
    written: &'a str,
    local: Local,
    request: Cow<'a, str>,
    status: &'a str,
    bytes: &'a str,
    /// What stands in quotes behind them.
    behind: [Option<Cow<'a, str>>; BEHIND.len()],
}

const BEHIND: [&str; 3] = ["cs-referer", "cs-user-agent", "more"];

impl<'a> Request<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let (front, rest) = line.split_once(" [")?;
        let (written, rest) = rest.split_once("] ")?;
        let local = Local::parse(written)?;
        let mut words = front.split(' ').filter(|word| !word.is_empty());
        let mut word = || words.next();
        let (virtual_host, client, user) = match (word(), word(), word(), word(), word()) {
            (Some(client), Some(_), Some(user), None, _) => (None, client, user),
            (host, Some(client), Some(_), Some(user), None) => (host, client, user),
            _ => return None,
        };
        let (request, rest) = quoted(rest.strip_prefix('"')?)?;
        let mut numbers = rest.trim_start().splitn(3, ' ');
        let status = numbers
            .next()
            .filter(|word| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
        let bytes = numbers.next().unwrap_or("-");
        let mut behind = [const { None }; BEHIND.len()];
        let mut places = behind.iter_mut();
        let mut rest = numbers.next().unwrap_or_default();
        while let Some(at) = rest.find('"') {
            let (value, after) = quoted(&rest[at + 1..])?;
            if let Some(place) = places.next() {
                *place = Some(value);
            }
            rest = after;
        }
        Some(Self {
            virtual_host,
            client,
            user,
            written,
            local,
            request,
            status,
            bytes,
            behind,
        })
    }

    /// Calls `set` with the number, the name and the value of each field that has one.
    fn each_field(&self, set: &mut dyn FnMut(usize, &str, &str)) {
        let mut set = |number, name, value| {
            if !matches!(value, "" | "-") {
                set(number, name, value);
            }
        };
        set(0, "c-ip", self.client);
        set(1, "cs-username", self.user);
        set(2, "s-host", self.virtual_host.unwrap_or_default());
        let mut words = self.request.splitn(3, ' ');
        // What is no request (a scan, a broken client) is kept as it stands.
        if let (Some(method), Some(target), Some(version)) =
            (words.next(), words.next(), words.next())
        {
            let (stem, query) = target.split_once('?').unwrap_or((target, ""));
            set(3, "cs-method", method);
            set(4, "cs-uri", target);
            set(5, "cs-uri-stem", stem);
            set(6, "cs-uri-query", query);
            set(7, "cs-version", version);
        } else {
            set(8, "request", &self.request);
        }
        set(9, "sc-status", self.status);
        set(10, "sc-bytes", self.bytes);
        for (at, name) in BEHIND.iter().enumerate() {
            set(
                11 + at,
                name,
                self.behind[at].as_deref().unwrap_or_default(),
            );
        }
    }
}

/// A text up to its closing quote, with `\"` and `\\` undone.
fn quoted(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let end = memchr::memchr2(b'"', b'\\', text.as_bytes())?;
    if text.as_bytes()[end] == b'"' {
        return Some((text[..end].into(), &text[end + 1..]));
    }
    let mut value = text[..end].to_owned();
    let mut letters = text[end..].char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value.into(), &text[end + at + 1..])),
            '\\' => match letters.next()?.1 {
                escaped @ ('"' | '\\') => value.push(escaped),
                other => value.extend(['\\', other]),
            },
            other => value.push(other),
        }
    }
    None
}

/// `1772352000.123    45 10.0.0.5 TCP_MISS/200 1234 GET http://example.com/ user HIER_DIRECT/203.0.113.9 text/html`
struct Proxied<'a> {
    time: &'a str,
    fields: Vec<(&'static str, &'a str)>,
}

impl<'a> Proxied<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().take(12).collect();
        let (time, words) = words.split_first()?;
        let (seconds, millis) = time.split_once('.')?;
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_time = seconds.len() >= 9 && is_number(seconds) && is_number(millis);
        let [
            elapsed,
            client,
            result,
            bytes,
            method,
            url,
            user,
            hierarchy,
            rest @ ..,
        ] = words
        else {
            return None;
        };
        let (result, status) = result.split_once('/')?;
        if !is_time
            || !is_number(elapsed)
            || !is_number(bytes)
            || !is_number(status)
            || !result.contains('_')
        {
            return None;
        }
        let mut fields = vec![
            ("time-taken", *elapsed),
            ("c-ip", *client),
            ("s-action", result),
            ("sc-status", status),
            ("sc-bytes", *bytes),
            ("cs-method", *method),
            ("c-uri", *url),
            ("cs-username", *user),
            ("s-hierarchy", *hierarchy),
        ];
        fields.extend(rest.first().map(|kind| ("cs-mime-type", *kind)));
        fields.retain(|(_, value)| *value != "-");
        Some(Self { time, fields })
    }
}

#[cfg(test)]
mod tests {
    use super::AccessLog;
    use crate::testing::check;

    #[test]
    fn a_request_becomes_one_record() {
        check(
            &AccessLog,
            "10.0.0.5 - ann [01/Mar/2026:09:00:00 +0100] \"GET /a?b=1 HTTP/1.1\" 200 2326 \"http://x/\" \"Mozilla \\\"5\\\"\"\n\
             www.clinic.example:443 10.0.0.5 - - [01/Mar/2026:08:00:00 +0000] \"\\x16\\x03\" 400 -\n\
             1772352000.123    45 10.0.0.5 TCP_MISS/200 1234 GET http://example.com/ - HIER_DIRECT/203.0.113.9 text/html\nhello",
            &[
                "line 4: rejected, not a request to a web server",
                "line 1: web_access time=2026-03-01T08:00:00Z c-ip=10.0.0.5 cs-username=ann cs-method=GET cs-uri=/a?b=1 cs-uri-stem=/a cs-uri-query=b=1 cs-version=HTTP/1.1 sc-status=200 sc-bytes=2326 cs-referer=http://x/ cs-user-agent=Mozilla \"5\"",
                "line 2: web_access time=2026-03-01T08:00:00Z host=www.clinic.example c-ip=10.0.0.5 sc-status=400 s-host=www.clinic.example:443 request=\\x16\\x03",
                "line 3: squid_access time=2026-03-01T08:00:00.123Z time-taken=45 c-ip=10.0.0.5 s-action=TCP_MISS sc-status=200 sc-bytes=1234 cs-method=GET c-uri=http://example.com/ s-hierarchy=HIER_DIRECT/203.0.113.9 cs-mime-type=text/html",
            ],
        );
    }
}
