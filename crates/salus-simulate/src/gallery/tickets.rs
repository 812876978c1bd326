//! Cases as ticket systems and list keepers export them.

use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::format::csv::Table;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![service_now(clinic), jira(clinic), freshservice(clinic)]
}

/// Number, what it is about, priority, days ago when it was opened, hours until it was closed.
const CASES: [(&str, &str, &str, i64, Option<i64>); 5] = [
    (
        "phishing",
        "Mail asks for a password",
        "2 - High",
        19,
        Some(5),
    ),
    (
        "malware",
        "Program found on AC-WS04",
        "1 - Critical",
        8,
        Some(30),
    ),
    ("lost device", "Laptop missing", "2 - High", 7, None),
    (
        "access",
        "Account of a leaver still open",
        "3 - Moderate",
        16,
        Some(50),
    ),
    ("phishing", "Invoice from a stranger", "4 - Low", 3, Some(2)),
];

fn closed(opened: Moment, hours: Option<i64>, pattern: &str) -> String {
    hours
        .map(|hours| opened.plus_seconds(hours * 3_600).format(pattern))
        .unwrap_or_default()
}

/// ServiceNow: the list of incidents, exported with the names of its fields.
fn service_now(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "tickets/servicenow-incidents.csv",
        "number,opened_at,short_description,caller_id,priority,state,category,subcategory,assignment_group,assigned_to,closed_at,resolved_at",
    );
    for ((kind, title, priority, days, hours), place) in CASES.iter().zip(1..) {
        let opened = ago(clinic, *days, (15, 5));
        let end = closed(opened, *hours, "%Y-%m-%d %H:%M:%S");
        table.line(&format!(
            "INC00100{place:02}|{}|{title}|Rosalind Chen|{priority}|{}|Security|{kind}|IT|Omar Haddad|{end}|{end}",
            opened.format("%Y-%m-%d %H:%M:%S"),
            if hours.is_some() { "Closed" } else { "In Progress" },
        ));
    }
    Piece::of_table(
        &table,
        "ServiceNow's incidents; one is still open",
        "case_csv",
    )
    .gives("security_case", CASES.len())
    .tells(
        "security_case",
        4,
        "closed_at is not null and opened_at is not null",
    )
    .tells("security_case", 2, "kind = 'phishing'")
    .tells(
        "security_case",
        1,
        "kind = 'lost_device' and closed_at is null",
    )
}

/// Jira: a search, exported with all fields.
fn jira(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "tickets/jira-search.csv",
        "Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Resolution,Assignee,Reporter,Created,Updated,Resolved",
    );
    for ((kind, title, priority, days, hours), place) in CASES.iter().zip(1..) {
        let opened = ago(clinic, *days, (15, 5));
        let pattern = "%d/%b/%y %-I:%M %p";
        table.line(&format!(
            "{title}|SEC-{place}|1000{place}|{kind}|{}|SEC|{}|{}|ohaddad|rchen|{}|{}|{}",
            if hours.is_some() {
                "Done"
            } else {
                "In Progress"
            },
            priority.rsplit(' ').next().expect("a word"),
            if hours.is_some() { "Done" } else { "" },
            opened.format(pattern),
            opened.format(pattern),
            closed(opened, *hours, pattern),
        ));
    }
    Piece::of_table(
        &table,
        "the same cases in Jira, with its short dates",
        "case_csv",
    )
    .gives("security_case", CASES.len())
    .tells("security_case", 4, "closed_at > opened_at")
    .tells("security_case", 2, "kind = 'phishing'")
}

fn freshservice(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "tickets/freshservice-tickets.csv",
        "Ticket ID,Subject,Status,Priority,Source,Type,Category,Agent,Group,Created Time,Due by Time,Resolved Time,Closed Time,Created,Closed",
    );
    for ((kind, title, priority, days, hours), place) in CASES.iter().zip(1..) {
        let opened = ago(clinic, *days, (15, 5));
        let end = closed(opened, *hours, "%Y-%m-%d %H:%M:%S");
        let begun = opened.format("%Y-%m-%d %H:%M:%S");
        table.line(&format!(
            "{place}|{title}|{}|{}|Portal|Incident|{kind}|Omar Haddad|IT|{begun}|{begun}|{end}|{end}|{begun}|{end}",
            if hours.is_some() { "Closed" } else { "Open" },
            priority.rsplit(' ').next().expect("a word"),
        ));
    }
    Piece::of_table(&table, "and in Freshservice", "case_csv").gives("security_case", CASES.len())
}
