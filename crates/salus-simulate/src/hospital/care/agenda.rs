//! What is to be done on days to come.

use super::super::fhir::visits::Booking;
use super::super::touch::Touch;
use super::Case;

/// No work is put off for longer.
const LONGEST: usize = 64;

/// Work that waits for its day.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Due {
    Visit(Booking),
    /// Somebody of the clinic looks ahead.
    Prepare(Booking),
    /// A result is ready for who asked for it, at this second of the day.
    Review {
        case: Case,
        provider: u32,
        second: i64,
    },
    /// A nurse calls the patient.
    Call {
        patient: u32,
        department: u16,
    },
    /// A note is signed a day late.
    Sign {
        case: Case,
        author: u32,
    },
    /// A referral lies on a clinic's desk.
    Refer {
        patient: u32,
        department: u16,
    },
    Code {
        case: Case,
        inpatient: bool,
    },
    Bill {
        case: Case,
    },
    /// Quality review of a finished stay or visit.
    Improve {
        case: Case,
    },
    Touch(Touch),
}

impl Due {
    pub(crate) fn patient(&self) -> u32 {
        match self {
            Self::Visit(booking) | Self::Prepare(booking) => booking.patient,
            Self::Review { case, .. }
            | Self::Sign { case, .. }
            | Self::Code { case, .. }
            | Self::Bill { case }
            | Self::Improve { case } => case.patient,
            Self::Call { patient, .. } | Self::Refer { patient, .. } => *patient,
            Self::Touch(touch) => touch.patient,
        }
    }
}

/// A list for each of the next days.
pub(crate) struct Agenda {
    today: i64,
    days: Vec<Vec<Due>>,
}

impl Agenda {
    pub(crate) fn new(today: i64) -> Self {
        Self {
            today,
            days: vec![Vec::new(); LONGEST],
        }
    }

    /// Puts work off to a day that is not past; work for a day too far off is left undone.
    pub(crate) fn add(&mut self, day: i64, due: Due) {
        let ahead = usize::try_from(day - self.today).unwrap_or(0);
        if ahead < LONGEST {
            let place = self.place(self.today + i64::try_from(ahead).unwrap_or(0));
            self.days[place].push(due);
        }
    }

    /// The work of a day, which is now today.
    pub(crate) fn take(&mut self, day: i64) -> Vec<Due> {
        self.today = day;
        let place = self.place(day);
        std::mem::take(&mut self.days[place])
    }

    /// Everything that is left, day by day.
    pub(crate) fn rest(&mut self) -> Vec<Due> {
        let first = self.today + 1;
        let days = (first..).take(LONGEST - 1);
        let places: Vec<usize> = days.map(|day| self.place(day)).collect();
        let mut all = Vec::new();
        for place in places {
            all.append(&mut self.days[place]);
        }
        all
    }

    fn place(&self, day: i64) -> usize {
        usize::try_from(day).expect("a day after 1970") % LONGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(list: &[Due]) -> Vec<u32> {
        list.iter().map(Due::patient).collect()
    }

    #[test]
    fn work_comes_up_on_its_day() {
        let mut agenda = Agenda::new(100);
        let call = |patient| Due::Call {
            patient,
            department: 0,
        };
        for (day, patient) in [(100, 1), (101, 2), (163, 3), (164, 4), (90, 5)] {
            agenda.add(day, call(patient));
        }
        assert_eq!(days(&agenda.take(100)), [1, 5], "the past is done today");
        assert_eq!(days(&agenda.take(101)), [2]);
        agenda.add(101, call(6));
        assert_eq!(
            days(&agenda.take(101)),
            [6],
            "work may come up while the day goes on"
        );
        assert_eq!(
            days(&agenda.rest()),
            [3],
            "what is too far off was left undone"
        );
    }
}
