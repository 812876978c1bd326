//! What people are ill with: lasting conditions that lead to a specialty, and the diagnoses departments write.
//!
//! Codes are those of ICD-10-CM, a work of the United States' government.

use crate::random::Random;

/// What a department is good at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Specialty {
    Medicine,
    Heart,
    Nerves,
    Surgery,
    Bones,
    Cancer,
    Women,
    Children,
    Gut,
    Hormones,
    Lungs,
    Kidneys,
    Skin,
    Mind,
    Bladder,
    Eyes,
    Ears,
}

/// Every specialty, in the order of its numbers.
pub(crate) const SPECIALTIES: [Specialty; 17] = [
    Specialty::Medicine,
    Specialty::Heart,
    Specialty::Nerves,
    Specialty::Surgery,
    Specialty::Bones,
    Specialty::Cancer,
    Specialty::Women,
    Specialty::Children,
    Specialty::Gut,
    Specialty::Hormones,
    Specialty::Lungs,
    Specialty::Kidneys,
    Specialty::Skin,
    Specialty::Mind,
    Specialty::Bladder,
    Specialty::Eyes,
    Specialty::Ears,
];

impl Specialty {
    /// This specialty alone, in a patient's set of lasting conditions.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u8
    }
}

/// A code and what it says.
pub(crate) type Diagnosis = (&'static str, &'static str);

const MEDICINE: &[Diagnosis] = &[
    ("I10", "Essential (primary) hypertension"),
    ("A41.9", "Sepsis, unspecified organism"),
    ("N39.0", "Urinary tract infection, site not specified"),
    ("E86.0", "Dehydration"),
    ("R53.83", "Other fatigue"),
    (
        "Z00.00",
        "Encounter for general adult medical examination without abnormal findings",
    ),
    ("E78.5", "Hyperlipidemia, unspecified"),
    ("J06.9", "Acute upper respiratory infection, unspecified"),
    ("M54.50", "Low back pain, unspecified"),
];

/// What each specialty's departments write, in the order of [`SPECIALTIES`].
const DIAGNOSES: [&[Diagnosis]; SPECIALTIES.len()] = [
    MEDICINE,
    &[
        (
            "I25.10",
            "Atherosclerotic heart disease of native coronary artery without angina pectoris",
        ),
        ("I48.91", "Unspecified atrial fibrillation"),
        ("I50.9", "Heart failure, unspecified"),
        ("R07.9", "Chest pain, unspecified"),
    ],
    &[
        (
            "G40.909",
            "Epilepsy, unspecified, not intractable, without status epilepticus",
        ),
        ("I63.9", "Cerebral infarction, unspecified"),
        (
            "G43.909",
            "Migraine, unspecified, not intractable, without status migrainosus",
        ),
        (
            "G20.A1",
            "Parkinson's disease without dyskinesia, without mention of fluctuations",
        ),
    ],
    &[
        ("K35.80", "Unspecified acute appendicitis"),
        (
            "K80.20",
            "Calculus of gallbladder without cholecystitis without obstruction",
        ),
        (
            "K40.90",
            "Unilateral inguinal hernia, without obstruction or gangrene, not specified as recurrent",
        ),
    ],
    &[
        ("M17.11", "Unilateral primary osteoarthritis, right knee"),
        ("M16.12", "Unilateral primary osteoarthritis, left hip"),
        (
            "S72.001A",
            "Fracture of unspecified part of neck of right femur, initial encounter",
        ),
        (
            "M75.101",
            "Unspecified rotator cuff tear or rupture of right shoulder, not specified as traumatic",
        ),
    ],
    &[
        (
            "C50.911",
            "Malignant neoplasm of unspecified site of right female breast",
        ),
        (
            "C34.90",
            "Malignant neoplasm of unspecified part of unspecified bronchus or lung",
        ),
        ("C18.9", "Malignant neoplasm of colon, unspecified"),
    ],
    &[
        (
            "Z34.90",
            "Encounter for supervision of normal pregnancy, unspecified, unspecified trimester",
        ),
        ("O80", "Encounter for full-term uncomplicated delivery"),
        (
            "N92.0",
            "Excessive and frequent menstruation with regular cycle",
        ),
    ],
    &[
        ("J21.9", "Acute bronchiolitis, unspecified"),
        (
            "Z00.129",
            "Encounter for routine child health examination without abnormal findings",
        ),
        ("H66.90", "Otitis media, unspecified, unspecified ear"),
    ],
    &[
        (
            "K21.9",
            "Gastro-esophageal reflux disease without esophagitis",
        ),
        (
            "K50.90",
            "Crohn's disease, unspecified, without complications",
        ),
        (
            "K57.30",
            "Diverticulosis of large intestine without perforation or abscess without bleeding",
        ),
    ],
    &[
        ("E11.9", "Type 2 diabetes mellitus without complications"),
        ("E11.65", "Type 2 diabetes mellitus with hyperglycemia"),
        ("E03.9", "Hypothyroidism, unspecified"),
    ],
    &[
        (
            "J44.9",
            "Chronic obstructive pulmonary disease, unspecified",
        ),
        ("J45.909", "Unspecified asthma, uncomplicated"),
        ("J18.9", "Pneumonia, unspecified organism"),
    ],
    &[
        ("N18.30", "Chronic kidney disease, stage 3 unspecified"),
        ("N17.9", "Acute kidney failure, unspecified"),
    ],
    &[
        ("L40.0", "Psoriasis vulgaris"),
        ("L20.9", "Atopic dermatitis, unspecified"),
        ("L57.0", "Actinic keratosis"),
    ],
    &[
        ("F32.A", "Depression, unspecified"),
        ("F41.1", "Generalized anxiety disorder"),
        ("F31.9", "Bipolar disorder, unspecified"),
    ],
    &[
        (
            "N40.1",
            "Benign prostatic hyperplasia with lower urinary tract symptoms",
        ),
        ("N20.0", "Calculus of kidney"),
    ],
    &[
        ("H25.9", "Unspecified age-related cataract"),
        ("H40.9", "Unspecified glaucoma"),
    ],
    &[
        ("J32.9", "Chronic sinusitis, unspecified"),
        ("H90.3", "Sensorineural hearing loss, bilateral"),
    ],
];

