//! The road of one message: take apart, look, weigh.

use std::sync::LazyLock;

use mail_parser::MessageParser;

use crate::anatomy::{self, Anatomy};
use crate::contents::Contents;
use crate::destination;
use crate::identity;
use crate::learned::Learned;
use crate::lists::Lists;
use crate::model::Wordings;
use crate::payload;
use crate::proof::{self, Answers, Arrival, Proof};
use crate::scorecard::Scorecard;
use crate::setting::Setting;
use crate::signal::Signals;
use crate::unpack::{Closed, Unpack};
use crate::verdict::{self, Verdict};

/// Why a message was not examined, without a word of what it says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// What comes beside a message.
pub struct Beside<'a> {
    /// How it came.
    pub arrival: Arrival,
    /// DNS answers to verify it with.
    pub answers: &'a Answers,
    /// Opens what is packed in it.
    pub unpack: &'a dyn Unpack,
}

impl Default for Beside<'_> {
    fn default() -> Self {
        static NO_ANSWERS: LazyLock<Answers> = LazyLock::new(Answers::default);
        Self {
            arrival: Arrival::default(),
            answers: &NO_ANSWERS,
            unpack: &Closed,
        }
    }
}

impl<'a> Beside<'a> {
    /// With nothing known but how to open what is packed.
    #[must_use]
    pub fn opened_by(unpack: &'a dyn Unpack) -> Self {
        Self {
            unpack,
            ..Self::default()
        }
    }
}

/// A message with what was found in it.
#[derive(Debug, Clone)]
pub struct Examination {
    /// The message taken apart.
    pub anatomy: Anatomy,
    /// What is proved of its origin.
    pub proof: Proof,
    /// What lies in its attachments.
    pub contents: Contents,
    /// What was found.
    pub signals: Signals,
    /// What its wording says.
    pub wordings: Wordings,
    /// What is thought of it.
    pub verdict: Verdict,
}

/// Examines messages one after another; shared between threads.
pub struct Examiner {
    setting: Setting,
    lists: Lists,
    known: destination::Known,
    scorecard: Scorecard,
    learned: Learned,
    parser: MessageParser,
    probe: MessageParser,
}

impl Examiner {
    /// With what is known of the organisation, the lists and the scorecard.
    #[must_use]
    pub fn new(setting: Setting, lists: Lists, scorecard: Scorecard) -> Self {
        let known = destination::Known::new(&setting, &lists);
        Self {
            setting,
            lists,
            known,
            scorecard,
            learned: Learned::default(),
            parser: anatomy::parser(),
            probe: salus_mime::probe(),
        }
    }

    /// The same with what was learned or written down about wording and wishes.
    #[must_use]
    pub fn with_learned(mut self, learned: Learned) -> Self {
        learned.enter(&mut self.scorecard);
        self.learned = learned;
        self
    }

    /// The scorecard with all lines entered.
    #[must_use]
    pub fn scorecard(&self) -> &Scorecard {
        &self.scorecard
    }

    /// Examines one message as it came over the wire (RFC 5322), with what is known of its way here.
    ///
    /// # Errors
    /// A message that is too intricate to be taken apart, or is none.
    pub fn examine(&self, raw: &[u8], beside: &Beside<'_>) -> Result<Examination, Refused> {
        if let Some(reason) = salus_mime::refuse(raw) {
            return Err(Refused(reason.to_owned()));
        }
        let ready = salus_mime::ready(&self.probe, raw);
        let Some(message) = salus_mime::parse(&self.parser, &ready) else {
            return Err(Refused("not a message".to_owned()));
        };
        if !anatomy::is_mail(&message) {
            salus_mime::dismantle(message, |_| {});
            return Err(Refused("not a message: no header that mail has".to_owned()));
        }
        let mut anatomy = Anatomy::of(&message);
        let contents = Contents::open(&message, &mut anatomy, &self.parser, beside.unpack);
        let mut signals = Signals::default();
        identity::look(&anatomy, &self.setting, &self.lists, &mut signals);
        let proof = proof::of(
            raw,
            &anatomy,
            &beside.arrival,
            beside.answers,
            &self.setting,
        );
        proof::look(&proof, &anatomy, &mut signals);
        destination::look(&anatomy, &contents, &self.known, &mut signals);
        payload::look(&anatomy, &contents, &self.setting.indicators, &mut signals);
        let attached = anatomy::texts(&message);
        salus_mime::dismantle(message, |_| {});
        let known = (&self.setting, &self.lists);
        let wordings = self.learned.look(&anatomy, &attached, known, &mut signals);
        let verdict = verdict::weigh(&signals, Some(wordings), &self.scorecard);
        Ok(Examination {
            anatomy,
            proof,
            contents,
            signals,
            wordings,
            verdict,
        })
    }
}

#[cfg(test)]
mod tests;
