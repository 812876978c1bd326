//! One person's work in one patient's record, and the single events it leaves in a log.

use super::clock::Local;
use super::work::{Act, Work};
use crate::random::Random;

/// Why a record was opened, known only here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A step of care that left a record.
    Care,
    /// Legitimate, but nobody wrote down why.
    Unrecorded(Unrecorded),
    /// The planted access with this number.
    Planted(u32),
}

/// What kind of work left no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unrecorded {
    /// Asked in passing by those who treat the patient.
    Asked,
    /// A call from a patient of the clinic.
    Called,
    /// A question at the desk or on the telephone.
    Enquiry,
    /// Another patient of that name was meant.
    Mistaken,
}

impl Unrecorded {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Asked => "asked in passing",
            Self::Called => "call from a patient",
            Self::Enquiry => "enquiry at the desk",
            Self::Mistaken => "wrong patient opened",
        }
    }
}

/// Where somebody sat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seat {
    Own,
    /// At home, over the remote-access gateway.
    Home,
    /// Elsewhere, over the gateway, by somebody who does not usually work from outside.
    Outside,
}

/// One person's work in one record: some events within minutes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Touch {
    pub(crate) at: Local,
    pub(crate) user: u32,
    pub(crate) patient: u32,
    /// The visit or stay it belongs to; 0 for none.
    pub(crate) encounter: u32,
    /// The department at whose workstation it is done.
    pub(crate) place: u16,
    pub(crate) work: Work,
    pub(crate) cause: Cause,
    pub(crate) seat: Seat,
    /// The emergency button was pressed.
    pub(crate) emergency: bool,
}

/// One line of an access log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) second: i64,
    pub(crate) millis: u16,
    pub(crate) act: Act,
    pub(crate) resource: &'static str,
}

/// More than this nobody opens at one sitting.
const MOST: usize = 16;

/// The events of one touch: the first page, then what the work needs. Seconds are counted from the touch.
pub(crate) fn events(touch: &Touch, random: &mut Random, into: &mut Vec<Event>) {
    into.clear();
    let mut second = 0;
    let mut push = |second, act, resource, random: &mut Random| {
        let millis = u16::try_from(random.below(1_000)).unwrap_or(0);
        into.push(Event {
            second,
            millis,
            act,
            resource,
        });
    };
    if touch.work == Work::Export {
        push(0, Act::Export, "Patient", random);
        return;
    }
    push(0, Act::Read, "Patient", random);
    let openings = touch.work.openings();
    let weights: Vec<u32> = openings.iter().map(|one| one.2).collect();
    for _ in 1..MOST {
        if !random.chance(touch.work.goes_on()) {
            break;
        }
        second += random.between(2, 55);
        let (resource, act, _) = openings[random.weighted(&weights)];
        push(second, act, resource, random);
    }
}
