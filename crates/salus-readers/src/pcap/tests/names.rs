//! Names looked up and addresses given, as records of their own.

use super::build::{ACK, SYN, Timed, capture, conversation, each_second, tcp, udp};
use super::{Values, of, read};

const CLIENT: (u8, u16) = (1, 40_000);
const SERVER: (u8, u16) = (2, 53);

fn name(text: &str) -> Vec<u8> {
    let labels = text
        .split('.')
        .flat_map(|label| [&[label.len() as u8][..], label.as_bytes()].concat());
    labels.chain([0]).collect()
}

fn message(id: u16, flags: u16, counts: [u16; 4], body: &[u8]) -> Vec<u8> {
    let head = [id, flags, counts[0], counts[1], counts[2], counts[3]];
    let head: Vec<u8> = head
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect();
    [&head[..], body].concat()
}

fn question(id: u16, text: &str) -> Vec<u8> {
    message(
        id,
        0x0100,
        [1, 0, 0, 0],
        &[name(text), vec![0, 1, 0, 1]].concat(),
    )
}

fn show(values: &Values) -> String {
    let names = [
        "place",
        "query",
        "query_type",
        "rcode",
        "answers",
        "ttls",
        "rtt",
    ];
    let texts = names.map(|name| values.get(name).map_or("-", String::as_str));
    texts.join(" ")
}

fn names(packets: &[Timed]) -> Vec<String> {
    of(&read(&capture(packets)), "pcap_dns")
        .iter()
        .map(show)
        .collect()
}

#[test]
fn question_and_answer_are_one_record() {
    let body = [
        name("a.Example"),
        vec![0, 1, 0, 1],
        vec![0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, b'b', 0xC0, 14],
        vec![0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 192, 0, 2, 1],
    ];
    let packets = vec![
        udp(CLIENT, SERVER, &question(7, "a.example")),
        udp(CLIENT, SERVER, &question(8, "never.example")),
        udp(
            SERVER,
            CLIENT,
            &message(7, 0x8180, [1, 2, 0, 0], &body.concat()),
        ),
        udp(
            SERVER,
            CLIENT,
            &message(
                9,
                0x8183,
                [1, 0, 0, 0],
                &[name("late"), vec![0, 28, 0, 1]].concat(),
            ),
        ),
    ];
    assert_eq!(
        names(&each_second(packets)),
        [
            "record 1 a.Example A NOERROR [\"b.Example\",\"192.0.2.1\"] [60,30] 2.000000",
            "record 4 late AAAA NXDOMAIN - - -",
            "record 2 never.example A - - - -",
        ]
    );
}

/// A message as it goes over TCP.
fn framed(message: &[u8]) -> Vec<u8> {
    let length = u16::try_from(message.len()).expect("a small message");
    [&length.to_be_bytes()[..], message].concat()
}

/// An answer with an address that ends with its number.
fn answer(id: u8) -> Vec<u8> {
    let body = [
        name("a.example"),
        vec![0, 1, 0, 1],
        vec![0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4, 192, 0, 2, id],
    ];
    let counts = [1, 1, 0, 0];
    framed(&message(u16::from(id), 0x8180, counts, &body.concat()))
}

/// Questions and answers of one conversation.
fn found(turns: &[(bool, &[u8])]) -> Vec<String> {
    let turns = conversation(CLIENT, SERVER, turns);
    let kept = read(&capture(&each_second(turns)));
    assert_eq!(of(&kept, "pcap_connection").len(), 1);
    let names = of(&kept, "pcap_dns");
    let answers = |it: &Values| it.get("answers").map_or("-".to_owned(), String::clone);
    names
        .iter()
        .map(|it| format!("{} {}", it["query"], answers(it)))
        .collect()
}

#[test]
fn messages_over_tcp_are_put_together_from_their_segments() {
    let asked = |id| framed(&question(id, "a.example"));
    let one = "a.example [\"192.0.2.1\"]";
    let two = "a.example [\"192.0.2.2\"]";
    assert_eq!(found(&[(true, &asked(1)), (false, &answer(1))]), [one]);
    // Two in one segment, and one over several, its length by itself.
    let (both, first, second) = ([asked(1), asked(2)].concat(), answer(1), answer(2));
    let (head, tail) = second.split_at(9);
    assert_eq!(
        found(&[
            (true, &both),
            (false, &first[..2]),
            (false, &first[2..]),
            (false, head),
            (false, tail)
        ]),
        [one, two]
    );
    let asked_in_parts = asked(1);
    let (length, body) = asked_in_parts.split_at(2);
    assert_eq!(
        found(&[(true, length), (true, body), (false, &answer(1))]),
        [one]
    );
    // Cut off in the middle, and something else on the port.
    assert_eq!(
        found(&[(true, &asked(1)), (false, &first[..20])]),
        ["a.example -"]
    );
    assert_eq!(
        found(&[(true, b"GET / HTTP/1.1\r\n\r\n"), (false, &answer(1))]),
        [""; 0]
    );
    assert_eq!(found(&[(true, &[0; 40]), (true, &asked(1))]), [""; 0]);
}

