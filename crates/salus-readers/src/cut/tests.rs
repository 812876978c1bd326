//! Evidence that is cut gives the records of the whole.

use std::io::Read as _;
use std::path::Path;

use proptest::prelude::*;

use crate::testing::kept::Kept;
use crate::testing::public_data;
use crate::{READERS, Reader, recognise};

const CSV: &[&str] = &[
    "a1,pc1,2026-03-01",
    "\"a,2\",\"say \"\"x\"\"\",2026-03-01",
    "\"a",
    "b\",pc2,2026-03-01",
    "c\"3,pc3,2026-03-01",
    "\"",
    "a4,pc4",
    "a5,pc5,x,y",
    "a6,pc6,\u{e4},",
    "",
    " ",
    "\0",
    "a7,pc7,2026-03-01\r",
];
const CSV_HEAD: &[&str] = &["Asset Tag,Host Name,Last Seen"];
const ZEEK: &[&str] = &[
    "1772352000.25\tC1\t10.0.0.1",
    "1772352001.25\tC2\t-",
    "1772352001.25\tC2",
    "1772352001.25\tC2\t10.0.0.1\t",
    "#close\t2026-03-01-09-00-00",
    "#path\tconn",
    "#path\tdns",
    "#fields\tts\tuid\tid.orig_h",
    "#fields\tts\tuid\tnote",
    "",
    "\0",
    "\u{feff}x",
];
const ZEEK_HEAD: &[&str] = &[
    "#separator \\x09",
    "#path\tconn",
    "#fields\tts\tuid\tid.orig_h",
    "#types\ttime\tstring\taddr",
];
const SYSLOG: &[&str] = &[
    "Mar  1 08:00:00 srv sshd[7]: Failed password for ann from 10.0.0.1 port 9 ssh2",
    "2026-03-01T08:00:00Z srv kernel: x",
    "<34>Mar  1 08:00:00 srv su: a<35>Mar  1 08:00:01 srv su: b",
    "<34>1 2026-03-01T08:00:00Z srv app 1 - - text",
    "a<35>Mar  1 08:00:01 srv su: b",
    "Mar  1 08:00:00 srv app: glued<35>Mar  1 08:00:01 srv su: b",
    "61 <34>Mar  1 08:00:00 srv su: so long as was said and then more <35>Mar  1 08:00:01 srv su: b",
    "90 <34>Mar  1 08:00:00 srv su: the rest",
    "type=SYSCALL msg=audit(1772352000.250:7): syscall=59 success=yes comm=\"ls\"",
    "\tat main.go:7",
    "goes on",
    "MMM 22 07:54:32 no month",
    "date=2026-03-01 time=08:00:00 devname=\"fw\" devid=\"FG1\" logid=\"1\" type=\"traffic\" srcip=10.0.0.1",
    "",
    "\0",
];
const SYSLOG_HEAD: &[&str] = &["Mar  1 08:00:00 srv sshd[7]: begins"];
const WEB: &[&str] = &[
    "10.0.0.5 - ann [01/Mar/2026:09:00:00 +0100] \"GET /a?b=1 HTTP/1.1\" 200 2326 \"http://x/\" \"Mozilla \\\"5\\\"\"",
    "www.clinic.example:443 10.0.0.5 - - [01/Mar/2026:08:00:00 +0000] \"\\x16\\x03\" 400 -",
    "1772352000.123    45 10.0.0.5 TCP_MISS/200 1234 GET http://example.com/ - HIER_DIRECT/203.0.113.9 text/html",
    "hello",
    "a b c d e [01/Mar/2026:08:00:00 +0000] \"GET / HTTP/1.1\" 200 1",
    "10.0.0.5 - - [01/Mar/2026:09:00:00 +0100] \"GET / HTTP/1.1\" 200 1 \"a\" \"b\" \"c\" \"d\"",
    "10.0.0.5 - - [01/Mar/2026:09:00:00 +0100] \"GET / HTTP/1.1\" 200 1 \"a",
    "",
    "\0",
];

/// So much of a public file is compared.
const PART: u64 = 100_000;

