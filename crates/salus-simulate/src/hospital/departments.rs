//! The departments of one hospital: how many people each has, in which roles and shifts, and what care each gives.

use super::illness::Specialty;

/// What sort of work a department does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Ward,
    Critical,
    Emergency,
    /// Physicians of the wards who belong to no clinic.
    Hospitalists,
    Surgery,
    Primary,
    Clinic,
    Laboratory,
    Imaging,
    Pharmacy,
    Therapy,
    CaseManagement,
    Registration,
    Scheduling,
    /// Hands records out to those who may have them.
    Records,
    Coding,
    Billing,
    Quality,
    Float,
    Residents,
    Research,
    Technology,
    /// No account in the record system's clinical part.
    Support,
}

impl Class {
    /// The name under which shares of accesses are reported.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Ward | Self::Critical | Self::Hospitalists | Self::Float | Self::Residents => {
                "wards"
            }
            Self::Emergency => "emergency",
            Self::Surgery => "surgery",
            Self::Primary | Self::Clinic => "clinics",
            Self::Laboratory | Self::Imaging | Self::Pharmacy => "laboratory, imaging, pharmacy",
            Self::Therapy | Self::CaseManagement => "therapy and case management",
            Self::Registration | Self::Scheduling => "registration and scheduling",
            Self::Records | Self::Coding | Self::Billing | Self::Quality => {
                "coding, billing, records, quality"
            }
            Self::Research | Self::Technology | Self::Support => "other",
        }
    }
}

/// What a person is employed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Role {
    Physician,
    Resident,
    Practitioner,
    Nurse,
    Aide,
    Assistant,
    Clerk,
    Pharmacist,
    Scientist,
    Technologist,
    Radiologist,
    Therapist,
    Registrar,
    Scheduler,
    RecordsClerk,
    Coder,
    Biller,
    Reviewer,
    CaseManager,
    Coordinator,
    Analyst,
    Support,
}

impl Role {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Physician => "Attending physician",
            Self::Resident => "Resident physician",
            Self::Practitioner => "Nurse practitioner",
            Self::Nurse => "Registered nurse",
            Self::Aide => "Nursing assistant",
            Self::Assistant => "Medical assistant",
            Self::Clerk => "Unit clerk",
            Self::Pharmacist => "Pharmacist",
            Self::Scientist => "Medical laboratory scientist",
            Self::Technologist => "Radiologic technologist",
            Self::Radiologist => "Radiologist",
            Self::Therapist => "Therapist",
            Self::Registrar => "Registrar",
            Self::Scheduler => "Scheduler",
            Self::RecordsClerk => "Health information specialist",
            Self::Coder => "Medical coder",
            Self::Biller => "Billing specialist",
            Self::Reviewer => "Quality reviewer",
            Self::CaseManager => "Case manager",
            Self::Coordinator => "Research coordinator",
            Self::Analyst => "Application analyst",
            Self::Support => "Support staff",
        }
    }

    /// This role alone, for [`super::duty::Duty`]'s questions.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u8
    }
}

/// Physicians and nurse practitioners who see patients of their own.
pub(crate) const PROVIDERS: u32 = Role::Physician.bit() | Role::Practitioner.bit();
/// Who brings a patient to the room and measures.
pub(crate) const ROOMING: u32 = Role::Assistant.bit() | Role::Nurse.bit();
/// Everybody.
pub(crate) const ANYBODY: u32 = u32::MAX;

/// When people of a role in a department work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hours {
    /// Monday to Friday by day.
    Office,
    /// Twelve hours by day or by night, seven days of fourteen.
    Twelve,
    /// Eight hours, early, late or at night, five days of seven.
    Eight,
    /// Seven days on, seven days off, twelve hours by day; one in five by night.
    Weeks,
    /// Six long days a week; one in six by night.
    Residency,
}

/// A role, its share of the department's people, and when they work.
pub(crate) type Share = (Role, u32, Hours);

/// One department as every hospital of the system has it.
pub(crate) struct Department {
    pub(crate) name: &'static str,
    pub(crate) class: Class,
    /// Its share of all staff.
    pub(crate) share: u32,
    pub(crate) roles: &'static [Share],
    pub(crate) specialty: Option<Specialty>,
    /// Appointments made on a working day, in thousandths per 1,000 patients.
    pub(crate) visits: u64,
}