#[test]
fn a_segment_sent_again_is_read_once_and_a_missing_one_ends_the_reading() {
    let asked = |id| framed(&question(id, "a.example"));
    let begin = || vec![tcp(CLIENT, SERVER, (SYN, 999), b"")];
    let segment = |at: usize, bytes: &[u8]| tcp(CLIENT, SERVER, (ACK, 1_000 + at as u32), bytes);
    let length = asked(1).len();
    let again = [
        begin(),
        vec![
            segment(0, &asked(1)),
            segment(0, &asked(1)),
            segment(length, &asked(2)),
        ],
    ];
    assert_eq!(names(&each_second(again.concat())).len(), 2);
    let missing = [
        begin(),
        vec![segment(0, &asked(1)), segment(2 * length, &asked(3))],
    ];
    assert_eq!(names(&each_second(missing.concat())).len(), 1);
}

#[test]
fn what_is_announced_to_all_answers_no_question() {
    let group = (251, 5353);
    let announced = [
        name("pump-12.local"),
        vec![0, 12, 0, 1, 0, 0, 0, 60, 0, 2, 0xC0, 12],
    ]
    .concat();
    let packets = vec![
        udp((1, 5353), group, &question(0, "printer.local")),
        udp(
            (1, 5353),
            group,
            &message(0, 0x8400, [0, 1, 0, 0], &announced),
        ),
    ];
    assert_eq!(
        names(&each_second(packets)),
        [
            "record 2 - - NOERROR [\"pump-12.local\"] [60] -",
            "record 1 printer.local A - - - -",
        ]
    );
}

#[test]
fn names_that_point_in_circles_are_no_names() {
    let circle = message(1, 0, [1, 0, 0, 0], &[0xC0, 12, 0, 1, 0, 1]);
    let cut = &question(1, "a.example")[..16];
    for bytes in [&circle[..], cut, b"", &[0; 12]] {
        assert_eq!(
            names(&each_second(vec![udp(CLIENT, SERVER, bytes)])),
            [""; 0]
        );
    }
}

fn dhcp(kind: u8, assigned: [u8; 4], options: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 236];
    bytes[..8].copy_from_slice(&[if kind == 5 { 2 } else { 1 }, 1, 6, 0, 0, 0, 0, 42]);
    bytes[16..20].copy_from_slice(&assigned);
    bytes[28..34].copy_from_slice(&[0, 0x1B, 0x17, 0xAA, 1, 2]);
    [
        &bytes[..],
        &[0x63, 0x82, 0x53, 0x63, 53, 1, kind],
        options,
        &[255],
    ]
    .concat()
}

#[test]
fn messages_about_addresses_become_records() {
    let asked = [
        &[12, 7][..],
        b"PUMP-12",
        &[60, 8],
        b"MSFT 5.0",
        &[50, 4, 10, 0, 0, 9],
        &[81, 8, 0, 0, 0],
        b"p.abc",
    ]
    .concat();
    let given = [51, 4, 0, 0, 14, 16, 54, 4, 10, 0, 0, 2];
    let packets = vec![
        udp((0, 68), (255, 67), &dhcp(3, [0; 4], &asked)),
        udp((2, 67), (9, 68), &dhcp(5, [10, 0, 0, 9], &given)),
        udp((2, 67), (9, 68), &dhcp(5, [10, 0, 0, 9], &[12, 200, b'x'])),
    ];
    let kept = read(&capture(&each_second(packets)));
    let show = |values: &Values| {
        let names = [
            "message_type",
            "mac",
            "assigned_ip",
            "requested_ip",
            "server_ip",
            "host_name",
            "fqdn",
            "vendor_class",
            "lease_seconds",
            "transaction_id",
        ];
        names
            .map(|name| values.get(name).map_or("-", String::as_str))
            .join(" ")
    };
    let found: Vec<String> = of(&kept, "pcap_dhcp").iter().map(show).collect();
    assert_eq!(
        found,
        [
            "REQUEST 00:1b:17:aa:01:02 - 10.0.0.9 - PUMP-12 p.abc MSFT 5.0 - 0x0000002a",
            "ACK 00:1b:17:aa:01:02 10.0.0.9 - 10.0.0.2 - - - 3600 0x0000002a",
            "ACK 00:1b:17:aa:01:02 10.0.0.9 - - - - - - 0x0000002a",
        ]
    );
}
