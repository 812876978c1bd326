//! What company an unexplained access has, and how usual that is in the user's department.
//!
//! Scheduling opens records that nobody else opens that week, and so do clinics that prepare visits; hardly any ward does.

use std::collections::HashMap;

use salus_stats::robust::shrunk;

/// Others who touched the patient around that day: none, some of other departments only, or colleagues too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Company {
    Nobody,
    Others,
    Colleagues,
}

type Counts = [f64; 3];

/// How often each company is met, by department.
#[derive(Debug, Default)]
pub(super) struct Usual {
    all: Counts,
    departments: HashMap<u32, Counts>,
    /// By department and user.
    users: HashMap<(u32, u32), Counts>,
}

impl Usual {
    /// Counts unexplained accesses that are taken as clean, by department and user.
    pub(super) fn new(rows: impl Iterator<Item = ((u32, u32), Company)>) -> Self {
        let mut usual = Self::default();
        for (home @ (department, _), company) in rows {
            let at = company as usize;
            usual.all[at] += 1.0;
            usual.departments.entry(department).or_default()[at] += 1.0;
            usual.users.entry(home).or_default()[at] += 1.0;
        }
        usual
    }

    /// The share of this company among accesses of the department, the user's own left out, drawn towards that of all.
    pub(super) fn share(&self, home: (u32, u32), company: Company) -> f64 {
        let at = company as usize;
        let own = self.users.get(&home);
        let own = own.copied().unwrap_or_default();
        let here = self.departments.get(&home.0);
        let here = here.copied().unwrap_or_default();
        let count = sum(&here) - sum(&own);
        let mine = if count > 0.0 {
            (here[at] - own[at]) / count
        } else {
            0.0
        };
        shrunk(count, mine, (self.all[at] + 1.0) / (sum(&self.all) + 3.0))
    }
}

fn sum(counts: &Counts) -> f64 {
    counts.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_department_without_the_user() {
        let rows = |department, user, company, count| {
            std::iter::repeat_n(((department, user), company), count)
        };
        let desk = rows(1, 10, Company::Nobody, 60).chain(rows(1, 11, Company::Nobody, 30));
        let ward = rows(2, 20, Company::Colleagues, 90).chain(rows(2, 21, Company::Nobody, 10));
        let usual = Usual::new(desk.chain(ward));
        let check = |place, company, expected: f64| {
            let share = usual.share(place, company);
            assert!((share - expected).abs() < 1e-9, "{place:?} {share}");
        };
        let nobody = 101.0 / 193.0;
        check((1, 12), Company::Nobody, (90.0 + 7.0 * nobody) / 97.0);
        check((1, 10), Company::Nobody, (30.0 + 7.0 * nobody) / 37.0);
        check((2, 22), Company::Nobody, (10.0 + 7.0 * nobody) / 107.0);
        // The only one who did such a thing does not make it usual.
        check((2, 21), Company::Nobody, 7.0 * nobody / 97.0);
        check((3, 30), Company::Nobody, nobody);
        check((1, 12), Company::Others, 7.0 / 193.0 / 97.0);
        let none = Usual::new(std::iter::empty());
        assert!((none.share((1, 1), Company::Others) - 1.0 / 3.0).abs() < 1e-9);
    }
}