use Hours::{Eight, Office, Residency, Twelve, Weeks};
use Role::{
    Aide, Analyst, Assistant, Biller, CaseManager, Clerk, Coder, Coordinator, Nurse, Pharmacist,
    Physician, Practitioner, Radiologist, RecordsClerk, Registrar, Resident, Reviewer, Scheduler,
    Scientist, Support, Technologist, Therapist,
};

const WARD: &[Share] = &[(Nurse, 62, Twelve), (Aide, 28, Twelve), (Clerk, 10, Eight)];
const CRITICAL: &[Share] = &[
    (Nurse, 76, Twelve),
    (Aide, 10, Twelve),
    (Physician, 8, Weeks),
    (Clerk, 6, Eight),
];
const EMERGENCY: &[Share] = &[
    (Nurse, 50, Twelve),
    (Physician, 18, Eight),
    (Practitioner, 8, Eight),
    (Aide, 16, Twelve),
    (Clerk, 8, Eight),
];
const HOSPITALISTS: &[Share] = &[(Physician, 80, Weeks), (Practitioner, 20, Weeks)];
const SURGERY: &[Share] = &[
    (Nurse, 60, Office),
    (Physician, 20, Office),
    (Aide, 14, Office),
    (Clerk, 6, Office),
];
const CLINIC: &[Share] = &[
    (Physician, 30, Office),
    (Practitioner, 12, Office),
    (Nurse, 20, Office),
    (Assistant, 26, Office),
    (Clerk, 12, Office),
];
const LABORATORY: &[Share] = &[(Scientist, 90, Eight), (Physician, 10, Office)];
const IMAGING: &[Share] = &[
    (Technologist, 66, Eight),
    (Radiologist, 24, Eight),
    (Clerk, 10, Office),
];

const fn plain(
    name: &'static str,
    class: Class,
    share: u32,
    roles: &'static [Share],
) -> Department {
    Department {
        name,
        class,
        share,
        roles,
        specialty: None,
        visits: 0,
    }
}

const fn ward(name: &'static str, share: u32, specialty: Specialty) -> Department {
    Department {
        name,
        class: Class::Ward,
        share,
        roles: WARD,
        specialty: Some(specialty),
        visits: 0,
    }
}

const fn clinic(name: &'static str, share: u32, visits: u64, specialty: Specialty) -> Department {
    Department {
        name,
        class: Class::Clinic,
        share,
        roles: CLINIC,
        specialty: Some(specialty),
        visits,
    }
}

const fn primary(name: &'static str, share: u32, visits: u64) -> Department {
    Department {
        name,
        class: Class::Primary,
        share,
        roles: CLINIC,
        specialty: None,
        visits,
    }
}

