//! Cloud, intelligence and weakness corpora: each log finds its table, each unsound object is refused.

use std::collections::BTreeMap;
use std::path::Path;

use crate::corpus::{Read, files_with, folder, read_with, reader_named};

fn tables(read: &Read) -> BTreeMap<&str, usize> {
    let mut tables = BTreeMap::new();
    for (table, _) in &read.records {
        *tables.entry(table.as_str()).or_default() += 1;
    }
    tables
}

fn name_of(path: &Path) -> &str {
    let stem = path.file_stem().expect("a name");
    stem.to_str().expect("a name in ASCII")
}

/// Kind of log, table, and the least share of its samples that finds it: samples are trimmed by hand, and some
/// of a kind are records of another on purpose.
const LOGS: &[(&str, &str, f64)] = &[
    ("AWS.BedrockModelInvocation", "aws_bedrock", 1.0),
    ("AWS.CloudTrail", "aws_cloudtrail", 0.95),
    ("AWS.GuardDuty", "aws_guardduty", 1.0),
    ("AWS.S3ServerAccess", "aws_s3_access", 0.7),
    ("AWS.SecurityFindingFormat", "aws_security_hub", 1.0),
    ("AWS.VPCFlow", "aws_vpc_flow", 0.7),
    ("AWS.WAFWebACL", "aws_waf", 1.0),
    ("Amazon.EKS.Audit", "kubernetes_audit", 0.7),
    ("AppOmni.Alerts", "appomni_alert", 0.7),
    ("Asana.Audit", "asana_audit", 0.4),
    ("Auth0.Events", "auth0_log", 0.8),
    ("Box.Event", "box_events", 0.85),
    ("CarbonBlack.AlertV2", "carbon_black_alert", 1.0),
    ("CarbonBlack.Audit", "carbon_black_audit", 1.0),
    ("Cloudflare.Firewall", "cloudflare_firewall", 1.0),
    ("Cloudflare.HttpRequest", "cloudflare_http", 1.0),
    ("Crowdstrike.EventStreams", "crowdstrike_event", 0.9),
    ("Crowdstrike.FDREvent", "crowdstrike_fdr", 0.7),
    ("Databricks.Audit", "databricks_audit", 1.0),
    ("Docusign.Connect", "docusign_connect", 1.0),
    ("Dropbox.TeamEvent", "dropbox_team", 1.0),
    ("Duo.Administrator", "duo_admin", 1.0),
    ("Duo.Authentication", "duo_authentication", 1.0),
    ("GitHub.Audit", "github_audit", 0.9),
    ("MicrosoftIntune.AuditLogs", "intune_audit", 1.0),
    ("MongoDB.OrganizationEvent", "mongodb_events", 0.75),
    ("Netskope.Audit", "netskope_audit", 1.0),
    ("Notion.AuditLogs", "notion_audit", 0.9),
    ("OneLogin.Events", "onelogin_events", 0.8),
    ("OpenAI.Audit", "openai_audit", 1.0),
    ("Osquery.Differential", "osquery", 1.0),
    ("Proofpoint.Event", "proofpoint_message", 1.0),
    ("Salesforce.RealtimeEvent", "salesforce_event", 1.0),
    ("SentinelOne.Activity", "sentinelone_activity", 1.0),
    ("Slack.AuditLogs", "slack_audit", 0.9),
    ("Snowflake.LoginHistory", "snowflake_login", 1.0),
    ("Snowflake.QueryHistory", "snowflake_query", 1.0),
    ("Snyk.GroupAudit", "snyk_audit", 0.9),
    ("Tailscale.Audit", "tailscale_audit", 1.0),
    ("ThinkstCanary.Alert", "thinkst_canary", 1.0),
    ("Tines.Audit", "tines_audit", 1.0),
    ("Upwind.Detections", "upwind_detection", 1.0),
    ("Wiz.Audit", "wiz_audit", 0.9),
    ("Wiz.Issues", "wiz_issue", 1.0),
    ("Zendesk.Audit", "zendesk_audit", 1.0),
    ("Zoom.Operation", "zoom_operation", 1.0),
];

#[test]
fn audit_logs_of_services_find_their_tables() {
    let Some(folder) = folder("cloud/panther", "audit logs of services") else {
        return;
    };
    let mut strayed = Vec::new();
    for path in files_with(&folder, "jsonl") {
        let text = std::fs::read_to_string(&path).expect("samples");
        let events: Vec<String> = text
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line"))
            .map(|line| line["event"].to_string())
            .collect();
        let read = read_with(reader_named("json"), events.join("\n").as_bytes());
        assert!(read.rejects.is_empty(), "{}", path.display());
        let found = tables(&read);
        eprintln!("{}: {found:?}", name_of(&path));
        let known = LOGS.iter().find(|(log, ..)| *log == name_of(&path));
        let Some((log, table, least)) = known else {
            continue;
        };
        let share = found.get(table).copied().unwrap_or_default() as f64 / events.len() as f64;
        if share < *least {
            strayed.push(format!("{log}: {found:?}"));
        }
    }
    assert!(strayed.is_empty(), "{}", strayed.join("\n"));
}

#[test]
fn unsound_stix_is_refused_and_the_rest_is_kept() {
    let Some(folder) = folder("intel/stix-validity", "sound and unsound STIX") else {
        return;
    };
    for path in files_with(&folder, "json") {
        let read = read_with(reader_named("json"), &std::fs::read(&path).expect("a file"));
        let is_sound = !name_of(&path).starts_with("invalid_");
        assert_eq!(
            read.rejects.is_empty(),
            is_sound,
            "{}: {:?}",
            path.display(),
            read.rejects
        );
        assert_eq!(!read.records.is_empty(), is_sound, "{}", path.display());
        let is_stix = |(table, _): &(String, _)| table.starts_with("stix_");
        assert!(read.records.iter().all(is_stix), "{}", path.display());
    }
}

#[test]
fn examples_of_stix_are_sound() {
    let Some(folder) = folder("intel/stix-examples", "examples of STIX") else {
        return;
    };
    let mut indicators = 0;
    for path in files_with(&folder, "json") {
        let read = read_with(reader_named("json"), &std::fs::read(&path).expect("a file"));
        assert!(
            read.rejects.is_empty(),
            "{}: {:?}",
            path.display(),
            read.rejects
        );
        let found = tables(&read);
        eprintln!("{}: {found:?}", name_of(&path));
        assert!(
            found.keys().all(|table| table.starts_with("stix_")),
            "{}: {found:?}",
            path.display()
        );
        indicators += found.get("stix_indicator").copied().unwrap_or_default();
    }
    assert!(indicators >= 4, "{indicators}");
}

#[test]
fn galaxies_come_apart() {
    let Some(folder) = folder("intel/misp-galaxy", "galaxies of MISP") else {
        return;
    };
    for (file, clusters) in [("ransomware", 2_135), ("rmm-tool", 295), ("sector", 118)] {
        let path = folder.join(format!("{file}.json"));
        let read = read_with(
            reader_named("json"),
            &std::fs::read(&path).expect("a galaxy"),
        );
        assert!(read.rejects.is_empty(), "{file}");
        let expected = BTreeMap::from([("misp_galaxy", 1), ("misp_cluster", clusters)]);
        assert_eq!(tables(&read), expected, "{file}");
    }
}
