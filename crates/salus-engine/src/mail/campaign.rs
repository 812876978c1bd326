//! Campaigns in a lake: harmful messages that belong together, and who else got a message.

use std::collections::BTreeSet;

use salus_content::Ask;
use salus_mail::campaign::{Sent, gather, keys};
use serde::Serialize;
use serde_json::{Map, Value};

/// A key that more messages have than this is no sign of a campaign.
const COMMON: usize = 5_000;
/// Messages that are compared at once.
const MESSAGES: usize = 1_000_000;

/// Messages that belong together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Campaign {
    /// The record of its first message.
    pub first_record: String,
    /// How many messages.
    pub messages: usize,
    /// First and last message (RFC 3339).
    pub first: String,
    /// See `first`.
    pub last: String,
    /// The worst verdict.
    pub verdict: String,
    /// Addresses it was sent from.
    pub senders: Vec<String>,
    /// Addresses it was sent to.
    pub recipients: Vec<String>,
    /// Where its links lead.
    pub link_domains: Vec<String>,
}

/// One message as the lake has it.
struct Stored {
    row: Map<String, Value>,
    sent: Sent,
}

const COLUMNS: &str = "m.record_id, m.time, m.message_id, m.from_address, m.to_addresses, m.links, m.link_domains, \
    m.attachments, m.body_text, v.verdict";
const JOINED: &str = "mail_message as m left join (select message_id, \
    replace(min(replace(verdict, 'clean', 'z')), 'z', 'clean') as verdict from mail_verdict \
    where message_id is not null group by message_id) as v on v.message_id = m.message_id";

/// The campaigns among the messages that are suspicious or worse, the largest first.
///
/// # Errors
/// When the lake cannot answer.
pub fn campaigns(lake: &dyn Ask) -> Result<Vec<Campaign>, String> {
    let sql = format!(
        "select {COLUMNS} from {JOINED} where v.verdict in ('malicious', 'suspicious') order by m.time, m.record_id limit {MESSAGES}"
    );
    let stored = stored(lake, &sql)?;
    let sent: Vec<Sent> = stored.iter().map(|one| one.sent.clone()).collect();
    let groups = gather(&sent, COMMON);
    let mut found: Vec<Campaign> = groups
        .iter()
        .map(|group| campaign(group, &stored))
        .collect();
    found.sort_by(|one, other| {
        other
            .messages
            .cmp(&one.messages)
            .then_with(|| one.first.cmp(&other.first))
    });
    Ok(found)
}

/// Everyone who got the message with this Message-ID or one that belongs with it; none where the lake does not hold it.
///
/// # Errors
/// When the lake cannot answer.
pub fn who_else(lake: &dyn Ask, message_id: &str) -> Result<Option<Campaign>, String> {
    let wanted = message_id.trim_matches(['<', '>', ' ']);
    let stored = stored(
        lake,
        &format!("select {COLUMNS} from {JOINED} order by m.time, m.record_id limit {MESSAGES}"),
    )?;
    let is_it = |one: &&Stored| text(&one.row, "message_id").trim_matches(['<', '>']) == wanted;
    let Some(first) = stored.iter().find(is_it) else {
        return Ok(None);
    };
    let looked_for = keys(&first.sent);
    let belongs = |one: &Stored| is_it(&one) || !keys(&one.sent).is_disjoint(&looked_for);
    let group: Vec<usize> = (0..stored.len())
        .filter(|&at| belongs(&stored[at]))
        .collect();
    Ok(Some(campaign(&group, &stored)))
}

fn stored(lake: &dyn Ask, sql: &str) -> Result<Vec<Stored>, String> {
    let rows = lake.ask(sql)?;
    Ok(rows
        .into_iter()
        .map(|row| Stored {
            sent: sent(&row),
            row,
        })
        .collect())
}

fn sent(row: &Map<String, Value>) -> Sent {
    let of = |name: &str, member: &str| {
        let list = list(row, name).into_iter();
        list.filter_map(|one| one.get(member)?.as_str().map(str::to_owned))
            .collect()
    };
    Sent {
        links: of("links", "url"),
        files: of("attachments", "sha256"),
        text: text(row, "body_text"),
    }
}

fn campaign(group: &[usize], stored: &[Stored]) -> Campaign {
    let rows = || group.iter().map(|&at| &stored[at].row);
    let texts = |name: &str| -> Vec<String> {
        let all: BTreeSet<String> = rows()
            .map(|row| text(row, name))
            .filter(|text| !text.is_empty())
            .collect();
        all.into_iter().collect()
    };
    let members = |name: &str| -> Vec<String> {
        let all: BTreeSet<String> = rows()
            .flat_map(|row| list(row, name))
            .filter_map(|one| one.as_str().map(str::to_lowercase))
            .collect();
        all.into_iter().collect()
    };
    let times = texts("time");
    let verdicts = texts("verdict");
    let worst = ["malicious", "suspicious", "unwanted", "clean"]
        .into_iter()
        .find(|word| verdicts.iter().any(|own| own == word));
    Campaign {
        first_record: rows()
            .next()
            .map(|row| text(row, "record_id"))
            .unwrap_or_default(),
        messages: group.len(),
        first: times.first().cloned().unwrap_or_default(),
        last: times.last().cloned().unwrap_or_default(),
        verdict: worst.unwrap_or("unknown").to_owned(),
        senders: texts("from_address"),
        recipients: members("to_addresses"),
        link_domains: members("link_domains"),
    }
}

fn text(row: &Map<String, Value>, name: &str) -> String {
    row.get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// A list, which a fact holds as JSON text.
fn list(row: &Map<String, Value>, name: &str) -> Vec<Value> {
    match row.get(name) {
        Some(Value::Array(list)) => list.clone(),
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => Vec::new(),
    }
}
