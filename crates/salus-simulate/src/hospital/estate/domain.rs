//! The hospital's Windows domain. The writers of events name the clinic's; here they are moved into this one.

use super::super::world::DOMAIN;
use crate::background::windows::event::Event;
use crate::clinic;
use crate::format::binxml::Value;

const NAME: &str = "RIDGELINE";
const SID_BASE: &str = "S-1-5-21-2904113587-1189460215-774105932";
/// The account that backs up.
pub(super) const BACKUP_USER: &str = "svc-backup";

/// The security identifier of a person's account.
pub(super) fn sid(person: u32) -> String {
    format!("{SID_BASE}-{}", 1_104 + person)
}

/// That of the account that backs up.
pub(super) fn backup_sid() -> String {
    format!("{SID_BASE}-1103")
}

/// The same event on a machine of the hospital; `sid` is the account of the domain that it is about.
pub(super) fn moved(mut event: Event, host: &str, sid: &str) -> Event {
    event.host = format!("{host}.{DOMAIN}");
    event.user = event.user.map(|user| identifier(user, sid));
    for (_, value) in &mut event.data {
        match value {
            Value::Sid(text) => *text = identifier(std::mem::take(text), sid),
            Value::Text(text) if text.contains(clinic::AD_DOMAIN) => {
                *text = text.replace(clinic::AD_DOMAIN, NAME);
            }
            Value::Text(text) if text.contains(clinic::DOMAIN) => {
                *text = text.replace(clinic::DOMAIN, DOMAIN);
            }
            _ => {}
        }
    }
    event
}

/// Accounts of the system itself stay what they are.
fn identifier(text: String, sid: &str) -> String {
    if text.starts_with(clinic::SID_BASE) {
        sid.to_owned()
    } else {
        text
    }
}
