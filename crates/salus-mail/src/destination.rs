//! Where a message leads: its links, forms and pages held against the names people trust.

mod address;
mod known;
mod likeness;
pub(crate) mod page;
mod redirect;
pub(crate) mod rewriter;
mod sender;

use std::collections::HashSet;

use url::Url;

pub(crate) use known::Known;

use crate::anatomy::Anatomy;
use crate::contents::{Contents, Trait};
use crate::domain;
use crate::limits;
use crate::link::{Link, Via};
use crate::setting::Indicators;
use crate::signal::Signals;
use known::Owner;
use likeness::Likeness;

/// Links from which on it says something that all lead to one place.
const CLICKS: usize = 2;

/// Looks at where a message leads.
pub(crate) fn look(anatomy: &Anatomy, contents: &Contents, known: &Known, signals: &mut Signals) {
    let mut look = Look {
        anatomy,
        known,
        sender: anatomy.author().map_or("", |author| author.domain()),
        signals,
        hosts: HashSet::new(),
    };
    for link in anatomy.links.iter().take(limits::JUDGED_LINKS) {
        look.link(link);
    }
    look.all_links();
    look.buttons();
    look.brand();
    sender::look(anatomy, known, &look.hosts, look.signals);
    look.indicators(known.indicators());
    page::look(anatomy, look.signals);
    for (what, id) in ATTACHED {
        if contents.files.iter().any(|file| file.is(*what)) {
            look.signals.add(*id, &[]);
        }
    }
}

const ATTACHED: &[(Trait, &str)] = &[
    (Trait::FormElsewhere, "destination.attached_form"),
    (Trait::Leaves, "destination.attached_page_leaves"),
    (Trait::PasswordForm, "destination.attached_password_form"),
];

struct Look<'l> {
    anatomy: &'l Anatomy,
    known: &'l Known,
    /// The organisational domain of the sender.
    sender: &'l str,
    signals: &'l mut Signals,
    /// Hosts that were looked at.
    hosts: HashSet<String>,
}

