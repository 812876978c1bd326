//! Who wrote the message, and whom it pretends to come from.

use crate::anatomy::Anatomy;
use crate::domain;
use crate::lists::Lists;
use crate::setting::Setting;
use crate::signal::Signals;

/// Looks at the people of a message.
pub(crate) fn look(anatomy: &Anatomy, setting: &Setting, lists: &Lists, signals: &mut Signals) {
    let Some(author) = anatomy.author() else {
        signals.add("identity.no_sender", &[]);
        return;
    };
    if anatomy.from_headers > 1 {
        signals.add("identity.two_senders", &[]);
    }
    let own = |host: &str| {
        setting
            .own_domains
            .iter()
            .any(|own| domain::is_within(host, own))
    };
    let is_known = |address: &String| setting.correspondents.contains(address);
    if !setting.correspondents.is_empty() && !own(author.host()) && !is_known(&author.address) {
        signals.add("identity.first_contact", &[]);
    }
    if setting.long_known.contains(&author.address) {
        signals.add("identity.long_known", &[]);
    }
    let is_free = lists.free_mail.iter().any(|free| free == author.domain());
    if let Some(reply) = anatomy.reply_to.first()
        && !reply.domain().is_empty()
        && reply.domain() != author.domain()
        && !own(reply.host())
    {
        signals.add("identity.reply_elsewhere", &[("domain", reply.domain())]);
    }
    if let Some(inner) = address_in(&author.name)
        && domain::registrable(inner) != author.domain()
    {
        signals.add(
            "identity.name_is_other_address",
            &[("domain", domain::registrable(inner))],
        );
    }
    let is_person = |name: &str| {
        let shown = author.name.to_lowercase();
        !name.is_empty() && shown == name.to_lowercase()
    };
    if !own(author.host())
        && setting
            .people
            .iter()
            .any(|one| is_person(&one.name) && one.address != author.address)
    {
        let id = if is_free {
            "identity.staff_name_free_mail"
        } else {
            "identity.staff_name_from_outside"
        };
        signals.add(id, &[("domain", author.domain())]);
    }
}

/// The host of an address written into a name.
fn address_in(name: &str) -> Option<&str> {
    let (_, behind) = name.split_once('@')?;
    let end = behind
        .find(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-')));
    let host = behind[..end.unwrap_or(behind.len())].trim_end_matches('.');
    host.contains('.').then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_for_the_first_time_is_told_where_it_can_be_known() {
        let check = |from: &str, known: &[&str], expected: bool| {
            let setting = Setting {
                own_domains: vec!["clinic.example".to_owned()],
                correspondents: known.iter().map(|one| (*one).to_owned()).collect(),
                long_known: known.iter().take(1).map(|one| (*one).to_owned()).collect(),
                ..Setting::default()
            };
            let text = format!("From: {from}\nSubject: Hello\n\nHello\n");
            let message = crate::anatomy::parser().parse(text.as_bytes());
            let anatomy = Anatomy::of(&message.expect("a message"));
            let mut signals = Signals::default();
            look(&anatomy, &setting, &Lists::default(), &mut signals);
            assert_eq!(
                signals.has("identity.first_contact"),
                expected,
                "{from} {known:?}"
            );
            let author = anatomy.author().map(|author| author.address.as_str());
            let is_old = known.first().copied() == author;
            assert_eq!(
                signals.has("identity.long_known"),
                is_old,
                "{from} {known:?}"
            );
        };
        let known = ["lab@lab.example"];
        check("new@other.example", &known, true);
        check("Lab <LAB@lab.example>", &known, false);
        check("other@lab.example", &known, true);
        check("boss@clinic.example", &known, false);
        check("new@other.example", &[], false);
    }
}
