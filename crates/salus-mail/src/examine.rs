//! The road of one message: take apart, look, weigh.

use std::borrow::Cow;

use mail_parser::MessageParser;

use crate::anatomy::{self, Anatomy};
use crate::identity;
use crate::learned::Learned;
use crate::lists::Lists;
use crate::model::Wordings;
use crate::scorecard::Scorecard;
use crate::setting::Setting;
use crate::signal::Signals;
use crate::unpack::Unpack;
use crate::verdict::{self, Verdict};

/// Why a message was not examined, without a word of what it says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// A message with what was found in it.
#[derive(Debug, Clone)]
pub struct Examination {
    /// The message taken apart.
    pub anatomy: Anatomy,
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
    scorecard: Scorecard,
    learned: Learned,
    parser: MessageParser,
    probe: MessageParser,
}

impl Examiner {
    /// With what is known of the organisation, the lists and the scorecard.
    #[must_use]
    pub fn new(setting: Setting, lists: Lists, scorecard: Scorecard) -> Self {
        Self {
            setting,
            lists,
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

    /// Examines one message as it came over the wire (RFC 5322); `unpack` opens what is packed in it.
    ///
    /// # Errors
    /// A message that is too intricate to be taken apart, or is none.
    pub fn examine(&self, raw: &[u8], unpack: &dyn Unpack) -> Result<Examination, Refused> {
        if let Some(reason) = salus_mime::refuse(raw) {
            return Err(Refused(reason.to_owned()));
        }
        let closed = self.closed(raw);
        let Some(message) = salus_mime::parse(&self.parser, &closed) else {
            return Err(Refused("not a message".to_owned()));
        };
        let anatomy = Anatomy::of(&message);
        let mut signals = Signals::default();
        identity::look(&anatomy, &self.setting, &self.lists, &mut signals);
        let _ = unpack;
        let attached = anatomy::texts(&message);
        salus_mime::dismantle(message, |_| {});
        let known = (&self.setting, &self.lists);
        let wordings = self.learned.look(&anatomy, &attached, known, &mut signals);
        let verdict = verdict::weigh(&signals, Some(wordings), &self.scorecard);
        Ok(Examination {
            anatomy,
            signals,
            wordings,
            verdict,
        })
    }

    /// The message with messages inside that are encoded left closed. Signatures are held against `raw`.
    fn closed<'r>(&self, raw: &'r [u8]) -> Cow<'r, [u8]> {
        if !salus_mime::may_nest(raw) {
            return Cow::Borrowed(raw);
        }
        let mut bytes = raw.to_vec();
        salus_mime::close_encoded_messages(&self.probe, &mut bytes);
        Cow::Owned(bytes)
    }
}
