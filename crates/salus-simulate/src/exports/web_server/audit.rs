//! The kernel's audit log (auditd, enriched): sign-ins, what ran as root, a change of a group.

use super::{GUESSED, HOST, KEEPER, KEEPER_ID, Story, Visit, origin, program};
use crate::exports::Export;
use crate::moment::Moment;

const UNSET: u32 = u32::MAX;

pub(super) fn export(story: &Story) -> Export {
    let mut log = Log {
        lines: Vec::new(),
        serial: 400,
    };
    for guess in &story.guesses {
        assert!(GUESSED.contains(&guess.name), "only names nobody has");
        let rest = format!(
            "pid={} uid=0 auid={UNSET} ses={UNSET} subj=unconfined msg='op=login acct=\"(unknown)\" exe=\"/usr/sbin/sshd\" hostname=? addr={} terminal=ssh res=failed'\u{1d}UID=\"root\" AUID=\"unset\"",
            guess.process, guess.from
        );
        log.event(guess.time, &[("USER_LOGIN", &rest)]);
    }
    for visit in &story.visits {
        signed_in(&mut log, visit);
        for (place, command) in visit.commands.iter().enumerate() {
            ran(&mut log, visit, (visit.command_at(place), command));
        }
        let rest = said(
            visit,
            "op=PAM:session_close grantors=pam_unix acct=\"ohaddad\"",
            "ssh",
        );
        log.event(visit.left(), &[("USER_END", &rest)]);
    }
    log.lines.sort_by_key(|(time, serial, _)| (*time, *serial));
    let text: String = log.lines.iter().map(|(.., line)| line.as_str()).collect();
    Export::new(
        "web-server/audit.log",
        text,
        "who signed in to the web server and what ran there as root",
        &[("linux_auditd", log.lines.len())],
    )
    .packed()
}

struct Log {
    lines: Vec<(Moment, u32, String)>,
    serial: u32,
}

impl Log {
    /// The records of one event share its time and number.
    fn event(&mut self, time: Moment, records: &[(&str, &str)]) {
        self.serial += 1;
        let millis = time.micros().div_euclid(1_000);
        for (kind, rest) in records {
            let line = format!(
                "node={HOST} type={kind} msg=audit({}.{:03}:{}): {rest}\n",
                millis / 1_000,
                millis % 1_000,
                self.serial
            );
            self.lines.push((time, self.serial, line));
        }
    }
}

/// What the door says of the administrator.
fn said(visit: &Visit, what: &str, terminal: &str) -> String {
    format!(
        "pid={} uid=0 auid={KEEPER_ID} ses={} subj=unconfined msg='{what} exe=\"/usr/sbin/sshd\" hostname={from} addr={from} terminal={terminal} res=success'\u{1d}UID=\"root\" AUID=\"{KEEPER}\"",
        visit.process,
        visit.number,
        from = origin()
    )
}

fn signed_in(log: &mut Log, visit: &Visit) {
    let key = said(visit, "op=pubkey_auth acct=\"ohaddad\"", "ssh");
    log.event(visit.time, &[("USER_AUTH", &key)]);
    let account = said(
        visit,
        "op=PAM:accounting grantors=pam_unix acct=\"ohaddad\"",
        "ssh",
    );
    log.event(visit.time.plus_micros(4_000), &[("USER_ACCT", &account)]);
    let login = said(visit, "op=login id=1000", "/dev/pts/0") + &format!(" ID=\"{KEEPER}\"");
    log.event(visit.time.plus_micros(210_000), &[("USER_LOGIN", &login)]);
}

/// A command through sudo: what was asked for, then what the kernel started.
fn ran(log: &mut Log, visit: &Visit, (time, command): (Moment, &str)) {
    let hex = |text: &str| -> String { text.bytes().map(|byte| format!("{byte:02X}")).collect() };
    let asked = format!(
        "pid={} uid={KEEPER_ID} auid={KEEPER_ID} ses={} subj=unconfined msg='cwd=\"/home/{KEEPER}\" cmd={} exe=\"/usr/bin/sudo\" terminal=pts/0 res=success'\u{1d}UID=\"{KEEPER}\" AUID=\"{KEEPER}\"",
        visit.process + 40,
        visit.number,
        hex(command)
    );
    log.event(time, &[("USER_CMD", &asked)]);
    let path = program(command);
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let call = format!(
        "arch=c000003e syscall=59 success=yes exit=0 a0=55d0c3a1 a1=55d0c3b2 a2=55d0c3c3 a3=0 items=2 ppid={} pid={} auid={KEEPER_ID} uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts1 ses={} comm=\"{name}\" exe=\"{path}\" subj=unconfined key=\"rootcmd\"\u{1d}ARCH=x86_64 SYSCALL=execve AUID=\"{KEEPER}\" UID=\"root\" GID=\"root\" EUID=\"root\" SUID=\"root\" FSUID=\"root\" EGID=\"root\" SGID=\"root\" FSGID=\"root\"",
        visit.process + 40,
        visit.process + 41,
        visit.number
    );
    let words: Vec<&str> = command.split(' ').collect();
    let arguments: String = words
        .iter()
        .enumerate()
        .map(|(place, word)| format!(" a{place}=\"{word}\""))
        .collect();
    let started = format!("argc={}{arguments}", words.len());
    let folder = format!("cwd=\"/home/{KEEPER}\"");
    let title = format!("proctitle={}", hex(&command.replace(' ', "\0")));
    let records = [
        ("SYSCALL", call.as_str()),
        ("EXECVE", &started),
        ("CWD", &folder),
        ("PROCTITLE", &title),
    ];
    log.event(time.plus_micros(12_000), &records);
    if name == "usermod" {
        let change = format!(
            "pid={} uid=0 auid={KEEPER_ID} ses={} subj=unconfined msg='op=add-user-to-group id=1002 acct=\"webmaster\" grp=\"www-data\" exe=\"{path}\" hostname={HOST} addr=? terminal=pts/1 res=success'\u{1d}UID=\"root\" AUID=\"{KEEPER}\" ID=\"webmaster\"",
            visit.process + 41,
            visit.number
        );
        log.event(time.plus_micros(31_000), &[("USER_MGMT", &change)]);
    }
}
