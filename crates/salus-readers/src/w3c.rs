//! Logs in the W3C extended format, which name their fields in a line that begins `#Fields:`.
//!
//! IIS, the Windows firewall, Exchange and many proxies write it. Fields stand between blanks or tabs;
//! Exchange puts commas between them. The fields may change within a file.

use salus_record::{Clock, Moment};

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};

pub(crate) struct W3c;

/// Fields of one line.
const FIELDS: usize = 500;
/// Lines in which the name of the fields must appear.
const HEAD_LINES: usize = 12;

impl Reader for W3c {
    fn about(&self) -> About {
        About {
            name: "w3c",
            title: "W3C extended log files (IIS, Windows firewall, Exchange, proxies)",
            tables: &["w3c_exchange", "w3c_firewall", "w3c_iis", "w3c_web"],
            export: "IIS: C:\\inetpub\\logs\\LogFiles; Windows firewall: %windir%\\System32\\LogFiles\\Firewall\\pfirewall.log; Exchange: TransportRoles\\Logs",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let mut lines = text
            .trim_start_matches('\u{feff}')
            .lines()
            .take(HEAD_LINES)
            .filter(|line| !line.trim().is_empty());
        let is_directive = lines
            .clone()
            .next()
            .is_some_and(|line| line.starts_with('#'));
        let names_fields = lines.any(|line| {
            directive(line).is_some_and(|(name, value)| {
                name == "Fields" && value.contains([' ', ',', '\t', '-'])
            })
        });
        if is_directive && names_fields {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let clock = *evidence.clock();
        let mut lines = evidence.lines();
        let mut log = Log::default();
        while let Some(line) = lines.next(sink)? {
            if let Some((name, value)) = directive(&line.text) {
                log.heed(name, value);
                continue;
            }
            if line.text.starts_with('#') {
                continue;
            }
            let values = log.values(&line.text);
            if log.fields.is_empty() {
                sink.reject(line.place, "a line before the fields are named")?;
                continue;
            }
            if values.len() != log.fields.len() {
                sink.reject(line.place, "not as many values as fields are named")?;
                continue;
            }
            let known = |name: &str| {
                let at = log.fields.iter().position(|field| field == name)?;
                values
                    .get(at)
                    .map(String::as_str)
                    .filter(|value| !matches!(*value, "-" | ""))
            };
            let mut row = sink.record(log.table(), line.place);
            if let Some((moment, written)) = log.time(&clock, &known) {
                row = row.moment(moment, &written);
            }
            if let Some(host) = known("s-computername").or_else(|| known("server-hostname")) {
                row = row.host(host);
            }
            for (name, value) in log
                .fields
                .iter()
                .zip(&values)
                .filter(|(_, value)| !matches!(value.as_str(), "-" | ""))
            {
                row.set(name, value);
            }
            row.end()?;
        }
        Ok(())
    }
}

/// `#Fields: date time …`
fn directive(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix('#')?.split_once(':')?;
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b' ' || byte == b'-');
    is_name.then(|| (name.trim(), value.trim()))
}

/// What the lines above have said.
#[derive(Default)]
struct Log {
    fields: Vec<String>,
    software: String,
    /// The day, for logs whose lines hold the time alone.
    day: Option<String>,
    is_local: bool,
    has_commas: bool,
}

impl Log {
    fn heed(&mut self, name: &str, value: &str) {
        match name {
            "Fields" => {
                self.has_commas = value.contains(',');
                let names = value.split(|letter: char| letter == ',' || letter.is_whitespace());
                self.fields = names
                    .filter(|name| !name.is_empty())
                    .take(FIELDS)
                    .map(str::to_owned)
                    .collect();
            }
            "Software" => value.clone_into(&mut self.software),
            "Date" => self.day = value.get(..10).map(str::to_owned),
            "Time Format" => self.is_local = value.eq_ignore_ascii_case("local"),
            _ => {}
        }
    }

    fn table(&self) -> &'static str {
        if self.software.contains("Firewall") {
            "w3c_firewall"
        } else if self.software.contains("Exchange") {
            "w3c_exchange"
        } else if self.software.contains("Internet Information Services") {
            "w3c_iis"
        } else {
            "w3c_web"
        }
    }

