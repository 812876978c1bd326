//! The clinic's staff: fourteen people, one of whom leaves and one of whom is new.

/// One person on the roster.
pub(crate) struct Person {
    pub(crate) id: &'static str,
    pub(crate) given: &'static str,
    pub(crate) family: &'static str,
    pub(crate) user: &'static str,
    pub(crate) title: &'static str,
    pub(crate) department: &'static str,
    pub(crate) employment: &'static str,
    pub(crate) start: &'static str,
    pub(crate) end: Option<&'static str>,
    /// The machine the person mostly uses.
    pub(crate) machine: &'static str,
    /// The last part of the person's security identifier.
    pub(crate) rid: u32,
    /// Date of the newest awareness training, if any.
    pub(crate) trained: Option<&'static str>,
}

impl Person {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    pub(crate) fn mail(&self) -> String {
        format!("{}@{}", self.user, super::DOMAIN)
    }

    pub(crate) fn sid(&self) -> String {
        format!("{}-{}", super::SID_BASE, self.rid)
    }

    /// The person's resource in the record system.
    pub(crate) fn practitioner(&self) -> String {
        format!("prac-{}", self.id.to_lowercase())
    }

    /// True while the person is on the roster on the day written `2026-10-31`.
    pub(crate) fn works_on(&self, date: &str) -> bool {
        self.start <= date && self.end.is_none_or(|end| date <= end)
    }
}

/// The biller: receives the phishing mail and is taken in.
pub(crate) const PHISHED: &str = "mlindqvist";
/// The registered nurse whose workstation is attacked.
pub(crate) const ATTACKED: &str = "cdunning";
/// The front-desk worker who looks at records without a reason.
pub(crate) const SNOOPER: &str = "dpruitt";
/// The referral coordinator who takes data along and returns after the last day.
pub(crate) const LEAVER: &str = "pgentry";
/// The physician who travels abroad with a second factor.
pub(crate) const TRAVELLER: &str = "treyes";
/// The outsourced administrator.
pub(crate) const ADMIN: &str = "ohaddad";

macro_rules! person {
    ($id:literal, $given:literal $family:literal, $user:literal, $title:literal, $department:literal,
     $employment:literal, $start:literal, $end:expr, $machine:literal, $rid:literal, $trained:expr) => {
        Person {
            id: $id,
            given: $given,
            family: $family,
            user: $user,
            title: $title,
            department: $department,
            employment: $employment,
            start: $start,
            end: $end,
            machine: $machine,
            rid: $rid,
            trained: $trained,
        }
    };
}

#[rustfmt::skip]
pub(crate) const ALL: &[Person] = &[
    person!("P101", "Helen" "Marsh", "hmarsh", "Physician, medical director", "Clinical", "physician", "2011-04-04", None, "AC-LT01", 1104, Some("2026-03-11")),
    person!("P102", "Tomas" "Reyes", "treyes", "Physician", "Clinical", "physician", "2017-08-14", None, "AC-LT02", 1105, Some("2025-06-18")),
    person!("P103", "Priya" "Nair", "pnair", "Nurse practitioner", "Clinical", "employee", "2019-01-07", None, "AC-LT03", 1106, Some("2026-03-12")),
    person!("P104", "Carol" "Dunning", "cdunning", "Registered nurse", "Clinical", "employee", "2014-06-02", None, "AC-WS04", 1107, Some("2026-03-11")),
    person!("P105", "Joel" "Whitaker", "jwhitaker", "Licensed practical nurse", "Clinical", "employee", "2021-02-15", None, "AC-WS05", 1108, Some("2026-03-16")),
    person!("P106", "Aisha" "Bello", "abello", "Medical assistant", "Clinical", "employee", "2022-09-06", None, "AC-WS06", 1109, Some("2026-03-11")),
    person!("P107", "Kevin" "Strand", "kstrand", "Medical assistant", "Clinical", "employee", "2026-10-12", None, "AC-WS06", 1131, None),
    person!("P108", "Dana" "Pruitt", "dpruitt", "Front desk", "Front office", "employee", "2018-05-21", None, "AC-WS01", 1110, Some("2026-03-11")),
    person!("P109", "Luis" "Ortega", "lortega", "Front desk", "Front office", "employee", "2020-11-30", None, "AC-WS02", 1111, Some("2026-03-12")),
    person!("P110", "Marta" "Lindqvist", "mlindqvist", "Biller", "Billing", "employee", "2016-03-28", None, "AC-WS03", 1112, Some("2026-03-13")),
    person!("P111", "Rosalind" "Chen", "rchen", "Office manager, security official", "Administration", "employee", "2012-10-01", None, "AC-WS07", 1113, Some("2026-03-10")),
    person!("P112", "Paul" "Gentry", "pgentry", "Referral coordinator", "Front office", "employee", "2022-01-10", Some("2026-10-09"), "AC-WS02", 1114, Some("2026-03-11")),
    person!("P113", "Nadia" "Farouk", "nfarouk", "Nurse care manager", "Clinical", "employee", "2018-09-17", None, "AC-LT05", 1115, Some("2026-03-16")),
    person!("P114", "Omar" "Haddad", "ohaddad", "IT administrator (Tallgrass IT Services)", "IT", "contractor", "2023-05-01", None, "AC-LT04", 1116, Some("2026-01-20")),
];

/// Given and family names for patients; none is meant to be a real person.
pub(crate) const GIVEN: [&str; 40] = [
    "Ada", "Ben", "Cora", "Dennis", "Elena", "Frank", "Gloria", "Hugo", "Irene", "Jonas", "Kira",
    "Lionel", "Mabel", "Nolan", "Opal", "Pedro", "Quinn", "Rita", "Samuel", "Tessa", "Ulric",
    "Vera", "Wade", "Ximena", "Yusuf", "Zelda", "Arlo", "Bianca", "Cyrus", "Delia", "Emmett",
    "Fiona", "Gideon", "Hazel", "Ivan", "Juno", "Kurt", "Lydia", "Milo", "Nora",
];

pub(crate) const FAMILY: [&str; 40] = [
    "Abernathy",
    "Blackwood",
    "Castellan",
    "Dorrance",
    "Ellery",
    "Fenwright",
    "Garrity",
    "Holloway",
    "Ingersoll",
    "Jarrow",
    "Kettering",
    "Lockhart",
    "Mosswell",
    "Northcote",
    "Oakhurst",
    "Penhallow",
    "Quimby",
    "Ravenel",
    "Silverton",
    "Thornbury",
    "Underhill",
    "Vandermeer",
    "Westlake",
    "Yarborough",
    "Zabriskie",
    "Ashdown",
    "Birchall",
    "Crowhurst",
    "Dunmore",
    "Eastgate",
    "Farraday",
    "Glenister",
    "Hartwell",
    "Islington",
    "Juniper",
    "Kingsmill",
    "Larkspur",
    "Merriweather",
    "Norwood",
    "Orchard",
];
