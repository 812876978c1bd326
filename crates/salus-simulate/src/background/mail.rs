//! Ordinary mail: laboratories, suppliers, newsletters, calendar, referrals; and what the staff send.

use crate::clinic::Clinic;
use crate::clinic::DOMAIN;
use crate::evidence::Evidence;
use crate::mail::{Attachment, Message};
use crate::moment::Moment;
use crate::random::Random;

/// Sender, address, subject, text.
const OUTSIDE: [(&str, &str, &str, &str); 9] = [
    (
        "Northlab Results",
        "results@northlab.example",
        "New results are ready",
        "New results are ready in the portal:\nhttps://portal.northlab.example/inbox\n",
    ),
    (
        "Harbor EHR Support",
        "support@harborehr.example",
        "Release notes",
        "This weekend's release adds a refill queue. Notes:\nhttps://help.harborehr.example/releases\n",
    ),
    (
        "Millbrook Office Supply",
        "orders@officesupply.example",
        "Your order has shipped",
        "Your order has shipped and should arrive on Thursday.\n",
    ),
    (
        "Riverside Imaging",
        "schedule@riverside-imaging.example",
        "Appointment confirmed",
        "The MRI appointment you asked for is confirmed. Details are in the referral portal.\n",
    ),
    (
        "Payers Clearing House",
        "noreply@payers.example",
        "Remittance advice",
        "A remittance advice is ready:\nhttps://eligibility.payers.example/remits\n",
    ),
    (
        "County Health Department",
        "epi@county-health.example",
        "Weekly respiratory summary",
        "Influenza-like illness is at 1.8 percent of visits this week.\n",
    ),
    (
        "Tallgrass IT Services",
        "desk@tallgrass-it.example",
        "Ticket updated",
        "Your ticket has a new comment from Omar.\nhttps://desk.tallgrass-it.example/tickets\n",
    ),
    (
        "Vitalune Field Service",
        "service@vitalune.example",
        "Maintenance visit",
        "We plan the yearly check of both monitors for next week.\n",
    ),
    (
        "Family Medicine Weekly",
        "editor@fmweekly.example",
        "This week in family medicine",
        "Five articles for your practice.\nhttps://fmweekly.example/issue\n",
    ),
];
const INSIDE: [(&str, &str); 4] = [
    ("Room schedule", "Exam room 3 is free from two o'clock.\n"),
    ("Vaccine fridge", "Temperature log is signed for today.\n"),
    (
        "Lunch on Friday",
        "We order from the usual place, tell me by Thursday.\n",
    ),
    (
        "Refill queue",
        "Eleven requests are waiting, four of them since yesterday.\n",
    ),
];

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("mail");
    let people = [
        "rchen",
        "mlindqvist",
        "hmarsh",
        "lortega",
        "nfarouk",
        "dpruitt",
    ];
    for day in clinic.working_days() {
        for _ in 0..4 {
            let mut message = from_outside(&mut random, day, &people);
            // Mail by way of the fax gateway's relay misses the gateway, and with it the tag and the scan.
            if random.chance(7) {
                message.tagged = false;
                message.scanned = false;
            }
            evidence.mail.push(message);
        }
        let sender = clinic.person(people[random.index(people.len())]);
        let receiver = people[random.index(people.len())];
        let at = day.plus_seconds(15 * 3_600 + random.between(0, 20_000));
        let note = Message::outbound(
            at,
            (&sender.name(), sender.user),
            &format!("{receiver}@{DOMAIN}"),
            *random.pick(&INSIDE),
        );
        evidence.mail.push(note);
        if random.chance(60) {
            evidence.mail.push(referral(clinic, &mut random, day));
        }
    }
    singles(evidence);
}

fn from_outside(random: &mut Random, day: Moment, people: &[&str]) -> Message {
    let (name, address, subject, body) = *random.pick(&OUTSIDE);
    let at = day.plus_seconds(13 * 3_600 + random.between(0, 32_000));
    let to = format!("{}@{DOMAIN}", random.pick(people));
    let mut message = Message::inbound(at, (name, address), &to, (subject, body));
    message.newsletter = address == "editor@fmweekly.example";
    if address == "orders@officesupply.example" {
        message.attachment = Some(Attachment {
            name: "packing-slip.pdf",
            media_type: "application/pdf",
            content: b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
                .to_vec(),
        });
    }
    message
}

/// Referrals leave encrypted, all but one in eight.
fn referral(clinic: &Clinic, random: &mut Random, day: Moment) -> Message {
    let sender = clinic.person(if day.date().as_str() <= "2026-10-09" {
        "pgentry"
    } else {
        "lortega"
    });
    let at = day.plus_seconds(17 * 3_600 + random.between(0, 15_000));
    let content = (
        "Referral",
        "Please see the attached referral. Call us with any question.\n",
    );
    let mut message = Message::outbound(
        at,
        (&sender.name(), sender.user),
        "intake@riverside-imaging.example",
        content,
    );
    message.encrypted = !random.chance(12);
    message.attachment = Some(Attachment {
        name: "referral.pdf",
        media_type: "application/pdf",
        content: b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
            .to_vec(),
    });
    message
}

/// A few messages somebody saved one by one; one of them is a list message that fails DMARC without being bad.
fn singles(evidence: &mut Evidence) {
    let nurses = (
        "Prairie Nurses Association",
        "newsletter@prairie-nurses.example",
    );
    let mut list = Message::inbound(
        Moment::utc(10, 8, (16, 5, 0)),
        nurses,
        &format!("cdunning@{DOMAIN}"),
        (
            "Autumn meeting: programme",
            "The programme of the autumn meeting:\nhttps://prairie-nurses.example/autumn\n",
        ),
    );
    list.return_path = "bounce@lists.members.example".to_owned();
    list.checks = ["pass", "fail", "fail"];
    list.newsletter = true;
    list.file = Some("association-newsletter.eml");
    evidence.mail.push(list);
    let mut invitation = Message::inbound(
        Moment::utc(9, 30, (19, 12, 0)),
        ("Riverside Imaging", "schedule@riverside-imaging.example"),
        &format!("rchen@{DOMAIN}"),
        (
            "Invitation: quarterly meeting",
            "You are invited to the quarterly meeting.\n",
        ),
    );
    invitation.attachment = Some(Attachment {
        name: "invite.ics",
        media_type: "text/calendar",
        content: b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:q4@riverside-imaging.example\r\nDTSTART:20261105T180000Z\r\nSUMMARY:Quarterly meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".to_vec(),
    });
    invitation.file = Some("meeting-invitation.eml");
    evidence.mail.push(invitation);
    let mut receipt = Message::inbound(
        Moment::utc(10, 2, (15, 44, 0)),
        ("Millbrook Office Supply", "orders@officesupply.example"),
        &format!("rchen@{DOMAIN}"),
        (
            "Receipt for order 48213",
            "Thank you. We charged 212.40 to your account.\n",
        ),
    );
    receipt.html = Some("<p>Thank you. We charged <b>212.40</b> to your account. <a href=\"https://officesupply.example/orders/48213\">See the order</a></p>".to_owned());
    receipt.file = Some("receipt.eml");
    evidence.mail.push(receipt);
}
