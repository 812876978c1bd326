//! What name servers were asked for, and which addresses were given out.

use super::{Piece, ago};
use crate::clinic::machines::Machine;
use crate::clinic::{Clinic, fully_named};
use crate::format::csv::Table;
use crate::moment::Moment;

/// A question: machine, name, type, and the answer, if there was one.
const QUESTIONS: [(&str, &str, &str, Option<&str>); 7] = [
    ("AC-WS01", "records.example", "A", Some("198.51.100.20")),
    ("AC-WS02", "records.example", "AAAA", None),
    ("AC-WS03", "updates.example", "A", Some("198.51.100.77")),
    (
        "AC-LT01",
        "Mail.Alder-Creek.example",
        "MX",
        Some("198.51.100.25"),
    ),
    ("AC-SRV01", "time.example", "A", Some("192.0.2.123")),
    ("MD-US01", "relay.sonaris.example", "A", Some("192.0.2.201")),
    ("AC-WS06", "nowhere.invalid", "A", None),
];

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        bind(clinic),
        bind_syslog(clinic),
        dnsmasq(clinic),
        pihole(clinic),
        unbound(clinic),
        dhcpd(clinic),
        dhcpd_leases(clinic),
        dnsmasq_dhcp(clinic),
        kea(clinic),
    ]
}

fn asked(
    clinic: &Clinic,
) -> impl Iterator<
    Item = (
        usize,
        Moment,
        &'static str,
        &'static str,
        &'static str,
        Option<&'static str>,
    ),
> {
    QUESTIONS
        .iter()
        .enumerate()
        .map(|(place, (host, name, kind, answer))| {
            let minute = i64::try_from(place).expect("few questions");
            (
                place,
                ago(clinic, 2, (14, minute)),
                clinic.machine(host).ip,
                *name,
                *kind,
                *answer,
            )
        })
}

fn questions(piece: Piece) -> Piece {
    piece
        .gives("dns_query", QUESTIONS.len())
        .tells("dns_query", 1, "source_ip = '10.20.30.11' and query = 'relay.sonaris.example' and query_type = 'A' and time is not null")
        .tells("dns_query", 1, "query = 'mail.alder-creek.example' and query_type = 'MX'")
}

/// BIND's own file for questions, with time, category and severity.
fn bind(clinic: &Clinic) -> Piece {
    let text: String = asked(clinic)
        .map(|(place, time, ip, name, kind, _)| {
            format!(
                "{} queries: info: client @0x7f3a8c0{place:05x} {ip}#{} ({name}): query: {name} IN {kind} +E(0)K (10.20.20.10)\n",
                time.format("%d-%b-%Y %H:%M:%S%.3f"),
                50_000 + place
            )
        })
        .collect();
    questions(Piece::new(
        "names/bind-queries.log",
        text,
        "BIND's log of questions",
    ))
    .holds("bind_query", QUESTIONS.len())
}

/// The same through syslog, from a view, among other lines of the server.
fn bind_syslog(clinic: &Clinic) -> Piece {
    let mut text = format!(
        "{} ac-ns01 named[812]: zone alder-creek.example/IN: loaded serial 2026103001\n",
        ago(clinic, 2, (13, 0)).format("%b %e %H:%M:%S")
    );
    for (place, time, ip, name, kind, _) in asked(clinic) {
        text.push_str(&format!(
            "{} ac-ns01 named[812]: client @0x7f3a8c0{place:05x} {ip}#{} ({name}): view internal: query: {name} IN {kind} + (10.20.20.10)\n",
            time.format("%b %e %H:%M:%S"),
            50_000 + place
        ));
    }
    questions(Piece::new(
        "names/bind-syslog.log",
        text,
        "BIND's questions through syslog, from a view",
    ))
    .holds("bind_query", QUESTIONS.len())
    .holds("syslog", 1)
}

