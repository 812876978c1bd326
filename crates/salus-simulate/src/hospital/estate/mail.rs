//! Everyday mail of the first campus: partners and newsletters write, people write to each other and to partners.

use std::path::Path;

use super::super::clock::{self, Local};
use super::super::fhir::people::mail as address;
use super::super::files::stream::whole;
use super::super::files::table::Rows;
use super::super::world::{DOMAIN, OUTSIDE_ADDRESS, World, department, rota};
use crate::exports::trace;
use crate::letters::grammar::Pattern;
use crate::mail::{Keeper, Message};
use crate::random::{Random, fingerprint};

const TEXTS: &str = include_str!("mail.txt");
const KEEPER: Keeper = Keeper {
    domain: DOMAIN,
    address: "10.20.1.40",
};
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/// Who writes.
enum From {
    Partner {
        name: &'static str,
        address: &'static str,
        server: &'static str,
        is_list: bool,
    },
    Colleague,
    /// Somebody here, to this address.
    Outward(&'static str),
}

/// Letters of one sender: subject and body of each.
struct Family {
    from: From,
    texts: Vec<(Pattern, Pattern)>,
}

/// What the mail service handles.
pub(super) struct Post {
    families: Vec<Family>,
    pub(super) messages: u64,
}

impl Post {
    pub(super) fn new() -> Self {
        Self {
            families: families(),
            messages: 0,
        }
    }

    /// Writes one day's messages, those given among them, as a journal and as the trace.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub(super) fn day(
        &mut self,
        world: &World,
        folder: &Path,
        (day, planted): (i64, Vec<Message>),
    ) -> Result<(), String> {
        let mut messages = self.everyday(world, day);
        messages.extend(planted);
        messages.sort_by_key(|message| message.time);
        self.messages += messages.len() as u64;
        let date = clock::date(day);
        let journal: String = messages.iter().map(crate::write::entry).collect();
        let name = format!("mail/journal-{date}.mbox");
        whole(folder, &name, journal.as_bytes(), world.plan.packed)?;
        let name = format!("mail/message-trace-{date}.csv");
        let mut rows = Rows::new(folder, &name, trace::HEADERS)?;
        for message in &messages {
            let id = Random::new(fingerprint(&message.id()), "trace").guid();
            let cells = trace::cells(message, id);
            rows.row(&cells.each_ref().map(String::as_str))?;
        }
        rows.finish()?;
        Ok(())
    }

    /// About one message for each person at work.
    fn everyday(&self, world: &World, day: i64) -> Vec<Message> {
        let mut random = world.random("mail", day, 0);
        let mut messages = Vec::new();
        for (number, shift) in at_work(world, day) {
            for _ in 0..random.about(950) {
                let family = random.pick(&self.families);
                let from = i64::from(shift.from.clamp(0, 1_200)) * 60;
                let at = Local::at(day, from + random.between(600, 14_000));
                messages.push(self.write(world, (number, at), family, &mut random));
            }
        }
        messages
    }

    fn write(
        &self,
        world: &World,
        (number, at): (u32, Local),
        family: &Family,
        random: &mut Random,
    ) -> Message {
        let (subject, body) = random.pick(&family.texts);
        let own = world.person(number);
        let fill = |pattern: &Pattern, random: &mut Random| {
            let mut out = String::new();
            let mut word = |random: &mut Random, name: &str| word(world, number, name, random);
            pattern.write(random, &mut word, &mut out);
            out.replace("\\n", "\n") + "\n"
        };
        let subject = fill(subject, random).trim().to_owned();
        let body = fill(body, random);
        let content = (subject.as_str(), body.as_str());
        let mine = (own.full_name(), address(world, number));
        match family.from {
            From::Partner {
                name,
                address,
                server,
                is_list,
            } => {
                let mut message = inbound(at, (name, address), &mine.1, content);
                message.sender_ip = server;
                if is_list {
                    message.newsletter = true;
                    message.return_path = "bounce@lists.members.example".to_owned();
                    // The list's service signs in its own name only.
                    if random.chance(30) {
                        message.checks = ["pass", "fail", "fail"];
                    }
                }
                message
            }
            From::Colleague => {
                let team = world.team(own.department);
                let other = address(world, *random.pick(team));
                outbound(at, (&mine.0, &mine.1), &other, content)
            }
            From::Outward(to) => outbound(at, (&mine.0, &mine.1), to, content),
        }
    }
}

