//! Syslog and audit files: every line is a record, goes on with one, or is rejected for a reason.

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