    fn values(&self, line: &str) -> Vec<String> {
        if self.has_commas {
            return cells(line, |letter| letter == ',');
        }
        let is_blank: fn(char) -> bool = |letter| letter == ' ' || letter == '\t';
        let mut values = cells(line, is_blank);
        if values.len() != self.fields.len() || line.matches('"').count() % 2 == 1 {
            // A value that begins with a quote which is no more than a letter.
            values = line
                .split(is_blank)
                .take(FIELDS + 1)
                .map(str::to_owned)
                .collect();
        }
        // The Windows firewall leaves a blank behind its last value in some versions, and none in others.
        while values.len() > self.fields.len() && values.last().is_some_and(String::is_empty) {
            values.pop();
        }
        values
    }

    /// Times are UTC, unless the log says that they are local.
    fn time<'v>(
        &self,
        clock: &Clock,
        known: &dyn Fn(&str) -> Option<&'v str>,
    ) -> Option<(Moment, String)> {
        if let Some(whole) = known("date-time") {
            return Some((clock.read(whole), whole.to_owned()));
        }
        let time = known("time")?;
        let day = known("date").or(self.day.as_deref())?;
        let written = format!("{day} {time}");
        if self.is_local {
            return Some((clock.read(&written), written));
        }
        let moment = Moment {
            instant: salus_record::time::parse(&written),
            ..Moment::default()
        };
        Some((moment, written))
    }
}

/// The values of a line. Quotes around a value may hold what stands between values; within one they are
/// letters like others.
fn cells(line: &str, is_between: fn(char) -> bool) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut has_begun = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let cell = cells.last_mut();
        if letter == '"' && !has_begun {
            is_quoted = true;
            has_begun = true;
        } else if letter == '"' && is_quoted && next.is_none_or(is_between) {
            is_quoted = false;
        } else if is_between(letter) && !is_quoted {
            if cells.len() > FIELDS {
                return cells;
            }
            cells.push(String::new());
            has_begun = false;
        } else if let Some(cell) = cell {
            if letter == '"' && is_quoted && next == Some('"') {
                letters.next();
            }
            has_begun = true;
            cell.push(letter);
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::W3c;
    use crate::testing::check;

    #[test]
    fn iis_times_are_utc_and_the_firewall_s_are_local() {
        check(
            &W3c,
            "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-03-01 08:00:00\n\
             #Fields: date time s-ip cs-method cs-uri-stem cs(User-Agent) sc-status\n\
             2026-03-01 08:00:00 10.0.0.2 GET /index.html Mozilla/5.0+(Windows) 200\n\
             2026-03-01 08:00:01 10.0.0.2 GET\n#Fields: time cs-method\n08:00:02 POST\n08:00:03 \"a\n08:00:04 b\"c\"\n08:00:05 \"d e\"",
            &[
                "line 6: rejected, not as many values as fields are named",
                "line 5: w3c_iis time=2026-03-01T08:00:00Z date=2026-03-01 time_=08:00:00 s-ip=10.0.0.2 cs-method=GET cs-uri-stem=/index.html cs(User-Agent)=Mozilla/5.0+(Windows) sc-status=200",
                "line 8: w3c_iis time=2026-03-01T08:00:02Z time_=08:00:02 cs-method=POST",
                "line 9: w3c_iis time=2026-03-01T08:00:03Z time_=08:00:03 cs-method=\"a",
                "line 10: w3c_iis time=2026-03-01T08:00:04Z time_=08:00:04 cs-method=b\"c\"",
                "line 11: w3c_iis time=2026-03-01T08:00:05Z time_=08:00:05 cs-method=d e",
            ],
        );
        check(
            &W3c,
            "#Version: 1.5\n#Software: Microsoft Windows Firewall\n#Time Format: Local\n#Fields: date time action protocol src-ip dst-ip\n\n\
             2026-03-01 08:00:00 DROP TCP 203.0.113.9 10.0.0.1 ",
            &[
                "line 6: w3c_firewall time=2026-03-01T08:00:00Z time_assumed=zone date=2026-03-01 time_=08:00:00 action=DROP protocol=TCP src-ip=203.0.113.9 dst-ip=10.0.0.1",
            ],
        );
    }

    #[test]
    fn exchange_puts_commas_between_fields() {
        check(
            &W3c,
            "#Software: Microsoft Exchange Server\n#Log-type: Message Tracking Log\n#Fields: date-time,client-ip,server-hostname,message-subject\n\
             2026-03-01T08:00:00.000Z,10.0.0.5,EX1,\"a, b\"",
            &[
                "line 4: w3c_exchange time=2026-03-01T08:00:00Z host=EX1 date-time=2026-03-01T08:00:00.000Z client-ip=10.0.0.5 server-hostname=EX1 message-subject=a, b",
            ],
        );
    }
}
