//! The lists and the organisation's surroundings, laid out so that a host is looked up at once.

use std::collections::{HashMap, HashSet};

use crate::domain;
use crate::lists::Lists;
use crate::setting::{Indicators, Setting};

/// Whose name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The organisation's own.
    Own,
    /// A vendor's or partner's.
    Partner,
    /// A brand's, by its place.
    Brand(usize),
}

/// A label that others may imitate.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) label: String,
    pub(super) letters: Vec<char>,
    pub(super) mask: u32,
    pub(super) owner: Owner,
    /// An ordinary word of some language.
    pub(super) is_word: bool,
}

/// Hosts, each with what its path has to begin with.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<String, Vec<String>>);

impl Places {
    fn of(list: &[String]) -> Self {
        let mut places: HashMap<String, Vec<String>> = HashMap::new();
        for entry in list {
            let (host, path) = entry.split_at(entry.find('/').unwrap_or(entry.len()));
            places
                .entry(host.to_owned())
                .or_default()
                .push(path.to_owned());
        }
        Self(places)
    }

    /// The entry that a place is in.
    pub(super) fn find(&self, host: &str, path: &str) -> Option<&str> {
        domain::above(host).find_map(|host| {
            let (host, paths) = self.0.get_key_value(host)?;
            paths
                .iter()
                .any(|start| path.starts_with(start))
                .then_some(host.as_str())
        })
    }
}

/// Words of a text in which brands are looked for, and of which a brand's name is run together.
const WORDS: usize = 40;
const WORDS_OF_A_NAME: usize = 4;
/// Shorter names are met by chance when capitals do not matter.
const FEWEST_LETTERS: usize = 6;

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// Somebody whose name mail is forged in.
#[derive(Debug)]
struct Brand {
    name: String,
    domains: Vec<String>,
    /// Its name is an ordinary word.
    is_word: bool,
}

/// What hosts are looked up in.
#[derive(Debug)]
pub(crate) struct Known {
    brands: Vec<Brand>,
    domains: HashMap<String, Owner>,
    pub(super) names: Vec<Name>,
    /// Places of names by their skeleton, and by the label itself.
    pub(super) skeletons: HashMap<String, usize>,
    pub(super) lures: HashSet<String>,
    pub(super) free_hosting: Places,
    pub(super) form_builders: Places,
    pub(super) redirectors: Places,
    pub(super) shorteners: Places,
    pub(super) abused_endings: HashSet<String>,
    words: HashSet<String>,
    /// Places of brands by their names and domains in small letters, without gaps.
    spelt: HashMap<String, usize>,
    free_mail: HashSet<String>,
    indicators: Indicators,
}

impl Known {
    pub(crate) fn new(setting: &Setting, lists: &Lists) -> Self {
        let set = |list: &[String]| list.iter().cloned().collect();
        let mut known = Self {
            brands: Vec::new(),
            domains: HashMap::new(),
            names: Vec::new(),
            skeletons: HashMap::new(),
            lures: set(&lists.lure_words),
            free_hosting: Places::of(&lists.free_hosting),
            form_builders: Places::of(&lists.form_builders),
            redirectors: Places::of(&lists.redirectors),
            shorteners: Places::of(&lists.shorteners),
            abused_endings: set(&lists.abused_endings),
            words: set(&lists.plain_words),
            spelt: HashMap::new(),
            free_mail: set(&lists.free_mail),
            indicators: setting.indicators.clone(),
        };
        known.own(&setting.own_domains, Owner::Own);
        known.own(&setting.partner_domains, Owner::Partner);
        for (at, (brand, domains)) in lists.brands.iter().enumerate() {
            known.own(domains, Owner::Brand(at));
            known.brands.push(Brand {
                name: brand.clone(),
                domains: domains.clone(),
                is_word: known.words.contains(&brand.to_lowercase()),
            });
            let labels = domains
                .iter()
                .map(|domain| domain::label(domain).to_owned());
            for spelt in labels.chain([words(brand).collect::<String>().to_lowercase()]) {
                if spelt.chars().count() >= FEWEST_LETTERS && !known.words.contains(&spelt) {
                    known.spelt.entry(spelt).or_insert(at);
                }
            }
        }
        // Free mail is imitated as brands are, and never an imitation itself.
        for domain in &lists.free_mail {
            known
                .domains
                .entry(domain.clone())
                .or_insert(Owner::Brand(usize::MAX));
        }
        known
    }