/// What a specialty's departments write.
pub(crate) fn diagnoses(specialty: Specialty) -> &'static [Diagnosis] {
    DIAGNOSES[specialty as usize]
}

/// How often a lasting condition is met, in a thousand people: below 18, to 39, to 64, older.
const LASTING: [(Specialty, [u64; 4]); 14] = [
    (Specialty::Heart, [4, 15, 110, 300]),
    (Specialty::Nerves, [12, 40, 60, 110]),
    (Specialty::Surgery, [4, 15, 30, 40]),
    (Specialty::Bones, [15, 50, 130, 240]),
    (Specialty::Cancer, [2, 10, 50, 130]),
    (Specialty::Women, [0, 130, 60, 10]),
    (Specialty::Gut, [10, 40, 80, 110]),
    (Specialty::Hormones, [8, 35, 130, 250]),
    (Specialty::Lungs, [90, 60, 80, 150]),
    (Specialty::Kidneys, [2, 8, 40, 140]),
    (Specialty::Skin, [40, 40, 50, 80]),
    (Specialty::Mind, [60, 160, 150, 110]),
    (Specialty::Bladder, [5, 10, 50, 110]),
    (Specialty::Eyes, [15, 15, 50, 200]),
];

/// A person's lasting conditions, as a set of specialties.
pub(crate) fn lasting(age: i64, female: bool, random: &mut Random) -> u32 {
    let band = match age {
        ..18 => 0,
        18..40 => 1,
        40..65 => 2,
        _ => 3,
    };
    let mut set = 0;
    for (specialty, shares) in &LASTING {
        let share = if *specialty == Specialty::Women && !female {
            0
        } else {
            shares[band]
        };
        if random.below(1_000) < share {
            set |= specialty.bit();
        }
    }
    set
}

/// What a clinic or ward of this specialty writes about one patient: mostly the same at each visit.
pub(crate) fn of_patient(specialty: Specialty, patient: u32, random: &mut Random) -> Diagnosis {
    let list = diagnoses(specialty);
    if random.chance(75) {
        list[patient as usize % list.len()]
    } else {
        *random.pick(list)
    }
}
