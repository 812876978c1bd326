//! What the clinic says about itself, a damaged file, and two that no reader should know.

use super::plain;
use crate::File;
use crate::clinic::{DOMAIN, NAME, OUTSIDE_ADDRESS, PARKED_DOMAIN};

pub(super) fn files() -> Vec<File> {
    let mut unknown = b"MEMO\x00\x01\x02".to_vec();
    unknown.extend((0..600u16).flat_map(|number| (number.wrapping_mul(40_503)).to_le_bytes()));
    vec![
        plain("organisation.yaml", organisation()),
        plain("cloud/okta-pilot-export.jsonl", damaged()),
        plain("notes.bin", unknown),
        plain(
            "read-me-first.txt",
            "Dear colleague,\n\nthese are the exports you asked for. The key to the server closet is with Rosalind.\n\nOmar\n",
        ),
    ]
}

fn organisation() -> String {
    format!(
        "salus: organisation
name: {NAME}
size: small
collected_on: 2026-10-31
domains:
  - {DOMAIN}
  - {PARKED_DOMAIN}
networks:
  - 10.20.0.0/16
  - {OUTSIDE_ADDRESS}/32
medical_networks:
  - 10.20.30.0/24
trusted_networks:
  - {OUTSIDE_ADDRESS}/32
remote_tools:
  - Tallgrass Maintenance Agent
attestations:
  - practice: 10.S.A
    state: done
    by: Rosalind Chen
    on: 2026-09-14
    until: 2027-09-14
    note: policies are handed out and signed on paper at hiring
  - practice: 6.S.B
    state: partly
    by: Omar Haddad
    on: 2026-10-05
    until: 2027-04-05
    note: the server closet is locked, the switch in the hallway is not
  - practice: 8.S.B
    state: not_done
    by: Rosalind Chen
    on: 2026-09-14
    until: 2027-09-14
    note: we belong to no information-sharing organisation yet
"
    )
}

/// Okta System Log lines of a pilot; the copy broke off in the fourth of five.
fn damaged() -> String {
    let line = |number: u32, day: u32, result: &str| {
        format!(
            "{{\"actor\":{{\"alternateId\":\"ohaddad@{DOMAIN}\",\"displayName\":\"Omar Haddad\",\"id\":\"00uexample{number}\",\"type\":\"User\"}},\"client\":{{\"ipAddress\":\"{OUTSIDE_ADDRESS}\",\"geographicalContext\":{{\"country\":\"United States\",\"city\":\"Millbrook\"}},\"userAgent\":{{\"browser\":\"EDGE\",\"os\":\"Windows 11\"}}}},\"displayMessage\":\"User login to Okta\",\"eventType\":\"user.session.start\",\"legacyEventType\":\"core.user_auth.login_success\",\"outcome\":{{\"result\":\"{result}\"}},\"published\":\"2026-10-{day:02}T15:04:05.120Z\",\"severity\":\"INFO\",\"uuid\":\"5f2c0000-0000-11f1-8000-00000000000{number}\",\"version\":\"0\"}}"
        )
    };
    let whole: Vec<String> = (1..=5)
        .map(|number| line(number, number * 3, "SUCCESS"))
        .collect();
    let broken = &whole[3][..180];
    format!(
        "{}\n{}\n{}\n{broken}\n{}\n",
        whole[0], whole[1], whole[2], whole[4]
    )
}
