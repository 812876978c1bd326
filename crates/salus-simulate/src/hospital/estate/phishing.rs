//! A false notice goes to a dozen people; one of them gives the password away, and the mailbox is read from abroad.

use serde_json::json;

use super::super::clock::{self, Local};
use super::super::fhir::people::mail as address;
use super::super::tables::has_factor;
use super::super::world::{World, rota};
use super::cases::Case;
use super::cloud::{Planted, TENANT, at_work_place};
use super::mail::{at_work, inbound};
use super::story::{Story, Trace};
use crate::background::cloud::{mailbox_access, office};
use crate::evidence::SignIn;
use crate::mail::Message;
use crate::random::Random;

/// Looks like the hospital's own domain: a one for an l.
const LOOK_ALIKE: &str = "ridge1ine-health.example";
const THIEF: &str = "192.0.2.93";
const SENDER: &str = "192.0.2.90";
const FORWARD: &str = "records.archive.2026@freemail.example";
/// Sign-ins a person has made before, so that a strange one is strange.
const HABIT: usize = 6;
/// How many get the notice.
const RECEIVERS: usize = 14;
/// Minutes after the notice: sign-in, forwarding rule, reading, a sign-in of the next night.
const SIGN_IN: i64 = 49;
const RULE: i64 = 55;
const READING: [i64; 3] = [58, 64, 76];
const AGAIN: i64 = 14 * 60;

/// A campaign: when it was sent, to whom, and who believed it.
pub(super) struct Phishing {
    sent: Local,
    receivers: Vec<u32>,
    victim: u32,
    seed: u64,
}

impl Phishing {
    /// A weekday of the last week; the victim has no second factor and was at work.
    pub(super) fn draw(world: &World, first: i64) -> Option<Self> {
        if world.plan.scenario.phishing == 0 {
            return None;
        }
        let mut random = Random::new(world.plan.seed, "phishing");
        let end = world.plan.end_day();
        let days: Vec<i64> = (end - 6..end - 2)
            .filter(|day| clock::is_weekday(*day))
            .collect();
        let day = *random.pick(&days);
        let mut here: Vec<u32> = at_work(world, day)
            .into_iter()
            .filter(|(number, shift)| {
                !world.person(*number).remote && (6 * 60..9 * 60).contains(&shift.from)
            })
            .map(|(number, _)| number)
            .collect();
        let before = |number: u32| {
            let person = world.person(number);
            (first..day)
                .filter(|day| rota::shift(person, *day).is_some())
                .count()
        };
        let known = here
            .iter()
            .copied()
            .filter(|number| !has_factor(world, *number));
        let mut fitting: Vec<u32> = known.collect();
        fitting.sort_by_key(|number| std::cmp::Reverse(before(*number).min(HABIT)));
        let best = before(*fitting.first()?).min(HABIT);
        fitting.retain(|number| before(*number).min(HABIT) == best);
        let victim = *random.pick(&fitting);
        here.retain(|number| *number != victim);
        let mut receivers = vec![victim];
        while receivers.len() < RECEIVERS && !here.is_empty() {
            receivers.push(here.swap_remove(random.index(here.len())));
        }
        Some(Self {
            sent: Local::at(day, random.between(9 * 3_600, 11 * 3_600)),
            receivers,
            victim,
            seed: world.plan.seed,
        })
    }

    fn at(&self, minutes: i64) -> Local {
        self.sent.plus(minutes * 60)
    }

    /// The notices of one day.
    pub(super) fn messages(&self, world: &World, day: i64) -> Vec<Message> {
        let mine = self.receivers.iter().zip(0..);
        mine.filter(|_| self.sent.day() == day)
            .map(|(number, place)| lure(world, *number, self.sent.plus(place * 4)))
            .collect()
    }

