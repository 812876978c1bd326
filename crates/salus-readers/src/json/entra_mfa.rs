//! Who has registered a second factor, as Microsoft Graph tells it (`userRegistrationDetails`).

use super::object::{has, put};
use super::{Object, Shape};
use crate::{Place, ReadError, Sink};

pub(super) struct EntraMfa;

impl Shape for EntraMfa {
    fn fits(&self, object: &Object) -> bool {
        has(object, &["isMfaRegistered", "userPrincipalName"])
    }

    fn put(&self, object: Object, place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let times: &[&str] = &["lastUpdatedDateTime"];
        put(object, "entra_mfa", (times, &[]), place, sink)
    }
}

#[cfg(test)]
mod tests {
    use crate::json::check::check;

    #[test]
    fn each_account_is_a_record() {
        check(
            r##"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#reports/authenticationMethods/userRegistrationDetails","value":[{"id":"1","userPrincipalName":"a@b.org","isAdmin":false,"isMfaRegistered":true,"methodsRegistered":["email"],"lastUpdatedDateTime":"2026-03-01T08:00:00Z"}]}"##,
            &[
                "record 1: entra_mfa time=2026-03-01T08:00:00Z id=1 userPrincipalName=a@b.org isAdmin=false isMfaRegistered=true methodsRegistered=[\"email\"] lastUpdatedDateTime=2026-03-01T08:00:00Z",
                "line 1: json_odata_context @odata.context=https://graph.microsoft.com/v1.0/$metadata#reports/authenticationMethods/userRegistrationDetails",
            ],
        );
    }
}
