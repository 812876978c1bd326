//! Jobs of backup programs: Commvault, restic, AWS Backup, Azure Backup and Veeam's commands.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::{CLOUD_ACCOUNT, Clinic};
use crate::format::json;
use crate::moment::Moment;

const NIGHTS: i64 = 10;
/// Nights before the last one on which a job did not end well.
const WARNED: i64 = 4;
const FAILED: i64 = 7;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        commvault(clinic),
        restic_log(clinic),
        restic_snapshots(clinic),
        aws_backups(clinic),
        aws_restores(clinic),
        azure(clinic),
        veeam(clinic),
    ]
}

fn nights(clinic: &Clinic) -> impl Iterator<Item = (i64, Moment)> {
    (1..=NIGHTS).map(|night| (night, ago(clinic, night, (3, 10))))
}

fn nightly() -> usize {
    usize::try_from(NIGHTS).expect("few nights")
}

fn commvault(clinic: &Clinic) -> Piece {
    let job = |number: i64, kind: &str, status: &str, begun: Moment| {
        json!({"jobSummary": {
            "jobId": number, "jobType": kind, "backupLevel": 1, "backupLevelName": "Incremental", "status": status, "localizedStatus": status,
            "jobStartTime": begun.epoch(), "jobEndTime": begun.plus_seconds(2_400).epoch(), "lastUpdateTime": begun.plus_seconds(2_400).epoch(),
            "jobElapsedTime": 2_400, "percentComplete": 100, "sizeOfApplication": 52_000_000_000_i64, "sizeOfMediaOnDisk": 9_000_000_000_i64,
            "totalNumOfFiles": 81_422, "totalFailedFiles": 0, "percentSavings": 82.6, "isAged": false, "isVisible": true, "appTypeName": "Windows File System",
            "backupSetName": "defaultBackupSet", "destClientName": "AC-SRV01", "destinationClient": {"clientId": 12, "clientName": "AC-SRV01"},
            "userName": {"userId": 1, "userName": "ohaddad"},
            "subclient": {"clientId": 12, "clientName": "AC-SRV01", "applicationId": 33, "appName": "File System", "instanceName": "DefaultInstanceName",
                "backupsetName": "defaultBackupSet", "subclientId": 44, "subclientName": "default"},
            "storagePolicy": {"storagePolicyName": "Server closet", "storagePolicyId": 7}
        }})
    };
    let mut jobs: Vec<Value> = nights(clinic)
        .map(|(night, begun)| {
            let status = match night {
                WARNED => "Completed w/ one or more errors",
                FAILED => "Failed",
                _ => "Completed",
            };
            job(4_000 - night, "Backup", status, begun)
        })
        .collect();
    jobs.push(job(4_100, "Restore", "Completed", ago(clinic, 2, (16, 0))));
    // The number of all jobs stands in front of them.
    let count = jobs.len();
    let text = format!(
        "{{\"totalRecordsWithoutPaging\":{count},\"jobs\":{}}}",
        json::text(&Value::Array(jobs))
    );
    Piece::new(
        "backup/commvault-jobs.json",
        text + "\n",
        "Commvault's jobs: ten nights, one with errors, one failed, and a restore",
    )
    .holds("commvault_job", count)
    .gives("backup_job", nightly())
    .tells(
        "backup_job",
        nightly() - 2,
        "outcome = 'success' and system = 'AC-SRV01' and bytes = 52000000000",
    )
    .tells("backup_job", 1, "outcome = 'warning'")
    .tells("backup_job", 1, "outcome = 'failure'")
    .tells("restore_test", 1, "outcome = 'success'")
}

/// What `restic backup --json` leaves in the log of a job: progress, and a summary at the end.
fn restic_log(clinic: &Clinic) -> Piece {
    let mut lines = Vec::new();
    let mut summaries = 0;
    for (night, begun) in nights(clinic).take(5) {
        let ended = begun.plus_seconds(310);
        for percent in [0.25, 0.75] {
            lines.push(json!({"message_type": "status", "percent_done": percent, "total_files": 12_004, "files_done": 3_001, "total_bytes": 8_104_220_331_i64, "bytes_done": 2_026_055_082_i64}));
        }
        if night == WARNED {
            lines.push(json!({"message_type": "error", "error": {"message": "open /srv/ehr/export.lock: permission denied"}, "during": "archival", "item": "/srv/ehr/export.lock"}));
            lines.push(json!({"message_type": "exit_error", "code": 3, "message": "at least one source file could not be read"}));
            continue;
        }
        summaries += 1;
        lines.push(json!({
            "message_type": "summary", "files_new": 12, "files_changed": 41, "files_unmodified": 11_951, "dirs_new": 0, "dirs_changed": 9, "dirs_unmodified": 702,
            "data_blobs": 77, "tree_blobs": 10, "data_added": 51_220_114, "data_added_packed": 20_114_203, "total_files_processed": 12_004,
            "total_bytes_processed": 8_104_220_331_i64, "total_duration": 310.4, "backup_start": begun.format("%Y-%m-%dT%H:%M:%S.123456789Z"),
            "backup_end": ended.format("%Y-%m-%dT%H:%M:%S.523456789Z"), "snapshot_id": clinic.random(&format!("restic {night}")).hex(64)
        }));
    }
    Piece::new(
        "backup/restic-backup.jsonl",
        json::lines(&lines),
        "what restic printed on five nights; one night it could not read a file",
    )
    .holds("restic_message", lines.len())
    .gives("backup_job", summaries + 1)
    .tells("backup_job", 1, "outcome = 'warning'")
    .tells(
        "backup_job",
        summaries,
        "outcome = 'success' and encrypted and bytes = 8104220331",
    )
}

