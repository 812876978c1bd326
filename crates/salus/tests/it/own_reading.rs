//! What an organisation says about reading its evidence, and what Salus says about the evidence itself.

use std::fs;
use std::path::Path;

use crate::run::{arg, corpus, expect, lines};

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// Reads `evidence/` with the folder's own content; further arguments go to `read`.
fn read(folder: &Path, more: &[&str]) {
    let (evidence, lake, content) = (
        folder.join("evidence"),
        folder.join("lake"),
        folder.join("content"),
    );
    let mut arguments = vec!["read", arg(&evidence), "--lake", arg(&lake)];
    if content.is_dir() {
        arguments.extend(["--content", arg(&content)]);
    }
    arguments.extend(more);
    expect(0, &arguments);
}

/// The result rows of a query, each as its values in one line.
fn ask(folder: &Path, sql: &str) -> Vec<String> {
    let (lake, content) = (folder.join("lake"), folder.join("content"));
    let mut arguments = vec!["query", sql, "--json", "--lake", arg(&lake)];
    if content.is_dir() {
        arguments.extend(["--content", arg(&content)]);
    }
    let rows = lines(&expect(0, &arguments));
    let line = |row: &serde_json::Value| {
        let cells = row.as_object().expect("a row").values();
        let cells: Vec<String> = cells
            .map(|cell| cell.as_str().map_or(cell.to_string(), str::to_owned))
            .collect();
        cells.join(" ")
    };
    rows.iter().map(line).collect()
}

const LOG: &str =
    "Mar  1 08:00:00 fw1 sshd[7]: Failed password for root from 192.0.2.9 port 22 ssh2\n";

#[test]
fn a_clock_without_zone_or_year_is_read_as_declared_and_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, "evidence/fw1.log", LOG);
    write(
        folder,
        "evidence/dc1.log",
        &LOG.replace("fw1", "dc1").replace("root", "ann"),
    );
    write(
        folder,
        "content/clocks.yaml",
        "- {files: '*fw1*', zone: America/Chicago}\n",
    );
    // The file of the firewall was last written in April 2024, that of the other just now.
    let april = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_712_000_000);
    let file = fs::File::options()
        .append(true)
        .open(folder.join("evidence/fw1.log"));
    file.expect("opened").set_modified(april).expect("set");
    read(folder, &["--zone", "+01:00"]);
    let times = "select host, substr(cast(time as varchar), 5, 12) as at, time_assumed from syslog order by host";
    assert_eq!(
        ask(folder, times),
        ["dc1 -03-01T07:00 year", "fw1 -03-01T14:00 year"]
    );
    let year = "select date_part('year', time) as y from syslog where host = 'fw1'";
    assert_eq!(ask(folder, year), ["2024"]);
}

#[test]
fn an_unknown_zone_is_refused_with_what_to_write() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "evidence/a.log", LOG);
    let evidence = folder.path().join("evidence");
    let lake = folder.path().join("lake");
    let output = expect(
        2,
        &[
            "read",
            arg(&evidence),
            "--lake",
            arg(&lake),
            "--zone",
            "Mars/Base",
        ],
    );
    let said = crate::run::talk(&output);
    assert!(
        said.contains("`Mars/Base`") && said.contains("America/New_York"),
        "{said}"
    );
    assert!(!lake.exists(), "nothing was begun");
}

#[test]
fn a_list_of_ones_own_is_known_by_its_declaration() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(
        folder,
        "content/exports/keys_csv.yaml",
        "table: keys_csv\ntitle: Keys\nhow: the list of the facility office\nneeds: [[key no], [holder]]\ncolumns: {user_name: [holder]}\n",
    );
    write(folder, "evidence/keys.csv", "Key No,Holder\n7,ann\n8,ben\n");
    read(folder, &[]);
    assert_eq!(
        ask(
            folder,
            "select \"Key No\" as k, user_name from keys_csv order by 1"
        ),
        ["7 ann", "8 ben"]
    );
}

#[test]
fn a_declaration_that_cannot_be_used_is_named_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, "content/exports/keys_csv.yaml", "table: keys_csv\n");
    write(folder, "evidence/roster.csv", ROSTER);
    let paths = ["evidence", "lake", "content", "report.html"].map(|name| folder.join(name));
    let [evidence, lake, content, report] = paths.each_ref().map(|path| arg(path));
    let check = [
        "check",
        evidence,
        "--lake",
        lake,
        "--content",
        content,
        "--report",
        report,
    ];
    let said = crate::run::talk(&expect(0, &check));
    let named = said.matches("`exports/keys_csv.yaml` is not used").count();
    assert_eq!(named, 1, "{said}");
}

