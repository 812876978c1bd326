//! Messages as interface engines write them, and what is kept of them.

use super::Hl7v2;
use crate::testing::{check, check_bytes};
use crate::{Confidence, Reader};

const HEAD: &str = "MSH|^~\\&|EHR|WARD|LAB|HOUSE|20260301080000||ADT^A01^ADT_A01|C1|P|2.5";
const HEAD_KEPT: &str = "hl7v2_message time=2026-03-01T08:00:00Z MSH-3=EHR MSH-4=WARD MSH-5=LAB MSH-6=HOUSE \
                         MSH-7=2026-03-01T08:00:00 MSH-9.1=ADT MSH-9.2=A01 MSH-9.3=ADT_A01 MSH-10=C1 MSH-11=P MSH-12=2.5";

#[test]
fn who_what_when_and_where_are_kept_and_the_rest_is_counted() {
    let message = format!(
        "{HEAD}\rEVN|A01|20260301075900|||17^REYES^MARIA\r\
         PID|1||100045^^^HOUSE&1.2.3&ISO^MR~123-45-6789^^^USA^SS||DOE^JANE||19700101|F|||1 MAIN ST||555-1234\r\
         PV1|1|I|W3^12^B^HOUSE||||200^SMITH^ANN^^^^^^NPI~201^KIM^J|||MED|||||||||V77^^^HOUSE^VN|||||||||||||||||||||||||202603010730\r\
         NTE|1||tired and cold\r\
         OBX|1|TX|8302-2^Body height^LN||170|cm|||||F|||20260301\r"
    );
    check(
        &Hl7v2,
        &message,
        &[&format!(
            "record 1: {HEAD_KEPT} EVN-1=A01 EVN-2=2026-03-01T07:59:00 EVN-5.1=17 \
             PID-3.1=100045 PID-3.4.1=HOUSE PID-3.4.2=1.2.3 PID-3.5=MR PV1-2=I PV1-3.1=W3 PV1-3.2=12 PV1-3.3=B \
             PV1-3.4=HOUSE PV1-7.1=200 PV1-7.9.1=NPI PV1-10=MED PV1-19.1=V77 PV1-19.4.1=HOUSE PV1-19.5=VN \
             PV1-44=2026-03-01T07:30:00 OBX-2=TX OBX-3.1=8302-2 OBX-3.3=LN OBX-11=F OBX-14=2026-03-01 \
             PV1-7=[{{\"1\":\"200\",\"9\":{{\"1\":\"NPI\"}}}},{{\"1\":\"201\"}}] \
             time_assumed=zone segments=6 left_out=16"
        )],
    );
}

#[test]
fn repeated_segments_are_lists_as_well() {
    let message = format!(
        "{HEAD}\nOBR|1|P1^EHR|F1|G1^glucose^L|||20260301\nOBX|1|NM|a^b^LN\nOBX|2|NM|c||9||||||F|||||17^X~18^Y\n"
    );
    check(
        &Hl7v2,
        &message,
        &[&format!(
            "record 1: {HEAD_KEPT} OBR-2.1=P1 OBR-2.2=EHR OBR-3.1=F1 OBR-4.1=G1 OBR-4.3=L OBR-7=2026-03-01 \
             OBX-2=NM OBX-3.1=a OBX-3.3=LN \
             OBX=[{{\"OBX-2\":\"NM\",\"OBX-3\":{{\"1\":\"a\",\"3\":\"LN\"}}}},\
             {{\"OBX-2\":\"NM\",\"OBX-3\":{{\"1\":\"c\"}},\"OBX-11\":\"F\",\"OBX-16\":[{{\"1\":\"17\"}},{{\"1\":\"18\"}}]}}] \
             time_assumed=zone segments=4 left_out=7"
        )],
    );
}

#[test]
fn line_ends_frames_and_marks_make_no_difference() {
    let expected: Vec<String> = (1..=2)
        .map(|n| format!("record {n}: {HEAD_KEPT} PV1-2=O time_assumed=zone segments=2 left_out=0"))
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    let one = |end: &str| format!("{HEAD}{end}PV1||O{end}");
    for end in ["\r", "\n", "\r\n", "\r\r\n"] {
        check(&Hl7v2, &one(end).repeat(2), &expected);
        check(
            &Hl7v2,
            &format!("\u{feff}{}\n\n{}", one(end), one(end)),
            &expected,
        );
    }
    for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
        let text = format!("\u{feff}{}", one("\r\n").repeat(2));
        let wide: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
        assert_eq!(Hl7v2.sniff(&wide), Confidence::Certain);
        check_bytes(&Hl7v2, &wide, &expected);
    }
    let framed = format!("\x0B{}\x1C\r\x0B{}\x1C\r", one("\r"), one("\r"));
    check(&Hl7v2, &framed, &expected);
    check(&Hl7v2, &framed.replace("\r\x1C", "\x1C"), &expected);
}

