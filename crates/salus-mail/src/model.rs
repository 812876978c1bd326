//! The learned part: weights of words, put to two questions. The weights are content, not code.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::text::BUCKETS;

/// Letters of a model's file.
const TEXT_BYTES: usize = 8 << 20;
/// Beyond this (nats) wording is not believed.
pub(crate) const CLIP: f64 = 3.0;

/// One question's calibration: the margin `m` becomes the log-odds `slope * m + offset`, at the odds of the training mail.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// What a step of a stored weight is worth.
    pub scale: f64,
    /// The margin of a message without words.
    pub bias: f64,
    /// Log-odds for each unit of the margin.
    pub slope: f64,
    /// Log-odds at a margin of nothing.
    pub offset: f64,
    /// Log-odds of the training mail (nats).
    pub prior: f64,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            scale: 0.0,
            bias: 0.0,
            slope: 0.0,
            offset: 0.0,
            prior: 0.0,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    trained_on: Vec<Source>,
    harmful: Calibration,
    unwanted: Calibration,
    weights: String,
}

/// Training mail of one source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name.
    pub corpus: String,
    /// Honest messages.
    pub ham: usize,
    /// Bulk mail nobody asked for.
    pub unwanted: usize,
    /// Messages that mean harm.
    pub harmful: usize,
}

/// `content/mail/model.yaml`, ready to be asked.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// What it was trained on.
    pub trained_on: Vec<Source>,
    /// Harmful, or anything else?
    pub harmful: Calibration,
    /// Harmful or unwanted, or honest?
    pub unwanted: Calibration,
    /// Two steps for each bucket; empty where nothing was learned.
    weights: Vec<[i8; 2]>,
}

/// What the wording says, as log-likelihood ratios (nats), not clipped.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Wordings {
    /// For harm.
    pub harmful: f64,
    /// For harm or bulk.
    pub unwanted: f64,
}

impl Model {
    /// With weights as they were learned.
    pub(crate) fn new(
        trained_on: Vec<Source>,
        [harmful, unwanted]: [Calibration; 2],
        weights: Vec<[i8; 2]>,
    ) -> Self {
        Self {
            trained_on,
            harmful,
            unwanted,
            weights,
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > TEXT_BYTES {
            return Err("the model is larger than 8 MiB".to_owned());
        }
        let file: File = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
        let packed: String = file.weights.split_ascii_whitespace().collect();
        let bytes = STANDARD.decode(packed).map_err(|error| error.to_string())?;
        Ok(Self {
            trained_on: file.trained_on,
            harmful: file.harmful,
            unwanted: file.unwanted,
            weights: unpack(&bytes)?,
        })
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::from(
            "# Weights of words, learned by `salus mail train`; what they are and are not worth: docs/mail-model.md.\n# Each learned bucket: the gap to the one before (LEB128), a step for `harmful`, a step for `unwanted`; in base64.\ntrained_on:\n",
        );
        for source in &self.trained_on {
            let _ = writeln!(
                out,
                "  - {{corpus: {:?}, ham: {}, unwanted: {}, harmful: {}}}",
                source.corpus, source.ham, source.unwanted, source.harmful
            );
        }
        for (name, one) in [("harmful", &self.harmful), ("unwanted", &self.unwanted)] {
            let _ = writeln!(
                out,
                "{name}: {{scale: {:e}, bias: {:e}, slope: {:e}, offset: {:e}, prior: {:e}}}",
                one.scale, one.bias, one.slope, one.offset, one.prior
            );
        }
        out.push_str("weights: |\n");
        let packed = STANDARD.encode(pack(&self.weights));
        for line in packed.as_bytes().chunks(116) {
            out.push_str("  ");
            out.push_str(&String::from_utf8_lossy(line));
            out.push('\n');
        }
        out
    }

    /// What the words of a message say; nothing where nothing was learned.
    pub(crate) fn read(&self, grams: &[u32]) -> Wordings {
        if self.weights.is_empty() {
            return Wordings::default();
        }
        let mut sums = [0_i64; 2];
        for gram in grams {
            if let Some(steps) = self.weights.get(*gram as usize) {
                sums[0] += i64::from(steps[0]);
                sums[1] += i64::from(steps[1]);
            }
        }
        Wordings {
            harmful: self.harmful.ratio(sums[0], grams.len()),
            unwanted: self.unwanted.ratio(sums[1], grams.len()),
        }
    }
}

/// Words and pairs below which a message says less, the fewer there are: a greeting hardly anything.
const FEW: u32 = 12;

/// What a margin is divided by, so that a long message says no more than a short one.
pub(crate) fn length(grams: usize) -> f64 {
    f64::from(u32::try_from(grams.max(1)).unwrap_or(u32::MAX)).sqrt()
}

impl Calibration {
    fn ratio(&self, steps: i64, grams: usize) -> f64 {
        let steps = f64::from(i32::try_from(steps).unwrap_or(i32::MAX));
        self.of_margin(steps * self.scale / length(grams) + self.bias, grams)
    }