/// dnsmasq with `log-queries`: the question, to whom it was passed on, and what came back.
fn dnsmasq(clinic: &Clinic) -> Piece {
    let mut text = String::new();
    let mut lines = 0;
    for (_, time, ip, name, kind, answer) in asked(clinic) {
        let stamp = time.format("%b %e %H:%M:%S");
        let mut say = |said: String| {
            text.push_str(&format!("{stamp} dnsmasq[612]: {said}\n"));
            lines += 1;
        };
        say(format!("query[{kind}] {name} from {ip}"));
        say(format!("forwarded {name} to 192.0.2.53"));
        say(match answer {
            Some(address) => format!("reply {name} is {address}"),
            None => format!("reply {name} is NXDOMAIN"),
        });
    }
    questions(Piece::new(
        "names/dnsmasq.log",
        text,
        "dnsmasq's questions and answers",
    ))
    .holds("dnsmasq_query", lines)
}

/// Pi-hole, which says what it kept from whom.
fn pihole(clinic: &Clinic) -> Piece {
    let mut text = String::new();
    let mut lines = 0;
    for (_, time, ip, name, kind, answer) in asked(clinic) {
        let stamp = time.format("%b %e %H:%M:%S");
        let answer = match answer {
            Some(address) => format!("cached {name} is {address}"),
            None => format!("gravity blocked {name} is 0.0.0.0"),
        };
        text.push_str(&format!(
            "{stamp} dnsmasq[902]: query[{kind}] {name} from {ip}\n{stamp} dnsmasq[902]: {answer}\n"
        ));
        lines += 2;
    }
    questions(Piece::new(
        "names/pihole.log",
        text,
        "Pi-hole's questions, and what it held back",
    ))
    .holds("dnsmasq_query", lines)
}

/// Unbound with `log-replies`.
fn unbound(clinic: &Clinic) -> Piece {
    let mut text = format!(
        "[{}] unbound[812:0] info: start of service (unbound 1.22.0).\n",
        ago(clinic, 2, (13, 0)).epoch()
    );
    for (_, time, ip, name, kind, answer) in asked(clinic) {
        let code = if answer.is_some() {
            "NOERROR"
        } else {
            "NXDOMAIN"
        };
        text.push_str(&format!(
            "[{}] unbound[812:0] info: {ip} {name}. {kind} IN {code} 0.018112 0 61\n",
            time.epoch()
        ));
    }
    questions(Piece::new(
        "names/unbound.log",
        text,
        "Unbound's questions and how it answered",
    ))
    .holds("unbound_query", QUESTIONS.len())
    .holds("syslog", 1)
    .tells("dns_query", 2, "response_code = 'NXDOMAIN'")
}

/// Machines that are given their address.
fn tenants(clinic: &Clinic) -> impl Iterator<Item = (i64, &'static Machine)> + Clone {
    let all = clinic
        .machines
        .iter()
        .filter(|machine| machine.kind.is_portable() || machine.host.starts_with("MD-"));
    (0..).zip(all)
}

fn leases(clinic: &Clinic, piece: Piece, count: usize) -> Piece {
    assert_eq!(tenants(clinic).count(), 15);
    piece.gives("address_lease", count).tells(
        "address_lease",
        1,
        "device_mac = '02:ac:0a:14:1e:0b' and device_ip = '10.20.30.11'",
    )
}

fn dhcpd(clinic: &Clinic) -> Piece {
    let mut text = format!(
        "{} ac-dhcp dhcpd[901]: Server starting service.\n",
        ago(clinic, 2, (12, 0)).format("%b %e %H:%M:%S")
    );
    for (minute, machine) in tenants(clinic) {
        let stamp = ago(clinic, 2, (13, minute)).format("%b %e %H:%M:%S");
        let (ip, mac, host) = (machine.ip, machine.mac(), machine.host);
        text.push_str(&format!(
            "{stamp} ac-dhcp dhcpd[901]: DHCPREQUEST for {ip} from {mac} ({host}) via eth0\n"
        ));
        text.push_str(&format!(
            "{stamp} ac-dhcp dhcpd[901]: DHCPACK on {ip} to {mac} ({host}) via eth0\n"
        ));
    }
    let count = tenants(clinic).count();
    leases(
        clinic,
        Piece::new("names/dhcpd.log", text, "the log of ISC's address server"),
        count,
    )
    .holds("dhcpd", 2 * count)
    .holds("syslog", 1)
    .tells("address_lease", 1, "host_name = 'md-us01'")
}

