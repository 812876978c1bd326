//! When each person works: patterns of shifts that need no list, only the person and the day.

use super::super::clock;
use super::super::departments::Hours;
use super::people::Person;
use crate::random::spread;

/// From and until, in minutes after midnight of the shift's day; a night ends beyond 1,440.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) from: i32,
    pub(crate) until: i32,
}

const DAYTIME: Shift = Shift {
    from: 7 * 60,
    until: 19 * 60 + 30,
};
const NIGHT: Shift = Shift {
    from: 19 * 60,
    until: 31 * 60 + 30,
};
const EARLY: Shift = Shift {
    from: 7 * 60,
    until: 15 * 60 + 30,
};
const LATE: Shift = Shift {
    from: 15 * 60,
    until: 23 * 60 + 30,
};
const DEEP: Shift = Shift {
    from: 23 * 60,
    until: 31 * 60 + 30,
};
const LONG: Shift = Shift {
    from: 6 * 60,
    until: 18 * 60 + 30,
};

/// Seven days of fourteen, never more than three in a row.
const FORTNIGHT: [bool; 14] = [
    true, true, true, false, false, true, true, false, false, true, true, false, false, false,
];

/// The shift that begins on this day, if this person works.
pub(crate) fn shift(person: &Person, day: i64) -> Option<Shift> {
    if !person.is_employed(day) || is_off(person, day) {
        return None;
    }
    let phase = i64::from(person.phase);
    let place = |length: i64| (day + phase).rem_euclid(length);
    match person.hours {
        Hours::Office => {
            let start = 7 * 60 + i32::from(person.phase % 7) * 15;
            clock::is_weekday(day).then_some(Shift {
                from: start,
                until: start + 9 * 60 + 30,
            })
        }
        Hours::Twelve => {
            let index = usize::try_from(place(14)).unwrap_or(0);
            FORTNIGHT[index].then_some(if person.phase / 14 % 5 < 3 {
                DAYTIME
            } else {
                NIGHT
            })
        }
        Hours::Eight => {
            let kind = match person.phase / 7 % 9 {
                0..5 => EARLY,
                5..7 => LATE,
                _ => DEEP,
            };
            (place(7) < 5).then_some(kind)
        }
        Hours::Weeks => (place(14) < 7).then_some(if (person.phase / 14).is_multiple_of(5) {
            NIGHT
        } else {
            DAYTIME
        }),
        Hours::Residency => {
            let nights = |day: i64| ((day + phase).div_euclid(28) + phase).rem_euclid(6) == 0;
            let comes_from_night = nights(day - 1) && !nights(day);
            let works = place(7) < 6 && !comes_from_night;
            works.then_some(if nights(day) { NIGHT } else { LONG })
        }
    }
}

/// The month-long turn of a resident: which number of service it is.
pub(crate) fn turn(person: &Person, day: i64) -> u64 {
    let phase = i64::from(person.phase);
    let block = (day + phase).div_euclid(28);
    spread(u64::from(person.phase) ^ block.unsigned_abs() << 20)
}

/// First day of the turn that a resident is in.
pub(crate) fn turn_start(person: &Person, day: i64) -> i64 {
    let phase = i64::from(person.phase);
    (day + phase).div_euclid(28) * 28 - phase
}

/// Holidays of a week, and days of illness; neither is on the roster.
fn is_off(person: &Person, day: i64) -> bool {
    let own =
        u64::from(person.phase) << 32 ^ u64::from(person.street) << 12 ^ u64::from(person.house);
    let week = day.div_euclid(7).unsigned_abs();
    spread(own ^ week << 8).is_multiple_of(18)
        || spread(own ^ day.unsigned_abs() << 24).is_multiple_of(45)
}

#[cfg(test)]
mod tests {
    use super::super::super::plan::Plan;
    use super::super::World;
    use super::*;

    #[test]
    fn shifts_keep_to_hours_a_person_can_work() {
        let world = World::new(&Plan {
            patients: 1_000,
            staff: 300,
            ..Plan::hospital()
        });
        let first = world.plan.first_day();
        let (mut days, mut nights, mut weekend) = (0, 0, 0);
        for person in &world.people {
            let mut minutes = 0;
            let mut free_at = 0;
            for day in first..first + 28 {
                let Some(shift) = shift(person, day) else {
                    continue;
                };
                let from = (day - first) * 1_440 + i64::from(shift.from);
                assert!(
                    from >= free_at,
                    "{:?} begins before the last ended",
                    person.hours
                );
                free_at = (day - first) * 1_440 + i64::from(shift.until);
                minutes += shift.until - shift.from;
                days += 1;
                nights += i32::from(shift.until > 1_440 + 300);
                weekend += i32::from(!clock::is_weekday(day));
            }
            assert!(
                minutes <= 28 * 24 * 60 / 2,
                "{:?} works {minutes} minutes in four weeks",
                person.hours
            );
        }
        assert!(
            nights * 12 > days && nights * 4 < days,
            "{nights} nights of {days}"
        );
        assert!(
            weekend * 10 > days && weekend * 4 < days,
            "{weekend} weekend shifts of {days}"
        );
    }
}
