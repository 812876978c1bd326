//! Ordinary days: what the clinic's systems record when nothing is wrong.

pub(crate) mod care;
pub(crate) mod cloud;
pub(crate) mod mail;
pub(crate) mod network;
pub(crate) mod windows;

use crate::clinic::Clinic;
use crate::evidence::Evidence;

/// Adds all ordinary days.
pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    windows::days::add(clinic, evidence);
    network::add(clinic, evidence);
    cloud::add(clinic, evidence);
    care::add(clinic, evidence);
    mail::add(clinic, evidence);
}
