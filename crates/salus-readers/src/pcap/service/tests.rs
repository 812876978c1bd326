//! What is told from first bytes: conversations of every protocol, and what must not be told.

use crate::Reader;
use crate::pcap::Pcap;
use crate::pcap::tests::build::{Ending, capture, conversation, each_second, udp};
use crate::testing::kept::Kept;

/// What a capture's only connection is said to be: service, encryption, notes.
fn told(packets: Vec<Vec<u8>>) -> String {
    let bytes = capture(&each_second(packets));
    let kept = Kept::of(&bytes, |evidence, sink| Pcap.read(evidence, sink));
    let mut found = kept
        .records
        .values()
        .filter(|(table, _)| table == "pcap_connection");
    let (_, values) = found.next().expect("a connection");
    assert!(found.next().is_none(), "one connection");
    let service = values.get("service").map_or("-", String::as_str);
    let encrypted = values.get("encrypted").map_or("-", String::as_str);
    let notes = values.iter().filter(|(name, _)| name.contains('.'));
    let notes = notes.map(|(name, text)| format!(" {name}={text}"));
    format!("{service} {encrypted}{}", notes.collect::<String>())
}

const CLIENT: Ending = (1, 50_000);

fn over_tcp(port: u16, turns: &[(bool, &[u8])]) -> String {
    told(conversation(CLIENT, (2, port), turns))
}

fn over_udp(port: u16, asked: &[u8], answered: &[u8]) -> String {
    let mut packets = vec![udp(CLIENT, (2, port), asked)];
    if !answered.is_empty() {
        packets.push(udp((2, port), CLIENT, answered));
    }
    told(packets)
}

fn item(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16).to_be_bytes();
    [&[kind, 0][..], &length, body].concat()
}

fn association(kind: u8, items: &[u8]) -> Vec<u8> {
    let title = |name: &str| format!("{name:<16}").into_bytes();
    let body = [
        &[0, 1, 0, 0][..],
        &title("PACS"),
        &title("CT_ROOM_1"),
        &[0; 32],
        items,
    ]
    .concat();
    let length = (body.len() as u32).to_be_bytes();
    [&[kind, 0][..], &length, &body].concat()
}

#[test]
fn a_dicom_association_tells_titles_and_what_is_wanted() {
    let context = |uid: &str| {
        let syntaxes = [item(0x30, uid.as_bytes()), item(0x40, b"1.2.840.10008.1.2")].concat();
        item(0x20, &[&[1, 0, 0, 0][..], &syntaxes].concat())
    };
    let contexts: Vec<u8> = (0..40)
        .flat_map(|_| context("1.2.840.10008.5.1.4.1.1.2"))
        .collect();
    let user = item(0x50, &[item(0x55, b"DCM_1"), item(0x58, &[2, 0])].concat());
    let request = association(
        1,
        &[item(0x10, b"1.2.840.10008.3.1.1.1"), contexts, user].concat(),
    );
    assert!(request.len() > 1_400, "it takes several packets");
    let accept = association(
        2,
        &[item(0x21, &[1, 0, 0, 0]), item(0x21, &[3, 0, 3, 0])].concat(),
    );
    let found = over_tcp(
        11112,
        &[
            (true, &request),
            (false, &accept),
            (true, &[4, 0, 0, 0, 0, 9]),
        ],
    );
    let begins = "dicom false dicom.abstract_syntaxes=[\"1.2.840.10008.5.1.4.1.1.2\",";
    assert!(found.starts_with(begins), "{found}");
    let ends = " dicom.accepted_contexts=1 dicom.answer=accepted dicom.called_ae=PACS \
        dicom.calling_ae=CT_ROOM_1 dicom.implementation=DCM_1 dicom.user_identity=user name and password";
    assert!(found.ends_with(ends), "{found}");
    let short = association(1, &item(0x10, b"1.2"));
    assert_eq!(
        over_tcp(
            104,
            &[(true, &short), (false, &[3, 0, 0, 0, 0, 4, 0, 1, 1, 7])]
        ),
        "dicom false dicom.answer=rejected dicom.called_ae=PACS dicom.calling_ae=CT_ROOM_1 \
         dicom.reject_reason=1 1 7"
    );
}

#[test]
fn an_hl7_message_tells_applications_and_never_patients() {
    let message = b"\x0bMSH|^~\\&|LAB|NORTH|EHR|MAIN|20260301080000||ORU^R01|42|P|2.5\rPID|1||4711^^^MRN||DOE^JANE\r\x1c\r";
    let answer =
        b"\x0bMSH|^~\\&|EHR|MAIN|LAB|NORTH|20260301080000||ACK|42|P|2.5\rMSA|AA|42\r\x1c\r";
    let expected = "hl7 false hl7.acknowledgement=AA hl7.message_type=ORU^R01 hl7.processing=P \
        hl7.receiving_application=EHR hl7.receiving_facility=MAIN hl7.sending_application=LAB \
        hl7.sending_facility=NORTH hl7.version=2.5";
    assert_eq!(
        over_tcp(2575, &[(true, message), (false, answer)]),
        expected
    );
    assert_eq!(
        over_tcp(
            6661,
            &[(true, b"\x0b"), (true, &message[1..]), (false, answer)]
        ),
        expected
    );
}

