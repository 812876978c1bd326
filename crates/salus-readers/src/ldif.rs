//! Directory exports in LDIF (RFC 2849): one entry or one change is one record.
//!
//! Values in base64 are written out where they are text. An attribute with several values is a JSON list.
//! Passwords and their hashes are never kept: `withheld` names what was left out. Addresses of other files
//! (`:<`) are kept as they are and not followed.

mod entry;

use salus_record::{Place, limits, time};

use crate::{About, Confidence, Evidence, ReadError, Reader, Sink, lines::text_of};
use entry::{Attribute, Entry};

pub(crate) struct Ldif;

const TABLE: &str = "ldif_entry";

impl Reader for Ldif {
    fn about(&self) -> About {
        About {
            name: "ldif",
            title: "LDIF directory export (Active Directory, OpenLDAP, 389 Directory Server)",
            tables: &[TABLE],
            export: "Active Directory: `ldifde -f users.ldf`; OpenLDAP: `slapcat` or `ldapsearch -LLL`",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let text = text_of(head);
        let mut lines = text
            .trim_start_matches('\u{feff}')
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with(['#', ' ']));
        let first = lines.next().unwrap_or_default();
        let is_version = first.trim_end() == "version: 1";
        let name = if is_version {
            lines.next().unwrap_or_default()
        } else {
            first
        };
        let value = name
            .strip_prefix("dn: ")
            .filter(|value| value.contains('=') || value.trim().is_empty());
        let is_name = value.is_some() || name.starts_with("dn:: ");
        let goes_on = lines.next().is_some_and(|line| line.contains(':'));
        match (is_name, is_version || goes_on) {
            (true, true) => Confidence::Certain,
            _ => Confidence::No,
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut reading = Reading::default();
        let mut lines = evidence.lines();
        let mut last = 0;
        while let Some(line) = lines.next(sink)? {
            // Blank lines end an entry. They are passed over, and show as a gap in the numbers.
            if let Place::Line(number) = line.place {
                if number > last + 1 {
                    reading.flush(sink)?;
                }
                last = number;
            }
            reading.line(line.place, &line.text, sink)?;
        }
        reading.flush(sink)
    }
}

/// The entry that is being gathered.
#[derive(Default)]
struct Reading {
    place: Option<Place>,
    /// Lines with those that go on joined to them.
    lines: Vec<String>,
    bytes: usize,
    is_too_large: bool,
    /// A line that goes on belongs to a comment.
    is_comment: bool,
}

impl Reading {
    fn line(&mut self, place: Place, line: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        if line.starts_with('#') {
            self.is_comment = true;
            return Ok(());
        }
        let rest = line.strip_prefix(' ');
        if rest.is_some() && self.is_comment {
            return Ok(());
        }
        self.is_comment = false;
        // Some exports leave no blank line between entries.
        if line.starts_with("dn: ") && self.lines.iter().any(|line| line.starts_with("dn:")) {
            self.flush(sink)?;
        }
        self.place.get_or_insert(place);
        self.bytes += line.len();
        if self.bytes > limits::RECORD_BYTES {
            self.is_too_large = true;
            self.lines.clear();
            return Ok(());
        }
        match (rest, self.lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => self.lines.push(line.to_owned()),
        }
        Ok(())
    }

    fn flush(&mut self, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let done = std::mem::take(self);
        let Some(place) = done.place else {
            return Ok(());
        };
        if done.is_too_large {
            return sink.reject(
                place,
                format!("entry larger than {} MiB", limits::RECORD_BYTES >> 20),
            );
        }
        let is_about_file = |line: &String| {
            line.starts_with("version:")
                || line.starts_with("search:")
                || line.starts_with("result:")
        };
        if done.lines.iter().all(is_about_file) {
            return Ok(());
        }
        match Entry::of(&done.lines) {
            Ok(entry) => write(&entry, place, sink),
            Err(reason) => sink.reject(place, reason),
        }
    }
}

fn write(entry: &Entry, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut row = sink.record(TABLE, place).text("dn", &entry.dn);
    let changed = [
        "whenChanged",
        "modifyTimestamp",
        "whenCreated",
        "createTimestamp",
    ];
    if let Some(written) = changed.iter().find_map(|name| entry.first(name)) {
        row = row.time_at(directory_time(written), written);
    }
    if let Some(host) = entry.first("dNSHostName") {
        row = row.host(host);
    }
    for Attribute { name, values } in &entry.attributes {
        match values.as_slice() {
            [value] => row.set(name, value),
            several => {
                let list = serde_json::Value::from(several.to_vec());
                row.set(name, &list.to_string());
            }
        }
    }
    if !entry.withheld.is_empty() {
        row.set("withheld", &entry.withheld.join(", "));
    }
    row.end()
}

/// `20260301080000[.0]Z`, as directories write times.
fn directory_time(written: &str) -> Option<i64> {
    let digits = written
        .get(..14)
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = &written[14..];
    let is_utc = rest.ends_with('Z') || rest.ends_with("+0000");
    let part = |from: usize, to: usize| &digits[from..to];
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    );
    is_utc.then(|| time::parse(&text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::Ldif;
    use crate::testing::{check, check_bytes};

    #[test]
    fn an_entry_becomes_one_record() {
        check(
            &Ldif,
            "version: 1\n\n# ann\n#  more\ndn: CN=Ann Lee,OU=Front,DC=clinic,\n DC=example\nobjectClass: top\nobjectClass: user\n\
             cn:: QW5uIEzDqWU=\nwhenChanged: 20260301080000.0Z\nobjectSid:: AQUAAAAAAAUVAAAA\nmail:<file:///etc/passwd\n\
             userPassword:: e1NTSEF9\nunicodePwd: x\n\n\ndn: CN=B,DC=x\ncn: B\n",
            &[
                "line 5: ldif_entry time=2026-03-01T08:00:00Z dn=CN=Ann Lee,OU=Front,DC=clinic,DC=example objectClass=[\"top\",\"user\"] cn=Ann Lée whenChanged=20260301080000.0Z objectSid=hex:010500000000000515000000 mail=file:///etc/passwd withheld=unicodePwd, userPassword",
                "line 17: ldif_entry dn=CN=B,DC=x cn=B",
            ],
        );
    }

    #[test]
    fn a_change_is_one_record_and_says_what_changed() {
        check(
            &Ldif,
            "dn: uid=ann,dc=x\nchangetype: modify\nadd: mail\nmail: a@x\n-\nreplace: userPassword\nuserPassword: secret\n-\ndelete: description\n-\n\n\
             dn: uid=bob,dc=x\nchangetype: modrdn\nnewrdn: uid=rob\ndeleteoldrdn: 1\n",
            &[
                "line 1: ldif_entry dn=uid=ann,dc=x changetype=modify changes=add mail, replace userPassword, delete description mail=a@x withheld=userPassword",
                "line 12: ldif_entry dn=uid=bob,dc=x changetype=modrdn newrdn=uid=rob deleteoldrdn=1",
            ],
        );
    }

    #[test]
    fn what_is_no_entry_is_rejected_at_its_first_line() {
        check_bytes(
            &Ldif,
            b"hello: x\n\ndn: CN=a\nbad line\n\ndn:: %%%\ncn: x\n\ndn: CN=c,DC=x\ncn:: !!\n",
            &[
                "line 1: rejected, an entry without `dn`",
                "line 3: rejected, a line that is no attribute",
                "line 6: rejected, base64 that cannot be read",
                "line 9: rejected, base64 that cannot be read",
            ],
        );
    }
}
