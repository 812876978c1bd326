//! A rule's condition over predicates, answered for all rows of a batch at once.

use arrow_buffer::BooleanBuffer;

use crate::value::Place;

/// A condition. Fields and predicates are numbers given out by the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// The field's value makes the predicate true.
    Holds {
        field: u32,
        predicate: u32,
    },
    Exists(u32),
    Refers {
        field: u32,
        other: u32,
        place: Place,
        cased: bool,
    },
    All(Vec<Expr>),
    Any(Vec<Expr>),
    AtLeast(u64, Vec<Expr>),
    Not(Box<Expr>),
}

impl Expr {
    /// All of them; tests that can fail early stand first, negations last.
    pub(crate) fn all(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        flat.sort_by_key(Self::cost);
        match flat.len() {
            1 => flat.remove(0),
            _ => Self::All(flat),
        }
    }

    /// Any of them.
    pub(crate) fn any(parts: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Self::Any(flat),
        }
    }

    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    fn cost(&self) -> u8 {
        match self {
            Self::Holds { .. } => 0,
            Self::Exists(_) => 1,
            Self::Any(_) | Self::All(_) | Self::AtLeast(..) => 2,
            Self::Refers { .. } => 3,
            Self::Not(_) => 4,
        }
    }
}

/// Some rows of a batch.
#[derive(Debug, Clone)]
pub(crate) enum Rows {
    None,
    All,
    Some(BooleanBuffer),
}

impl Rows {
    pub(crate) fn of(bits: BooleanBuffer) -> Self {
        if bits.has_true() {
            Self::Some(bits)
        } else {
            Self::None
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, _) | (_, Self::None) => Self::None,
            (Self::All, rows) | (rows, Self::All) => rows,
            (Self::Some(a), Self::Some(b)) => Self::of(&a & &b),
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::None, rows) | (rows, Self::None) => rows,
            (Self::Some(a), Self::Some(b)) => Self::Some(&a | &b),
        }
    }

    fn not(self) -> Self {
        match self {
            Self::None => Self::All,
            Self::All => Self::None,
            Self::Some(bits) => Self::of(!&bits),
        }
    }
}

/// What a condition is asked of.
pub(crate) trait Facts {
    /// Rows where the predicate is true.
    fn holds(&mut self, field: u32, predicate: u32) -> Rows;
    /// Whether no row makes the predicate true.
    fn never_holds(&mut self, field: u32, predicate: u32) -> bool;
    /// Rows where the field is there.
    fn exists(&mut self, field: u32) -> Rows;
    /// Rows where a field stands to another as asked.
    fn refers(&mut self, fields: (u32, u32), place: Place, cased: bool) -> Rows;
    /// Rows of the batch.
    fn rows(&self) -> usize;
}

/// Whether no row can fit, told without touching a bitmap.
pub(crate) fn never(expr: &Expr, facts: &mut impl Facts) -> bool {
    match expr {
        Expr::Holds { field, predicate } => facts.never_holds(*field, *predicate),
        Expr::All(parts) => parts.iter().any(|part| never(part, facts)),
        Expr::Any(parts) => parts.iter().all(|part| never(part, facts)),
        _ => false,
    }
}

/// The rows that fit.
pub(crate) fn rows(expr: &Expr, facts: &mut impl Facts) -> Rows {
    match expr {
        Expr::Holds { field, predicate } => facts.holds(*field, *predicate),
        Expr::Exists(field) => facts.exists(*field),
        Expr::Refers {
            field,
            other,
            place,
            cased,
        } => facts.refers((*field, *other), *place, *cased),
        Expr::All(parts) => {
            let mut fit = Rows::All;
            for part in parts {
                fit = fit.and(rows(part, facts));
                if matches!(fit, Rows::None) {
                    break;
                }
            }
            fit
        }
        Expr::Any(parts) => {
            let mut fit = Rows::None;
            for part in parts {
                fit = fit.or(rows(part, facts));
            }
            fit
        }
        Expr::AtLeast(wanted, parts) => at_least(*wanted, parts, facts),
        Expr::Not(inner) => rows(inner, facts).not(),
    }
}

fn at_least(wanted: u64, parts: &[Expr], facts: &mut impl Facts) -> Rows {
    let mut counts = vec![0_u64; facts.rows()];
    for part in parts {
        match rows(part, facts) {
            Rows::None => {}
            Rows::All => counts.iter_mut().for_each(|count| *count += 1),
            Rows::Some(bits) => bits.set_indices().for_each(|row| counts[row] += 1),
        }
    }
    Rows::of(counts.iter().map(|count| *count >= wanted).collect())
}
