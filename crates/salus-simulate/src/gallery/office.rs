//! The practice itself, and its second office, which has Macs and no Windows.

use super::Piece;
use crate::clinic::{Clinic, DOMAIN, NAME, OUTSIDE_ADDRESS};

/// What is the practice's own: without it nobody knows which mail comes from outside.
pub(super) fn pieces(_clinic: &Clinic) -> Vec<Piece> {
    let text = format!(
        "salus: organisation\nname: {NAME}\nsize: medium\ncollected_on: 2026-10-31\ndomains:\n  - {DOMAIN}\nnetworks:\n  - 10.20.0.0/16\n  - {OUTSIDE_ADDRESS}/32\nmedical_networks:\n  - 10.20.30.0/24\n"
    );
    vec![
        Piece::new(
            "organisation.yaml",
            text,
            "the practice's domains and networks",
        )
        .holds("organisation", 7),
    ]
}

/// One Mac.
pub(super) struct Mac {
    pub(super) tag: &'static str,
    pub(super) host: &'static str,
    pub(super) model: &'static str,
    pub(super) identifier: &'static str,
    pub(super) serial: &'static str,
    pub(super) ip: &'static str,
    pub(super) mac: &'static str,
    pub(super) user: &'static str,
    pub(super) encrypted: bool,
}

/// Days before the practice's last one when a Mac last called.
pub(super) fn silent_days(mac: &Mac) -> i64 {
    if mac.host == "AW-IM02" { 46 } else { 1 }
}

#[rustfmt::skip]
pub(super) const MACS: [Mac; 5] = [
    Mac { tag: "W-0101", host: "AW-MB01", model: "MacBook Pro (14-inch, Nov 2023)", identifier: "Mac15,3", serial: "C0AW1MB0N4", ip: "10.20.50.11", mac: "02:AC:0A:14:32:0B", user: "hmarsh", encrypted: true },
    Mac { tag: "W-0102", host: "AW-MB02", model: "MacBook Air (13-inch, M2, 2022)", identifier: "Mac14,2", serial: "C0AW2MB0N4", ip: "10.20.50.12", mac: "02:AC:0A:14:32:0C", user: "pnair", encrypted: true },
    Mac { tag: "W-0103", host: "AW-MB03", model: "MacBook Air (13-inch, M2, 2022)", identifier: "Mac14,2", serial: "C0AW3MB0N4", ip: "10.20.50.13", mac: "02:AC:0A:14:32:0D", user: "nfarouk", encrypted: false },
    Mac { tag: "W-0104", host: "AW-IM01", model: "iMac (24-inch, 2023)", identifier: "Mac15,4", serial: "C0AW1IM0N4", ip: "10.20.50.21", mac: "02:AC:0A:14:32:15", user: "lortega", encrypted: true },
    Mac { tag: "W-0105", host: "AW-IM02", model: "iMac (24-inch, 2021)", identifier: "iMac21,2", serial: "C0AW2IM0N4", ip: "10.20.50.22", mac: "02:AC:0A:14:32:16", user: "abello", encrypted: false },
];
