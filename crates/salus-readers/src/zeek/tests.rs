//! Zeek logs as written, and the rows they become.

use super::Zeek;
use super::header::table_of;
use super::value::unescape;
use crate::testing::check;
use crate::{Confidence, Reader};

const HEADER: &str =
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n";

#[test]
fn a_row_is_what_its_json_form_would_be() {
    let log = format!(
        "{HEADER}#path\tconn\n#open\t2026-03-01-08-00-00\n\
         #fields\tts\tuid\tid.resp_p\tduration\tlocal\tservices\tseen\tnote\thost\n\
         #types\ttime\tstring\tport\tinterval\tbool\tset[string]\tvector[interval]\tstring\taddr\n\
         1772352000.250000\tC1\t443\t3600.000000\tT\tssl,h\\x2cttp\t0.100000,-\ta\\x09b\\\\c\t10.0.0.1\n\
         1772352000.000000\t-\t-\t-\tF\t(empty)\t-\t(empty)\t-\n\
         #close\t2026-03-01-09-00-00\n"
    );
    check(
        &Zeek,
        &log,
        &[
            "line 9: zeek_conn time=2026-03-01T08:00:00.250Z ts=1772352000.250000 uid=C1 \
             id.resp_p=443 duration=3600.0 local=true services=[\"ssl\",\"h,ttp\"] \
             seen=[0.1,null] note=a\tb\\c host_=10.0.0.1",
            "line 10: zeek_conn time=2026-03-01T08:00:00Z ts=1772352000.000000 local=false \
             services=[] note=",
        ],
    );
}

#[test]
fn each_header_holds_until_the_next() {
    let log = format!(
        "{HEADER}#path\tdns\n#fields\tquery\n#types\tstring\nexample.org\n\
         #separator \\x7c\n#path|http\n#fields|a|b\n1|2\n1|2|3\n"
    );
    check(
        &Zeek,
        &log,
        &[
            "line 13: rejected, 3 columns where the header has 2",
            "line 8: zeek_dns query=example.org",
            "line 12: zeek_http a=1 b=2",
        ],
    );
}

#[test]
fn times_far_away_are_written_as_others() {
    let log = format!(
        "{HEADER}#path\tntp\n#fields\tts\txmt_time\n#types\ttime\ttime\n\
         -0.500000\t-2.1504318496896954e+09\n"
    );
    let row =
        "line 8: zeek_ntp time=1969-12-31T23:59:59.500Z ts=-0.500000 xmt_time=-2150431849.689695";
    check(&Zeek, &log, &[row]);
}

#[test]
fn names_of_columns_alone_will_do() {
    check(
        &Zeek,
        "# cut from conn.log\nts\tuid\tid.orig_h\thistory\n\
         1772352000.250000\tC1\t10.0.0.1\tShADadfF\n\
         1772352001.250000\tC2\t-\t-\t\n\
         1772352001.250000\tC3\n",
        &[
            "line 5: rejected, 2 columns where the header has 4",
            "line 3: zeek_conn time=2026-03-01T08:00:00.250Z ts=1772352000.250000 uid=C1 \
             id.orig_h=10.0.0.1 history=ShADadfF",
            "line 4: zeek_conn time=2026-03-01T08:00:01.250Z ts=1772352001.250000 uid=C2",
        ],
    );
    for (head, confidence) in [
        ("ts\tuid\tid.orig_h\n", Confidence::Likely),
        ("### remark\nuid\tfuid\tmime_type\t\n", Confidence::Likely),
        ("uid\tgid\thome\n", Confidence::No),
        ("ts\tuid\tName of Host\n", Confidence::No),
    ] {
        assert_eq!(Zeek.sniff(head.as_bytes()), confidence, "{head}");
    }
}

#[test]
fn a_row_without_header_is_rejected() {
    check(
        &Zeek,
        "1\t2\n",
        &["line 1: rejected, a row before any `#fields` line"],
    );
}

#[test]
fn escapes_are_undone_as_far_as_they_make_text() {
    for (written, text) in [
        ("a\\x2cb", "a,b"),
        ("\\\\x41", "\\x41"),
        ("\\xc3\\xa9", "é"),
        ("\\xff", "\\xff"),
        ("\\", "\\"),
        ("\\xg1", "\\xg1"),
    ] {
        assert_eq!(unescape(written), text, "{written}");
    }
}

#[test]
fn a_path_names_its_table() {
    for (path, table) in [
        ("smb_files", "zeek_smb_files"),
        ("", "zeek_log"),
        ("-", "zeek_log"),
        ("A b", "zeek_a_b"),
    ] {
        assert_eq!(table_of(path), table);
    }
}
