//! Broken documents cost their own record, and nothing is resolved or guessed.

use salus_record::limits;

use super::Xml;
use crate::testing::kept::Kept;
use crate::testing::{check, check_bytes};
use crate::{Confidence, Reader, recognise};

const HEAD: &str = "<nmaprun scanner=\"nmap\">";
const HOST: &str = "<host><status state=\"up\"/><address addr=\"A\"/></host>";

/// Each text between two sound hosts costs itself alone; `expected` is what is said of it.
fn between(broken: &str, expected: &[&str]) {
    let text = format!("{HEAD}{HOST}{broken}{HOST}<runstats/></nmaprun>");
    let row = "nmap_host host=A status.state=up address=[{\"addr\":\"A\"}]";
    let mut lines: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
    let last = 2 + expected.len();
    lines.push(format!("record 1: {row}"));
    lines.push(format!("record {last}: {row}"));
    lines.push(format!("record {last}: nmap_scan scanner=nmap"));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    check(&Xml, &text, &lines);
}

#[test]
fn what_is_broken_costs_itself_alone() {
    between("", &[]);
    between(
        "<host/>",
        &["record 2: rejected, a host without an address"],
    );
    between(
        "<host><address addr=\"B\">",
        &["record 2: rejected, it begins again before its end"],
    );
    between(
        "<host><address addr=\"B\"></host>",
        &["record 2: rejected, an element in it is not closed as it was opened"],
    );
    between(
        "<host><address addr=B/></host>",
        &["record 2: rejected, an attribute that is not written as attributes are"],
    );
    between(
        "<host><a b=\"1\" b=\"2\"/></host>",
        &["record 2: rejected, an attribute that is not written as attributes are"],
    );
    between(
        "<host>a & b</host>",
        &["record 2: rejected, it is not well-formed XML"],
    );
    between(
        "<host>&secret;</host>",
        &["record 2: rejected, a reference to an entity, which is not resolved"],
    );
    between(
        "<host a=\"&secret;\"/>",
        &["record 2: rejected, a reference to an entity, which is not resolved"],
    );
    between(
        "<host><!-- ",
        &["record 2: rejected, the file ends inside a tag, a comment or a quoted value"],
    );
    between(
        "<host a=\"",
        &["record 2: rejected, the file ends inside a tag, a comment or a quoted value"],
    );
    between(
        "text",
        &["record 2: rejected, a text where only elements belong"],
    );
    between(
        "</what>",
        &["record 2: rejected, an element is not closed as it was opened"],
    );
    between(
        &format!("<host>{}", "<a>".repeat(500)),
        &["record 2: rejected, it holds too many elements, or too deep ones"],
    );
}

#[test]
fn a_file_that_is_cut_keeps_what_was_whole() {
    let row = "record 1: nmap_host host=A status.state=up address=[{\"addr\":\"A\"}]";
    let cut = |text: &str, reason: &str| {
        let text = format!("{HEAD}{HOST}{text}");
        check(
            &Xml,
            &text,
            &[&format!("record 2: rejected, {reason}"), row],
        );
    };
    cut("", "the file ends inside the document");
    cut(
        "<host><status state=\"up\"/>",
        "the file ends inside this element",
    );
    cut(
        "<host><status sta",
        "the file ends inside a tag, a comment or a quoted value",
    );
}

#[test]
fn an_entity_is_never_resolved() {
    check(
        &Xml,
        "<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun [\n<!ENTITY ee SYSTEM \"file:///etc/passwd\">\n<!ENTITY big \"xxxx\">\n]>\n\
         <nmaprun scanner=\"nmap\"><host><address addr=\"&ee;\"/></host><host><address addr=\"A\"/>&big;</host></nmaprun>",
        &[
            "record 1: rejected, a reference to an entity, which is not resolved",
            "record 2: rejected, a reference to an entity, which is not resolved",
            "record 2: nmap_scan scanner=nmap",
        ],
    );
}

#[test]
fn letters_are_read_in_every_encoding() {
    let text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><nmaprun scanner=\"nmap\" args=\"\u{e4}\"/>";
    let expected = ["whole file: nmap_scan scanner=nmap args=\u{e4}"];
    check(&Xml, text, &expected);
    let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    check_bytes(&Xml, &latin, &expected);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check_bytes(&Xml, &little, &expected);
}

#[test]
fn an_element_that_is_too_large_is_passed_over() {
    let mut text = format!("{HEAD}<host><a>").into_bytes();
    text.resize(text.len() + limits::RECORD_BYTES + (1 << 20), b'x');
    text.extend_from_slice(format!("</a></host>{HOST}</nmaprun>").as_bytes());
    let kept = read(&text);
    assert_eq!(
        kept.rejects,
        ["record 1: it is larger than a record may be"]
    );
    let tables: Vec<&str> = kept
        .records
        .values()
        .map(|(table, _)| table.as_str())
        .collect();
    assert_eq!(tables, ["nmap_host", "nmap_scan"]);
}

fn read(bytes: &[u8]) -> Kept {
    Kept::of(bytes, |evidence, sink| Xml.read(evidence, sink))
}

/// Each beginning looks like one more record: going back to all of them must come to an end.
#[test]
fn hostile_beginnings_come_to_an_end() {
    for part in [
        "<host><!--",
        "<host a=\"",
        "<host><a>",
        "<host><![CDATA[",
        "</host><host>",
    ] {
        let text = format!("{HEAD}{}", part.repeat(50_000));
        let begun = std::time::Instant::now();
        let kept = read(text.as_bytes());
        assert!(!kept.rejects.is_empty(), "{part}");
        assert!(begun.elapsed().as_secs() < 20, "{part}");
    }
}

