//! Reports as written, and the rows they become.

use super::Dmarc;
use crate::testing::{check, check_bytes};
use crate::{Confidence, Reader};

const HEAD: &str = "<?xml version=\"1.0\"?>\n<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">\
    <report_metadata><org_name>Mail &amp; More</org_name><report_id>7</report_id>\
    <date_range><begin>1772352000</begin><end>1772438399</end></date_range></report_metadata>\
    <policy_published><domain>clinic.example</domain><p>reject</p></policy_published>";
const RECORD: &str = "<record><row><source_ip>192.0.2.7</source_ip><count>3</count>\
    <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf>\
    <reason><type>forwarded</type></reason></policy_evaluated></row>\
    <identifiers><header_from>clinic.example</header_from></identifiers>\
    <auth_results><dkim><domain>clinic.example</domain><result>pass</result></dkim></auth_results></record>";
const ABOUT: &str = "dmarc_aggregate time=2026-03-01T08:00:00Z report_metadata.org_name=Mail & More \
    report_metadata.report_id=7 report_metadata.date_range.begin=1772352000 \
    report_metadata.date_range.end=1772438399 policy_published.domain=clinic.example policy_published.p=reject";

#[test]
fn each_record_repeats_what_the_report_says_of_itself() {
    let row = "row.source_ip=192.0.2.7 row.count=3 row.policy_evaluated.disposition=none \
        row.policy_evaluated.dkim=pass row.policy_evaluated.spf=fail \
        row.policy_evaluated.reason=[{\"type\":\"forwarded\"}] identifiers.header_from=clinic.example \
        auth_results.dkim=[{\"domain\":\"clinic.example\",\"result\":\"pass\"}]";
    check(
        &Dmarc,
        &format!("{HEAD}{RECORD}{RECORD}</feedback>"),
        &[
            &format!("record 1: {ABOUT} {row}"),
            &format!("record 2: {ABOUT} {row}"),
        ],
    );
}

#[test]
fn a_report_without_records_is_a_record() {
    check(
        &Dmarc,
        &format!("{HEAD}</feedback>"),
        &[&format!("whole file: {ABOUT}")],
    );
}

#[test]
fn what_stands_before_the_break_is_kept() {
    let record = "<record><row><count>1</count></row></record>";
    check(
        &Dmarc,
        &format!("{HEAD}{record}<record><row>"),
        &[
            &format!(
                "offset {}: rejected, the document breaks off",
                HEAD.len() + record.len() + 13
            ),
            &format!("record 1: {ABOUT} row.count=1"),
        ],
    );
    check(
        &Dmarc,
        "<feedback><record><row></record></feedback>",
        &["offset 23: rejected, not valid XML"],
    );
}

#[test]
fn other_xml_and_nothing_are_no_reports() {
    check(
        &Dmarc,
        "<nmaprun/>",
        &["whole file: rejected, no DMARC aggregate report"],
    );
    check(
        &Dmarc,
        "hello",
        &["whole file: rejected, no DMARC aggregate report"],
    );
    check(&Dmarc, " \n", &[]);
    check(&Dmarc, "", &[]);
    for (head, expected) in [
        (format!("{HEAD}{RECORD}"), Confidence::Certain),
        (
            "<feedback><name>x</name></feedback>".to_owned(),
            Confidence::No,
        ),
        (
            "<a><feedback><report_metadata/></feedback></a>".to_owned(),
            Confidence::No,
        ),
        (
            "see <feedback> and report_metadata".to_owned(),
            Confidence::No,
        ),
        (String::new(), Confidence::No),
    ] {
        assert_eq!(Dmarc.sniff(head.as_bytes()), expected, "{head}");
    }
}

#[test]
fn odd_letters_cost_nothing() {
    check_bytes(
        &Dmarc,
        b"<feedback><record>\xE9 <a lang=\"en\">b&#233;&unknown;</a><x n=\"1\">y</x><a>2</a></record></feedback>",
        &["record 1: dmarc_aggregate a=[\"b\u{e9}&unknown;\",\"2\"] x.@n=1 x.#text=y #text=\u{e9}"],
    );
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = "<a>".repeat(1_000);
    check(
        &Dmarc,
        &format!("<feedback><record>{deep}"),
        &["offset 210: rejected, elements nested too deeply"],
    );
    let long = "x".repeat(2 << 20);
    check(
        &Dmarc,
        &format!("<feedback><note>{long}</note><record/><record/></feedback>"),
        &["whole file: rejected, a report that says too much of itself"],
    );
}
