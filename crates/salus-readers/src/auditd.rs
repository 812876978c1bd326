//! Linux audit records, raw or enriched, on their own or sent through syslog.
//!
//! One line is one record; the records of one event share `msg`. Values that the kernel writes in
//! hexadecimal because they hold blanks or quotes are written out. What the enriched form adds is called
//! like the field it explains, with `_name` behind it: two columns may not differ in case alone. Only
//! `SYSCALL`, which rules ask for, is the name of the call; its number is `syscall_r`.

mod call;
mod pairs;

use salus_record::{ReadError, Sink, time};

use crate::About;
use crate::body::{Body, Entry, Files};
use pairs::{Pair, Pairs};

pub(crate) struct Auditd;

pub(crate) const READER: Files<'static> = Files {
    about: About {
        name: "auditd",
        title: "Linux audit log",
        tables: &["linux_auditd", "syslog"],
        export: "/var/log/audit/audit.log, or `ausearch --raw`",
    },
    body: &Auditd,
};

/// Enriched fields stand behind this letter.
const ENRICHED: char = '\u{1d}';
/// Fields that the kernel writes in hexadecimal where it must.
const ENCODED: [&str; 14] = [
    "acct",
    "cmd",
    "comm",
    "cwd",
    "data",
    "dir",
    "exe",
    "file",
    "key",
    "name",
    "ocomm",
    "path",
    "proctitle",
    "vm",
];

impl Body for Auditd {
    fn fits(&self, entry: &Entry<'_>) -> bool {
        Head::of(entry.message()).is_some()
    }

    fn put(&self, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        let Some(head) = Head::of(entry.message()) else {
            return Ok(false);
        };
        let kind = call::kind(head.kind);
        let mut row = sink
            .record("linux_auditd", entry.place)
            .time_at(time::parse(head.time), head.time);
        let hostname = entry.header.and_then(|header| header.hostname);
        if let Some(host) = head.node.or(hostname) {
            row = row.host(host);
        }
        row = row
            .text("type", kind)
            .text("msg", head.msg)
            .opt("node", head.node);
        let (raw, enriched) = head
            .fields
            .split_once(ENRICHED)
            .unwrap_or((head.fields, ""));
        let mut fields = Fields {
            is_execve: kind == "EXECVE",
            ..Fields::default()
        };
        fields.take(raw, false);
        fields.take_enriched(enriched);
        fields.finish();
        for (field, value) in &fields.set {
            row.set(field, value);
        }
        entry.end(row)
    }
}

/// `[node=…] type=… msg=audit(time:serial): …`
struct Head<'a> {
    node: Option<&'a str>,
    kind: &'a str,
    /// `audit(time:serial)`
    msg: &'a str,
    time: &'a str,
    fields: &'a str,
}

impl<'a> Head<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let mut rest = text.trim_start();
        if rest.starts_with('[') {
            rest = rest.split_once(']')?.1.trim_start(); // the kernel's own clock
        }
        rest = rest.strip_prefix("audit: ").unwrap_or(rest);
        let mut node = None;
        if let Some(behind) = rest.strip_prefix("node=") {
            let (name, behind) = behind.split_once(' ')?;
            node = Some(name);
            rest = behind;
        }
        let (kind, rest) = rest.strip_prefix("type=")?.split_once(' ')?;
        let rest = rest.trim_start();
        let msg = rest.strip_prefix("msg=").unwrap_or(rest);
        let (stamp, fields) = msg.strip_prefix("audit(")?.split_once(')')?;
        let (time, serial) = stamp.rsplit_once(':')?;
        let is_number = !serial.is_empty() && serial.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self {
            node,
            kind,
            msg: &msg[.."audit()".len() + stamp.len()],
            time,
            fields: fields.strip_prefix(':').unwrap_or(fields),
        })
    }
}

/// The fields of one record, in order.
#[derive(Default)]
struct Fields {
    is_execve: bool,
    set: Vec<(String, String)>,
    arch: Option<String>,
    number: Option<String>,
    call: Option<String>,
    /// Words that are no field.
    words: Vec<String>,
}