    /// The log-likelihood ratio of a margin of so many words and pairs.
    pub(crate) fn of_margin(&self, margin: f64, grams: usize) -> f64 {
        let grams = u32::try_from(grams).unwrap_or(u32::MAX).min(FEW);
        (self.slope * margin + self.offset - self.prior) * f64::from(grams) / f64::from(FEW)
    }
}

fn pack(weights: &[[i8; 2]]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut gap: u32 = 0;
    for steps in weights {
        if *steps == [0, 0] {
            gap += 1;
            continue;
        }
        let mut left = gap;
        while left >= 0x80 {
            out.push(u8::try_from(left & 0x7f).unwrap_or(0) | 0x80);
            left >>= 7;
        }
        out.push(u8::try_from(left).unwrap_or(0));
        out.extend(steps.iter().map(|step| step.cast_unsigned()));
        gap = 0;
    }
    out
}

fn unpack(bytes: &[u8]) -> Result<Vec<[i8; 2]>, String> {
    let mut weights = vec![[0_i8; 2]; BUCKETS as usize];
    let mut at = 0_usize;
    let mut rest = bytes.iter().copied();
    while let Some(first) = rest.next() {
        let (mut gap, mut byte, mut shift) = (usize::from(first & 0x7f), first, 7);
        while byte >= 0x80 {
            byte = rest.next().ok_or("the weights are cut off")?;
            if shift > 21 {
                return Err("a gap between weights is too long".to_owned());
            }
            gap |= usize::from(byte & 0x7f) << shift;
            shift += 7;
        }
        let steps = [rest.next(), rest.next()].map(|step| step.map(u8::cast_signed));
        let [Some(harmful), Some(unwanted)] = steps else {
            return Err("the weights are cut off".to_owned());
        };
        at += gap;
        *weights
            .get_mut(at)
            .ok_or("there are more weights than buckets")? = [harmful, unwanted];
        at += 1;
    }
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_text() {
        let mut weights = vec![[0, 0]; BUCKETS as usize];
        weights[0] = [1, -1];
        weights[1] = [127, 0];
        weights[70_000] = [-128, 5];
        weights[BUCKETS as usize - 1] = [0, 9];
        let harmful = Calibration {
            scale: 0.031_25,
            bias: -0.1,
            slope: 1.5,
            offset: 0.2,
            prior: -1.0,
        };
        let source = Source {
            corpus: "invented".into(),
            ham: 1,
            unwanted: 2,
            harmful: 3,
        };
        let model = Model::new(vec![source], [harmful, Calibration::default()], weights);
        let again = Model::parse(&model.text()).expect("its own text");
        assert_eq!(again.weights, model.weights);
        assert_eq!(again.harmful, model.harmful);
        assert_eq!(again.trained_on, model.trained_on);
        let grams = [0, 1, 5, 70_000];
        assert_eq!(again.read(&grams), model.read(&grams));
        // (1.5 * (0 steps * scale / 2 - 0.1) + 0.2 + 1) * 4 / 12
        assert!((again.read(&grams).harmful - 0.35).abs() < 1e-9);
        assert_eq!(again.read(&[]), Wordings::default());
    }

    #[test]
    fn broken_weights_are_refused() {
        for bytes in [
            &[0_u8, 1][..],
            &[0x80],
            &[0xff, 0xff, 0xff, 0xff, 1, 0, 0],
            &[0xff, 0xff, 0x7f, 1, 1],
        ] {
            assert!(unpack(bytes).is_err(), "{bytes:?}");
        }
        assert!(Model::parse("weights: '!'").is_err());
    }

    #[test]
    fn nothing_learned_says_nothing() {
        assert_eq!(Model::default().read(&[1, 2]), Wordings::default());
    }
}
