//! The kinds of work in a record: what each opens, how much, and for what purpose.

use super::departments::{Class, Role};

/// What somebody does in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Work {
    Register,
    Schedule,
    Prepare,
    Room,
    See,
    Nurse,
    Assist,
    Round,
    Consult,
    Operate,
    Verify,
    Dispense,
    Analyse,
    TakeImages,
    ReadImages,
    Review,
    Message,
    Treat,
    Manage,
    Code,
    Bill,
    Improve,
    Release,
    Screen,
    Export,
}

/// What is opened, how, how often among what this work opens.
pub(crate) type Opening = (&'static str, Act, u32);

/// What is done with what is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Read,
    Search,
    Create,
    Update,
    Export,
}

use Act::{Create, Read, Search, Update};

impl Work {
    /// Its name in the truth.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Schedule => "schedule",
            Self::Prepare => "prepare",
            Self::Room => "room",
            Self::See => "see",
            Self::Nurse => "nurse",
            Self::Assist => "assist",
            Self::Round => "round",
            Self::Consult => "consult",
            Self::Operate => "operate",
            Self::Verify => "verify",
            Self::Dispense => "dispense",
            Self::Analyse => "analyse",
            Self::TakeImages => "take images",
            Self::ReadImages => "read images",
            Self::Review => "review",
            Self::Message => "message",
            Self::Treat => "treat",
            Self::Manage => "manage",
            Self::Code => "code",
            Self::Bill => "bill",
            Self::Improve => "improve",
            Self::Release => "release",
            Self::Screen => "screen",
            Self::Export => "export",
        }
    }

    /// What people of a role do when they open a record, whatever made them.
    pub(crate) fn usual(role: Role, class: Class) -> Self {
        match (role, class) {
            (Role::Physician | Role::Practitioner, Class::Hospitalists | Class::Critical) => {
                Self::Round
            }
            (Role::Physician | Role::Practitioner, _) => Self::See,
            (Role::Resident, _) => Self::Round,
            (Role::Nurse, Class::Clinic | Class::Primary) => Self::Message,
            (Role::Nurse, _) => Self::Nurse,
            (Role::Aide, _) => Self::Assist,
            (Role::Assistant, _) => Self::Prepare,
            (Role::Clerk | Role::Registrar, _) => Self::Register,
            (Role::Pharmacist, _) => Self::Verify,
            (Role::Scientist | Role::Technologist, _) => Self::Review,
            (Role::Radiologist, _) => Self::Review,
            (Role::Therapist, _) => Self::Treat,
            (Role::Scheduler, _) => Self::Schedule,
            (Role::RecordsClerk, _) => Self::Release,
            (Role::Coder, _) => Self::Code,
            (Role::Biller, _) => Self::Bill,
            (Role::Reviewer, _) => Self::Improve,
            (Role::CaseManager, _) => Self::Manage,
            (Role::Coordinator, _) => Self::Screen,
            (Role::Analyst | Role::Support, _) => Self::Screen,
        }
    }

    /// What it opens after the record's first page.
    pub(crate) fn openings(self) -> &'static [Opening] {
        OPENINGS[self as usize].1
    }

    /// Out of a hundred, how often one more thing is opened.
    pub(crate) fn goes_on(self) -> u64 {
        match self {
            Self::Assist
            | Self::Schedule
            | Self::Prepare
            | Self::Verify
            | Self::Dispense
            | Self::Analyse
            | Self::Bill => 62,
            Self::Register
            | Self::Room
            | Self::Review
            | Self::Message
            | Self::TakeImages
            | Self::ReadImages => 70,
            Self::Export => 0,
            _ => 78,
        }
    }

    /// Why it is done, as the record system writes it.
    pub(crate) fn purpose(self) -> (&'static str, &'static str) {
        match self {
            Self::Bill | Self::Code => ("HPAYMT", "healthcare payment"),
            Self::Register | Self::Schedule | Self::Release => {
                ("PATADMIN", "patient administration")
            }
            Self::Improve | Self::Export => ("HOPERAT", "healthcare operations"),
            Self::Screen => ("HRESCH", "healthcare research"),
            _ => ("TREAT", "treatment"),
        }
    }
}