fn restic_snapshots(clinic: &Clinic) -> Piece {
    let mut parent = Value::Null;
    let rows: Vec<Value> = nights(clinic)
        .map(|(night, begun)| {
            let id = clinic.random(&format!("restic {night}")).hex(64);
            let row = json!({
                "time": begun.iso_local().replace("-06:00", ".123456789-06:00"), "parent": parent, "tree": clinic.random(&format!("tree {night}")).hex(64),
                "paths": ["/srv/ehr", "/etc"], "hostname": "ac-web01", "username": "root", "program_version": "restic 0.18.0",
                "summary": {"backup_start": begun.iso_local(), "backup_end": begun.plus_seconds(310).iso_local(), "files_new": 12, "files_changed": 41,
                    "files_unmodified": 11_951, "data_added": 51_220_114, "total_files_processed": 12_004, "total_bytes_processed": 8_104_220_331_i64},
                "id": id, "short_id": &id[..8]
            });
            parent = row["id"].clone();
            row
        })
        .collect();
    let text = json::text(&Value::Array(rows));
    Piece::new(
        "backup/restic-snapshots.json",
        text + "\n",
        "restic's snapshots of the web server",
    )
    .holds("restic_snapshot", nightly())
    .gives("backup_job", nightly())
    .tells(
        "backup_job",
        nightly(),
        "system = 'ac-web01: /srv/ehr, /etc' and finished_at is not null",
    )
}

fn aws_backups(clinic: &Clinic) -> Piece {
    let jobs: Vec<Value> = nights(clinic)
        .map(|(night, begun)| {
            let failed = night == FAILED;
            json!({
                "AccountId": CLOUD_ACCOUNT, "BackupJobId": clinic.random(&format!("aws job {night}")).guid().to_uppercase(), "BackupVaultName": "records",
                "BackupVaultArn": format!("arn:aws:backup:us-west-2:{CLOUD_ACCOUNT}:backup-vault:records"),
                "RecoveryPointArn": format!("arn:aws:backup:us-west-2:{CLOUD_ACCOUNT}:recovery-point:{}", clinic.random(&format!("point {night}")).guid()),
                "ResourceArn": format!("arn:aws:rds:us-west-2:{CLOUD_ACCOUNT}:db:portal"), "ResourceName": "portal", "ResourceType": "RDS",
                "CreationDate": begun.iso_local().replace("-06:00", ".482000-06:00"), "CompletionDate": begun.plus_seconds(1_900).iso_local().replace("-06:00", ".119000-06:00"),
                "State": if failed { "FAILED" } else { "COMPLETED" }, "StatusMessage": if failed { json!("The DB instance is not in available state") } else { Value::Null },
                "PercentDone": if failed { "0.0" } else { "100.0" }, "BackupSizeInBytes": if failed { 0_i64 } else { 21_474_836_480 },
                "IamRoleArn": format!("arn:aws:iam::{CLOUD_ACCOUNT}:role/service-role/AWSBackupDefaultServiceRole"),
                "CreatedBy": {"BackupPlanId": "6a4d", "BackupPlanArn": "arn:aws:backup:us-west-2:x:backup-plan:6a4d", "BackupPlanVersion": "MQ", "BackupRuleId": "1"},
                "StartBy": begun.plus_seconds(28_800).iso_local(), "IsParent": false, "IsEncrypted": true
            })
        })
        .collect();
    let text = json::text(&json!({"BackupJobs": jobs}));
    Piece::new(
        "backup/aws-backup-jobs.json",
        text + "\n",
        "`aws backup list-backup-jobs`: ten nights of the portal's data base",
    )
    .holds("aws_backup_job", nightly())
    .gives("backup_job", nightly())
    .tells(
        "backup_job",
        nightly() - 1,
        "outcome = 'success' and system = 'portal' and encrypted",
    )
}