    fn own(&mut self, domains: &[String], owner: Owner) {
        for domain in domains {
            self.domains.entry(domain.clone()).or_insert(owner);
            let label = domain::label(domain);
            if label.chars().count() < 4 || self.names.iter().any(|name| name.label == label) {
                continue;
            }
            let skeleton = super::likeness::skeleton(label);
            self.skeletons.entry(skeleton).or_insert(self.names.len());
            let letters: Vec<char> = label.chars().collect();
            self.names.push(Name {
                label: label.to_owned(),
                mask: super::likeness::mask(&letters),
                letters,
                owner,
                is_word: self.words.contains(label),
            });
        }
    }

    /// Whose a host is.
    pub(super) fn owner(&self, host: &str) -> Option<Owner> {
        domain::above(host).find_map(|host| self.domains.get(host).copied())
    }

    /// Whether a host belongs to the organisation, a partner or a brand, and no stranger can put up pages there.
    pub(super) fn is_trusted(&self, host: &str) -> bool {
        self.owner(host).is_some()
            && self.free_hosting.find(host, "/").is_none()
            && self.form_builders.find(host, "/").is_none()
    }

    /// Whether a host is the organisation's, a partner's or a brand's, and no place where anyone gets a mailbox.
    pub(super) fn is_known_sender(&self, host: &str) -> bool {
        self.owner(host)
            .is_some_and(|owner| owner != Owner::Brand(usize::MAX))
            && !self.is_free_mail(host)
    }

    /// Whether anyone gets a mailbox there.
    pub(super) fn is_free_mail(&self, host: &str) -> bool {
        domain::above(host).any(|host| self.free_mail.contains(host))
    }

    pub(super) fn is_domain(&self, domain: &str) -> bool {
        self.domains.contains_key(domain)
    }

    /// The name of a brand by its place.
    pub(super) fn brand(&self, at: usize) -> &str {
        self.brands.get(at).map_or("", |brand| &brand.name)
    }

    pub(super) fn is_of(&self, host: &str, brand: usize) -> bool {
        let domains = self
            .brands
            .get(brand)
            .map_or(&[][..], |brand| &brand.domains);
        domain::above(host).any(|host| domains.iter().any(|domain| domain == host))
    }

    /// The first brand whose name stands in a text as a word of its own, or whose name or domain its words give when
    /// run together (`NETFLIX`, `Mercado Pago`).
    pub(super) fn brand_in(&self, text: &str) -> Option<usize> {
        let is_edge = |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric());
        let is_named = |brand: &Brand| {
            let name = brand.name.as_str();
            if brand.is_word {
                return self.is_office_of(text, name);
            }
            text.find(name).is_some_and(|at| {
                is_edge(text[..at].chars().next_back())
                    && is_edge(text[at + name.len()..].chars().next())
            })
        };
        let named = self.brands.iter().position(is_named);
        named.or_else(|| self.run_together(text))
    }

    /// The first brand that words give when they are run together; the first of them begins like a name.
    fn run_together(&self, text: &str) -> Option<usize> {
        let words: Vec<&str> = words(text).take(WORDS).collect();
        let begins = |word: &str| word.starts_with(|first: char| !first.is_lowercase());
        let mut starts = (0..words.len()).filter(|from| begins(words[*from]));
        starts.find_map(|from| {
            let most = (from + WORDS_OF_A_NAME).min(words.len());
            (from + 1..=most).find_map(|to| {
                let spelt = words[from..to].concat().to_lowercase();
                self.spelt.get(&spelt).copied()
            })
        })
    }

    /// A brand that is an ordinary word, by itself or before words of an office (`Apple Support`).
    fn is_office_of(&self, text: &str, brand: &str) -> bool {
        let Some(rest) = text.strip_prefix(brand) else {
            return false;
        };
        rest.is_empty()
            || rest.starts_with(' ')
                && words(rest).all(|word| self.lures.contains(&word.to_lowercase()))
    }

    pub(super) fn indicators(&self) -> &Indicators {
        &self.indicators
    }
}
