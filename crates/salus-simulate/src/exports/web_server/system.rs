//! The server's system log in the old form of syslog, which leaves out the year.

use super::{Guess, HOST, KEEPER, Story, Visit, origin, program};
use crate::clinic::Clinic;
use crate::exports::Export;
use crate::moment::Moment;

type Line = (Moment, String);

/// What happens every night: seconds after midnight, and the line.
const NIGHTLY: [(i64, &str); 5] = [
    (
        0,
        "systemd[1]: Starting logrotate.service - Rotate log files...",
    ),
    (
        2,
        "systemd[1]: Finished logrotate.service - Rotate log files.",
    ),
    (
        11_400,
        "CRON[4120]: pam_unix(cron:session): session opened for user root(uid=0) by root(uid=0)",
    ),
    (
        11_400,
        "CRON[4121]: (root) CMD (test -x /usr/bin/certbot && certbot -q renew)",
    ),
    (
        11_404,
        "CRON[4120]: pam_unix(cron:session): session closed for user root",
    ),
];

pub(super) fn export(clinic: &Clinic, story: &Story) -> Export {
    let mut lines: Vec<Line> = Vec::new();
    for day in clinic.days() {
        let nightly = NIGHTLY.map(|(seconds, text)| (day.plus_seconds(seconds), text.to_owned()));
        lines.extend(nightly);
    }
    for guess in &story.guesses {
        tried(guess, &mut lines);
    }
    for visit in &story.visits {
        visited(visit, &mut lines);
    }
    lines.sort_by_key(|(time, _)| *time);
    let text: String = lines
        .iter()
        .map(|(time, rest)| format!("{} {HOST} {rest}\n", time.format("%b %e %H:%M:%S")))
        .collect();
    Export::new(
        "web-server/syslog",
        text,
        "the same visits in the older log, whose times have no year",
        &[("syslog", lines.len())],
    )
    .packed()
}

fn tried(guess: &Guess, lines: &mut Vec<Line>) {
    let (name, from, port, process) = (guess.name, guess.from, guess.port, guess.process);
    lines.push((
        guess.time,
        format!("sshd[{process}]: Invalid user {name} from {from} port {port}"),
    ));
    lines.push((
        guess.time.plus_seconds(2),
        format!(
            "sshd[{process}]: Connection closed by invalid user {name} {from} port {port} [preauth]"
        ),
    ));
}

fn visited(visit: &Visit, lines: &mut Vec<Line>) {
    let (process, port, from) = (visit.process, visit.port, origin());
    let key = "ED25519 SHA256:Zm9yIHRoZSBleGFtcGxlIGNsaW5pYyBvbmx5ICAgICAgIA";
    let door = format!(
        "sshd[{process}]: Accepted publickey for {KEEPER} from {from} port {port} ssh2: {key}"
    );
    lines.push((visit.time, door));
    let session = format!(
        "systemd-logind[611]: New session {} of user {KEEPER}.",
        visit.number
    );
    lines.push((visit.time, session));
    for (place, command) in visit.commands.iter().enumerate() {
        let full = command
            .split_once(' ')
            .map_or_else(String::new, |(_, rest)| {
                format!("{} {rest}", program(command))
            });
        let asked = format!(
            "sudo[{}]:  {KEEPER} : TTY=pts/0 ; PWD=/home/{KEEPER} ; USER=root ; COMMAND={full}",
            process + 40
        );
        lines.push((visit.command_at(place), asked));
        if command.starts_with("usermod") {
            let added = format!(
                "usermod[{}]: add 'webmaster' to group 'www-data'",
                process + 41
            );
            lines.push((visit.command_at(place), added));
        }
    }
    let closed =
        format!("sshd[{process}]: pam_unix(sshd:session): session closed for user {KEEPER}");
    lines.push((visit.left(), closed));
}
