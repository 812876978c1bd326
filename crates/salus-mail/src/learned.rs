//! What was learned or written down about wording and wishes: phrases, weights, rules, fitted bits.

use crate::anatomy::Anatomy;
use crate::intent::Intents;
use crate::leak::Patterns;
use crate::lists::Lists;
use crate::model::{Model, Wordings};
use crate::rule::Rules;
use crate::scorecard::{Fitted, Scorecard};
use crate::setting::Setting;
use crate::shape;
use crate::signal::Signals;
use crate::text::{Wording, grams};

/// The content of `content/mail` beside lists and scorecard; everything may be empty.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    /// `intent.yaml`.
    pub intents: Intents,
    /// `model.yaml`.
    pub model: Model,
    /// `rules/*.yaml`.
    pub rules: Rules,
    /// `fitted.yaml`.
    pub fitted: Fitted,
    pub(crate) patterns: Patterns,
}

impl Learned {
    /// With what the files say.
    #[must_use]
    pub fn new(intents: Intents, model: Model, rules: Rules, fitted: Fitted) -> Self {
        Self {
            intents,
            model,
            rules,
            fitted,
            patterns: Patterns::default(),
        }
    }

    /// Puts the lines of phrases and rules into a scorecard, then the fitted bits.
    pub(crate) fn enter(&self, scorecard: &mut Scorecard) {
        self.intents.enter(scorecard);
        self.rules.enter(scorecard);
        scorecard.fit(&self.fitted);
    }

    /// Looks at wording, wishes and rules; `attached` are attachments that are text. Comes after all other looks.
    pub(crate) fn look(
        &self,
        anatomy: &Anatomy,
        attached: &[String],
        known: (&Setting, &Lists),
        signals: &mut Signals,
    ) -> Wordings {
        let wording = Wording::of(anatomy);
        shape::look(anatomy, &wording, signals);
        self.intents.look(&wording, &anatomy.text, signals);
        self.patterns.look(anatomy, attached, known.0, signals);
        self.rules.look(anatomy, &wording, known, signals);
        self.model.read(&grams(&wording))
    }
}
