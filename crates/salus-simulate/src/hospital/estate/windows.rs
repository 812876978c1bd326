//! The domain controller's Security log: who signed in, from which workstation, and wrong passwords.

use super::super::clock::Local;
use super::super::logs::seats;
use super::super::touch::{Cause, Seat, Touch};
use super::super::work::Work;
use super::super::world::{World, campus_of, rota};
use super::domain;
use super::ransom::Ransom;
use crate::background::windows::event::Event;
use crate::background::windows::security::{self, Logon};

pub(super) const HOST: &str = "RH-DC01";

/// A day of the first campus.
pub(super) fn events(
    world: &World,
    (day, touches): (i64, &[Touch]),
    ransom: Option<&Ransom>,
) -> Vec<Event> {
    let mut random = world.random("controller", day, 0);
    let mut events = Vec::new();
    for department in 0..world
        .teams
        .len()
        .min(super::super::departments::DEPARTMENTS.len())
    {
        let department = u16::try_from(department).unwrap_or(0);
        for number in world.team(department) {
            let Some(shift) = rota::shift(world.person(*number), day) else {
                continue;
            };
            let at = Local::at(day, i64::from(shift.from) * 60 + random.between(-120, 900));
            let touch = usual(*number, department, (at, world.person(*number).seat()));
            if random.chance(5) {
                events.push(failed(world, &touch, at.plus(-25)));
            }
            events.push(signed_in(world, &touch));
        }
    }
    // Accounts used from outside by who should not be working.
    let mut last = None;
    for touch in touches
        .iter()
        .filter(|touch| touch.seat == Seat::Outside && campus_of(touch.place) == 0)
    {
        if last != Some(touch.user) {
            events.push(signed_in(
                world,
                &Touch {
                    at: touch.at.plus(-200),
                    ..*touch
                },
            ));
            last = Some(touch.user);
        }
    }
    events.extend(ransom.into_iter().flat_map(|one| one.on_controller(world)));
    events.retain(|event| {
        event.time >= Local::at(day, 0).utc() && event.time < Local::at(day + 1, 0).utc()
    });
    events.sort_by_key(|event| event.time);
    events
}

/// Somebody at the usual place.
pub(super) fn usual(user: u32, place: u16, (at, seat): (Local, Seat)) -> Touch {
    Touch {
        at,
        user,
        patient: 0,
        encounter: 0,
        place,
        work: Work::Screen,
        cause: Cause::Care,
        seat,
        emergency: false,
    }
}

fn signed_in(world: &World, touch: &Touch) -> Event {
    let sid = domain::sid(touch.user);
    let event = with(world, touch, |logon| {
        security::logon(HOST, touch.at.utc(), logon)
    });
    domain::moved(event, HOST, &sid)
}

fn failed(world: &World, touch: &Touch, at: Local) -> Event {
    let event = with(world, touch, |logon| {
        security::failed_logon(HOST, at.utc(), logon)
    });
    domain::moved(event, HOST, &domain::sid(touch.user))
}

fn with(world: &World, touch: &Touch, make: impl Fn(&Logon<'_>) -> Event) -> Event {
    let (station, address) = (seats::station(world, touch), seats::address(world, touch));
    make(&Logon {
        user: &world.person(touch.user).user,
        kind: 3,
        from: (&station, &address),
    })
}
