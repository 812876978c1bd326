//! The clinic's web site: a small hosted Linux server in nobody's asset list, looked after by the administrator.

mod access;
mod audit;
mod system;

use super::Export;
use crate::clinic::{Clinic, OUTSIDE_ADDRESS};
use crate::moment::Moment;
use crate::random::Random;

const HOST: &str = "ac-web01";
const SITE: &str = "www.alder-creek.example";
/// Who looks after the server.
const KEEPER: &str = "ohaddad";
const KEEPER_ID: u32 = 1_000;
/// Strangers who try names at the door; keys alone open it.
const GUESSING: [&str; 3] = ["198.51.100.231", "198.51.100.232", "203.0.113.203"];
const GUESSED: [&str; 6] = ["admin", "test", "oracle", "ubuntu", "postgres", "www"];

/// One try to sign in from outside.
struct Guess {
    time: Moment,
    from: &'static str,
    name: &'static str,
    port: i64,
    process: i64,
}

/// One visit of the administrator.
struct Visit {
    number: usize,
    time: Moment,
    port: i64,
    process: i64,
    commands: Vec<&'static str>,
}

impl Visit {
    fn command_at(&self, place: usize) -> Moment {
        let seconds = i64::try_from(place).expect("few commands") * 95 + 40;
        self.time.plus_seconds(seconds)
    }

    fn left(&self) -> Moment {
        self.command_at(self.commands.len()).plus_seconds(30)
    }
}

/// What happened on the server, told by its two logs alike.
struct Story {
    guesses: Vec<Guess>,
    visits: Vec<Visit>,
}

pub(super) fn exports(clinic: &Clinic) -> Vec<Export> {
    let story = story(clinic, &mut clinic.random("web server"));
    vec![
        audit::export(&story),
        system::export(clinic, &story),
        access::export(clinic),
    ]
}

fn story(clinic: &Clinic, random: &mut Random) -> Story {
    let mut guesses = Vec::new();
    for day in clinic.days() {
        for _ in 0..random.between(0, 3) {
            guesses.push(Guess {
                time: day.plus_micros(random.between(0, 86_399_000_000)),
                from: GUESSING[random.index(GUESSING.len())],
                name: GUESSED[random.index(GUESSED.len())],
                port: random.between(32_768, 60_999),
                process: random.between(9_000, 30_000),
            });
        }
    }
    guesses.sort_by_key(|guess| guess.time);
    let days = clinic.working_days();
    let visits = days.iter().step_by(4).zip(1..).map(|(day, number)| {
        let mut commands = vec!["apt-get update", "apt-get -y upgrade"];
        match number {
            2 => commands.push("usermod -aG www-data webmaster"),
            _ => commands.push("systemctl reload nginx"),
        }
        Visit {
            number,
            time: day
                .plus_seconds(15 * 3_600 + 1_200)
                .plus_micros(random.between(0, 1_800_000_000)),
            port: random.between(49_152, 65_535),
            process: random.between(9_000, 30_000),
            commands,
        }
    });
    Story {
        visits: visits.collect(),
        guesses,
    }
}

/// The program a command starts.
fn program(command: &str) -> String {
    let name = command.split(' ').next().unwrap_or_default();
    match name {
        "usermod" => format!("/usr/sbin/{name}"),
        _ => format!("/usr/bin/{name}"),
    }
}

/// The administrator comes from the clinic's own address.
const fn origin() -> &'static str {
    OUTSIDE_ADDRESS
}
