//! The mail service's message trace of the last ten days, as Exchange Online's enhanced summary report writes it.

use super::Export;
use crate::clinic::Clinic;
use crate::evidence::Evidence;
use crate::format::csv::Table;
use crate::mail::Message;

pub(crate) const HEADERS: &str = "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,directionality,connector_id,delivery_priority";

pub(super) fn export(clinic: &Clinic, evidence: &Evidence) -> Export {
    let mut table = Table::new("mail/message-trace.csv", HEADERS);
    let mut random = clinic.random("message trace");
    let since = clinic.end.plus_days(-10);
    for message in evidence.mail.iter().filter(|message| message.time >= since) {
        table.row(cells(message, random.guid()).into());
    }
    Export::of_table(
        &table,
        "the mailbox's messages of ten days again, with where they came from and that they arrived",
        "message_trace_csv",
    )
}

/// A message's row; the service numbers it with an id of its own.
pub(crate) fn cells(message: &Message, id: String) -> [String; 11] {
    let stays = message.to.ends_with(message.keeper.domain);
    let step = if stays {
        "Receive, Deliver"
    } else {
        "Receive, Send"
    };
    let direction = match (message.is_inbound(), stays) {
        (true, _) => "1",
        (false, true) => "0",
        (false, false) => "2",
    };
    [
        message.time.format("%Y-%m-%dT%H:%M:%S%.6f0Z"),
        message.from.1.clone(),
        format!("{}##{step}", message.to),
        message.subject.clone(),
        message.text().len().to_string(),
        format!("<{}>", message.id()),
        id,
        message.sender_ip.to_owned(),
        direction.to_owned(),
        String::new(),
        "Normal".to_owned(),
    ]
}