fn reader(name: &str) -> &'static dyn Reader {
    let known = READERS.iter().find(|reader| reader.about().name == name);
    *known.expect("a reader of this name")
}

/// What is different when evidence is read in stretches of this length.
fn difference(reader: &dyn Reader, bytes: &[u8], length: usize) -> Option<String> {
    let cut = reader.cut().filter(|cut| cut.fits(bytes))?;
    let whole = Kept::of(bytes, |evidence, sink| reader.read(evidence, sink));
    let cut = Kept::in_stretches(cut, bytes, length);
    let (cut, whole) = (cut.without_batches(), whole.without_batches());
    cut.difference(&whole)
}

fn check(name: &str, head: &[&str], lines: &[&str]) {
    // So much of a table must stand at its start that its header is sure.
    let usual = if name == "csv" { 25 } else { 0 };
    let head = head.iter().copied();
    let all: Vec<&str> = head
        .chain(std::iter::repeat_n(CSV[0], usual))
        .chain(lines.iter().copied())
        .collect();
    let text = all.join("\n");
    for length in [1, 60, 400] {
        let found = difference(reader(name), text.as_bytes(), length);
        assert_eq!(found, None, "{name}, {length}:\n{text}");
    }
}

fn lines(of: &'static [&'static str]) -> impl Strategy<Value = Vec<&'static str>> {
    let usual = prop::sample::select(vec![of[0], of[0], of[1]]);
    let any = prop::sample::select(of);
    prop::collection::vec(prop_oneof![usual, any], 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_tables_are_the_same_both_ways(lines in lines(CSV)) {
        check("csv", CSV_HEAD, &lines);
    }

    #[test]
    fn any_zeek_logs_are_the_same_both_ways(lines in lines(ZEEK)) {
        check("zeek", ZEEK_HEAD, &lines);
    }

    #[test]
    fn any_messages_are_the_same_both_ways(lines in lines(SYSLOG)) {
        check("syslog", SYSLOG_HEAD, &lines);
        check("auditd", &[], &lines);
    }

    #[test]
    fn any_requests_are_the_same_both_ways(lines in lines(WEB)) {
        check("access_log", &[], &lines);
    }
}

/// Usual evidence is not torn: all of it is read in stretches.
#[test]
fn usual_evidence_comes_apart() {
    for (name, head, line) in [
        ("csv", CSV_HEAD, CSV[0]),
        ("csv", CSV_HEAD, "\"a\nb\",pc,2026-03-01"),
        ("zeek", ZEEK_HEAD, ZEEK[0]),
        ("syslog", SYSLOG_HEAD, SYSLOG[0]),
        (
            "syslog",
            SYSLOG_HEAD,
            "Mar  1 08:00:00 srv app: a\n\tb\n\tc",
        ),
        ("auditd", &[], SYSLOG[8]),
        ("access_log", &[], WEB[0]),
    ] {
        let all: Vec<&str> = head.iter().copied().chain([line; 60]).collect();
        let cut = reader(name).cut().expect("a reader that cuts");
        let text = all.join("\n");
        let torn = Kept::torn_at(cut, text.as_bytes(), 300);
        assert_eq!(torn, None, "{name}: {line}");
    }
}

#[test]
fn public_logs_are_the_same_both_ways() {
    let Some(root) = public_data("logs and tables in stretches") else {
        return;
    };
    let mut compared = 0;
    files(&root, &mut |path| {
        let file = std::fs::File::open(path).expect("readable");
        let mut bytes = Vec::new();
        file.take(PART).read_to_end(&mut bytes).expect("readable");
        let head = &bytes[..bytes.len().min(salus_record::limits::SNIFF_BYTES)];
        let Some(reader) = recognise(head).filter(|reader| reader.about().name != "json") else {
            return;
        };
        if reader.cut().is_none() {
            return;
        }
        let found = difference(reader, &bytes, 5_000);
        assert_eq!(found, None, "{}", path.display());
        compared += 1;
    });
    assert!(compared > 20, "{compared}");
}

fn files(folder: &Path, take: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, take);
        } else {
            take(&path);
        }
    }
}
