//! The domains of those who wrote and of those who would get the answer, held against the names people trust.

use std::collections::HashSet;

use crate::anatomy::Anatomy;
use crate::destination::address;
use crate::destination::known::{Known, Owner};
use crate::destination::likeness::{self, Likeness};
use crate::domain;
use crate::signal::Signals;

/// Senders, and people who would get an answer, that are looked at.
const PEOPLE: usize = 5;

/// Looks at the domains of senders and answers. `judged` are the hosts of links, of which the same is not said twice.
pub(super) fn look(
    anatomy: &Anatomy,
    known: &Known,
    judged: &HashSet<String>,
    signals: &mut Signals,
) {
    let from = anatomy.from.iter().take(PEOPLE);
    let people = from.chain(anatomy.reply_to.iter().take(PEOPLE));
    for host in people.map(|one| one.host()) {
        if known.owner(host).is_some() || !host.contains('.') {
            continue;
        }
        let registered = domain::registrable(host);
        if let Some((likeness, owner, name)) = likeness::of(host, known) {
            let words = [("domain", registered), ("name", name)];
            signals.add(id(likeness, owner), &words);
        }
        if judged.iter().any(|one| domain::is_within(one, registered)) {
            continue;
        }
        if known.free_hosting.find(host, "/").is_some() {
            signals.add("identity.free_hosting", &[("domain", registered)]);
        }
        address::host("identity", host, known, signals);
    }
}

fn id(likeness: Likeness, owner: Owner) -> &'static str {
    use Likeness::{Domain, Ending, Letters, Part, Spelling};
    match (owner, likeness) {
        (Owner::Own, Letters | Spelling | Domain) => "identity.lookalike_own",
        (Owner::Own, Part | Ending) => "identity.own_name_in_sender",
        (Owner::Partner, Letters | Spelling | Domain) => "identity.lookalike_partner",
        (Owner::Partner, Part | Ending) => "identity.partner_name_in_sender",
        (Owner::Brand(_), Letters | Domain) => "identity.lookalike_brand",
        (Owner::Brand(_), Spelling) => "identity.brand_misspelt",
        (Owner::Brand(_), Part) => "identity.brand_in_sender",
        (Owner::Brand(_), Ending) => "identity.brand_other_ending",
    }
}
