//! The splitter gives back what was put together, whatever the buffer, and keeps to its limits.

use std::io::{BufReader, Read};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn split(input: &[u8], capacity: usize) -> Vec<(Place, Result<Vec<u8>, &'static str>)> {
    let mut input = BufReader::with_capacity(capacity, input);
    let mut frames = Frames::new(&mut input, Begin::Evidence).expect("memory does not fail");
    let mut found = Vec::new();
    while let Some(frame) = frames.next().expect("memory does not fail") {
        found.push((frame.place, frame.bytes.map(<[u8]>::to_vec)));
    }
    found
}

fn values(input: &[u8], capacity: usize) -> Vec<Value> {
    let parsed = split(input, capacity).into_iter().map(|(_, bytes)| {
        serde_json::from_slice(&bytes.expect("a sound value")).expect("valid JSON")
    });
    parsed.collect()
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::String),
        Just(json!("a\"b\\ } ] {[ \n\u{1F600}")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map("[a-z\"\\\\{]{0,4}", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_list_gives_its_elements_back(
        list in prop::collection::vec(value(), 0..6),
        capacity in 1_usize..40,
    ) {
        let compact = serde_json::to_vec(&list).expect("values serialise");
        prop_assert_eq!(&values(&compact, capacity), &list);
        let pretty = serde_json::to_vec_pretty(&list).expect("values serialise");
        prop_assert_eq!(&values(&pretty, capacity), &list);
    }

    #[test]
    fn lines_give_their_values_back(
        list in prop::collection::vec(value().prop_filter("an object", Value::is_object), 0..6),
        capacity in 1_usize..40,
        separator in prop_oneof![Just("\n"), Just("\r\n"), Just(" "), Just(",\n")],
    ) {
        let texts: Vec<String> = list.iter().map(Value::to_string).collect();
        prop_assert_eq!(&values(texts.join(separator).as_bytes(), capacity), &list);
    }

    #[test]
    fn any_bytes_are_taken_without_panic(
        bytes in prop::collection::vec(prop_oneof![
            prop::sample::select(b"{}[]\",:\\\n 1at".to_vec()), any::<u8>()], 0..200),
        capacity in 1_usize..40,
    ) {
        let found = split(&bytes, capacity);
        prop_assert!(found.len() <= bytes.len() + 2);
        prop_assert_eq!(found, split(&bytes, 4096));
    }
}

/// `head`, then `byte` over and over, then `tail`.
fn long(head: &[u8], byte: u8, length: u64, tail: &[u8]) -> impl Read {
    let filling = std::io::repeat(byte).take(length);
    head.to_vec()
        .chain_read(filling)
        .chain(std::io::Cursor::new(tail.to_vec()))
}

trait ChainRead {
    fn chain_read<R: Read>(self, next: R) -> std::io::Chain<std::io::Cursor<Vec<u8>>, R>;
}

impl ChainRead for Vec<u8> {
    fn chain_read<R: Read>(self, next: R) -> std::io::Chain<std::io::Cursor<Vec<u8>>, R> {
        std::io::Cursor::new(self).chain(next)
    }
}

#[test]
fn an_endless_line_is_one_reject_in_bounded_memory() {
    for (head, byte) in [
        (&b"{\"a\":\""[..], b'x'),
        (b"{\"a\":", b'1'),
        (b"{\"a\":[", b'['),
        (b"{\"a\":", b' '),
    ] {
        let input = long(head, byte, 70 << 20, b"\n{\"a\":1}\n");
        let mut input = BufReader::with_capacity(64 << 10, input);
        let mut frames = Frames::new(&mut input, Begin::Evidence).expect("memory does not fail");
        let first = frames
            .next()
            .expect("memory does not fail")
            .expect("a frame");
        assert_eq!(first.place, Place::Line(1));
        assert!(first.bytes.is_err());
        assert!(frames.scan.bytes.capacity() <= 160 << 20);
    }
}

#[test]
fn a_list_is_streamed() {
    let element = "{\"a\":\"".to_owned() + &"x".repeat(1000) + "\"},";
    let input = format!("{{\"Records\":[{}", element.repeat(20_000));
    let mut input = BufReader::new(input.as_bytes());
    let mut frames = Frames::new(&mut input, Begin::Evidence).expect("memory does not fail");
    let mut count = 0;
    while let Some(frame) = frames.next().expect("memory does not fail") {
        count += u64::from(frame.bytes.is_ok());
        assert!(frames.scan.bytes.capacity() < 8 << 10);
    }
    assert_eq!(count, 20_000);
}

#[test]
fn broken_lines_cost_linear_time() {
    let mut input = String::new();
    for _ in 0..200_000 {
        input.push_str("{\"a\":[{\"b\":1},\n");
    }
    let found = split(input.as_bytes(), 64 << 10);
    assert!(!found.is_empty());
}
