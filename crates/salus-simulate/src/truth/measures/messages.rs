//! Practice 1: mail, and sign-ins to it.

use super::{Facts, share};
use crate::clinic::OUTSIDE_ADDRESS;
use crate::evidence::{Evidence, SignIn};
use crate::exports;
use crate::format::csv::Table;
use crate::mail::Message;
use crate::tables::at;

pub(super) fn add(evidence: &Evidence, tables: &[Table], facts: &mut Facts) {
    messages(evidence, facts);
    domains(tables, facts);
    sign_ins(evidence, tables, facts);
}

fn messages(evidence: &Evidence, facts: &mut Facts) {
    let inbound: Vec<&Message> = evidence
        .mail
        .iter()
        .filter(|message| message.is_inbound())
        .collect();
    let mut count = |measure: &str, wanted: fn(&Message) -> bool, how: &str| {
        facts.share(measure, share(&inbound, |message| wanted(message)), how);
    };
    count(
        "mail.external_tagged",
        |message| message.tagged,
        "inbound messages with the tag",
    );
    let how = "inbound messages with the gateway's headers";
    count("mail.malware_scanned_in", |message| message.scanned, how);
    let how = "inbound messages whose DMARC check failed: one from a list, three planted";
    count(
        "mail.spoof_delivered",
        |message| message.checks[2] == "fail",
        how,
    );
    let how = "forwarding rules made in six weeks; it was removed the next day";
    facts.value("mail.autoforward_external", 1, how);
}

fn domains(tables: &[Table], facts: &mut Facts) {
    let domains = at(tables, "governance/domain-records.csv");
    let all = domains.rows.len();
    let enforced = domains.count("DMARC Policy", |cell| {
        cell == "reject" || cell == "quarantine"
    });
    facts.share(
        "mail.dmarc_enforced_domains",
        (enforced, all),
        "own domains",
    );
    let how =
        "messages in receivers' reports that prove to be the clinic's; the scanner does not sign";
    facts.share("mail.dkim_signed_outbound", exports::signed(), how);
    let valid = domains.count("SPF Valid", |cell| cell == "Yes");
    facts.share("mail.spf_valid", (valid, all), "own domains");
}

fn sign_ins(evidence: &Evidence, tables: &[Table], facts: &mut Facts) {
    let done: Vec<&SignIn> = evidence
        .sign_ins
        .iter()
        .filter(|one| one.error == 0)
        .collect();
    let legacy = share(&done, |one| one.client != "Browser");
    facts.share(
        "mail.legacy_auth",
        legacy,
        "successful sign-ins; only the scanner's SMTP is legacy",
    );
    let outside: Vec<&SignIn> = done
        .iter()
        .copied()
        .filter(|one| one.ip != OUTSIDE_ADDRESS)
        .collect();
    let mail: Vec<&SignIn> = outside
        .iter()
        .copied()
        .filter(|one| one.app == "Office 365 Exchange Online")
        .collect();
    let how = "successful sign-ins to mail from outside the clinic's own address";
    facts.share(
        "mail.mfa_remote",
        share(&mail, |one| one.second_factor),
        how,
    );
    let gateway = at(tables, "people/vpn-sessions.csv");
    let sessions: Vec<_> = gateway
        .rows
        .iter()
        .filter(|row| row[7] == "Success")
        .collect();
    let (safe, cloud) = share(&outside, |one| one.second_factor);
    let (secured, all) = share(&sessions, |row| row[6] == "Yes");
    let how = "cloud sign-ins from outside the clinic's own address, and remote-access sessions";
    facts.share("iam.mfa_remote", (safe + secured, cloud + all), how);
    facts.share("iam.mfa_remote.cloud", (safe, cloud), "only the cloud");
    let every = share(&done, |one| one.second_factor);
    let how = "only the cloud, the clinic's own address included";
    facts.share("iam.mfa_remote.cloud_with_own_address", every, how);
    facts.share(
        "iam.mfa_remote.vpn",
        (secured, all),
        "only the remote-access gateway",
    );
}
