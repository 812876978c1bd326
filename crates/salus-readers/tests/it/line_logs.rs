//! Text logs made of every piece their syntaxes know: nothing breaks, and what is written comes back.

use proptest::prelude::*;
use salus_readers::READERS;

use crate::corpus::{read_with, reader_named};

/// Pieces that mean something to one of the readers, whole and broken.
const PIECES: [&str; 60] = [
    "Mar  1 08:00:00",
    "MMM 1 08:00:00",
    "2026-03-01T08:00:00Z",
    "2026-03-01 08:00:00",
    "<34>",
    "<34>1 ",
    "<999>",
    "57 <34>",
    " ",
    "\t",
    "\n",
    "\n ",
    "\r\n",
    "host",
    "sshd[1]:",
    "kernel:",
    "[",
    "]",
    "\"",
    "'",
    "{",
    "}",
    "=",
    "a=",
    "a=\"x",
    "|",
    "\\",
    "é",
    "\u{1d}",
    "CEF:0|",
    "LEEF:2.0|",
    "a|b|c|d|e|f|g|",
    "x5E|",
    "type=SYSCALL ",
    "msg=audit(1.5:2): ",
    "msg='",
    "saddr=0200",
    "a0=",
    "6162",
    "dn: CN=a,DC=b",
    "dn:: ",
    "cn: ",
    "version: 1",
    "changetype: modify",
    "add: mail",
    "-",
    "lease 10.0.0.1 {",
    "starts 1 2026/03/01 08:00:00;",
    "IN= OUT= SRC= DST= PROTO=TCP",
    "filterlog[1]: 1,,,1,e,m,block,in,4,",
    "1,2026/03/01 08:00:00,1,TRAFFIC,end,",
    "#Fields: date time a",
    "#Date: 2026-03-01",
    "10.0.0.1 - - [01/Mar/2026:08:00:00 +0000] \"",
    "client 10.0.0.1#5 (a): query: a IN A",
    "dnsmasq[1]: query[A] x from y",
    "DHCPACK on 10.0.0.1 to 00:11:22:33:44:55",
    "dhcpd: ",
    "3/1/2026 8:00:00 AM 0E PACKET 1 UDP Rcv 10.0.0.1 ",
    "ID,Date,Time,Description,IP Address,Host Name,MAC Address",
];

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9./@_-]{1,12}".prop_filter("not the mark for nothing", |word| word != "-")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever stands in a file, each reader keeps the account in balance and goes on to the end.
    #[test]
    fn no_text_breaks_a_reader(pieces in prop::collection::vec(0..PIECES.len(), 0..40)) {
        let text: String = pieces.iter().map(|at| PIECES[*at]).collect();
        for reader in READERS {
            let _ = reader.sniff(text.as_bytes());
            let read = read_with(*reader, text.as_bytes());
            prop_assert_eq!(read.counts.read, (read.records.len() + read.rejects.len()) as u64);
        }
    }

    /// What RFC 5424 can say is read back.
    #[test]
    fn a_standard_message_is_read_back(
        priority in 0..=191_u8, host in word(), app in word(), pid in word(), id in word(),
        name in "[a-z]{1,8}", value in "[ -~é]{0,20}", message in "[a-z][ -;=-~é]{0,60}",
    ) {
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace(']', "\\]");
        let line = format!("<{priority}>1 2026-03-01T08:00:00.5Z {host} {app} {pid} {id} [x@1 {name}=\"{escaped}\"] {message}\n");
        let read = read_with(reader_named("syslog"), line.as_bytes());
        prop_assert_eq!(read.rejects.len(), 0);
        let (table, record) = &read.records[0];
        prop_assume!(table == "syslog");
        let of = |field: &str| record.get(field).map(String::as_str);
        let priority = priority.to_string();
        prop_assert_eq!(of("priority"), Some(priority.as_str()));
        prop_assert_eq!(of("hostname"), Some(host.as_str()));
        prop_assert_eq!(of("program"), Some(app.as_str()));
        prop_assert_eq!(of("pid"), Some(pid.as_str()));
        prop_assert_eq!(of("msgid"), Some(id.as_str()));
        let parameter = format!("sd.x@1.{name}");
        prop_assert_eq!(of(&parameter), Some(value.as_str()));
        prop_assert_eq!(of("message"), Some(message.as_str()));
    }

    /// Each line with a header is a record by itself, in order.
    #[test]
    fn each_line_with_a_header_is_one_record(messages in prop::collection::vec("[a-zA-Z0-9 =,.]{0,40}", 1..30)) {
        let text: String = messages.iter().map(|message| format!("Mar  1 08:00:00 host app[1]: {message}\n")).collect();
        let read = read_with(reader_named("syslog"), text.as_bytes());
        prop_assert_eq!(read.rejects.len(), 0);
        let found: Vec<&str> = read.records.iter().filter_map(|(_, record)| record.get("message")).map(String::as_str).collect();
        let wanted: Vec<&str> = messages.iter().map(|message| message.trim_start()).collect();
        prop_assert_eq!(found, wanted);
    }

    /// Entries of a directory come back, whatever their values, folded anywhere.
    #[test]
    fn entries_come_back_however_they_are_folded(values in prop::collection::vec("[a-z][a-zA-Z0-9,= ]{0,60}[a-z]", 1..8), fold in 5..40_usize) {
        let mut text = String::new();
        for (at, value) in values.iter().enumerate() {
            let lines = [format!("dn: cn=n{at},dc=x"), format!("description: {value}")];
            for line in lines {
                let letters: Vec<char> = line.chars().collect();
                let folded: Vec<String> = letters.chunks(fold).map(|piece| piece.iter().collect()).collect();
                text += &folded.join("\n ");
                text.push('\n');
            }
            text.push('\n');
        }
        prop_assume!(fold > 12); // a name is not folded
        let read = read_with(reader_named("ldif"), text.as_bytes());
        prop_assert_eq!(read.rejects.len(), 0);
        let found: Vec<&str> = read.records.iter().filter_map(|(_, record)| record.get("description")).map(String::as_str).collect();
        prop_assert_eq!(found, values.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// A line that begins again and again must not be read again and again from each beginning: twice as much
/// may take little more than twice as long.
#[test]
fn long_hostile_lines_are_read_once() {
    const BYTES: usize = 1 << 13;
    let mut slow = Vec::new();
    for piece in [
        "x<34>1 - - - - - [",
        "x<34>Mar  1 08:00:00 a[1]: b",
        "9 <34>1 ",
        "a={",
        "a=\"",
        "<",
        " a=",
        "|",
    ] {
        for front in [
            "<34>",
            "CEF:0|a|b|c|d|e|f|",
            "type=X msg=audit(1:1): ",
            "dn: cn=a\ncn: ",
            "#Fields: a b\n",
        ] {
            for name in ["auditd", "access_log", "ldif", "w3c", "dhcp_leases"] {
                let seconds = |bytes: usize| {
                    let text = format!("{front}{}\n", piece.repeat(bytes / piece.len()));
                    let begun = std::time::Instant::now();
                    let read = read_with(reader_named(name), text.as_bytes());
                    assert!(read.counts.read <= bytes as u64, "{name}");
                    begun.elapsed().as_secs_f64()
                };
                let (once, eight) = (seconds(BYTES), seconds(BYTES * 8));
                if eight > 0.5 && eight > once * 30.0 {
                    slow.push(format!("{name}: {front}{piece}: {once} {eight}"));
                }
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