impl Fields {
    fn take(&mut self, text: &str, is_inner: bool) {
        for pair in Pairs::of(text) {
            match pair {
                Pair::Word(word) => self.words.push(word.to_owned()),
                // What a program says stands in the kernel's quotes, and holds no further level.
                Pair::Quoted("msg", value, '\'') if !is_inner => self.take(value, true),
                Pair::Quoted(name, value, _) => self.put(name, value.to_owned()),
                Pair::Bare("saddr", value) => {
                    self.put("saddr", value.to_owned());
                    for (name, value) in call::address(value) {
                        self.put(name, value);
                    }
                }
                Pair::Bare("arch", value) => {
                    self.arch = Some(value.to_owned());
                    self.put("arch", value.to_owned());
                }
                Pair::Bare("syscall", value) => self.number = Some(value.to_owned()),
                Pair::Bare(name, value) => {
                    let value = self.decoded(name, value);
                    self.put(name, value);
                }
            }
        }
    }

    fn take_enriched(&mut self, text: &str) {
        for pair in Pairs::of(text) {
            match pair {
                Pair::Bare("SYSCALL", name) | Pair::Quoted("SYSCALL", name, _) => {
                    self.call = Some(name.to_owned())
                }
                Pair::Quoted("SADDR", inner, '{') => self.take(inner, true),
                Pair::Bare(name, value) | Pair::Quoted(name, value, _) => {
                    self.put(&format!("{}_name", name.to_lowercase()), value.to_owned());
                }
                Pair::Word(_) => {}
            }
        }
    }

    fn finish(&mut self) {
        if let Some(number) = self.number.take() {
            let known = self
                .arch
                .as_deref()
                .and_then(|arch| call::name(arch, &number));
            let name = self.call.take().or_else(|| known.map(str::to_owned));
            self.put("SYSCALL", name.unwrap_or_else(|| number.clone()));
            self.put("syscall_r", number);
        }
        if !self.words.is_empty() {
            let words = self.words.join(" ");
            self.put("text", words);
        }
    }

    /// Sets a field; the pieces of a long argument (`a1[0]`, `a1[1]`) become one.
    fn put(&mut self, name: &str, value: String) {
        let piece = name.strip_suffix(']').and_then(|name| name.split_once('['));
        let name = piece.map_or(name, |(name, _)| name);
        if piece.is_some()
            && let Some((last, text)) = self.set.last_mut()
            && last == name
        {
            text.push_str(&value);
            return;
        }
        self.set.push((name.to_owned(), value));
    }

    fn decoded(&self, name: &str, value: &str) -> String {
        let is_argument = self.is_execve && is_argument(name);
        if is_argument || ENCODED.contains(&name) {
            pairs::unhex(name, value).unwrap_or_else(|| value.to_owned())
        } else {
            value.to_owned()
        }
    }
}