const ROSTER: &str = "Employee ID,Name,Email,User Name,Job Title,Department,Start Date\n\
    E-1,Ann Reyes,ann@clinic.example,areyes,Nurse,Ward,2020-01-01\nE-2,Ben Kim,ben@clinic.example,bkim,Clerk,Front,2021-01-01\n";
const ACCOUNTS: &str = "SamAccountName,Enabled,EmailAddress,DisplayName,LastLogonDate,PasswordLastSet,whenCreated\n\
    areyes,True,,Ann Reyes,2026-03-01,2026-01-01,2020-01-01\nbenk,True,ben@clinic.example,Ben Kim,2026-03-01,2026-01-01,2021-01-01\n";

#[test]
fn names_of_one_person_are_one_until_the_organisation_says_otherwise() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(folder, "evidence/roster.csv", ROSTER);
    write(folder, "evidence/accounts.csv", ACCOUNTS);
    write(folder, "content/identity/corrections.yaml", "apart: []\n");
    read(folder, &[]);
    let who =
        "select value, identity_id, because from identity where key = 'user_name' order by value";
    assert_eq!(
        ask(folder, who),
        [
            "areyes person_id:E-1 its own row",
            "benk person_id:E-2 the same mail address",
            "bkim person_id:E-2 its own row"
        ]
    );
    let all = ask(folder, "select * from account");
    assert!(
        all.iter().any(|row| row.ends_with("person_id:E-1")),
        "{all:?}"
    );
    let counted = "select count(distinct identity_id) as n from account";
    assert_eq!(ask(folder, counted), ["2"]);
    write(
        folder,
        "content/identity/corrections.yaml",
        "apart:\n  - {kind: person, one: 'user_name:benk', other: 'person_id:E-2', why: an agency's account}\n",
    );
    let benk = "select identity_id from identity where value = 'benk'";
    assert_ne!(ask(folder, benk), ["person_id:E-2"]);
}

#[test]
fn what_makers_write_for_no_number_makes_no_two_machines_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(
        folder,
        "evidence/computers.csv",
        "Asset Tag,Host Name,Serial Number,Operating System,Assigned To\n\
         A1,pc1,To Be Filled By O.E.M.,Windows 11,ann\nA2,pc2,To Be Filled By O.E.M.,Windows 11,ben\n",
    );
    write(
        folder,
        "evidence/accounts.csv",
        &ACCOUNTS
            .replace("areyes", "Administrator")
            .replace("benk", "Administrator"),
    );
    read(folder, &[]);
    let counted =
        "select kind, count(distinct identity_id) as n from identity group by kind order by kind";
    assert_eq!(ask(folder, counted), ["device 2", "person 2"]);
}

#[test]
fn the_doctor_tells_what_an_export_says_and_does_not_hold() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write(
        folder,
        "evidence/manifest.json",
        r#"{"transactionTime":"2026-03-01T08:00:00Z","request":"https://ehr.clinic.example/$export","requiresAccessToken":true,"output":[{"type":"Patient","url":"https://ehr.clinic.example/p.ndjson","count":3}],"error":[]}"#,
    );
    write(
        folder,
        "evidence/p.ndjson",
        "{\"resourceType\":\"Patient\",\"id\":\"1\"}\n{\"resourceType\":\"Patient\",\"id\":\"2\"}\n",
    );
    let rows: String = (0..1000)
        .map(|n| format!("2026-03-01T08:00:00Z,u{n},read\n"))
        .collect();
    write(
        folder,
        "evidence/cut.csv",
        &format!("time,who,what\n{rows}"),
    );
    read(folder, &[]);
    let lake = folder.join("lake");
    let remarks = lines(&expect(0, &["doctor", "--json", "--lake", arg(&lake)]));
    let said = |id: &str| -> Vec<String> {
        let of = remarks.iter().filter(|one| one["id"] == id);
        of.map(|one| {
            format!(
                "{}: {}",
                one["what"].as_str().unwrap_or_default(),
                one["reason"].as_str().unwrap_or_default()
            )
        })
        .collect()
    };
    assert_eq!(
        said("export.counts_differ"),
        ["fhir_patient: exports speak of 3, and 2 are here"]
    );
    let cut = said("export.cut_off");
    assert_eq!(cut.len(), 1, "{cut:?}");
    assert!(
        cut[0].contains("cut.csv: holds exactly 1000 rows"),
        "{cut:?}"
    );
    assert_eq!(said("log.stopped"), Vec::<String>::new());
}

