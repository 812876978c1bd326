//! One mailbox file for the ordinary mail, single files for what somebody saved.

use super::plain;
use crate::File;
use crate::evidence::Evidence;
use crate::mail::Message;

pub(super) fn files(evidence: &Evidence) -> Vec<File> {
    let mut files = Vec::new();
    let mut mailbox = String::new();
    for message in &evidence.mail {
        match message.file {
            Some(name) => files.push(plain(&format!("mail/saved/{name}"), message.text())),
            None => mailbox.push_str(&entry(message)),
        }
    }
    files.push(plain("mail/practice-mailbox.mbox", mailbox));
    files
}

/// An mbox entry: a separator line, then the message with plain line ends and `From ` quoted.
pub(crate) fn entry(message: &Message) -> String {
    let text = message
        .text()
        .replace("\r\n", "\n")
        .replace("\nFrom ", "\n>From ");
    format!(
        "From {} {}\n{text}\n",
        message.return_path,
        message.time.mailbox()
    )
}