/// `a0`, `a12`, `a1[0]`, but not `a1_len`.
fn is_argument(name: &str) -> bool {
    let name = name.split('[').next().unwrap_or_default();
    let number = name.strip_prefix('a').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::READER;
    use crate::testing::check;

    #[test]
    fn a_record_keeps_its_fields_and_gets_its_values_back() {
        check(
            &READER,
            "type=EXECVE msg=audit(1604994496.155:92733): argc=3 a0=\"sh\" a1=\"-c\" a2=6364202F746D70203B206C73\n\
             type=EXECVE msg=audit(1604994496.155:92734): argc=2 a0=\"x\" a1_len=6 a1[0]=616263 a1[1]=2064\n\
             type=PROCTITLE msg=audit(1604994496.155:92733): proctitle=617270002D61\n\
             node=web1 type=CWD msg=audit(1604994496.155:92733): cwd=\"/home/ann lee\"",
            &[
                "line 1: linux_auditd time=2020-11-10T07:48:16.155Z type=EXECVE msg=audit(1604994496.155:92733) argc=3 a0=sh a1=-c a2=cd /tmp ; ls",
                "line 2: linux_auditd time=2020-11-10T07:48:16.155Z type=EXECVE msg=audit(1604994496.155:92734) argc=2 a0=x a1=abc d a1_len=6",
                "line 3: linux_auditd time=2020-11-10T07:48:16.155Z type=PROCTITLE msg=audit(1604994496.155:92733) proctitle=arp -a",
                "line 4: linux_auditd time=2020-11-10T07:48:16.155Z host=web1 type=CWD msg=audit(1604994496.155:92733) node=web1 cwd=/home/ann lee",
            ],
        );
    }

    #[test]
    fn enriched_records_name_what_the_numbers_mean() {
        check(
            &READER,
            "type=SYSCALL msg=audit(1783414613.166:447): arch=c000003e syscall=1 success=yes a0=6 uid=0 key=(null)\u{1d}ARCH=x86_64 SYSCALL=write UID=\"root\"\n\
             type=SYSCALL msg=audit(1783414613.166:448): arch=c000003e syscall=133 a0=6",
            &[
                "line 1: linux_auditd time=2026-07-07T08:56:53.166Z type=SYSCALL msg=audit(1783414613.166:447) arch=c000003e success=yes a0=6 uid=0 key=(null) arch_name=x86_64 uid_name=root SYSCALL=write syscall_r=1",
                "line 2: linux_auditd time=2026-07-07T08:56:53.166Z type=SYSCALL msg=audit(1783414613.166:448) arch=c000003e a0=6 SYSCALL=mknod syscall_r=133",
            ],
        );
    }

    #[test]
    fn what_a_program_says_stands_beside_what_the_kernel_says() {
        check(
            &READER,
            "type=USER_AUTH msg=audit(1783414613.119:441): pid=2124 uid=0 msg='op=pubkey acct=\"root\" exe=\"/usr/sbin/sshd\" hostname=? addr=10.0.0.1 terminal=ssh res=failed'\n\
             type=USER_LOGIN msg=audit(1260000000.000:7): user pid=1 msg='PAM: authentication acct=616E6E206C : exe=\"/bin/login\" (hostname=?, addr=?, terminal=tty1 res=success)'\n\
             type=SOCKADDR msg=audit(1260000000.000:2): saddr=02000016C0A80001",
            &[
                "line 1: linux_auditd time=2026-07-07T08:56:53.119Z type=USER_AUTH msg=audit(1783414613.119:441) pid=2124 uid=0 op=pubkey acct=root exe=/usr/sbin/sshd hostname=? addr=10.0.0.1 terminal=ssh res=failed",
                "line 2: linux_auditd time=2009-12-05T08:00:00Z type=USER_LOGIN msg=audit(1260000000.000:7) pid=1 acct=ann l exe=/bin/login hostname=? addr=? terminal=tty1 res=success text=user PAM: authentication :",
                "line 3: linux_auditd time=2009-12-05T08:00:00Z type=SOCKADDR msg=audit(1260000000.000:2) saddr=02000016C0A80001 saddr_fam=inet laddr=192.168.0.1 lport=22",
            ],
        );
    }

    #[test]
    fn records_sent_through_syslog_are_the_same_records() {
        check(
            &READER,
            "Mar  1 08:00:00 web1 audispd: node=web1 type=CWD msg=audit(1604994496.155:1): cwd=\"/\"\n\
             <5>Mar  1 08:00:00 web1 kernel: [  12.5] audit: type=1400 audit(1604994496.155:2): apparmor=\"DENIED\" comm=\"cupsd\"\n\
             Mar  1 08:00:00 web1 sshd[1]: hello\n\
             type=CWD msg=audit(x): broken",
            &[
                "line 1: linux_auditd time=2020-11-10T07:48:16.155Z host=web1 type=CWD msg=audit(1604994496.155:1) node=web1 cwd=/ syslog.time=Mar  1 08:00:00 syslog.hostname=web1 syslog.program=audispd",
                "line 2: linux_auditd time=2020-11-10T07:48:16.155Z host=web1 type=AVC msg=audit(1604994496.155:2) syslog.time=Mar  1 08:00:00 syslog.hostname=web1 syslog.program=kernel apparmor=DENIED comm=cupsd syslog.facility=kern syslog.severity=notice syslog.priority=5",
                "line 3: syslog host=web1 hostname=web1 program=sshd pid=1 message=hello\ntype=CWD msg=audit(x): broken",
            ],
        );
    }
}
