//! Which departments handle which diagnoses, learned from the accesses themselves (template X11 of methods A.4).
//!
//! Counted are pairs of a patient and a department of which somebody opened the record, so that one person who looks
//! often weighs no more than one who looks once. A department handles a diagnosis when its share of the pairs with that
//! diagnosis is at least three times its share of all pairs, and there are at least twenty such pairs.

use hashbrown::HashMap;
use salus_content::TemplateKeys;

use crate::columns::{NONE, Staff};
use crate::explain::{Evidence, Rows, Unsound, Whose, days, share};
use crate::template::Templates;

/// A department handles a diagnosis of which it opened so many patients.
const LEAST_PATIENTS: u64 = 20;
/// Its share among those with the diagnosis is so many times its share among all.
const LEAST_LIFT: u128 = 3;

/// Counts from which habits are seen; those of several ranges of patients are added.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    /// Pairs in all.
    pairs: u64,
    /// Patients of which a department opened the record.
    departments: HashMap<u32, u64>,
    /// Pairs of which the patient has a diagnosis.
    codes: HashMap<u32, u64>,
    /// Patients with a diagnosis of which a department opened the record, by diagnosis and department.
    both: HashMap<(u32, u32), u64>,
}

/// Which departments handle which diagnoses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handled {
    /// Diagnosis and department, sorted.
    pairs: Vec<(u32, u32)>,
}

impl Handled {
    /// The pairs of diagnosis and department that are known already.
    #[must_use]
    pub fn new(mut pairs: Vec<(u32, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs }
    }

    /// All of them: diagnosis and department, sorted.
    #[must_use]
    pub fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    /// Whether the department handles the diagnosis.
    #[must_use]
    pub fn handles(&self, department: u32, code: u32) -> bool {
        self.pairs.binary_search(&(code, department)).is_ok()
    }

    /// The departments that handle a diagnosis.
    pub(crate) fn departments(&self, code: u32) -> impl Iterator<Item = u32> + '_ {
        let start = self.pairs.partition_point(|pair| *pair < (code, 0));
        let rest = self.pairs[start..].iter();
        rest.take_while(move |pair| pair.0 == code)
            .map(|pair| pair.1)
    }

    /// Whether any department handles it.
    pub(crate) fn knows(&self, code: u32) -> bool {
        let at = self.pairs.partition_point(|pair| *pair < (code, 0));
        self.pairs.get(at).is_some_and(|pair| pair.0 == code)
    }
}

impl Learned {
    /// Adds what was counted over other patients.
    pub fn merge(&mut self, other: Self) {
        self.pairs += other.pairs;
        for (department, count) in other.departments {
            *self.departments.entry(department).or_default() += count;
        }
        for (code, count) in other.codes {
            *self.codes.entry(code).or_default() += count;
        }
        for (both, count) in other.both {
            *self.both.entry(both).or_default() += count;
        }
    }

    /// Which departments handle which diagnoses, by these counts.
    #[must_use]
    pub fn handled(&self) -> Handled {
        let wide = |count: Option<&u64>| u128::from(count.copied().unwrap_or(0));
        let holds = |code: u32, department: u32, count: u64| {
            let of_code = wide(self.codes.get(&code));
            let of_department = wide(self.departments.get(&department));
            count >= LEAST_PATIENTS
                && u128::from(count) * u128::from(self.pairs)
                    >= LEAST_LIFT * of_code * of_department
        };
        let pairs = self.both.iter();
        let held = pairs.filter(|&(&(code, department), &count)| holds(code, department, count));
        Handled::new(held.map(|(pair, _)| *pair).collect())
    }

    fn count(&mut self, departments: &[u32], codes: &[u32]) {
        self.pairs += departments.len() as u64;
        for department in departments {
            *self.departments.entry(*department).or_default() += 1;
        }
        for code in codes {
            *self.codes.entry(*code).or_default() += departments.len() as u64;
            for department in departments {
                *self.both.entry((*code, *department)).or_default() += 1;
            }
        }
    }
}

/// Counts which departments open the records of patients with which diagnoses.
///
/// Without a template over diagnoses there is nothing to learn, and nothing is gone through.
pub fn learn(
    evidence: &Evidence<'_>,
    templates: &Templates,
    threads: usize,
) -> Result<Learned, Unsound> {
    evidence.check()?;
    let bits = templates.bits(|one| one.keys == TemplateKeys::DepartmentDiagnosis);
    if bits == 0 {
        return Ok(Learned::default());
    }
    let rows = Rows::of(evidence, bits);
    let days = days(evidence, templates);
    let see = |seen: &mut Seen, whose: Whose<'_>| seen.see(&whose, evidence.staff);
    let mut all = Learned::default();
    for seen in share(&rows, &days, threads, see)? {
        all.merge(seen.learned);
    }
    Ok(all)
}

/// What one thread has seen so far, and room for one patient.
#[derive(Default)]
struct Seen {
    learned: Learned,
    departments: Vec<u32>,
    codes: Vec<u32>,
}

impl Seen {
    fn see(&mut self, whose: &Whose<'_>, staff: &Staff) {
        let Self {
            learned,
            departments,
            codes,
        } = self;
        departments.clear();
        for visit in whose.visits.iter() {
            departments.extend(staff.departments.on(visit.user, visit.day));
        }
        departments.sort_unstable();
        departments.dedup();
        codes.clear();
        let known = whose.care.iter().map(|care| care.code);
        codes.extend(known.filter(|code| *code != NONE));
        codes.sort_unstable();
        codes.dedup();
        learned.count(departments, codes);
    }
}