#[test]
fn a_zone_in_the_header_holds_for_the_message() {
    check(
        &Hl7v2,
        "MSH|^~\\&|A|||| 20260301080000.25-0500 ||SIU^S12|1|P|2.5\rSCH|1|2|||||||||^^^20260302090000^20260302093000",
        &[
            "record 1: hl7v2_message time=2026-03-01T13:00:00.250Z MSH-3=A MSH-7=2026-03-01T08:00:00.25-05:00 \
             MSH-9.1=SIU MSH-9.2=S12 MSH-10=1 MSH-11=P MSH-12=2.5 SCH-1.1=1 SCH-2.1=2 \
             SCH-11.4=2026-03-02T09:00:00-05:00 SCH-11.5=2026-03-02T09:30:00-05:00 segments=2 left_out=0",
        ],
    );
}

#[test]
fn a_query_names_its_patient_and_nothing_else() {
    let head = "MSH|^~\\&|PORTAL|||||x|QBP^Q22|1|P|2.5";
    let kept =
        "record 1: hl7v2_message MSH-3=PORTAL MSH-9.1=QBP MSH-9.2=Q22 MSH-10=1 MSH-11=P MSH-12=2.5";
    let cases = [
        (
            "Q1|@PID.3.1^17~@PID.5.1^MOORE",
            "QPD-3.1=17 segments=2 left_out=2",
        ),
        (
            "Q1|17^^^HOUSE^PI",
            "QPD-3.1=17 QPD-3.4.1=HOUSE QPD-3.5=PI segments=2 left_out=1",
        ),
        ("Q1|MOORE^CHIP", "segments=2 left_out=2"),
    ];
    for (query, expected) in cases {
        check(
            &Hl7v2,
            &format!("{head}\rQPD|IHE PDQ Query|{query}"),
            &[&format!("{kept} QPD-1.1=IHE PDQ Query QPD-2=Q1 {expected}")],
        );
    }
}

#[test]
fn trailers_are_held_against_what_is_there() {
    let message = "MSH|^~\\&|A|||||x|ACK|1|P|2.5\r";
    let kept =
        "hl7v2_message MSH-3=A MSH-9.1=ACK MSH-10=1 MSH-11=P MSH-12=2.5 segments=1 left_out=1";
    let envelope = |inner: &str, counted: &str| {
        format!("FHS|^~\\&|A\rBHS|^~\\&|A||||20260301\r{inner}BTS|{counted}|ok\rFTS|1\r")
    };
    check(
        &Hl7v2,
        &envelope(&message.repeat(2), "2"),
        &[
            &format!("record 1: {kept}"),
            &format!("record 2: {kept}"),
            "offset 11: hl7v2_batch time=2026-03-01T00:00:00Z BHS-3=A BHS-7=2026-03-01 BTS-1=2 time_assumed=zone messages=2 left_out=1",
            "offset 0: hl7v2_batch messages=2 left_out=0 FHS-3=A FTS-1=1 batches=1",
        ],
    );
    check(
        &Hl7v2,
        &envelope(message, "3"),
        &[
            "offset 63: rejected, BTS-1 counts 3, 1 are here",
            &format!("record 1: {kept}"),
            "offset 11: hl7v2_batch time=2026-03-01T00:00:00Z BHS-3=A BHS-7=2026-03-01 BTS-1=3 time_assumed=zone messages=1 left_out=1",
            "offset 0: hl7v2_batch messages=1 left_out=0 FHS-3=A FTS-1=1 batches=1",
        ],
    );
}

