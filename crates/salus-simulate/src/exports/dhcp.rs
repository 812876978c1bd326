//! The address server's audit log of one Monday, as Windows Server writes it; the server's clock is set to UTC.

use super::Export;
use crate::clinic::machines::{Kind, Machine};
use crate::clinic::{Clinic, fully_named};
use crate::moment::Moment;

const HEAD: &str = "\t\tMicrosoft DHCP Service Activity Log\n\n\nEvent ID  Meaning\n00\tThe log was started.\n01\tThe log was stopped.\n10\tA new IP address was leased to a client.\n11\tA lease was renewed by a client.\n12\tA lease was released by a client.\n24\tIP address cleanup operation has began.\n25\tIP address cleanup statistics.\n30\tDNS update request to the named DNS server.\n32\tDNS update successful.\n50+\tCodes above 50 are used for Rogue Server Detection information.\n\nQResult: 0: NoQuarantine, 1:Quarantine, 2:Drop Packet, 3:Probation,6:No Quarantine Information ProbationTime:Year-Month-Day Hour:Minute:Second:MilliSecond.\n\nID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID, QResult,Probationtime, CorrelationID,Dhcid,VendorClass(Hex),VendorClass(ASCII),UserClass(Hex),UserClass(ASCII),RelayAgentInformation,DnsRegError.\n";

pub(super) fn export(clinic: &Clinic) -> Export {
    let day = clinic.end.plus_days(-6);
    let mut random = clinic.random("dhcp");
    let mut events = vec![
        (
            day.plus_seconds(1),
            "00,%,Started,,,,,0,6,,,,,,,,,0".to_owned(),
        ),
        (
            day.plus_seconds(1_800),
            "24,%,Database Cleanup Begin,,,,,0,6,,,,,,,,,0".to_owned(),
        ),
        (
            day.plus_seconds(1_801),
            "25,%,0 leases expired and 0 leases deleted,,,,,0,6,,,,,,,,,0".to_owned(),
        ),
    ];
    for machine in clinic.machines.iter().filter(|machine| asks(machine)) {
        // What stays switched on renews by itself; what is carried in asks in the morning.
        let morning = if machine.kind.is_portable() {
            13 * 3_600
        } else {
            2 * 3_600
        };
        let first = day.plus_seconds(morning + random.between(0, 6_000));
        let (id, word) = if machine.kind.is_portable() {
            (10, "Assign")
        } else {
            (11, "Renew")
        };
        let transaction = random.between(1_000_000, 4_000_000_000);
        events.push((first, leased(machine, (id, word), transaction)));
        events.push((first, registered(machine, (30, "DNS Update Request"))));
        events.push((
            first.plus_seconds(1),
            registered(machine, (32, "DNS Update Successful")),
        ));
        let again = first.plus_seconds(4 * 3_600);
        events.push((again, leased(machine, (11, "Renew"), transaction + 17)));
    }
    events.sort_by_key(|(time, _)| *time);
    let lines: String = events
        .iter()
        .map(|(time, event)| stamped(*time, event) + "\n")
        .collect();
    Export::new(
        "windows/AC-SRV01/DhcpSrvLog-Mon.log",
        (HEAD.to_owned() + &lines).replace('\n', "\r\n"),
        "which machine had which address on one Monday",
        &[("windows_dhcp_audit", events.len())],
    )
}

/// Machines with addresses from the server; the stolen and the lost one are gone, the printers' are fixed.
fn asks(machine: &Machine) -> bool {
    let kinds = [Kind::Workstation, Kind::Laptop, Kind::Phone, Kind::Tablet];
    kinds.contains(&machine.kind) && !["AC-LT05", "AC-PH02"].contains(&machine.host)
}

fn stamped(time: Moment, event: &str) -> String {
    event.replacen('%', &time.format("%m/%d/%y,%H:%M:%S"), 1)
}

fn leased(machine: &Machine, (id, word): (u32, &str), transaction: i64) -> String {
    let (hex, vendor) = match machine.kind {
        Kind::Workstation | Kind::Laptop => ("0x4D53465420352E30", "MSFT 5.0"),
        _ => ("", ""),
    };
    format!(
        "{id},%,{word},{},{},{},,{transaction},0,,,,{hex},{vendor},,,,0",
        machine.ip,
        fully_named(machine.host),
        machine.mac().replace(':', "").to_uppercase()
    )
}

fn registered(machine: &Machine, (id, word): (u32, &str)) -> String {
    let back: Vec<&str> = machine.ip.split('.').rev().collect();
    format!(
        "{id},%,{word},{},{},,,0,6,,,,,,,,,0",
        if id == 30 {
            back.join(".")
        } else {
            machine.ip.to_owned()
        },
        fully_named(machine.host)
    )
}