fn dhcpd_leases(clinic: &Clinic) -> Piece {
    let mut text = "# The format of this file is documented in the dhcpd.leases(5) manual page.\n# This lease file was written by isc-dhcp-4.4.3-P1\n\n# authoring-byte-order entry is generated, DO NOT DELETE\nauthoring-byte-order little-endian;\n\n".to_owned();
    for (minute, machine) in tenants(clinic) {
        let begun = ago(clinic, 2, (13, minute));
        let day = |moment: Moment| moment.format("%w %Y/%m/%d %H:%M:%S");
        text.push_str(&format!(
            "lease {} {{\n  starts {};\n  ends {};\n  cltt {};\n  binding state active;\n  next binding state free;\n  rewind binding state free;\n  hardware ethernet {};\n  uid \"\\001\\002\\254\";\n  \
             set vendor-class-identifier = \"MSFT 5.0\";\n  client-hostname \"{}\";\n}}\n",
            machine.ip, day(begun), day(begun.plus_seconds(43_200)), day(begun), machine.mac(), machine.host
        ));
    }
    text.push_str("server-duid \"\\000\\001\\000\\001.\\261\\002\\254\\000\\000\\000\\001\";\n\n");
    let count = tenants(clinic).count();
    leases(
        clinic,
        Piece::new(
            "names/dhcpd.leases",
            text,
            "the leases ISC's address server keeps",
        ),
        count,
    )
    .holds("dhcpd_lease", count)
    .tells(
        "address_lease",
        count,
        "time is not null and host_name is not null",
    )
}

fn dnsmasq_dhcp(clinic: &Clinic) -> Piece {
    let mut text = String::new();
    for (minute, machine) in tenants(clinic) {
        let stamp = ago(clinic, 2, (13, minute)).format("%b %e %H:%M:%S");
        let (ip, mac) = (machine.ip, machine.mac());
        text.push_str(&format!(
            "{stamp} ac-gw dnsmasq-dhcp[615]: DHCPREQUEST(br0) {ip} {mac}\n{stamp} ac-gw dnsmasq-dhcp[615]: DHCPACK(br0) {ip} {mac} {}\n",
            machine.host
        ));
    }
    let count = tenants(clinic).count();
    leases(
        clinic,
        Piece::new(
            "names/dnsmasq-dhcp.log",
            text,
            "dnsmasq's address server, in syslog",
        ),
        count,
    )
    .holds("dhcpd", 2 * count)
}

fn kea(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "names/kea-leases4.csv",
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id",
    );
    for (minute, machine) in tenants(clinic) {
        table.line(&format!(
            "{}|{}|01:{1}|43200|{}|1|0|0|{}|0||0",
            machine.ip,
            machine.mac(),
            ago(clinic, 2, (13, minute)).plus_seconds(43_200).epoch(),
            fully_named(machine.host).to_lowercase()
        ));
    }
    // The file is kept by adding: a lease that was given back stands there a second time.
    table.line(
        "10.20.30.11|02:ac:0a:14:1e:0b|01:02:ac:0a:14:1e:0b|43200|1793400000|1|0|0|md-us01|2||0",
    );
    let text = table.text().replace("\r\n", "\n");
    let count = tenants(clinic).count();
    leases(
        clinic,
        Piece::new(table.path, text, "the leases Kea keeps; one was given back"),
        count,
    )
    .holds("kea_lease_csv", table.rows.len())
}
