//! The gallery is the same for the same seed, and each of its files holds the records the truth says.

use salus_simulate::{EXAMPLE_SEED, File, Generated, gallery};
use serde_json::Value;

/// How a record begins in a file that is one document.
#[rustfmt::skip]
const MARKS: &[(&str, &str, &str)] = &[
    ("backup/aws-backup-jobs.json", "aws_backup_job", "\"BackupJobId\":"),
    ("backup/aws-restore-jobs.json", "aws_restore_job", "\"RestoreJobId\":"),
    ("backup/azure-backup-jobs.json", "azure_backup_job", "\"backupManagementType\":"),
    ("backup/commvault-jobs.json", "commvault_job", "\"jobSummary\":"),
    ("backup/restic-snapshots.json", "restic_snapshot", "\"short_id\":"),
    ("backup/veeam-sessions-powershell.json", "veeam_session", "\"JobTypeString\":"),
    ("cloud/azure-activity.json", "azure_activity", "\"eventDataId\":"),
    ("cloud/duo-authentications.json", "duo_authentication", "\"txid\":"),
    ("cloud/entra-audit.json", "entra_audit", "\"activityDisplayName\":"),
    ("cloud/entra-registration.json", "entra_mfa", "\"isMfaRegistered\":"),
    ("cloud/gcp-audit.json", "gcp_audit", "\"insertId\":"),
    ("cloud/google-workspace-activities.json", "google_workspace", "\"uniqueQualifier\":"),
    ("cloud/guardduty-findings.json", "aws_guardduty", "\"SchemaVersion\":"),
    ("cloud/security-hub-findings.json", "aws_security_hub", "\"SchemaVersion\":"),
    ("directory/active-directory.ldf", "ldif_entry", "dn: "),
    ("directory/entra-users.json", "entra_user", "\"accountEnabled\":"),
    ("directory/google-users.json", "google_user", "\"primaryEmail\":"),
    ("directory/okta-users.json", "okta_user", "\"statusChanged\":"),
    ("directory/openldap.ldif", "ldif_entry", "dn: "),
    ("endpoints/crowdstrike-hosts.json", "crowdstrike_host", "\"device_id\":"),
    ("endpoints/crowdstrike-spotlight.json", "crowdstrike_vulnerability", "\"vulnerability_id\":"),
    ("endpoints/defender-machines.json", "defender_device", "\"computerDnsName\":"),
    ("endpoints/sentinelone-activities.json", "sentinelone_activity", "\"activityType\":"),
    ("endpoints/sentinelone-agents.json", "sentinelone_agent", "\"computerName\":"),
    ("endpoints/sentinelone-threats.json", "sentinelone_threat", "\"threatInfo\":"),
    ("intelligence/misp-attributes.json", "misp_attribute", "\"to_ids\":"),
    ("intelligence/misp-event.json", "misp_attribute", "\"to_ids\":"),
    ("intelligence/taxii-page.json", "stix_indicator", "\"type\":\"indicator\""),
    ("mail/complaint.eml", "mail_feedback", "Feedback-Type: "),
    ("mail/dmarc-failure.eml", "mail_feedback", "Feedback-Type: "),
    ("mail/proofpoint-tap.json", "proofpoint_message", "\"QID\":"),
    ("management/intune-audit.json", "intune_audit", "\"activityOperationType\":"),
    ("management/jamf-computers.json", "jamf_computer", "\"diskEncryption\":"),
    ("management/jamf-mobile-devices.json", "jamf_mobile_device", "\"mobileDeviceId\":"),
    ("names/dhcpd.leases", "dhcpd_lease", "\nlease "),
    ("parts/car-2026-011.json", "csaf_vulnerability", "\"cve\":"),
    ("parts/cardiant-e12.spdx", "spdx_package", "PackageName: "),
    ("parts/radiance-dr-2.cdx.xml", "cyclonedx_component", "<component type=\"library\""),
    ("parts/radiance-dr-2.vex.json", "cyclonedx_vulnerability", "\"analysis\":"),
    ("parts/rivulet-flow-3.spdx3.json", "spdx_package", "\"software_Package\""),
    ("parts/sonaris-view-7.spdx.json", "spdx_package", "\"versionInfo\":"),
    ("records/staff-japanese.hl7", "hl7v2_message", "MSH|"),
    ("records/staff-korean.hl7", "hl7v2_message", "MSH|"),
    ("scanners/openvas-report.xml", "openvas_result", "<result id="),
    ("scanners/qualys-detections.xml", "qualys_detection", "<DETECTION>"),
    ("scanners/qualys-knowledge-base.xml", "qualys_vulnerability", "<VULN>"),
    ("scanners/qualys-report.xml", "qualys_detection", "<VULN_INFO>"),
    ("scanners/qualys-scan.xml", "qualys_host", "<IP value="),
    ("training/privacy-course.zip", "scorm_package", "<manifest "),
    ("training/scorm-cloud-registrations.json", "scorm_registration", "\"registrationCompletion\":"),
];

