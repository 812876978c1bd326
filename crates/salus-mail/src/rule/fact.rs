//! The flat set of facts that rules ask for.

use crate::anatomy::Anatomy;
use crate::domain;
use crate::lists::Lists;
use crate::mailbox::Mailbox;
use crate::setting::Setting;

/// What the facts are taken from.
pub(super) struct Message<'m> {
    pub(super) anatomy: &'m Anatomy,
    /// Subject and new text in the plain form.
    pub(super) words: &'m str,
    pub(super) setting: &'m Setting,
    pub(super) lists: &'m Lists,
}

/// One fact; it may have several values, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    AttachmentKinds,
    AttachmentNames,
    FromAddress,
    FromDomain,
    FromIs,
    FromName,
    LinkDomains,
    LinkHosts,
    LinkVia,
    MessageIs,
    ReplyToDomain,
    ReplyToIs,
    Subject,
    Text,
    ToIs,
    Words,
}

/// Sorted by name.
const NAMES: [(&str, Fact); 16] = [
    ("attachment.kinds", Fact::AttachmentKinds),
    ("attachment.names", Fact::AttachmentNames),
    ("from.address", Fact::FromAddress),
    ("from.domain", Fact::FromDomain),
    ("from.is", Fact::FromIs),
    ("from.name", Fact::FromName),
    ("link.domains", Fact::LinkDomains),
    ("link.hosts", Fact::LinkHosts),
    ("link.via", Fact::LinkVia),
    ("message.is", Fact::MessageIs),
    ("reply_to.domain", Fact::ReplyToDomain),
    ("reply_to.is", Fact::ReplyToIs),
    ("subject", Fact::Subject),
    ("text", Fact::Text),
    ("to.is", Fact::ToIs),
    ("words", Fact::Words),
];

impl Fact {
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, fact)| *fact)
    }

    /// Whether one value of the fact passes.
    pub(super) fn any(self, message: &Message<'_>, passes: &mut dyn FnMut(&str) -> bool) -> bool {
        let anatomy = message.anatomy;
        let author = anatomy.author();
        match self {
            Self::AttachmentKinds => anatomy
                .attachments
                .iter()
                .any(|one| passes(&lower(&one.kind))),
            Self::AttachmentNames => anatomy.attachments.iter().any(|one| passes(&one.name)),
            Self::FromAddress => author.is_some_and(|one| passes(&one.address)),
            Self::FromDomain => author.is_some_and(|one| passes(one.domain())),
            Self::FromIs => author.is_some_and(|one| passes(message.side(one))),
            Self::FromName => author.is_some_and(|one| passes(&one.name)),
            Self::LinkDomains => anatomy.links.iter().any(|one| passes(one.domain())),
            Self::LinkHosts => anatomy.links.iter().any(|one| passes(one.host())),
            Self::LinkVia => anatomy.links.iter().any(|one| passes(&lower(&one.via))),
            Self::MessageIs => message.is(passes),
            Self::ReplyToDomain => anatomy.reply_to.iter().any(|one| passes(one.domain())),
            Self::ReplyToIs => anatomy.reply_to.iter().any(|one| passes(message.side(one))),
            Self::Subject => passes(&anatomy.subject),
            Self::Text => passes(&anatomy.text),
            Self::ToIs => anatomy
                .to
                .iter()
                .chain(&anatomy.cc)
                .any(|one| passes(message.side(one))),
            Self::Words => passes(message.words),
        }
    }
}

/// `OfficeOld` as it is written in rules: `office_old`.
fn lower(kind: &impl std::fmt::Debug) -> String {
    let mut out = String::new();
    for letter in format!("{kind:?}").chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

impl Message<'_> {
    /// Which side a mailbox is on: `own`, `partner`, `free` or `other`.
    fn side(&self, one: &Mailbox) -> &'static str {
        let within = |domains: &[String]| {
            domains
                .iter()
                .any(|known| domain::is_within(one.host(), known))
        };
        if within(&self.setting.own_domains) {
            "own"
        } else if within(&self.setting.partner_domains) {
            "partner"
        } else if self.lists.free_mail.iter().any(|free| free == one.domain()) {
            "free"
        } else {
            "other"
        }
    }

    fn is(&self, passes: &mut dyn FnMut(&str) -> bool) -> bool {
        let anatomy = self.anatomy;
        [
            (anatomy.is_reply, "reply"),
            (anatomy.is_list, "list"),
            (anatomy.is_encrypted, "encrypted"),
            (anatomy.links.is_empty(), "without_links"),
        ]
        .into_iter()
        .any(|(is_so, name)| is_so && passes(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachment::Kind;

    #[test]
    fn names_are_sorted_and_kinds_are_written_small() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(lower(&Kind::OfficeOld), "office_old");
        assert_eq!(Fact::named("from.is"), Some(Fact::FromIs));
        assert_eq!(Fact::named("from"), None);
    }
}
