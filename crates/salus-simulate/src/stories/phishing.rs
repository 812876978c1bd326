//! T1: a mail from a look-alike domain, a click, a sign-in from abroad, a rule that forwards the mailbox.

use serde_json::json;

use crate::background::cloud::{CLINIC, at_the_clinic, mailbox_access, office};
use crate::clinic::people::PHISHED;
use crate::clinic::{Clinic, DOMAIN};
use crate::evidence::{Evidence, SignIn};
use crate::mail::Message;
use crate::moment::Moment;

/// Looks like the clinic's own domain: a one for an l.
const LOOK_ALIKE: &str = "a1der-creek.example";
const PAGE: (&str, &str) = ("192.0.2.77", "login.a1der-creek.example");
const THIEF: &str = "192.0.2.78";

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    let sent = Moment::utc(10, 13, (14, 52, 10));
    for (number, (user, file)) in [
        (PHISHED, "suspicious-mailbox-notice.eml"),
        ("dpruitt", "suspicious-copy-2.eml"),
        ("abello", "suspicious-copy-3.eml"),
    ]
    .into_iter()
    .enumerate()
    {
        let delay = i64::try_from(number).expect("three messages") * 3;
        evidence
            .mail
            .push(lure(sent.plus_seconds(delay), user, file));
    }
    let machine = clinic.machine("AC-WS03");
    let click = Moment::utc(10, 13, (15, 20, 33));
    evidence.lookup(click, machine.ip, PAGE.1, Some(PAGE.0));
    evidence.web(
        click.plus_seconds(1),
        machine.ip,
        (PAGE.0, PAGE.1),
        ("GET", "/session?u=mlindqvist"),
    );
    evidence.web(
        click.plus_seconds(48),
        machine.ip,
        (PAGE.0, PAGE.1),
        ("POST", "/session/verify"),
    );
    let stolen = SignIn {
        time: Moment::utc(10, 13, (15, 41, 2)),
        ip: THIEF.to_owned(),
        country: "NL",
        city: "Rotterdam",
        ..at_the_clinic(PHISHED)
    };
    let again = SignIn {
        time: Moment::utc(10, 14, (6, 12, 45)),
        app: "OfficeHome",
        ..copy(&stolen)
    };
    evidence.sign_ins.push(stolen);
    evidence.sign_ins.push(again);
    mailbox(clinic, evidence);
}

fn copy(sign_in: &SignIn<'static>) -> SignIn<'static> {
    SignIn {
        ip: sign_in.ip.clone(),
        ..*sign_in
    }
}

fn lure(time: Moment, user: &str, file: &'static str) -> Message {
    let body = "Your mailbox storage is full and incoming mail will be held from tonight.\n\nSign in within 24 hours to keep your account:\nhttps://login.alder-creek.example/renew\n\nOmar Haddad\nIT Support\n";
    let sender = (
        "Omar Haddad (IT Support)".to_owned(),
        format!("it-support@{LOOK_ALIKE}"),
    );
    let mut message = Message::inbound(
        time,
        (&sender.0, &sender.1),
        &format!("{user}@{DOMAIN}"),
        (
            "Action required: your mailbox will be suspended today",
            body,
        ),
    );
    message.html = Some(format!(
        "<p>Your mailbox storage is full and incoming mail will be held from tonight.</p><p>Sign in within 24 hours to keep your account: <a href=\"http://{}/session?u={user}\">https://login.alder-creek.example/renew</a></p><p>Omar Haddad<br>IT Support</p>",
        PAGE.1
    ));
    message.return_path = "bounce-7731@mailer.bulk-sender.example".to_owned();
    message.reply_to = Some("helpdesk.desk@freemail.example".to_owned());
    message.checks = ["softfail", "none", "fail"];
    message.sender_ip = "192.0.2.80";
    message.file = Some(file);
    message
}

fn mailbox(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("phishing");
    let time = Moment::utc(10, 13, (15, 47, 29));
    let mut rule = office(&CLINIC, &mut random, time, (PHISHED, "New-InboxRule"));
    rule["ClientIP"] = json!(format!("{THIEF}:51544"));
    rule["Parameters"] = json!([
        {"Name": "AlwaysDeleteOutlookRulesBlob", "Value": "False"},
        {"Name": "Force", "Value": "False"},
        {"Name": "ForwardTo", "Value": "m.lindqvist.archive@freemail.example"},
        {"Name": "SubjectOrBodyContainsWords", "Value": "remittance;payment;invoice;bank"},
        {"Name": "Name", "Value": "."},
        {"Name": "DeleteMessage", "Value": "True"},
        {"Name": "StopProcessingRules", "Value": "True"}
    ]);
    evidence.office.push((time, rule));
    for minute in [3, 9, 21] {
        let read = mailbox_access(
            &CLINIC,
            &mut random,
            time.plus_seconds(minute * 60),
            (PHISHED, THIEF),
        );
        evidence.office.push(read);
    }
    let removed = Moment::utc(10, 14, (14, 58, 0));
    let mut removal = office(
        &CLINIC,
        &mut random,
        removed,
        ("adm-ohaddad", "Remove-InboxRule"),
    );
    removal["ObjectId"] = json!(format!("{DOMAIN}\\{PHISHED}\\."));
    removal["Parameters"] = json!([{"Name": "Mailbox", "Value": format!("{PHISHED}@{DOMAIN}")}, {"Name": "Identity", "Value": "."}]);
    evidence.office.push((removed, removal));
}
