//! Invented columns: a million patients of whom few have very much care, thirty thousand users in three hundred
//! departments, the fourteen templates of methods A.4, seventy days. Each row follows from its number alone.

use salus_access::{Calendar, Event, Grouped, Membership, NONE, Staff, Template, Templates};
use salus_content::{TemplateClass, TemplateDerived, TemplateKeys, TemplateStrength};

const DAY: i64 = 86_400 * 1_000_000;
/// Patients there are.
pub const PATIENTS: f64 = 1_000_000.0;
const DEPARTMENTS: u64 = 300;
const USERS: u64 = 30_000;
const PERIOD: i64 = 70;
/// 2026-01-01.
const START: i64 = 20_454 * DAY;

/// A zone with a change of the clock on 8 March 2026, a sum each.
pub struct Eastern;

const CHANGE: i64 = (20_520 * 24 + 7) * 3_600_000_000;

impl Calendar for Eastern {
    fn day(&self, micros: i64) -> i32 {
        let hours = if micros < CHANGE { 5 } else { 4 };
        let day = (micros - hours * 3_600_000_000).div_euclid(DAY);
        i32::try_from(day).unwrap_or(0)
    }

    fn midnight(&self, day: i32) -> i64 {
        let hours = if day <= 20_520 { 5 } else { 4 };
        i64::from(day) * DAY + hours * 3_600_000_000
    }
}

/// Numbers without a crate: Steele, Lea and Flood's SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn department_of(user: u64) -> u64 {
    user % DEPARTMENTS
}

fn colleague(department: u64, random: &mut Random) -> u64 {
    random.below(USERS / DEPARTMENTS) * DEPARTMENTS + department
}

/// Row `number` of the care.
pub fn event(number: usize) -> Event {
    let random = &mut Random(number as u64 * 2 + 1);
    let patient = (PATIENTS * random.unit().powi(2)) as u64;
    // A patient's care is in four departments.
    let department = (patient * 7 + random.below(4) * 31) % DEPARTMENTS;
    let actor = colleague(department, random) as u32;
    let kind = random.below(10);
    let (templates, hours) = match kind {
        0 => (0b1, 1),
        1 => (0b1000_1000_0010, 24 * random.below(6)),
        2 | 3 => (0b1_0000_0100, 0),
        4 => (0b1000, 0),
        5 => (0b1_0000, 24 * 30),
        6 => (0b10_0000, 0),
        7 => (0b100_0000, 0),
        8 => (0b1_1000_1000_0000, 3),
        _ => (0b100_0000_0000, 0),
    };
    let begin = START + (random.unit() * (PERIOD * DAY) as f64) as i64;
    let diagnosis = department * 5 + random.below(5);
    Event {
        begin,
        end: begin + hours as i64 * 3_600_000_000,
        patient: patient as u32,
        actor,
        department: department as u32,
        author: actor,
        code: if kind == 9 { diagnosis as u32 } else { NONE },
        templates,
    }
}

/// Row `number` of the accesses to the patients of so many rows of care: time, user, patient.
pub fn access(number: usize, rows: usize) -> (i64, u32, u32) {
    let random = &mut Random(number as u64 * 2);
    let event = event(random.below(rows as u64) as usize);
    let offset = (random.unit() * (12 * DAY) as f64) as i64 - 2 * DAY;
    let kind = random.below(20);
    let user = match kind {
        0..8 => u64::from(event.actor),
        8..17 => colleague(u64::from(event.department), random),
        _ => random.below(USERS),
    };
    let patient = match kind {
        19 => (PATIENTS * random.unit()) as u32,
        _ => event.patient,
    };
    (event.begin + offset, user as u32, patient)
}

/// Everybody, one of ten in two departments; those of six departments may use the templates of desks and billing.
pub fn staff() -> Staff {
    let rows = (0..USERS).flat_map(|user| {
        let home = Membership {
            user: user as u32,
            department: department_of(user) as u32,
            from: i32::MIN,
            until: i32::MAX,
        };
        // One of ten works in a second department, too.
        let second = Membership {
            department: department_of(user + 17) as u32,
            ..home
        };
        [home].into_iter().chain((user % 10 == 0).then_some(second))
    });
    Staff {
        departments: Grouped::new(rows.collect()),
        templates: (0..USERS)
            .map(|user| {
                if department_of(user) < 6 {
                    0b1_1000_0000_0000
                } else {
                    0
                }
            })
            .collect(),
        ..Staff::default()
    }
}

/// The templates of methods A.4.
pub fn catalogue() -> Result<Templates, salus_access::Refused> {
    use TemplateKeys::{DepartmentDiagnosis, Patient, PatientDepartment, PatientUser};
    let strong = |keys, before, after| Template {
        keys,
        before,
        after,
        strength: TemplateStrength::Strong,
        class: if keys == PatientUser {
            TemplateClass::Direct
        } else {
            TemplateClass::Department
        },
        own_work: true,
        some_users: false,
        derived: TemplateDerived::Evidence,
    };
    let weak = |keys, before, after, some_users| Template {
        strength: TemplateStrength::Weak,
        class: TemplateClass::Weak,
        some_users,
        ..strong(keys, before, after)
    };
    let derived = |keys, after, derived| Template {
        derived,
        ..strong(keys, 0, after)
    };
    Templates::new(vec![
        strong(PatientUser, 7, 30),
        strong(PatientUser, 2, 30),
        strong(PatientUser, 1, 30),
        strong(PatientUser, 1, 30),
        strong(PatientUser, 0, 0),
        strong(PatientUser, 0, 14),
        strong(PatientDepartment, 2, 14),
        strong(PatientDepartment, 1, 3),
        strong(PatientDepartment, 0, 3),
        derived(PatientDepartment, 1, TemplateDerived::CoWorker),
        weak(DepartmentDiagnosis, 0, 30, false),
        weak(Patient, 3, 3, true),
        weak(Patient, 0, 60, true),
        derived(PatientUser, 30, TemplateDerived::Repeat),
    ])
}