/// Mail that comes from outside.
pub(super) fn inbound(at: Local, from: (&str, &str), to: &str, content: (&str, &str)) -> Message {
    Message {
        keeper: KEEPER,
        ..Message::inbound(at.utc(), from, to, content)
    }
}

/// Mail that somebody here writes.
pub(super) fn outbound(at: Local, from: (&str, &str), to: &str, content: (&str, &str)) -> Message {
    Message {
        tagged: false,
        sender_ip: OUTSIDE_ADDRESS,
        ..inbound(at, from, to, content)
    }
}

/// Everybody of the first campus whose shift begins on this day.
pub(super) fn at_work(world: &World, day: i64) -> Vec<(u32, rota::Shift)> {
    let places = super::super::departments::DEPARTMENTS.len();
    let places = (0..u16::try_from(places).unwrap_or(0)).map(|place| department(0, place));
    places
        .flat_map(|place| world.team(place))
        .filter_map(|number| Some((*number, rota::shift(world.person(*number), day)?)))
        .collect()
}

fn word(world: &World, number: u32, name: &str, random: &mut Random) -> String {
    let own = world.person(number);
    match name {
        "receiver" => own.name().1.to_owned(),
        "department" => world.title(own.department),
        "day" => (*random.pick(&DAYS)).to_owned(),
        "hour" => format!("{}:{}0", random.between(7, 17), random.between(0, 5)),
        _ => {
            let digits = name.strip_prefix('n').and_then(|rest| rest.parse().ok());
            let low = 10_i64.pow(digits.unwrap_or(2).clamp(1, 9) - 1);
            random.between(low, low * 10 - 1).to_string()
        }
    }
}

fn families() -> Vec<Family> {
    let mut all: Vec<Family> = Vec::new();
    for line in TEXTS.lines().filter(|line| !line.starts_with('#')) {
        let (head, rest) = line.split_once(':').unwrap_or((line, ""));
        let from = match head {
            "from" | "list" => {
                let mut parts = rest.split(" ;; ").map(str::trim);
                let mut next = || parts.next().expect("a name, an address, a server");
                let is_list = head == "list";
                Some(From::Partner {
                    name: next(),
                    address: next(),
                    server: next(),
                    is_list,
                })
            }
            "inside" => Some(From::Colleague),
            "outward" => Some(From::Outward(rest.trim())),
            _ => None,
        };
        match (from, all.last_mut()) {
            (Some(from), _) => all.push(Family {
                from,
                texts: Vec::new(),
            }),
            (None, Some(family)) => {
                let (subject, body) = line.split_once(" ;; ").expect("a subject and a body");
                // A backslash takes the next letter as it is in the grammar; here it begins a line.
                let body = body.replace("\\n", "\\\\n");
                family
                    .texts
                    .push((Pattern::parse(subject), Pattern::parse(&body)));
            }
            (None, None) => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sender_has_texts_and_no_word_is_left_open() {
        let families = families();
        assert!(families.len() > 12, "{}", families.len());
        for family in &families {
            assert!(!family.texts.is_empty());
            for (subject, body) in &family.texts {
                let mut random = Random::new(1, "mail");
                for pattern in [subject, body] {
                    let mut out = String::new();
                    let mut word = |_: &mut Random, name: &str| {
                        let known = ["receiver", "department", "day", "hour"];
                        let digits = ["n2", "n4", "n5"];
                        assert!(known.contains(&name) || digits.contains(&name), "{name}");
                        String::from("x")
                    };
                    pattern.write(&mut random, &mut word, &mut out);
                    assert!(!out.is_empty() && !out.contains(['<', '>', '|']), "{out}");
                }
            }
        }
    }
}