fn hello(kind: u8, body: &[u8]) -> Vec<u8> {
    let inner = [&[kind, 0][..], &(body.len() as u16).to_be_bytes(), body].concat();
    [&[22, 3, 1][..], &(inner.len() as u16).to_be_bytes(), &inner].concat()
}

fn extension(kind: u16, value: &[u8]) -> Vec<u8> {
    [
        &kind.to_be_bytes()[..],
        &(value.len() as u16).to_be_bytes(),
        value,
    ]
    .concat()
}

fn with_extensions(front: &[u8], extensions: &[Vec<u8>]) -> Vec<u8> {
    let all = extensions.concat();
    [
        &[3, 3][..],
        &[7; 32],
        front,
        &(all.len() as u16).to_be_bytes(),
        &all,
    ]
    .concat()
}

#[test]
fn tls_tells_the_server_and_the_version_agreed_on() {
    let name = [&[0, 12, 0, 0, 9][..], b"a.example"].concat();
    let client = with_extensions(
        &[0, 0, 2, 0x13, 1, 1, 0],
        &[
            extension(0, &name),
            extension(16, b"\0\x0c\x02h2\x08http/1.1"),
            extension(43, &[6, 0x2A, 0x2A, 3, 4, 3, 3]),
            extension(21, &[0; 2_000]),
        ],
    );
    let server = with_extensions(&[0, 0x13, 1, 0], &[extension(43, &[3, 4])]);
    let turns: [(bool, &[u8]); 2] = [(true, &hello(1, &client)), (false, &hello(2, &server))];
    assert_eq!(
        over_tcp(443, &turns),
        "tls true tls.alpn=[\"h2\",\"http/1.1\"] tls.cipher=0x1301 \
         tls.client_versions=[\"TLSv1.3\",\"TLSv1.2\"] tls.server_name=a.example tls.version=TLSv1.3"
    );
    let old = [&[3, 1][..], &[7; 32], &[0, 0, 2, 0, 5, 1, 0]].concat();
    assert_eq!(
        over_tcp(
            8443,
            &[(true, &hello(1, &old)), (false, &[21, 3, 1, 0, 2, 2, 70])]
        ),
        "tls true tls.alert=2 70 tls.client_versions=[\"TLSv1.0\"]"
    );
}

fn share(mark: u8, message: &[u8]) -> Vec<u8> {
    let length = (message.len() as u32 + 4).to_be_bytes();
    [&length[..], &[mark, b'S', b'M', b'B'], message].concat()
}

#[test]
fn windows_protocols_tell_their_versions_and_protection() {
    let question = share(0xFE, &[0; 80]);
    let mut answer = vec![0; 80];
    answer[60..66].copy_from_slice(&[65, 0, 3, 0, 0x11, 3]);
    let answer = share(0xFE, &answer);
    assert_eq!(
        over_tcp(445, &[(true, &question), (false, &answer)]),
        "smb false smb.dialect=3.1.1 smb.signing_required=true"
    );
    let sealed = share(0xFD, &[0; 60]);
    assert_eq!(
        over_tcp(445, &[(true, &question), (false, &answer), (true, &sealed)]),
        "smb true smb.dialect=3.1.1 smb.signing_required=true"
    );
    let old = share(0xFF, &[0x72, 0, 0, 0, 0, 0]);
    assert_eq!(
        over_tcp(139, &[(true, &old), (false, &old)]),
        "smb false smb.dialect=1"
    );
    let cookie = b"Cookie: mstshash=ann\r\n\x01\0\x08\0\x03\0\0\0";
    let request = [
        &[3, 0, 0, 11 + cookie.len() as u8, 6, 0xE0, 0, 0, 0, 0, 0][..],
        cookie,
    ]
    .concat();
    let confirm = [3, 0, 0, 19, 14, 0xD0, 0, 0, 0, 0, 0, 2, 0, 8, 0, 2, 0, 0, 0];
    assert_eq!(
        over_tcp(3389, &[(true, &request), (false, &confirm)]),
        "rdp true rdp.cookie=mstshash=ann rdp.security=credssp"
    );
    let bind = b"\x30\x1a\x02\x01\x01\x60\x15\x02\x01\x03\x04\x06cn=ann\x80\x08password";
    assert_eq!(
        over_tcp(389, &[(true, bind)]),
        "ldap false ldap.bind=password"
    );
    let bare = b"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\x00\x80\x00";
    assert_eq!(
        over_tcp(10389, &[(true, bare)]),
        "ldap false ldap.bind=anonymous"
    );
    assert_eq!(
        over_tcp(
            389,
            &[
                (true, bare),
                (false, b"\x30\x05\x02\x01\x01\x61\x00"),
                (true, b"\x16\x03\x01\x00")
            ]
        ),
        "ldap true ldap.bind=anonymous"
    );
    let ticket = b"\x6a\x81\x90\x30\x81\x8d\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0a";
    assert_eq!(
        over_udp(88, ticket, b""),
        "kerberos - kerberos.request=AS-REQ"
    );
}

