//! A short capture on the medical network: a monitor's HL7 and the X-ray's DICOM, both readable by anybody on the way.

use super::Export;
use crate::clinic::Clinic;
use crate::clinic::machines::Machine;
use crate::evidence::{Evidence, Flow};
use crate::format::pcap::{Conversation, End, file};
use crate::moment::Moment;

const MONITOR: &str = "MD-VS01";
const XRAY: &str = "MD-XR01";
/// Conversations of each kind.
const MOST: usize = 6;

pub(super) fn export(clinic: &Clinic, evidence: &Evidence) -> Export {
    let since = clinic.end.plus_days(-9);
    let of = |host: &str, port: u16| -> Vec<&Flow> {
        let address = clinic.machine(host).ip;
        let all = evidence
            .flows
            .iter()
            .filter(|flow| flow.from == address && flow.to_port == port && flow.time >= since);
        all.take(MOST).collect()
    };
    let mut talks: Vec<Conversation> = of(MONITOR, 2_575)
        .iter()
        .map(|flow| talk(clinic, MONITOR, flow, vital_signs(clinic, flow.time)))
        .collect();
    let pictures = of(XRAY, 11_112);
    talks.extend(
        pictures
            .iter()
            .map(|flow| talk(clinic, XRAY, flow, association())),
    );
    let count = talks.len();
    Export::new(
        "network/medical-network.pcap",
        file(&talks),
        "a few of the conversations that the sensor's log names, with what was said in clear",
        &[("pcap_connection", count), ("pcap_capture", 1)],
    )
}

fn talk(clinic: &Clinic, host: &str, flow: &Flow, turns: Vec<(bool, Vec<u8>)>) -> Conversation {
    Conversation {
        begun: flow.time,
        caller: end(clinic.machine(host), flow.from_port),
        called: end(clinic.machine("AC-SRV01"), flow.to_port),
        turns,
    }
}

fn end(machine: &Machine, port: u16) -> End {
    let mut address = [0; 4];
    for (place, part) in machine.ip.split('.').enumerate() {
        address[place] = part.parse().expect("an address");
    }
    let mut mac = [0x02, 0xac, 0, 0, 0, 0];
    mac[2..].copy_from_slice(&address);
    End { mac, address, port }
}

/// A result in an MLLP frame, and its acknowledgement. The monitor knows rooms, not patients.
fn vital_signs(clinic: &Clinic, time: Moment) -> Vec<(bool, Vec<u8>)> {
    let stamp = time.format("%Y%m%d%H%M%S+0000");
    let rate = clinic.random(&format!("monitor {stamp}")).between(58, 96);
    let framed = |text: String| [&[0x0b], text.as_bytes(), &[0x1c, 0x0d]].concat();
    let result = format!(
        "MSH|^~\\&|VITALUNE|EXAM A|ENGINE|ALDERCREEK|{stamp}||ORU^R01^ORU_R01|V{stamp}|P|2.5.1\rPV1|1|O|EXAM^A\rOBR|1||V{stamp}|85353-1^Vital signs panel^LN|||{stamp}\rOBX|1|NM|8867-4^Heart rate^LN||{rate}|/min|||||F\r"
    );
    let answer = format!(
        "MSH|^~\\&|ENGINE|ALDERCREEK|VITALUNE|EXAM A|{stamp}||ACK^R01^ACK|A{stamp}|P|2.5.1\rMSA|AA|V{stamp}\r"
    );
    vec![(true, framed(result)), (false, framed(answer))]
}

/// An association for storing pictures is asked for, granted and released; the pictures are left out.
fn association() -> Vec<(bool, Vec<u8>)> {
    let release = |kind: u8| vec![kind, 0, 0, 0, 0, 4, 0, 0, 0, 0];
    vec![
        (true, pdu(1)),
        (false, pdu(2)),
        (true, release(5)),
        (false, release(6)),
    ]
}

/// An A-ASSOCIATE request (1) or its acceptance (2).
fn pdu(kind: u8) -> Vec<u8> {
    let item = |code: u8, content: &[u8]| {
        let length = u16::try_from(content.len()).expect("a short item");
        [&[code, 0], &length.to_be_bytes()[..], content].concat()
    };
    let transfer = item(0x40, b"1.2.840.10008.1.2.1");
    let abstraction = item(0x30, b"1.2.840.10008.5.1.4.1.1.1.1");
    let context = if kind == 1 {
        item(0x20, &[&[1, 0, 0, 0][..], &abstraction, &transfer].concat())
    } else {
        item(0x21, &[&[1, 0, 0, 0][..], &transfer].concat())
    };
    let longest = item(0x51, &16_384_u32.to_be_bytes());
    let class = item(0x52, b"2.25.405001");
    let body = [
        &[0, 1, 0, 0][..],
        format!("{:<16}{:<16}", "ARCHIVE", XRAY).as_bytes(),
        &[0; 32],
        &item(0x10, b"1.2.840.10008.3.1.1.1"),
        &context,
        &item(0x50, &[longest, class].concat()),
    ]
    .concat();
    let length = u32::try_from(body.len()).expect("a short message");
    [&[kind, 0], &length.to_be_bytes()[..], &body].concat()
}