#[test]
fn every_file_of_the_public_collections_balances_and_the_report_is_written() {
    let Some(root) = corpus("syslog") else {
        return;
    };
    let root = root.parent().expect("the collections").to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    let (lake, report) = (
        folder.path().join("lake"),
        folder.path().join("report.html"),
    );
    // 3: some of it cannot be read, on purpose.
    let output = expect(
        3,
        &[
            "check",
            arg(&root),
            "--lake",
            arg(&lake),
            "--report",
            arg(&report),
            "--json",
        ],
    );
    let said = lines(&output).pop().expect("the report");
    let files = said["account"]["files"].as_array().expect("files");
    assert!(files.len() > 1_000, "{} files", files.len());
    for file in files {
        let count = |name: &str| file[name].as_u64().unwrap_or_default();
        assert_eq!(
            count("read"),
            count("stored") + count("duplicates") + count("rejects"),
            "{file}"
        );
        let reason = file["reason"].as_str().unwrap_or_default();
        assert!(!reason.contains("the reader broke"), "{file}");
    }
    assert!(
        fs::read_to_string(report)
            .expect("written")
            .contains("The account balances for every file")
    );
}

/// DMARC reports as they arrive: one packed by gzip, one by zip.
const GZIP: &str = "H4sIAAAAAAACA4WSWY7DIAyGbxTSzFRRJIurIBec1ioBxDLL7Yc0SZsqDyMesH+8fLaAkchcUN8lRAo+ZjVRRoMZJfh4VQ4nktjQD07BEointo\
    WzkT2IlwM1l1REd60xF7qyk6e+7z7qaVsQiwLkzEP+bIfzMICYfRD7VHHACd6y/lWhXCynG82t/IS1mrbsWL8YVxmCdN5VP9Rqx+RI2sf59t8S\
    ki9Rk+IgT0PXtE3X1KFeImhfXJZnEIuxsdAX2lKhZxZOwSfO7N3adq+AufMkA6ZU9dmEFEY5ItvaplpPwF1F8SBjQy7zyBSThBuhoajG6KfD1P\
    s3EG9pWPJNRUrF5rR0/m91S/AKuDob6Xs1se1RPH/SHwc348tUAgAA";
const ZIP: &str = "UEsDBBQAAAAIAAAAYVx8jYJnDgEAAFQCAAAgAAAAYS5leGFtcGxlIWNsaW5pYy5leGFtcGxlITEhMi54bWyFkt1uwyAMhd8opN2qLpLFqyAHnN\
    YqAQSk295+pPmtcjFxgX3wsT8Q0BGZFvVDQqTgY1Y9ZTSYUYKPN+WwJ4kV/WAfLIFYtaWcjfwCsSVQvKQiulupaenGTp6u1/NHWXUNYlKAnHnJ\
    n3VzaRoQYw5ibxUHnOAt618VhtZyutM4yvdYumnLjvXGOMsQpPOu5KF0O5ojaR/H3X9LSH6ImhQHeWrOVV2dqyuITQTtB5flBcQULCz0RDsU6J\
    GFU/CJM3s3j90rYB7cy4ApFX0MIYVOdsi2jCnRCrjrKF5kbMhl7phiknAnNBRVF31/uPX+DMSbDYd8V5HSYHOaJv/3dFPxDDgnC+l7N7G8o1h/\
    0h9QSwECFAMUAAAACAAAAGFcfI2CZw4BAABUAgAAIAAAAAAAAAAAAAAAgAEAAAAAYS5leGFtcGxlIWNsaW5pYy5leGFtcGxlITEhMi54bWxQSw\
    UGAAAAAAEAAQBOAAAATAEAAAAA";

#[test]
fn reports_packed_into_messages_are_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let message = |name: &str, packed: &str| {
        format!(
            "From: reports@a.example\nTo: dmarc@clinic.example\nSubject: Report domain: clinic.example\nMIME-Version: 1.0\n\
             Content-Type: application/octet-stream; name=\"{name}\"\nContent-Transfer-Encoding: base64\n\
             Content-Disposition: attachment; filename=\"{name}\"\n\n{packed}\n"
        )
    };
    write(folder, "evidence/a.eml", &message("r.xml.gz", GZIP));
    write(folder, "evidence/b.eml", &message("r.zip", ZIP));
    write(folder, "evidence/c.eml", &message("cut.gz", &GZIP[..80]));
    read(folder, &[]);
    let rows = "select \"report_metadata.report_id\" as id, \"row.source_ip\" as ip, \"row.count\" as n from dmarc_aggregate order by 1";
    assert_eq!(ask(folder, rows), ["7 192.0.2.7 5", "8 192.0.2.7 5"]);
    assert_eq!(ask(folder, "select count(*) as n from mail"), ["3"]);
    let counted = "select sum(message_count) as n from mail_authentication where dkim_aligned";
    assert_eq!(ask(folder, counted), ["10"]);
}
