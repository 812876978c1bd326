//! What is kept of a message: fields that say who, what, when and where, and of those only
//! identifiers, codes, places and times. This list is the boundary for patients' data: names,
//! addresses, telephone numbers, results, notes and diagnoses are not on it, nor are local segments.

use Kind::{
    Code, Duty, Entity, Id, Name, Person, Place, Query, Reader, System, Text, Time, Timing, Type,
};

/// What a field holds, and so which of its components are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A code or number without parts.
    Text,
    Time,
    /// An application or facility (HD).
    System,
    /// The kind of message (MSG).
    Type,
    /// A code with its system, without its words (CE, CWE).
    Code,
    /// A number with who gave it and what it is (CX).
    Id,
    /// The number of a member of the staff, without the name (XCN).
    Person,
    /// The same where it stands in the parts of the first component (NDL).
    Reader,
    /// Who signed, and when (PPN).
    Duty,
    /// The name of a member of the staff (XPN in STF).
    Name,
    /// Ward, room, bed and house (PL).
    Place,
    /// The number of an order, a document or the like (EI).
    Entity,
    /// From when until when (TQ).
    Timing,
    /// What is asked for; see `draft`.
    Query,
}

/// One component that is kept: its name behind the field's, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: &'static str,
    pub(super) component: usize,
    pub(super) part: usize,
    pub(super) is_time: bool,
}

const fn part(name: &'static str, component: usize, part: usize) -> Part {
    Part {
        name,
        component,
        part,
        is_time: false,
    }
}

const fn time(name: &'static str, component: usize) -> Part {
    Part {
        name,
        component,
        part: 1,
        is_time: true,
    }
}

impl Kind {
    pub(super) fn parts(self) -> &'static [Part] {
        match self {
            Text => const { &[part("", 1, 1)] },
            Time => const { &[time("", 1)] },
            System => const { &[part("", 1, 1), part(".2", 2, 1)] },
            Type => const { &[part(".1", 1, 1), part(".2", 2, 1), part(".3", 3, 1)] },
            Code => const { &[part(".1", 1, 1), part(".3", 3, 1)] },
            Id | Query => {
                const {
                    &[
                        part(".1", 1, 1),
                        part(".4.1", 4, 1),
                        part(".4.2", 4, 2),
                        part(".5", 5, 1),
                    ]
                }
            }
            Person => const { &[part(".1", 1, 1), part(".9.1", 9, 1)] },
            Reader => const { &[part(".1.1", 1, 1)] },
            Duty => const { &[part(".1", 1, 1), time(".15", 15)] },
            Name => const { &[part(".1", 1, 1), part(".2", 2, 1)] },
            Place => {
                const {
                    &[
                        part(".1", 1, 1),
                        part(".2", 2, 1),
                        part(".3", 3, 1),
                        part(".4", 4, 1),
                    ]
                }
            }
            Entity => const { &[part(".1", 1, 1), part(".2", 2, 1)] },
            Timing => const { &[time(".4", 4), time(".5", 5)] },
        }
    }
}

/// Identifiers of these kinds are not the record system's: cards, licences, passports, social security.
pub(super) const PRIVATE_IDS: [&str; 5] = ["BC", "DL", "PPN", "SS", "SSN"];

/// The fields of one kind of segment that are kept.
type Fields = &'static [(usize, Kind)];

const HEADER: Fields = &[
    (3, System),
    (4, System),
    (5, System),
    (6, System),
    (7, Time),
    (9, Text),
    (11, Text),
    (12, Text),
];

