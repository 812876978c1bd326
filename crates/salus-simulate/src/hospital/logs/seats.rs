//! Workstations and the addresses people work from.

use super::super::departments::DEPARTMENTS;
use super::super::touch::{Seat, Touch};
use super::super::world::{World, campus_of};
use crate::random::spread;

/// The number of the workstation: mostly the same one, now and then another of the department.
fn number(world: &World, touch: &Touch) -> u64 {
    let stations = world.team(touch.place).len() as u64 / 3 + 2;
    let usual = spread(u64::from(touch.user) << 16 ^ u64::from(touch.place));
    let today = spread(usual ^ touch.at.day().unsigned_abs());
    let chosen = if today.is_multiple_of(8) {
        today >> 8
    } else {
        usual
    };
    chosen % stations.min(200)
}

/// The address that a program sees.
pub(crate) fn address(world: &World, touch: &Touch) -> String {
    match touch.seat {
        Seat::Own => {
            let campus = campus_of(touch.place);
            let place = usize::from(touch.place) % DEPARTMENTS.len();
            format!(
                "10.{}.{}.{}",
                20 + campus,
                10 + place,
                11 + number(world, touch)
            )
        }
        Seat::Home | Seat::Outside => gateway(touch.user),
    }
}

/// The name of the workstation, or of the gateway's virtual one.
pub(crate) fn station(world: &World, touch: &Touch) -> String {
    match touch.seat {
        Seat::Own => format!("RH-{:03}-WS{:02}", touch.place, 11 + number(world, touch)),
        Seat::Home | Seat::Outside => format!("RH-VDI-{:05}", touch.user),
    }
}

/// The address somebody has behind the remote-access gateway.
pub(crate) fn gateway(user: u32) -> String {
    format!("10.250.{}.{}", user / 250 % 250, 1 + user % 250)
}

/// The address of somebody's line at home, of the ranges kept for documentation.
pub(crate) fn at_home(user: u32, seat: Seat) -> String {
    match seat {
        Seat::Outside => format!("198.51.100.{}", 200 + user % 50),
        _ => format!("198.51.100.{}", 1 + user % 190),
    }
}