impl Look<'_> {
    fn link(&mut self, link: &Link) {
        if link.via == Via::Qr {
            self.signals
                .add("destination.qr_code", &[("domain", link.domain())]);
        }
        if let Some(id) = address::scheme(&link.url) {
            self.signals.add(id, &[]);
            return;
        }
        let host = link.host();
        address::shown(link, self.sender, self.known, self.signals);
        address::recipient(&link.url, self.anatomy, self.sender, self.signals);
        if self.known.is_trusted(host) {
            self.redirect(&link.url);
            return;
        }
        address::digits(link, self.signals);
        address::parts(
            &link.url,
            domain::is_within(host, self.sender),
            self.signals,
        );
        self.redirect(&link.url);
        self.host(&link.url);
    }

    /// A link that carries another one, to which it may lead.
    fn redirect(&mut self, url: &Url) {
        let host = url.host_str().unwrap_or_default();
        let Some(inner) = redirect::carried(url) else {
            return;
        };
        let inside = inner.host_str().unwrap_or_default();
        let target = domain::registrable(inside);
        let is_at_home = [domain::registrable(host), self.sender].contains(&target);
        if is_at_home || self.known.is_trusted(inside) {
            return;
        }
        if let Some(by) = self.known.redirectors.find(host, url.path()) {
            let words = [("domain", target), ("by", by)];
            self.signals.add("destination.open_redirect", &words);
        }
        self.host(&inner);
    }

    /// The name of a host, once.
    fn host(&mut self, url: &Url) {
        let host = url.host_str().unwrap_or_default().trim_end_matches('.');
        let (known, path) = (self.known, url.path());
        let places = [
            (&known.shorteners, "destination.shortener"),
            (&known.form_builders, "destination.form_builder"),
            (&known.free_hosting, "destination.free_hosting"),
        ];
        for (places, id) in places {
            if places.find(host, path).is_some() {
                self.signals
                    .add(id, &[("domain", domain::registrable(host))]);
                break;
            }
        }
        if self.hosts.len() >= limits::HOSTS || !self.hosts.insert(host.to_owned()) {
            return;
        }
        address::host("destination", host, known, self.signals);
        if !domain::is_within(host, self.sender)
            && let Some((likeness, owner, name)) = likeness::of(host, known)
        {
            let id = likeness_id(likeness, owner);
            self.signals
                .add(id, &[("domain", domain::registrable(host)), ("name", name)]);
        }
    }

    /// What the links say together.
    fn all_links(&mut self) {
        let is_web = |link: &&Link| matches!(link.url.scheme(), "http" | "https");
        let links = || self.anatomy.links.iter().filter(is_web);
        let is_seen = |link: &Link| matches!(link.via, Via::Text | Via::Anchor | Via::Form);
        let seen: Vec<&Link> = links().filter(|link| is_seen(link)).collect();
        let Some(first) = seen.first() else {
            let is_hidden = |link: &Link| matches!(link.via, Via::Pdf | Via::Office | Via::Qr);
            if links().any(is_hidden) {
                self.signals.add("destination.link_only_attached", &[]);
            }
            return;
        };
        if self.sender.is_empty() {
            return;
        }
        let is_senders = |link: &&Link| domain::is_within(link.host(), self.sender);
        if seen.iter().all(is_senders) {
            self.signals.add("destination.all_stay", &[]);
        }
        let stays = |link: &&Link| is_senders(link) || self.known.is_trusted(link.host());
        if seen.iter().any(stays) {
            return;
        }
        self.signals.add("destination.all_leave_sender", &[]);
        let place = first.domain();
        // Links are kept once each; the page has them as often as they can be clicked.
        let pages = self.anatomy.page.iter().flat_map(|page| &page.anchors);
        let clicks = pages.filter(|one| one.via == Via::Anchor).count();
        if clicks.max(seen.len()) >= CLICKS && seen.iter().all(|link| link.domain() == place) {
            let words = [("domain", place)];
            self.signals.add("destination.one_stranger", &words);
        }
    }

    /// A button that writes to a private mailbox, while the sender's is none.
    fn buttons(&mut self) {
        let is_private = |host: &str| self.known.is_free_mail(host);
        let mut hosts = self.anatomy.mail_buttons.iter();
        if self.sender.is_empty() || is_private(self.sender) {
            return;
        }
        if let Some(host) = hosts.find(|host| is_private(host)) {
            self.signals
                .add("destination.button_writes_mail", &[("domain", host)]);
        }
    }

    /// A brand that the sender's name or the subject shows, to which nothing leads.
    fn brand(&mut self) {
        let Some(author) = self.anatomy.author() else {
            return;
        };
        let leads = !(self.anatomy.links.is_empty() && self.anatomy.mail_buttons.is_empty());
        if !leads || self.known.is_known_sender(author.host()) {
            return;
        }
        // Forged headers write a name and an address as if they were two senders.
        let names: Vec<&str> = self
            .anatomy
            .from
            .iter()
            .take(5)
            .map(|one| one.name.as_str())
            .collect();
        let names = names.join(" ");
        let places = [
            (names.trim(), "destination.brand_in_name_leads_elsewhere"),
            (
                self.anatomy.subject.as_str(),
                "destination.brand_in_subject_leads_elsewhere",
            ),
        ];
        for (at, (text, id)) in places.into_iter().enumerate() {
            let Some(brand) = self.known.brand_in(text) else {
                continue;
            };
            // Short names stand for other things in other trades.
            if at == 1 && self.known.brand(brand).chars().count() <= 3 {
                continue;
            }
            let is_theirs = |host: &str| self.known.is_of(host, brand);
            if !is_theirs(author.host())
                && !self.anatomy.links.iter().any(|link| is_theirs(link.host()))
            {
                self.signals.add(id, &[("name", self.known.brand(brand))]);
                return;
            }
        }
    }

    fn indicators(&mut self, bad: &Indicators) {
        for link in &self.anatomy.links {
            let url = link.url.as_str().to_lowercase();
            let is_bad = bad.urls.contains(&url)
                || bad.urls.contains(url.trim_end_matches('/'))
                || bad.addresses.contains(link.host())
                || domain::above(link.host()).any(|host| bad.domains.contains(host));
            if is_bad {
                self.signals
                    .add("destination.known_bad", &[("domain", link.domain())]);
            }
        }
        let people = self
            .anatomy
            .from
            .iter()
            .chain(&self.anatomy.reply_to)
            .chain(&self.anatomy.sender);
        let is_bad = people.clone().any(|one| {
            bad.addresses.contains(&one.address)
                || domain::above(one.host()).any(|host| bad.domains.contains(host))
        });
        if is_bad || bad.addresses.contains(&self.anatomy.return_path) {
            self.signals.add("identity.known_bad", &[]);
        }
    }
}

fn likeness_id(likeness: Likeness, owner: Owner) -> &'static str {
    match (likeness, owner) {
        (Likeness::Letters | Likeness::Spelling, Owner::Own) => "destination.lookalike_own",
        (Likeness::Letters | Likeness::Spelling, Owner::Partner) => "destination.lookalike_partner",
        (Likeness::Letters, Owner::Brand(_)) => "destination.lookalike_letters",
        (Likeness::Spelling, Owner::Brand(_)) => "destination.lookalike_spelling",
        (Likeness::Domain, _) => "destination.domain_in_host",
        (Likeness::Part, Owner::Brand(_)) => "destination.brand_in_host",
        (Likeness::Part, _) => "destination.own_name_in_host",
        (Likeness::Ending, Owner::Brand(_)) => "destination.brand_other_ending",
        (Likeness::Ending, _) => "destination.own_other_ending",
    }
}

#[cfg(test)]
mod tests;