    /// What the cloud saw of it on one day.
    pub(super) fn in_cloud<'w>(&self, world: &'w World, day: i64) -> Planted<'w> {
        let user = world.person(self.victim).user.as_str();
        let mut random = Random::new(self.seed, "phished mailbox");
        let stolen = |minutes: i64, app| SignIn {
            ip: THIEF.to_owned(),
            country: "RO",
            city: "Cluj-Napoca",
            app,
            ..at_work_place(user, self.at(minutes))
        };
        let mut planted = Planted::default();
        let is_today = |minutes: i64| self.at(minutes).day() == day;
        for (minutes, app) in [
            (SIGN_IN, "Office 365 Exchange Online"),
            (AGAIN, "OfficeHome"),
        ] {
            if is_today(minutes) {
                planted.sign_ins.push(stolen(minutes, app));
            }
        }
        if is_today(RULE) {
            let time = self.at(RULE).utc();
            let mut rule = office(&TENANT, &mut random, time, (user, "New-InboxRule"));
            rule["ClientIP"] = json!(format!("{THIEF}:51544"));
            rule["Parameters"] = json!([
                {"Name": "AlwaysDeleteOutlookRulesBlob", "Value": "False"},
                {"Name": "Force", "Value": "False"},
                {"Name": "ForwardTo", "Value": FORWARD},
                {"Name": "SubjectOrBodyContainsWords", "Value": "remittance;referral;invoice"},
                {"Name": "Name", "Value": "."},
                {"Name": "DeleteMessage", "Value": "True"}
            ]);
            planted.audit.push((time, rule));
        }
        for minutes in READING.into_iter().filter(|minutes| is_today(*minutes)) {
            let time = self.at(minutes).utc();
            planted
                .audit
                .push(mailbox_access(&TENANT, &mut random, time, (user, THIEF)));
        }
        planted
    }

    fn case(&self, user: &str) -> Case {
        let detected = self.at(22 * 60).utc();
        Case {
            category: "Phishing",
            severity: "High",
            first: self.sent.utc(),
            detected,
            contained: Some(detected.plus_seconds(2_700)),
            is_real: true,
            summary: format!("False mailbox notice, password of {user} given away"),
        }
    }

    fn traces(&self, world: &World, user: &str) -> Vec<Trace> {
        let date = clock::date(self.sent.day());
        let night = clock::date(self.at(AGAIN).day());
        let receivers = self.receivers.iter();
        let receivers: Vec<&str> = receivers
            .map(|number| world.person(*number).user.as_str())
            .collect();
        let names = receivers.join(" ");
        let from = format!("from_address service-desk@{LOOK_ALIKE} to {names}");
        let trace = |named, path: &str, records, shows: String| {
            Trace::new(
                named,
                &path.replace("DAY", &date.to_string()),
                records,
                shows,
            )
        };
        let audit = "cloud/m365-audit-DAY.jsonl";
        vec![
            trace(
                ("mail", "mail"),
                "mail/journal-DAY.mbox",
                receivers.len(),
                from.clone(),
            ),
            trace(
                ("trace", "message_trace_csv"),
                "mail/message-trace-DAY.csv",
                receivers.len(),
                from,
            ),
            trace(
                ("sign-in", "entra_signin"),
                "cloud/entra-sign-ins-*.json",
                2,
                format!("{user} from {THIEF}, country RO, password alone, on {date} and {night}"),
            ),
            trace(
                ("rule", "m365_audit"),
                audit,
                1,
                format!("New-InboxRule of {user} that forwards to {FORWARD}"),
            ),
            trace(
                ("reading", "m365_audit"),
                audit,
                READING.len(),
                format!("MailItemsAccessed from {THIEF}"),
            ),
            Trace::ticket(user),
        ]
    }

    /// The story for the truth, with its ticket.
    pub(super) fn story(&self, world: &World) -> Story {
        let user = world.person(self.victim).user.clone();
        Story {
            id: "phishing-mailbox-notice".to_owned(),
            kind: "phishing",
            threat: "T1",
            title: "A false mailbox notice from a look-alike domain leads to a sign-in from abroad and a forwarding rule",
            from: self.sent.utc(),
            until: self.at(AGAIN).utc(),
            traces: self.traces(world, &user),
            case: Some(self.case(&user)),
            subjects: vec![user, LOOK_ALIKE.to_owned(), THIEF.to_owned()],
        }
    }
}

fn lure(world: &World, number: u32, at: Local) -> Message {
    let person = world.person(number);
    let body = "Your mailbox has reached its limit and incoming mail will be held from tonight.\n\nSign in within 24 hours to keep your account:\nhttps://login.ridgeline-health.example/renew\n\nIT Service Desk\n";
    let from = ("IT Service Desk", format!("service-desk@{LOOK_ALIKE}"));
    let mut message = inbound(
        at,
        (from.0, &from.1),
        &address(world, number),
        (
            "Action required: your mailbox will be suspended today",
            body,
        ),
    );
    message.html = Some(format!(
        "<p>Your mailbox has reached its limit and incoming mail will be held from tonight.</p><p>Sign in within 24 hours to keep your account: <a href=\"http://login.{LOOK_ALIKE}/session?u={}\">https://login.ridgeline-health.example/renew</a></p><p>IT Service Desk</p>",
        person.user
    ));
    message.return_path = "bounce-7731@mailer.bulk-sender.example".to_owned();
    message.reply_to = Some("helpdesk.desk@freemail.example".to_owned());
    message.checks = ["softfail", "none", "fail"];
    message.sender_ip = SENDER;
    message
}