#[test]
fn protocols_in_lines_tell_their_programs() {
    for (port, turns, expected) in [
        (
            22,
            &[
                (false, &b"SSH-2.0-OpenSSH_9.7\r\n"[..]),
                (true, b"SSH-2.0-PuTTY\r\n"),
            ][..],
            "ssh true ssh.client=SSH-2.0-PuTTY ssh.server=SSH-2.0-OpenSSH_9.7",
        ),
        (
            25,
            &[(false, b"220 mx.example ESMTP\r\n"), (true, b"EHLO a\r\n")],
            "smtp false smtp.server=220 mx.example ESMTP",
        ),
        (
            587,
            &[
                (false, b"220 mx\r\n"),
                (true, b"EHLO a\r\n"),
                (true, b"STARTTLS\r\n"),
                (false, b"220 go\r\n"),
                (true, b"\x16\x03\x01\x02"),
            ],
            "smtp true smtp.server=220 mx",
        ),
        (
            21,
            &[(false, b"220 (vsFTPd 3.0.5)\r\n"), (true, b"USER ann\r\n")],
            "ftp false ftp.server=220 (vsFTPd 3.0.5)",
        ),
        (
            143,
            &[(false, b"* OK ready\r\n"), (true, b"a LOGIN ann x\r\n")],
            "imap false imap.server=* OK ready",
        ),
        (23, &[(false, b"\xff\xfd\x18\xff\xfd\x20")], "telnet false"),
        (
            5060,
            &[(true, b"INVITE sip:1@a SIP/2.0\r\n")],
            "sip false sip.method=INVITE",
        ),
        (
            8080,
            &[(
                true,
                b"POST /x?ssn=1 HTTP/1.1\r\nAuthorization: Basic YTpi\r\n\r\n",
            )],
            "http false http.authorization=Basic http.method=POST http.path=/x",
        ),
        (4444, &[(true, b"hello\n"), (false, b"220 no\n")], "- -"),
    ] {
        assert_eq!(over_tcp(port, turns), expected, "port {port}");
    }
    assert_eq!(
        over_udp(514, b"<134>Mar  1 08:00:00 fw1 x: y", b""),
        "syslog false"
    );
    assert_eq!(over_udp(514, b"<999>Mar", b""), "- -");
}

#[test]
fn controllers_and_small_services_are_known() {
    let modbus = [0, 1, 0, 0, 0, 6, 17, 3, 0, 0, 0, 1];
    assert_eq!(
        over_tcp(502, &[(true, &modbus)]),
        "modbus false modbus.function=3 modbus.unit=17"
    );
    assert_eq!(
        over_tcp(5020, &[(true, &modbus)]),
        "modbus false modbus.function=3 modbus.unit=17"
    );
    let s7 = [
        3, 0, 0, 22, 17, 0xE0, 0, 0, 0, 1, 0, 0xC0, 1, 10, 0xC1, 2, 1, 0, 0xC2, 2, 1, 2,
    ];
    assert_eq!(over_tcp(102, &[(true, &s7)]), "s7 false");
    let mut identity = vec![0x63, 0, 41, 0];
    identity.resize(24 + 2 + 4 + 32, 0);
    identity.extend(b"\x021769");
    identity[2] = (identity.len() - 24) as u8;
    let question = [0x63, 0].into_iter().chain([0; 22]).collect::<Vec<u8>>();
    assert_eq!(
        over_udp(44818, &question, &identity),
        "enip false enip.product=17"
    );
    let public = b"\x30\x0e\x02\x01\x01\x04\x06public\xa0\x01\x00";
    assert_eq!(
        over_udp(161, public, b""),
        "snmp false snmp.default_community=true snmp.version=2c"
    );
    let secret = b"\x30\x0e\x02\x01\x00\x04\x06secret\xa0\x01\x00";
    assert_eq!(
        over_udp(161, secret, b""),
        "snmp false snmp.default_community=false snmp.version=1"
    );
    let third = b"\x30\x0e\x02\x01\x03\x30\x00";
    assert_eq!(over_udp(161, third, b""), "snmp - snmp.version=3");
    let mut time = [0; 48];
    time[0] = 0x23;
    assert_eq!(
        over_udp(123, &time, b""),
        "ntp false ntp.mode=3 ntp.version=4"
    );
    let mut quic = [0; 60];
    quic[..5].copy_from_slice(&[0xC3, 0, 0, 0, 1]);
    assert_eq!(over_udp(443, &quic, b""), "quic true");
}

#[test]
fn lost_and_repeated_packets_do_not_confuse() {
    let request = association(1, &item(0x10, &[b'1'; 3_000]));
    let mut packets = conversation(CLIENT, (2, 104), &[(true, &request)]);
    packets.insert(4, packets[3].clone());
    let expected = "dicom false dicom.called_ae=PACS dicom.calling_ae=CT_ROOM_1";
    assert_eq!(told(packets.clone()), expected);
    packets.remove(5);
    assert_eq!(told(packets), "dicom false");
}