fn aws_restores(clinic: &Clinic) -> Piece {
    let begun = ago(clinic, 12, (17, 0));
    let jobs: Vec<Value> = [("COMPLETED", "SUCCESSFUL", 0), ("FAILED", "FAILED", 1)]
        .iter()
        .map(|(status, validation, week)| {
            let begun = begun.plus_days(-7 * week);
            json!({
                "AccountId": CLOUD_ACCOUNT, "RestoreJobId": clinic.random(&format!("restore {week}")).guid().to_uppercase(),
                "RecoveryPointArn": format!("arn:aws:backup:us-west-2:{CLOUD_ACCOUNT}:recovery-point:{}", clinic.random(&format!("point {week}")).guid()),
                "CreationDate": begun.iso_local(), "CompletionDate": begun.plus_seconds(5_400).iso_local(), "Status": status, "PercentDone": "100.00%",
                "BackupSizeInBytes": 21_474_836_480_i64, "ResourceType": "RDS", "CreatedResourceArn": format!("arn:aws:rds:us-west-2:{CLOUD_ACCOUNT}:db:portal-test"),
                "ValidationStatus": validation, "CreatedBy": {"RestoreTestingPlanArn": "arn:aws:backup:us-west-2:x:restore-testing-plan:monthly"}
            })
        })
        .collect();
    let text = json::text(&json!({"RestoreJobs": jobs}));
    Piece::new(
        "backup/aws-restore-jobs.json",
        text + "\n",
        "`aws backup list-restore-jobs`: a test that worked, and one that did not",
    )
    .holds("aws_restore_job", jobs.len())
    .gives("restore_test", jobs.len())
    .tells(
        "restore_test",
        1,
        "outcome = 'success' and system = 'portal-test' and hours = 1.5",
    )
}

fn azure(clinic: &Clinic) -> Piece {
    let vault = "/subscriptions/8e0f6e3c-1111-4c3e-9a41-2222b2f9d101/resourceGroups/practice/providers/Microsoft.RecoveryServices/vaults/practice";
    let job = |name: String, (operation, status): (&str, &str), begun: Moment| {
        json!({
            "id": format!("{vault}/backupJobs/{name}"), "name": name, "resourceGroup": "practice", "type": "Microsoft.RecoveryServices/vaults/backupJobs",
            "eTag": null, "location": null, "tags": null,
            "properties": {
                "actionsInfo": null, "activityId": format!("{name}-Ibz"), "backupManagementType": "AzureIaasVM", "containerName": null, "duration": "0:31:02.551000",
                "endTime": begun.plus_seconds(1_862).format("%Y-%m-%dT%H:%M:%S.551000+00:00"), "entityFriendlyName": "vm-imaging", "errorDetails": null, "extendedInfo": null,
                "isUserTriggered": false, "jobType": "AzureIaaSVMJob", "operation": operation, "startTime": begun.format("%Y-%m-%dT%H:%M:%S.000000+00:00"),
                "status": status, "virtualMachineVersion": "Compute"
            }
        })
    };
    let mut jobs: Vec<Value> = nights(clinic)
        .map(|(night, begun)| {
            let status = if night == WARNED {
                "CompletedWithWarnings"
            } else {
                "Completed"
            };
            job(
                clinic.random(&format!("azure {night}")).guid(),
                ("Backup", status),
                begun,
            )
        })
        .collect();
    jobs.push(job(
        clinic.random("azure restore").guid(),
        ("Restore", "Completed"),
        ago(clinic, 9, (18, 0)),
    ));
    jobs.push(job(
        clinic.random("azure policy").guid(),
        ("ConfigureBackup", "Completed"),
        ago(clinic, 30, (18, 0)),
    ));
    let count = jobs.len();
    let text = json::text(&Value::Array(jobs));
    Piece::new(
        "backup/azure-backup-jobs.json",
        text + "\n",
        "`az backup job list`: ten nights of a machine, a restore, and a setting",
    )
    .holds("azure_backup_job", count)
    .gives("backup_job", nightly())
    .tells(
        "backup_job",
        1,
        "outcome = 'warning' and system = 'vm-imaging'",
    )
    .tells("restore_test", 1, "outcome = 'success'")
}

/// `Get-VBRBackupSession | ConvertTo-Json`, as Windows PowerShell writes it: dates as milliseconds, UTF-16.
fn veeam(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = nights(clinic)
        .map(|(night, begun)| {
            let date = |moment: Moment| format!("/Date({})/", moment.epoch() * 1_000);
            json!({
                "Id": clinic.random(&format!("veeam {night}")).guid(), "JobId": clinic.random("veeam job").guid(), "JobName": "Front office machines", "JobType": 0,
                "JobTypeString": "Backup", "Name": "Front office machines", "State": -1, "Result": if night == FAILED { 2 } else { 0 }, "IsCompleted": true, "IsWorking": false,
                "CreationTime": date(begun), "EndTime": date(begun.plus_seconds(1_320)),
                "BackupStats": {"DataSize": 52_000_000_000_i64, "BackupSize": 8_000_000_000_i64, "DedupRatio": 1, "CompressRatio": 6.5}
            })
        })
        .collect();
    let text = json::text(&Value::Array(rows))
        .replace("},{", "},\r\n{")
        // Slashes are written with a mark before them.
        .replace('/', "\\/");
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    Piece::new(
        "backup/veeam-sessions-powershell.json",
        wide,
        "Veeam's sessions, as its commands tell them to Windows PowerShell",
    )
    .holds("veeam_session", nightly())
    .gives("backup_job", nightly())
    .tells("backup_job", 1, "outcome = 'failure'")
    .tells(
        "backup_job",
        nightly(),
        "finished_at > started_at and time is not null",
    )
}