/// Every department, wards first. Places in this list are used as numbers, so new ones go to the end of their kind.
pub(crate) const DEPARTMENTS: &[Department] = &[
    ward("4 West Medicine", 300, Specialty::Medicine),
    ward("4 East Medicine", 290, Specialty::Lungs),
    ward("3 West Cardiology", 280, Specialty::Heart),
    ward("3 East Neurology", 220, Specialty::Nerves),
    ward("5 West Surgery", 290, Specialty::Surgery),
    ward("5 East Orthopedics", 240, Specialty::Bones),
    ward("6 West Oncology", 230, Specialty::Cancer),
    ward("2 West Maternity", 250, Specialty::Women),
    ward("2 East Pediatrics", 180, Specialty::Children),
    ward("Behavioral Health Unit", 170, Specialty::Mind),
    plain("Intensive Care", Class::Critical, 380, CRITICAL),
    plain("Emergency Department", Class::Emergency, 680, EMERGENCY),
    plain("Hospital Medicine", Class::Hospitalists, 250, HOSPITALISTS),
    plain("Perioperative Services", Class::Surgery, 480, SURGERY),
    primary("Family Medicine Clinic", 430, 4_300),
    primary("Internal Medicine Clinic", 410, 4_100),
    primary("Pediatrics Clinic", 220, 1_800),
    clinic("Cardiology Clinic", 230, 1_100, Specialty::Heart),
    clinic("Neurology Clinic", 170, 650, Specialty::Nerves),
    clinic("General Surgery Clinic", 190, 650, Specialty::Surgery),
    clinic("Orthopedics Clinic", 220, 1_000, Specialty::Bones),
    clinic("Oncology Clinic", 230, 950, Specialty::Cancer),
    clinic("Women's Health Clinic", 230, 1_000, Specialty::Women),
    clinic("Gastroenterology Clinic", 170, 650, Specialty::Gut),
    clinic("Endocrinology Clinic", 140, 600, Specialty::Hormones),
    clinic("Pulmonology Clinic", 140, 550, Specialty::Lungs),
    clinic("Nephrology Clinic", 120, 400, Specialty::Kidneys),
    clinic("Dermatology Clinic", 110, 550, Specialty::Skin),
    clinic("Behavioral Health Clinic", 190, 900, Specialty::Mind),
    clinic("Urology Clinic", 120, 500, Specialty::Bladder),
    clinic("Eye Clinic", 110, 550, Specialty::Eyes),
    clinic("Otolaryngology Clinic", 110, 400, Specialty::Ears),
    plain("Laboratory", Class::Laboratory, 420, LABORATORY),
    plain("Imaging", Class::Imaging, 480, IMAGING),
    plain(
        "Pharmacy",
        Class::Pharmacy,
        430,
        &[(Pharmacist, 100, Eight)],
    ),
    plain(
        "Respiratory Therapy",
        Class::Therapy,
        200,
        &[(Therapist, 100, Twelve)],
    ),
    plain(
        "Rehabilitation Services",
        Class::Therapy,
        280,
        &[(Therapist, 100, Office)],
    ),
    plain(
        "Nutrition Services",
        Class::Therapy,
        80,
        &[(Therapist, 100, Office)],
    ),
    plain(
        "Case Management",
        Class::CaseManagement,
        210,
        &[(CaseManager, 100, Office)],
    ),
    plain(
        "Patient Registration",
        Class::Registration,
        420,
        &[(Registrar, 100, Eight)],
    ),
    plain(
        "Scheduling Center",
        Class::Scheduling,
        230,
        &[(Scheduler, 100, Office)],
    ),
    plain(
        "Health Information Management",
        Class::Records,
        130,
        &[(RecordsClerk, 100, Office)],
    ),
    plain("Coding", Class::Coding, 270, &[(Coder, 100, Office)]),
    plain(
        "Patient Accounts",
        Class::Billing,
        330,
        &[(Biller, 100, Office)],
    ),
    plain(
        "Quality and Safety",
        Class::Quality,
        130,
        &[(Reviewer, 100, Office)],
    ),
    plain(
        "Float Pool",
        Class::Float,
        340,
        &[(Nurse, 80, Twelve), (Aide, 20, Twelve)],
    ),
    plain(
        "Graduate Medical Education",
        Class::Residents,
        520,
        &[(Resident, 100, Residency)],
    ),
    plain(
        "Research Office",
        Class::Research,
        60,
        &[(Coordinator, 100, Office)],
    ),
    plain(
        "Information Services",
        Class::Technology,
        220,
        &[(Analyst, 100, Office)],
    ),
    plain(
        "Facilities and Supply",
        Class::Support,
        520,
        &[(Support, 100, Eight)],
    ),
];

/// The department of a class that exists once, by its place in [`DEPARTMENTS`].
pub(crate) fn only(class: Class) -> u16 {
    place(|department| department.class == class)
}

/// The department with this name, by its place in [`DEPARTMENTS`].
pub(crate) fn named(name: &str) -> u16 {
    place(|department| department.name == name)
}

/// The ward that takes a specialty's patients.
pub(crate) fn ward_of(specialty: Specialty) -> u16 {
    let found = DEPARTMENTS.iter().position(|department| {
        department.class == Class::Ward && department.specialty == Some(specialty)
    });
    u16::try_from(found.unwrap_or(0)).expect("a short list")
}

/// The clinic of a specialty; its physicians also see the specialty's patients in the wards.
pub(crate) fn clinic_of(specialty: Specialty) -> Option<u16> {
    let found = DEPARTMENTS.iter().position(|department| {
        department.class == Class::Clinic && department.specialty == Some(specialty)
    })?;
    u16::try_from(found).ok()
}

fn place(is: impl Fn(&Department) -> bool) -> u16 {
    let found = DEPARTMENTS
        .iter()
        .position(is)
        .expect("the department is in the list");
    u16::try_from(found).expect("a short list")
}
