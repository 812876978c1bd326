//! T4: a colleague's curiosity; a leaver who takes data along and comes back.

use crate::background::cloud::at_the_clinic;
use crate::background::windows::sysmon::{self, Program};
use crate::clinic::Clinic;
use crate::clinic::patients::SNOOPED;
use crate::clinic::people::{LEAVER, SNOOPER};
use crate::evidence::{Access, Evidence, SignIn, Story};
use crate::mail::{Attachment, Message};
use crate::moment::Moment;

/// The leaver's address at home.
const HOME: &str = "198.51.100.211";
/// Files copied to the stick.
pub(crate) const COPIED: usize = 64;

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    snooping(clinic, evidence);
    copies(evidence);
    web_mail(clinic, evidence);
    return_of_the_leaver(evidence);
}

fn snooping(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("snooping");
    let visits = [
        (6, (17, 41, 0), 0),
        (6, (17, 44, 0), 1),
        (9, (22, 35, 0), 2),
        (13, (22, 20, 0), 2),
        (16, (18, 10, 0), 0),
        (20, (22, 41, 0), 2),
        (23, (17, 2, 0), 1),
        (27, (22, 12, 0), 2),
        (28, (22, 30, 0), 0),
    ];
    let looks = [
        ("read", "Patient"),
        ("search", "Observation"),
        ("search", "MedicationRequest"),
        ("search", "Encounter"),
    ];
    for (day, clock, whom) in visits {
        let begin = Moment::utc(10, day, clock);
        for (number, (interaction, resource)) in
            looks
                .into_iter()
                .enumerate()
                .take(if whom == 2 { 4 } else { 2 })
        {
            let seconds = i64::try_from(number).expect("four looks") * 45 + random.between(0, 20);
            evidence.accesses.push(Access {
                time: begin.plus_seconds(seconds),
                user: SNOOPER,
                patient: SNOOPED[whom],
                interaction,
                resource,
                from: clinic.machine("AC-WS01").ip.to_owned(),
                story: Story::Snooping,
            });
        }
    }
}

fn copies(evidence: &mut Evidence) {
    let shell = Program::new(
        "AC-WS02",
        LEAVER,
        "C:\\Windows\\explorer.exe",
        "C:\\Windows\\Explorer.EXE /factory",
    );
    let begin = Moment::utc(10, 8, (21, 14, 0));
    for number in 0..COPIED {
        let file = format!(
            "E:\\backup\\referrals\\2026-{:02}\\referral {number:03}.pdf",
            1 + number % 9
        );
        let at = begin.plus_micros(i64::try_from(number).expect("few files") * 1_900_000);
        evidence.windows.push(sysmon::created(at, &shell, &file));
    }
}

fn web_mail(clinic: &Clinic, evidence: &mut Evidence) {
    let person = clinic.person(LEAVER);
    let mut rows = String::from("record,referred to,date\r\n");
    for number in 0..40 {
        rows.push_str(&format!(
            "pat-{:04},Riverside Imaging,2026-0{}-11\r\n",
            1_000 + number * 7,
            1 + number % 9
        ));
    }
    let content = ("for me", "my list\n");
    let mut message = Message::outbound(
        Moment::utc(10, 8, (22, 25, 40)),
        (&person.name(), LEAVER),
        "paul.gentry77@freemail.example",
        content,
    );
    message.attachment = Some(Attachment {
        name: "referral_patients.csv",
        media_type: "text/csv",
        content: rows.into_bytes(),
    });
    message.file = Some("sent-2026-10-08.eml");
    evidence.mail.push(message);
}

fn return_of_the_leaver(evidence: &mut Evidence) {
    for (day, clock) in [(14, (2, 13, 8)), (17, (3, 40, 51))] {
        evidence.sign_ins.push(SignIn {
            time: Moment::utc(10, day, clock),
            ip: HOME.to_owned(),
            ..at_the_clinic(LEAVER)
        });
    }
    for number in 0..9 {
        evidence.accesses.push(Access {
            time: Moment::utc(10, 14, (2, 20, 0))
                .plus_seconds(i64::try_from(number).expect("nine") * 70),
            user: LEAVER,
            patient: 100 + number * 11,
            interaction: "read",
            resource: "Patient",
            from: HOME.to_owned(),
            story: Story::Leaver,
        });
    }
}