/// A long name or value costs its bytes once, not once more for each thing near it.
#[test]
fn nothing_grows_by_being_repeated() {
    let long = "x".repeat(20_000);
    let text = format!(
        "{HEAD}<host><{long}>{}</{long}></host>{HOST}</nmaprun>",
        "<a/>".repeat(5_000)
    );
    assert_eq!(
        read(text.as_bytes()).rejects,
        ["record 1: it holds too many elements, or too deep ones"]
    );
    let tags = format!(
        "<HostProperties><tag name=\"host-fqdn\">{long}</tag><tag name=\"host-ip\">1</tag></HostProperties>"
    );
    let text = format!(
        "<NessusClientData_v2><Report><ReportHost>{tags}<ReportItem/></ReportHost></Report></NessusClientData_v2>"
    );
    let kept = read(text.as_bytes());
    assert_eq!(kept.records[&1].1["HostProperties.host-fqdn"], long);
    assert_eq!(kept.records[&2].1["HostProperties.host-ip"], "1");
    assert!(!kept.records[&2].1.contains_key("HostProperties.host-fqdn"));
    let host = format!(
        "<HOST><DNS>{long}</DNS><IP>1</IP><DETECTION_LIST><DETECTION/></DETECTION_LIST></HOST>"
    );
    let text = format!(
        "<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><HOST_LIST>{host}</HOST_LIST></RESPONSE></HOST_LIST_VM_DETECTION_OUTPUT>"
    );
    let kept = read(text.as_bytes());
    assert_eq!(kept.records[&1].1["HOST.IP"], "1");
    assert!(!kept.records[&1].1.contains_key("HOST.DNS"));
    assert_eq!(kept.records[&2].1["DNS"], long);
}

proptest::proptest! {
    /// Sound hosts are all there, in their order, whatever stands between them.
    #[test]
    fn sound_records_are_kept_among_broken_ones(kinds in proptest::collection::vec(0_usize..12, 0..20)) {
        const BROKEN: [&str; 8] = [
            "<host><a></host>",
            "<host><a><b></a></host>",
            "<host a=1/>",
            "<host>&no;</host>",
            "<host/>",
            "<host><address addr=\"B\"/>",
            "</a>",
            "words",
        ];
        let mut text = HEAD.to_owned();
        let mut sound = Vec::new();
        for (at, kind) in kinds.iter().enumerate() {
            match BROKEN.get(*kind) {
                Some(broken) => text += broken,
                None => {
                    text += &HOST.replace("\"A\"", &format!("\"A{at}\""));
                    sound.push(format!("[{{\"addr\":\"A{at}\"}}]"));
                }
            }
        }
        text += "<runstats/></nmaprun>";
        let kept = read(text.as_bytes());
        let hosts = kept.records.values().filter(|(table, _)| table == "nmap_host");
        let found: Vec<String> = hosts.map(|(_, row)| row["address"].clone()).collect();
        proptest::prop_assert_eq!(&found, &sound, "{}", text);
        let broken = kinds.len() - sound.len();
        proptest::prop_assert!(kept.rejects.len() <= broken && kept.rejects.is_empty() == (broken == 0), "{}", text);
    }
}

#[test]
fn only_what_is_known_is_claimed() {
    let claim = |text: &str, expected: bool| {
        let is_claimed = Xml.sniff(text.as_bytes()) == Confidence::Certain;
        assert_eq!(is_claimed, expected, "{text}");
        let reader = recognise(text.as_bytes()).map(|reader| reader.about().name);
        assert_eq!(reader == Some("xml"), expected, "{text}: {reader:?}");
    };
    let event =
        "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System/></Event>";
    claim(event, true);
    claim(
        &format!("\u{feff}<?xml version=\"1.0\"?><Events>{event}</Events>"),
        true,
    );
    claim(&format!("<13>Mar  1 08:00:00 ws1 {event}"), true);
    claim(&format!("Mar  1 08:00:00 ws1 {event}"), true);
    claim("<Events><Event/></Events>", false);
    claim("<Event/>", false);
    claim(&format!("{{\"message\":\"{event}\"}}"), false);
    claim(&format!("time,message\n2026-03-01,{event}\n"), false);
    let log = "Mar  1 08:00:00 ws1 sshd: no\n".repeat(5);
    claim(&format!("Mar  1 08:00:00 ws1 {event}\n{log}"), false);
    claim("<AuditMessage><EventIdentification/></AuditMessage>", true);
    claim(
        "<85>1 2026-03-01T08:00:00Z p s 1 - - <?xml version=\"1.0\"?><AuditMessage><EventIdentification/>",
        true,
    );
    claim("<AuditMessage><body/></AuditMessage>", false);
    claim("<nmaprun scanner=\"nmap\"/>", true);
    claim(
        "<!DOCTYPE nmaprun><!-- x --><nmaprun xmloutputversion=\"1.05\">",
        true,
    );
    claim("<report><a/></report>", false);
    claim(
        "<report format_id=\"\" content_type=\"text/xml\"><a/></report>",
        true,
    );
    claim("<SCAN><a/></SCAN>", false);
    claim("<root>&ee;</root>", false);
    claim("<feedback><report_metadata/></feedback>", false);
    claim(
        "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"/>",
        false,
    );
    claim("", false);
    claim("<", false);
}
