//! Who opens whose record on ordinary days, and why.

use crate::clinic::Clinic;
use crate::clinic::visits::Visit;
use crate::evidence::{Access, Evidence, Story};
use crate::moment::Moment;
use crate::random::Random;

pub(crate) fn add(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("care");
    for visit in &clinic.visits {
        let mut desk = Desk {
            clinic,
            visit,
            random: &mut random,
            evidence,
        };
        if !visit.booked {
            desk.open(visit.nurse, -1_200, "read", "Patient");
            desk.open(visit.nurse, -1_080, "search", "MedicationRequest");
            desk.open(visit.provider, 0, "read", "Patient");
            desk.open(visit.provider, 60, "create", "MedicationRequest");
            continue;
        }
        desk.open(visit.front, -900, "read", "Patient");
        if visit.cancelled {
            continue;
        }
        desk.open(visit.front, -840, "update", "Appointment");
        desk.open(visit.nurse, -480, "read", "Patient");
        desk.open(visit.nurse, -400, "create", "Observation");
        desk.open(visit.provider, 0, "read", "Patient");
        desk.open(visit.provider, 300, "search", "Observation");
        if visit.prescribes {
            desk.open(visit.provider, 900, "create", "MedicationRequest");
        }
        if visit.orders.is_some() {
            desk.open(visit.provider, 960, "create", "ServiceRequest");
        }
        desk.bill();
    }
    unrecorded(clinic, evidence);
}

struct Desk<'a> {
    clinic: &'a Clinic,
    visit: &'a Visit,
    random: &'a mut Random,
    evidence: &'a mut Evidence,
}

impl Desk<'_> {
    fn open(
        &mut self,
        user: &'static str,
        seconds: i64,
        interaction: &'static str,
        resource: &'static str,
    ) {
        let time = self
            .visit
            .start
            .plus_seconds(seconds + self.random.between(0, 55))
            .plus_micros(self.random.between(0, 999) * 1_000);
        self.push(user, time, (interaction, resource), Story::Care);
    }

    /// The biller works on the visit in the evening of the same day.
    fn bill(&mut self) {
        let hours = self.random.between(0, 5_000);
        let midnight = Moment::day(&self.visit.start.date());
        let time = midnight.plus_seconds(23 * 3_600 - hours);
        if time > self.visit.start {
            self.push("mlindqvist", time, ("read", "Encounter"), Story::Billing);
        }
    }

    fn push(
        &mut self,
        user: &'static str,
        time: Moment,
        (interaction, resource): (&'static str, &'static str),
        story: Story,
    ) {
        let machine = self.clinic.seat(user, &time.date());
        self.evidence.accesses.push(Access {
            time,
            user,
            patient: self.visit.patient,
            interaction,
            resource,
            from: machine.ip.to_owned(),
            story,
        });
    }
}

/// Telephone calls nobody wrote down: legitimate, though nothing in the records explains them.
fn unrecorded(clinic: &Clinic, evidence: &mut Evidence) {
    let mut random = clinic.random("unrecorded calls");
    for day in clinic.working_days().into_iter().step_by(3) {
        let user = *random.pick(&["lortega", "nfarouk", "abello"]);
        let patient = 60 + random.index(250);
        let time = day.plus_seconds(15 * 3_600 + random.between(0, 20_000));
        evidence.accesses.push(Access {
            time,
            user,
            patient,
            interaction: "read",
            resource: "Patient",
            from: clinic.seat(user, &time.date()).ip.to_owned(),
            story: Story::NoRecordOfReason,
        });
    }
}
