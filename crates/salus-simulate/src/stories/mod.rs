//! What is planted: five threats, and things that look like threats and are none.

mod benign;
mod device;
mod insider;
mod loss;
mod phishing;
mod ransomware;

use crate::clinic::Clinic;
use crate::evidence::Evidence;

/// Adds every story.
pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    phishing::add(clinic, evidence);
    ransomware::add(clinic, evidence);
    loss::add(evidence);
    insider::add(clinic, evidence);
    device::add(clinic, evidence);
    benign::add(clinic, evidence);
}