#[test]
fn a_file_without_batches_may_count_itself_or_its_messages() {
    let message = "MSH|^~\\&|A|||||x|ACK|1|P|2.5\r".repeat(2);
    for (count, reject) in [
        ("1", None),
        ("2", None),
        ("", None),
        ("5", Some("FTS-1 counts 5, 1 are here")),
        ("many", Some("FTS-1 is not a number")),
    ] {
        let kept =
            "hl7v2_message MSH-3=A MSH-9.1=ACK MSH-10=1 MSH-11=P MSH-12=2.5 segments=1 left_out=1";
        let mut expected: Vec<String> = Vec::new();
        expected.extend(reject.map(|reason| format!("offset 69: rejected, {reason}")));
        expected.extend((1..=2).map(|n| format!("record {n}: {kept}")));
        let count_kept = if count.is_empty() {
            String::new()
        } else {
            format!(" FTS-1={count}")
        };
        expected.push(format!(
            "offset 0: hl7v2_batch FHS-3=A{count_kept} batches=0 messages=2 left_out=0"
        ));
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(
            &Hl7v2,
            &format!("FHS|^~\\&|A\r{message}FTS|{count}\r"),
            &expected,
        );
    }
}

#[test]
fn what_is_broken_costs_itself_alone() {
    let sound = "MSH|^~\\&|A|||||x|ACK|1|P|2.5\r";
    let kept = "hl7v2_message MSH-3=A MSH-9.1=ACK MSH-10=1 MSH-11=P MSH-12=2.5";
    check(
        &Hl7v2,
        &format!("{sound}MSH|a|b\rPID|1||7\r{sound}and so on\rPV1||O\rMSH|^~\\&|LA"),
        &[
            "record 2: rejected, the header does not declare its delimiters",
            "offset 75: rejected, not a segment",
            "record 4: rejected, the header (MSH) does not say the kind of message",
            &format!("record 1: {kept} segments=1 left_out=1"),
            &format!("record 3: {kept} segments=2 left_out=1 PV1-2=O"),
        ],
    );
    check(
        &Hl7v2,
        "PID|1||7\r\0\0\0\0",
        &[
            "offset 0: rejected, a segment outside of a message",
            "offset 9: rejected, not a segment",
        ],
    );
    check(&Hl7v2, "", &[]);
}

#[test]
fn letters_are_those_the_header_names() {
    check_bytes(
        &Hl7v2,
        b"MSH|^~\\&|BL\xC4H|||||x|ACK|1|P|2.5||||||8859/1\r",
        &[
            "record 1: hl7v2_message MSH-3=BL\u{c4}H MSH-9.1=ACK MSH-10=1 MSH-11=P MSH-12=2.5 MSH-18=8859/1 segments=1 left_out=1",
        ],
    );
}

#[test]
fn only_messages_are_taken_for_messages() {
    let cases = [
        (HEAD, Confidence::Certain),
        ("\u{feff}\r\n\x0BMSH|^~\\&|A|B", Confidence::Certain),
        ("FHS|^~\\&|A\rBHS|^~\\&|A", Confidence::Certain),
        ("MSH#*~\\&#A", Confidence::Certain),
        ("# exported\r\nMSH|^~\\&|A\r\nPID|1\r\n", Confidence::Likely),
        ("MSH,ward,bed\n1,2,3\n", Confidence::No),
        ("MSH is a segment of HL7\n", Confidence::No),
        (
            "# HL7\n\nA message begins with\n\n    MSH|^~\\&|A\n\nand so on.\n",
            Confidence::No,
        ),
        ("PID|1||7\n", Confidence::No),
        ("", Confidence::No),
        ("\0\0\0\0", Confidence::No),
    ];
    for (head, confidence) in cases {
        assert_eq!(Hl7v2.sniff(head.as_bytes()), confidence, "{head}");
    }
}

mod cutting {
    use std::io::{BufReader, Cursor};

    use proptest::prelude::*;

    use crate::hl7v2::segments::{Piece, Segments, all};

    proptest! {
        /// Segments read piece by piece are those that cutting the whole would give.
        #[test]
        fn segments_are_the_same_however_the_bytes_come(
            bytes in proptest::collection::vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(0x0B), Just(0x1C), Just(b' '), Just(b'|'), any::<u8>()], 0..200),
            capacity in 1..9_usize,
        ) {
            prop_assume!(!bytes.starts_with(b"\xEF"));
            let mut input = BufReader::with_capacity(capacity, Cursor::new(&bytes));
            let mut segments = Segments::new(&mut input).expect("nothing fails in memory");
            let mut found = Vec::new();
            while let Some(piece) = segments.next().expect("nothing fails in memory") {
                if let Piece::Segment { offset, bytes: segment } = piece {
                    let from = usize::try_from(offset).expect("small");
                    prop_assert_eq!(&bytes[from..from + segment.len()], segment);
                    found.push(segment.to_vec());
                }
            }
            let expected: Vec<Vec<u8>> = all(&bytes).map(<[u8]>::to_vec).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
