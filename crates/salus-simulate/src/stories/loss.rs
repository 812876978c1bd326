//! T3: a laptop without encryption is stolen; a telephone is lost and wiped. Most of the story stands in the tables.

use crate::background::cloud::at_the_clinic;
use crate::evidence::{Evidence, SignIn};
use crate::moment::Moment;

/// The owner's last sign-in from the stolen laptop, the evening before.
pub(crate) fn add(evidence: &mut Evidence) {
    evidence.sign_ins.push(SignIn {
        time: Moment::utc(10, 24, (1, 14, 20)),
        ip: "198.51.100.206".to_owned(),
        second_factor: true,
        ..at_the_clinic("nfarouk")
    });
}