/// What each work opens after the record's first page, in the order of [`Work`].
const OPENINGS: [(Work, &[Opening]); 25] = [
    (
        Work::Register,
        &[
            ("Coverage", Read, 3),
            ("Patient", Update, 3),
            ("Encounter", Create, 2),
            ("Appointment", Read, 3),
        ],
    ),
    (
        Work::Schedule,
        &[
            ("Appointment", Search, 4),
            ("Appointment", Create, 4),
            ("ServiceRequest", Read, 3),
        ],
    ),
    (
        Work::Prepare,
        &[
            ("Appointment", Read, 3),
            ("DocumentReference", Read, 3),
            ("Immunization", Read, 2),
            ("MedicationRequest", Search, 2),
            ("Observation", Search, 2),
        ],
    ),
    (
        Work::Room,
        &[
            ("Observation", Create, 5),
            ("MedicationRequest", Search, 3),
            ("AllergyIntolerance", Read, 3),
            ("Immunization", Read, 1),
        ],
    ),
    (
        Work::See,
        &[
            ("DocumentReference", Read, 4),
            ("Observation", Search, 4),
            ("Condition", Read, 3),
            ("MedicationRequest", Search, 3),
            ("DiagnosticReport", Read, 3),
            ("ServiceRequest", Create, 2),
            ("DocumentReference", Create, 2),
        ],
    ),
    (
        Work::Nurse,
        &[
            ("Observation", Create, 5),
            ("MedicationAdministration", Create, 5),
            ("ServiceRequest", Search, 3),
            ("DocumentReference", Read, 2),
            ("CarePlan", Update, 2),
            ("Observation", Search, 3),
        ],
    ),
    (
        Work::Assist,
        &[("Observation", Create, 6), ("CarePlan", Read, 2)],
    ),
    (
        Work::Round,
        &[
            ("Observation", Search, 5),
            ("DiagnosticReport", Read, 4),
            ("DocumentReference", Read, 4),
            ("MedicationRequest", Search, 3),
            ("ServiceRequest", Create, 2),
            ("DocumentReference", Create, 2),
        ],
    ),
    (
        Work::Consult,
        &[
            ("DocumentReference", Read, 5),
            ("DiagnosticReport", Read, 4),
            ("Observation", Search, 4),
            ("ImagingStudy", Read, 2),
            ("DocumentReference", Create, 2),
        ],
    ),
    (
        Work::Operate,
        &[
            ("Procedure", Update, 4),
            ("Consent", Read, 2),
            ("AllergyIntolerance", Read, 2),
            ("Observation", Create, 3),
            ("ServiceRequest", Read, 2),
        ],
    ),
    (
        Work::Verify,
        &[
            ("MedicationRequest", Read, 6),
            ("AllergyIntolerance", Read, 3),
            ("Observation", Search, 3),
            ("MedicationRequest", Update, 4),
        ],
    ),
    (
        Work::Dispense,
        &[
            ("MedicationRequest", Read, 5),
            ("MedicationDispense", Create, 4),
            ("AllergyIntolerance", Read, 2),
        ],
    ),
    (
        Work::Analyse,
        &[
            ("Specimen", Read, 4),
            ("Specimen", Update, 4),
            ("Observation", Create, 5),
            ("DiagnosticReport", Create, 2),
        ],
    ),
    (
        Work::TakeImages,
        &[
            ("ServiceRequest", Read, 4),
            ("ImagingStudy", Create, 4),
            ("AllergyIntolerance", Read, 2),
        ],
    ),
    (
        Work::ReadImages,
        &[("ImagingStudy", Read, 6), ("DiagnosticReport", Create, 3)],
    ),
    (
        Work::Review,
        &[
            ("DiagnosticReport", Read, 6),
            ("Observation", Search, 4),
            ("DocumentReference", Read, 2),
        ],
    ),
    (
        Work::Message,
        &[
            ("Communication", Read, 5),
            ("Communication", Create, 3),
            ("MedicationRequest", Search, 3),
            ("DocumentReference", Read, 2),
        ],
    ),
    (
        Work::Treat,
        &[
            ("ServiceRequest", Read, 3),
            ("DocumentReference", Read, 3),
            ("Procedure", Create, 3),
            ("Observation", Search, 2),
        ],
    ),
    (
        Work::Manage,
        &[
            ("DocumentReference", Read, 4),
            ("CarePlan", Update, 3),
            ("Coverage", Read, 3),
            ("Encounter", Read, 2),
        ],
    ),
    (
        Work::Code,
        &[
            ("DocumentReference", Read, 6),
            ("Encounter", Read, 3),
            ("Procedure", Read, 3),
            ("Condition", Update, 3),
        ],
    ),
    (
        Work::Bill,
        &[
            ("Claim", Update, 5),
            ("Coverage", Read, 4),
            ("Encounter", Read, 3),
        ],
    ),
    (
        Work::Improve,
        &[
            ("DocumentReference", Read, 5),
            ("Observation", Search, 3),
            ("MedicationAdministration", Search, 2),
        ],
    ),
    (
        Work::Release,
        &[
            ("DocumentReference", Read, 6),
            ("Consent", Read, 2),
            ("DiagnosticReport", Read, 2),
        ],
    ),
    (
        Work::Screen,
        &[
            ("Condition", Search, 4),
            ("DiagnosticReport", Read, 3),
            ("DocumentReference", Read, 3),
        ],
    ),
    (Work::Export, &[("Patient", Act::Export, 1)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_work_stands_at_its_own_place() {
        for (place, (work, openings)) in OPENINGS.iter().enumerate() {
            assert_eq!(*work as usize, place);
            assert!(!openings.is_empty());
        }
    }
}
