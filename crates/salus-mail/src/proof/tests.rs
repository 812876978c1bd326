//! Origin verified with kept answers, and read from our own servers only.

use super::*;
use crate::examine::{Beside, Examiner};
use crate::lists::Lists;
use crate::scorecard::Scorecard;

const SIGNED: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\nFrom: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\nSubject: Is dinner ready?\r\nDate: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\nMessage-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\nHi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
const KEY: &str = "brisbane._domainkey.football.example.com. 60 IN TXT \"v=DKIM1; k=ed25519; \" \"p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"";

fn proof(raw: &str, answers: &str, arrival: &Arrival, receivers: &[&str]) -> Proof {
    let setting = Setting {
        receivers: receivers.iter().map(|&name| name.to_owned()).collect(),
        ..Setting::default()
    };
    let answers = Answers::parse(answers).expect("answers");
    let examiner = Examiner::new(setting, Lists::default(), Scorecard::default());
    let beside = Beside {
        arrival: arrival.clone(),
        answers: &answers,
        ..Beside::default()
    };
    examiner
        .examine(raw.as_bytes(), &beside)
        .expect("a message")
        .proof
}

fn from(client: &str, mail_from: &str) -> Arrival {
    Arrival {
        client: client.parse().ok(),
        helo: "mail.example.net".to_owned(),
        mail_from: mail_from.to_owned(),
    }
}

#[test]
fn a_signature_is_verified_with_the_answers_at_hand() {
    let nobody = Arrival::default();
    let good = proof(SIGNED, KEY, &nobody, &[]);
    assert_eq!(
        (good.dkim, good.dmarc),
        (State::Pass, State::Pass),
        "signed by the author's domain"
    );
    let tampered = SIGNED.replace("lost the game", "won the game!");
    assert_eq!(proof(&tampered, KEY, &nobody, &[]).dkim, State::Fail);
    let other_key = "other._domainkey.football.example.com TXT v=DKIM1";
    assert_eq!(
        proof(SIGNED, other_key, &nobody, &[]).dkim,
        State::Temporary,
        "the key is not at hand"
    );
    let no_key = "brisbane._domainkey.football.example.com NXDOMAIN\nx.example TXT x";
    assert_eq!(proof(SIGNED, no_key, &nobody, &[]).dkim, State::Permanent);
}

#[test]
fn policies_are_held_against_the_way_the_message_came() {
    let zone = "clinic.example TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n_dmarc.clinic.example TXT v=DMARC1; p=reject";
    let raw = "From: Front desk <desk@clinic.example>\r\nSubject: x\r\n\r\nHello\r\n";
    for (client, mail_from, spf, dmarc) in [
        ("192.0.2.7", "desk@clinic.example", State::Pass, State::Pass),
        (
            "198.51.100.1",
            "desk@clinic.example",
            State::Fail,
            State::Fail,
        ),
        (
            "198.51.100.1",
            "a@unknown.example",
            State::Temporary,
            State::Fail,
        ),
    ] {
        let found = proof(raw, zone, &from(client, mail_from), &[]);
        assert_eq!(
            (found.spf, found.dmarc),
            (spf, dmarc),
            "{client} {mail_from}"
        );
    }
    let below = raw.replace("@clinic.example", "@news.clinic.example");
    let found = proof(&below, zone, &from("192.0.2.7", "b@clinic.example"), &[]);
    assert_eq!(
        found.dmarc,
        State::Pass,
        "the policy of the domain above speaks for it, aligned as relaxed"
    );
}

#[test]
fn only_our_own_servers_are_believed() {
    let raw = "Authentication-Results: mx.clinic.example; spf=pass smtp.mailfrom=bank.example;\r\n dkim=pass (2048 bits; dkim=fail) header.d=bank.example; dmarc=pass\r\n\
        Authentication-Results: mx.evil.example; dmarc=pass\r\nFrom: a@bank.example\r\n\r\nx\r\n";
    let nobody = Arrival::default();
    let believed = proof(raw, "", &nobody, &["MX.clinic.example"]);
    assert_eq!(
        (believed.spf, believed.dkim, believed.dmarc),
        (State::Pass, State::Pass, State::Pass)
    );
    assert_eq!(believed.signers, ["bank.example"]);
    let stranger = proof(raw, "", &nobody, &["mx.other.example"]);
    assert_eq!(
        (stranger.spf, stranger.dkim, stranger.dmarc),
        (State::Unknown, State::Unknown, State::Unknown)
    );
    let without_policy = raw.replace("; dmarc=pass\r\nA", "\r\nA");
    assert_eq!(
        proof(&without_policy, "", &nobody, &["mx.clinic.example"]).dmarc,
        State::Pass,
        "a proved domain is aligned"
    );
}

#[test]
fn lines_of_dig_are_read() {
    let answers = Answers::parse("; comment\nA.example. 300 IN TXT \"v=spf1 \" \"mx -all\"\na.example MX 10 mx.A.example.\nmx.a.example. 60 IN A 192.0.2.1\n7.2.0.192.in-addr.arpa. PTR mx.a.example.\n").expect("answers");
    assert_eq!(answers.texts["a.example"], ["v=spf1 mx -all"]);
    assert_eq!(
        answers.exchanges["a.example"],
        [(10, "mx.a.example".to_owned())]
    );
    let address: std::net::IpAddr = "192.0.2.7".parse().expect("an address");
    assert_eq!(answers.pointers[&address], ["mx.a.example"]);
    for (bad, line) in [
        ("a.example A one.two", "line 1"),
        ("\n\nword", "line 3"),
        ("a WHAT b", "line 1"),
    ] {
        assert!(
            Answers::parse(bad)
                .expect_err("no answer")
                .starts_with(line),
            "{bad}"
        );
    }
}
