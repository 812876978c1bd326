//! The firewall's log as FortiGate sends it to a collector, whose heads leave out the year.

use super::Export;
use crate::clinic::{Clinic, OUTSIDE_ADDRESS};
use crate::evidence::{Evidence, Flow};
use crate::moment::Moment;
use crate::random::Random;

/// The log holds the last days.
const DAYS: i64 = 10;
/// Strangers that knock at every address of the internet.
const KNOCKING: [&str; 4] = [
    "198.51.100.233",
    "198.51.100.234",
    "203.0.113.201",
    "203.0.113.202",
];
/// What they try, most often first.
const DOORS: [u16; 6] = [23, 22, 3_389, 445, 8_080, 5_060];
/// Remote access in these days, as the gateway's own list has it.
const REMOTE: [(&str, &str); 2] = [("hmarsh", "198.51.100.201"), ("ohaddad", "198.51.100.207")];

pub(super) fn export(clinic: &Clinic, evidence: &Evidence) -> Export {
    let from = clinic.end.plus_days(-DAYS);
    let mut random = clinic.random("firewall");
    let mut lines = Vec::new();
    let outward = evidence
        .flows
        .iter()
        .filter(|flow| flow.time >= from && !flow.to.starts_with("10."));
    for flow in outward {
        let seconds = flow.seconds.unwrap_or_default().ceil();
        let ended = flow.time.plus_micros((seconds * 1e6) as i64);
        lines.push((ended, traffic(flow, &mut random, seconds)));
    }
    for day in 0..DAYS {
        for _ in 0..14 {
            let at = from
                .plus_days(day)
                .plus_micros(random.between(0, 86_399_000_000));
            lines.push((at, refused(&mut random)));
        }
    }
    remote_access(&mut lines);
    lines.sort_by_key(|(time, _)| *time);
    let text: String = lines.iter().map(|(time, rest)| line(*time, rest)).collect();
    Export::new(
        "network/AC-FW01.log",
        text,
        "what went out and what was refused at the edge, the call of the attacked workstation among it; staff from home",
        &[("fortigate", lines.len())],
    )
    .packed()
}

/// The collector's head, then the firewall's own date and time, on the clinic's clocks.
fn line(time: Moment, rest: &str) -> String {
    format!(
        "{} 10.20.1.1 date={} time={} devname=\"AC-FW01\" devid=\"FG60AC0000000601\" eventtime={}000 tz=\"-0600\" {rest}\n",
        time.local_format("%b %e %H:%M:%S"),
        time.local_format("%Y-%m-%d"),
        time.local_format("%H:%M:%S"),
        time.micros()
    )
}

fn traffic(flow: &Flow, random: &mut Random, seconds: f64) -> String {
    let (proto, action) = match (flow.transport, flow.state) {
        ("udp", _) => (17, "accept"),
        (_, "SF") => (6, "close"),
        _ => (6, "timeout"),
    };
    let service = match (flow.to_port, proto) {
        (443, _) => "HTTPS".to_owned(),
        (80, _) => "HTTP".to_owned(),
        (123, _) => "NTP".to_owned(),
        (port, 17) => format!("udp/{port}"),
        (port, _) => format!("tcp/{port}"),
    };
    format!(
        "logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" vd=\"root\" srcip={} srcport={} srcintf=\"internal\" srcintfrole=\"lan\" dstip={} dstport={} dstintf=\"wan1\" dstintfrole=\"wan\" srccountry=\"Reserved\" dstcountry=\"Reserved\" sessionid={} proto={proto} action=\"{action}\" policyid=2 policytype=\"policy\" service=\"{service}\" trandisp=\"snat\" transip={OUTSIDE_ADDRESS} transport={} duration={seconds} sentbyte={} rcvdbyte={} sentpkt={} rcvdpkt={} appcat=\"unscanned\"",
        flow.from,
        flow.from_port,
        flow.to,
        flow.to_port,
        random.between(1_000_000, 9_999_999),
        flow.from_port,
        flow.sent,
        flow.received,
        4 + flow.sent / 1_200,
        4 + flow.received / 1_200
    )
}

fn refused(random: &mut Random) -> String {
    let from = *random.pick(&KNOCKING);
    let door = DOORS[random.index(DOORS.len()).min(random.index(DOORS.len()))];
    format!(
        "logid=\"0001000014\" type=\"traffic\" subtype=\"local\" level=\"notice\" vd=\"root\" srcip={from} srcport={} srcintf=\"wan1\" srcintfrole=\"wan\" dstip={OUTSIDE_ADDRESS} dstport={door} dstintf=\"root\" dstintfrole=\"undefined\" srccountry=\"Reserved\" dstcountry=\"Reserved\" sessionid={} proto=6 action=\"deny\" policyid=0 policytype=\"local-in-policy\" service=\"tcp/{door}\" trandisp=\"noop\" duration=0 sentbyte=0 rcvdbyte=0 sentpkt=0 rcvdpkt=0 appcat=\"unscanned\"",
        random.between(32_768, 60_999),
        random.between(1_000_000, 9_999_999)
    )
}

/// Two people work from home in the night of the 28th; one mistypes the password once.
fn remote_access(lines: &mut Vec<(Moment, String)>) {
    let opened = Moment::utc(10, 28, (1, 5, 12));
    let event = |id: &str, what: &str, action: &str, rest: &str| {
        format!(
            "logid=\"{id}\" type=\"event\" subtype=\"vpn\" level=\"information\" vd=\"root\" logdesc=\"{what}\" action=\"{action}\" {rest}"
        )
    };
    for (user, address) in REMOTE {
        let who = |tunnel: &str| {
            format!(
                "tunneltype=\"{tunnel}\" tunnelid=1407{} remip={address} user=\"{user}\" group=\"remote-staff\" dst_host=\"N/A\"",
                user.len()
            )
        };
        if user == "ohaddad" {
            let rest = format!(
                "{} reason=\"sslvpn_login_permission_denied\" msg=\"SSL user failed to logged in\"",
                who("ssl-web")
            );
            let failed = event("0101039426", "SSL VPN login fail", "ssl-login-fail", &rest);
            lines.push((opened.plus_seconds(-20), failed));
        }
        let rest = format!(
            "{} reason=\"tunnel established\" msg=\"SSL tunnel established\"",
            who("ssl-tunnel")
        );
        lines.push((
            opened,
            event("0101039947", "SSL VPN tunnel up", "tunnel-up", &rest),
        ));
        let rest = format!(
            "{} duration=3988 sentbyte=18204411 rcvdbyte=2210984 reason=\"User logout\" msg=\"SSL tunnel shutdown\"",
            who("ssl-tunnel")
        );
        let closed = event("0101039948", "SSL VPN tunnel down", "tunnel-down", &rest);
        lines.push((opened.plus_seconds(3_988), closed));
    }
}