/// Segments of which something is kept, sorted by name.
const SEGMENTS: &[(&str, Fields)] = &[
    ("AIG", &[(3, Code), (4, Code), (8, Time), (14, Code)]),
    ("AIL", &[(3, Place), (4, Code), (6, Time), (12, Code)]),
    ("AIP", &[(3, Person), (4, Code), (6, Time), (12, Code)]),
    ("AIS", &[(2, Text), (3, Code), (4, Time), (10, Code)]),
    ("BHS", HEADER),
    ("BTS", &[(1, Text)]),
    ("DG1", &[(5, Time), (16, Person)]),
    ("ERR", &[(3, Code), (4, Text)]),
    (
        "EVN",
        &[
            (1, Text),
            (2, Time),
            (3, Time),
            (4, Text),
            (5, Person),
            (6, Time),
            (7, System),
        ],
    ),
    ("FHS", HEADER),
    (
        "FT1",
        &[
            (4, Time),
            (7, Code),
            (13, Code),
            (16, Place),
            (20, Person),
            (21, Person),
        ],
    ),
    ("FTS", &[(1, Text)]),
    ("MFE", &[(1, Text), (2, Text), (3, Time), (4, Code)]),
    ("MFI", &[(1, Code), (3, Text), (4, Time), (5, Time)]),
    ("MRG", &[(1, Id), (3, Id), (4, Id), (5, Id)]),
    ("MSA", &[(1, Text), (2, Text)]),
    (
        "MSH",
        &[
            (3, System),
            (4, System),
            (5, System),
            (6, System),
            (7, Time),
            (9, Type),
            (10, Text),
            (11, Text),
            (12, Text),
            (17, Text),
            (18, Text),
            (21, Entity),
        ],
    ),
    (
        "OBR",
        &[
            (2, Entity),
            (3, Entity),
            (4, Code),
            (7, Time),
            (8, Time),
            (10, Person),
            (14, Time),
            (16, Person),
            (22, Time),
            (24, Text),
            (25, Text),
            (28, Person),
            (32, Reader),
            (33, Reader),
            (34, Reader),
            (35, Reader),
            (36, Time),
            (44, Code),
        ],
    ),
    (
        "OBX",
        &[
            (2, Text),
            (3, Code),
            (4, Text),
            (11, Text),
            (14, Time),
            (15, Code),
            (16, Person),
            (18, Entity),
            (19, Time),
            (25, Person),
        ],
    ),
    (
        "ORC",
        &[
            (1, Text),
            (2, Entity),
            (3, Entity),
            (4, Entity),
            (5, Text),
            (9, Time),
            (10, Person),
            (11, Person),
            (12, Person),
            (13, Place),
            (15, Time),
            (17, Code),
            (18, Code),
            (19, Person),
            (29, Code),
        ],
    ),
    ("PD1", &[(4, Person)]),
    ("PID", &[(2, Id), (3, Id), (4, Id), (18, Id), (33, Time)]),
    (
        "PR1",
        &[
            (3, Code),
            (5, Time),
            (8, Person),
            (11, Person),
            (12, Person),
        ],
    ),
    ("PRA", &[(1, Code), (3, Text), (5, Text), (6, Text)]),
    (
        "PRT",
        &[(4, Code), (5, Person), (9, Place), (11, Time), (12, Time)],
    ),
    (
        "PV1",
        &[
            (2, Text),
            (3, Place),
            (4, Text),
            (5, Id),
            (6, Place),
            (7, Person),
            (8, Person),
            (9, Person),
            (10, Text),
            (11, Place),
            (14, Text),
            (17, Person),
            (18, Text),
            (19, Id),
            (36, Text),
            (39, Text),
            (41, Text),
            (42, Place),
            (43, Place),
            (44, Time),
            (45, Time),
            (50, Id),
            (51, Text),
            (52, Person),
        ],
    ),
    ("PV2", &[(8, Time), (9, Time), (13, Person)]),
    (
        "QAK",
        &[(1, Text), (2, Text), (4, Text), (5, Text), (6, Text)],
    ),
    ("QPD", &[(1, Code), (2, Text), (3, Query)]),
    (
        "QRD",
        &[
            (1, Time),
            (2, Text),
            (3, Text),
            (4, Text),
            (8, Person),
            (9, Code),
        ],
    ),
    ("QRF", &[(2, Time), (3, Time)]),
    ("RCP", &[(1, Text)]),
    (
        "ROL",
        &[
            (1, Entity),
            (2, Text),
            (3, Code),
            (4, Person),
            (5, Time),
            (6, Time),
        ],
    ),
    (
        "RXA",
        &[
            (3, Time),
            (4, Time),
            (5, Code),
            (10, Person),
            (11, Place),
            (20, Text),
            (21, Text),
            (22, Time),
        ],
    ),
    ("RXD", &[(2, Code), (3, Time), (7, Text), (10, Person)]),
    (
        "RXE",
        &[
            (1, Timing),
            (2, Code),
            (13, Person),
            (14, Person),
            (15, Text),
            (32, Time),
        ],
    ),
    ("RXO", &[(1, Code), (14, Person), (15, Person)]),
    (
        "SCH",
        &[
            (1, Entity),
            (2, Entity),
            (3, Text),
            (4, Entity),
            (5, Code),
            (6, Code),
            (8, Code),
            (9, Text),
            (10, Code),
            (11, Timing),
            (12, Person),
            (16, Person),
            (20, Person),
            (25, Code),
            (26, Entity),
            (27, Entity),
        ],
    ),
    (
        "STF",
        &[
            (1, Code),
            (2, Id),
            (3, Name),
            (4, Text),
            (7, Text),
            (8, Code),
            (12, Time),
            (13, Time),
        ],
    ),
    ("TQ1", &[(7, Time), (8, Time)]),
    (
        "TXA",
        &[
            (2, Text),
            (3, Text),
            (4, Time),
            (5, Person),
            (6, Time),
            (7, Time),
            (8, Time),
            (9, Person),
            (10, Person),
            (11, Person),
            (12, Entity),
            (13, Entity),
            (14, Entity),
            (15, Entity),
            (17, Text),
            (18, Text),
            (19, Text),
            (20, Text),
            (22, Duty),
        ],
    ),
    ("ZBE", &[(1, Entity), (2, Time), (4, Text)]),
];

/// What is kept of a segment, and its name in the list.
pub(super) fn of(segment: &str) -> Option<(&'static str, Fields)> {
    let at = SEGMENTS.binary_search_by_key(&segment, |(name, _)| name);
    at.ok().map(|at| SEGMENTS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_and_its_fields_are_sorted() {
        assert!(SEGMENTS.is_sorted_by_key(|(name, _)| name));
        for (name, fields) in SEGMENTS {
            assert!(fields.is_sorted_by_key(|(number, _)| number), "{name}");
        }
    }

    #[test]
    fn what_tells_of_the_patient_as_a_person_is_not_on_it() {
        let is_kept = |segment: &str, number: usize| {
            of(segment).is_some_and(|(_, fields)| fields.iter().any(|(kept, _)| *kept == number))
        };
        for number in [
            5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23,
        ] {
            assert!(!is_kept("PID", number), "PID-{number}");
        }
        assert!(!is_kept("OBX", 5));
        assert!(!is_kept("DG1", 3) && !is_kept("DG1", 4));
        for segment in ["AL1", "GT1", "IN1", "NK1", "NTE", "PDA", "PRB", "ZZZ"] {
            assert!(of(segment).is_none(), "{segment}");
        }
    }
}
