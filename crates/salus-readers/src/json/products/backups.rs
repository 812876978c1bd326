//! Backup programs, and systems that teach.

use super::{Product, product};

/// In the order of their tables.
pub(super) const PRODUCTS: &[Product] = &[
    product("aws_backup_job", &["BackupJobId"])
        .any(&["State", "BackupVaultName", "ResourceArn"])
        .time(&["CompletionDate", "CreationDate"]),
    product("aws_backup_job", &["backupJobId"])
        .any(&["state", "backupVaultName", "resourceArn"])
        .time(&["completionDate", "creationDate", "time"]),
    product("aws_restore_job", &["RestoreJobId"])
        .any(&["Status", "RecoveryPointArn"])
        .time(&["CompletionDate", "CreationDate"]),
    product("aws_restore_job", &["restoreJobId"])
        .any(&["status", "recoveryPointArn"])
        .time(&["completionDate", "creationDate", "time"]),
    product(
        "azure_backup_job",
        &["properties.backupManagementType", "properties.status"],
    )
    .time(&["properties.endTime", "properties.startTime"]),
    product("azure_backup_job", &["JobUniqueId", "JobOperation"])
        .time(&["JobStartDateTime", "TimeGenerated"]),
    product("commvault_job", &["jobId", "jobStartTime"])
        .any(&["jobEndTime", "backupLevelName", "subclient"])
        .time(&["jobEndTime", "jobStartTime"]),
    product("restic_message", &["message_type"])
        .any(&[
            "snapshot_id",
            "num_errors",
            "percent_done",
            "total_bytes_processed",
            "error",
            "code",
        ])
        .time(&["backup_end", "backup_start"]),
    product("restic_snapshot", &["tree", "paths", "time"])
        .any(&["short_id", "hostname"])
        .time(&["time"])
        .host(&["hostname"]),
    product("scorm_registration", &["registrationCompletion"])
        .any(&["learner", "course", "registrationSuccess"])
        .time(&["completedDate", "lastAccessDate", "updated", "createdDate"]),
    product("veeam_session", &["sessionType", "creationTime"])
        .any(&["result", "state", "endTime"])
        .time(&["endTime", "creationTime"]),
    product("veeam_session", &["JobName", "CreationTime"])
        .any(&["EndTime", "JobTypeString", "BackupStats"])
        .time(&["EndTime", "CreationTime"]),
    product("xapi_statement", &["verb.id", "actor", "object"]).time(&["timestamp", "stored"]),
];
