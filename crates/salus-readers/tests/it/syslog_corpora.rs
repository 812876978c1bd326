//! Syslog and audit files: every line is a record, goes on with one, or is rejected for a reason.

use std::io::Read;

use salus_record::limits;

use crate::corpus::{files, folder, read_with, reader_of};

#[test]
fn every_line_of_the_syslog_files_is_accounted_for() {
    let Some(folder) = folder("syslog", "syslog and audit files") else {
        return;
    };
    let expected = [
        ("audit_enriched.log", "auditd", 29, 0),
        ("syslog", "syslog", 16, 1),
        ("syslog_chromeos", "syslog", 8, 0),
        ("syslog_cron.log", "syslog", 9, 0),
        ("syslog_osx", "syslog", 2, 0),
        ("syslog_rsyslog", "syslog", 5, 0),
        ("syslog_rsyslog_ForwardFormat", "syslog", 9, 0),
        ("syslog_rsyslog_SysklogdFileFormat", "syslog", 9, 0),
        ("syslog_rsyslog_SyslogProtocol23Format", "syslog", 9, 0),
        ("syslog_rsyslog_TraditionalForwardFormat", "syslog", 9, 0),
        ("syslog_rsyslog_traditional", "syslog", 8, 0),
        ("syslog_ssh.log", "syslog", 9, 0),
    ];
    for path in files(&folder) {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let bytes = std::fs::read(&path).expect("a file");
        let reader = reader_of(&bytes).map(|reader| reader.about().name);
        let Some((_, wanted, records, rejects)) = expected.iter().find(|known| known.0 == name)
        else {
            assert_eq!(reader, None, "{name} is no log");
            continue;
        };
        assert_eq!(reader, Some(*wanted), "{name}");
        let read = read_with(reader_of(&bytes).expect("a reader"), &bytes);
        let counts = (read.records.len(), read.rejects.len());
        assert_eq!(counts, (*records, *rejects), "{name}: {:?}", read.rejects);
    }
}

/// Readers of text logs, none of which may claim a file of another kind.
const LINE_READERS: [&str; 14] = [
    "access_log",
    "auditd",
    "cef",
    "dhcp_leases",
    "dhcp_windows",
    "dhcpd",
    "dns_log",
    "dns_windows",
    "firewall",
    "ldif",
    "syslog",
    "sysmon_linux",
    "vpcflow",
    "w3c",
];

#[test]
fn no_other_file_is_taken_for_a_text_log() {
    let Some(folder) = folder("", "files of every other kind") else {
        return;
    };
    let mut seen = 0;
    let mut wrong = Vec::new();
    for path in files(&folder) {
        if path
            .parent()
            .is_some_and(|parent| parent.ends_with("syslog"))
        {
            continue;
        }
        let mut head = Vec::new();
        let file = std::fs::File::open(&path).expect("a file");
        file.take(limits::SNIFF_BYTES as u64)
            .read_to_end(&mut head)
            .expect("a file");
        seen += 1;
        if let Some(reader) = reader_of(&head)
            && LINE_READERS.contains(&reader.about().name)
        {
            wrong.push(format!("{}: {}", path.display(), reader.about().name));
        }
    }
    assert!(wrong.is_empty(), "of {seen}:\n{}", wrong.join("\n"));
}

#[test]
fn raw_audit_records_of_an_attack_are_read_to_the_last() {
    let Some(folder) = folder("windows-json", "raw Linux audit records") else {
        return;
    };
    let path = folder.join("atomic__linux__discovery__host__sh_arp_cache.zip");
    let mut archive =
        zip::ZipArchive::new(std::fs::File::open(path).expect("a zip")).expect("a zip");
    let mut bytes = Vec::new();
    archive
        .by_index(0)
        .expect("a member")
        .read_to_end(&mut bytes)
        .expect("a member");
    let lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    let reader = reader_of(&bytes).expect("a reader");
    assert_eq!(reader.about().name, "auditd");
    let read = read_with(reader, &bytes);
    assert_eq!(read.rejects, []);
    assert_eq!(read.records.len(), lines.count());
    let calls = read
        .records
        .iter()
        .filter(|(_, record)| record.get("SYSCALL").is_some_and(|call| call == "execve"));
    assert!(calls.count() > 0, "calls are named");
    assert!(
        read.records
            .iter()
            .all(|(_, record)| record.contains_key("time"))
    );
}