/// In all others a line is a record, but for so many more lines than records: heads, remarks, whole tables in one line.
const LINES: [(&str, i64); 8] = [
    ("cloud/vpc-flow.log", 1),
    ("directory/get-aduser.csv", 2),
    ("events/osqueryd.results.log", -5),
    ("firewalls/pfirewall.log", 4),
    ("intelligence/epss_scores-2026-10-31.csv", 2),
    ("mail/MSGTRK2026102914-1.LOG", 5),
    ("organisation.yaml", 4),
    ("scanners/qualys-report.csv", 8),
];

fn fresh() -> Generated {
    gallery(EXAMPLE_SEED)
}

fn text(file: &File) -> String {
    match &file.bytes[..] {
        [0xff, 0xfe, wide @ ..] => {
            let units = wide
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            String::from_utf16(&units.collect::<Vec<u16>>()).expect("UTF-16")
        }
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[test]
fn the_same_seed_gives_the_same_gallery() {
    let other = gallery(7);
    let paths = |generated: &Generated| -> Vec<String> {
        generated
            .files
            .iter()
            .map(|file| file.path.clone())
            .collect()
    };
    assert!(fresh() == fresh(), "two runs differ");
    assert_ne!(fresh().files, other.files);
    assert_eq!(paths(&fresh()), paths(&other));
}

#[test]
fn each_file_holds_the_records_its_truth_says() {
    let generated = fresh();
    let truth: Value = yaml_serde::from_str(&generated.truth).expect("YAML");
    let told = truth["files"].as_array().expect("a list");
    assert_eq!(told.len(), generated.files.len());
    for (file, told) in generated.files.iter().zip(told) {
        let path = file.path.as_str();
        assert_eq!(told["path"], path);
        let records = told["records"].as_object().expect("tables");
        assert!(!records.is_empty(), "{path}");
        if [".msg", ".pcap", ".xls"]
            .iter()
            .any(|end| path.ends_with(end))
        {
            continue;
        }
        let text = text(file);
        if let Some((_, table, mark)) = MARKS.iter().find(|(known, ..)| *known == path) {
            let found = text.matches(mark).count() as u64;
            assert_eq!(records[*table].as_u64(), Some(found), "{table} in {path}");
            continue;
        }
        let known = LINES.iter().find(|(known, _)| *known == path);
        let more = known.map_or(i64::from(path.ends_with(".csv")), |(_, more)| *more);
        let lines = text.lines().filter(|line| !line.is_empty()).count();
        let all: i64 = records
            .values()
            .map(|count| count.as_i64().expect("a count"))
            .sum();
        assert_eq!(i64::try_from(lines).expect("few"), all + more, "{path}");
    }
}

#[test]
fn every_mark_is_of_a_file() {
    let generated = fresh();
    let is_written = |path: &str| generated.files.iter().any(|file| file.path == path);
    let marked = MARKS.iter().map(|(path, ..)| *path);
    for path in marked.chain(LINES.iter().map(|(path, _)| *path)) {
        assert!(is_written(path), "{path}");
    }
}
