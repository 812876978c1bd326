//! People in tables: roster, accounts, training, practice phishing, remote access.

use crate::clinic::Clinic;
use crate::clinic::people::LEAVER;
use crate::format::csv::Table;

pub(crate) fn all(clinic: &Clinic) -> Vec<Table> {
    vec![
        roster(clinic),
        directory(clinic),
        training(clinic),
        phishing(clinic),
        remote(),
    ]
}

fn roster(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "people/roster.csv",
        "Employee ID,Name,Email,User Name,Job Title,Department,Employment Type,Start Date,End Date",
    );
    for person in clinic.people {
        let cells = [
            person.id,
            &person.name(),
            &person.mail(),
            person.user,
            person.title,
            person.department,
            person.employment,
            person.start,
            person.end.unwrap_or_default(),
        ];
        table.row(cells.map(str::to_owned).to_vec());
    }
    table
}

fn directory(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "people/directory-accounts.csv",
        "User Principal Name,User Name,Display Name,Email,Employee ID,Department,Account Enabled,Account Type,Privileged,MFA Registered,Created,Last Sign In,Password Last Set,Password Never Expires,Disabled At",
    );
    let without_factor = ["mlindqvist", "dpruitt", "lortega", "kstrand", LEAVER];
    for person in clinic.people {
        let left = person.user == LEAVER;
        let (mail, name) = (person.mail(), person.name());
        let cells = [
            mail.as_str(),
            person.user,
            &name,
            &mail,
            person.id,
            person.department,
            if left { "False" } else { "True" },
            "Person",
            "False",
            if without_factor.contains(&person.user) {
                "False"
            } else {
                "True"
            },
            person.start,
            if left {
                "2026-10-17 03:40:51"
            } else {
                "2026-10-30 14:02:11"
            },
            "2026-07-06 15:00:00",
            "False",
            if left { "2026-10-19 15:20:00" } else { "" },
        ];
        table.row(cells.map(str::to_owned).to_vec());
    }
    table.line("adm-ohaddad@alder-creek.example|adm-ohaddad|Omar Haddad (administrator)||P114|IT|True|Person|True|True|2023-05-01|2026-10-29 16:20:00|2026-05-04 15:00:00|False|");
    table.line("svc-backup@alder-creek.example|svc-backup|Backup service|||IT|True|Service|True|False|2022-11-08|2026-10-31 05:00:30|2022-11-08 15:00:00|True|");
    table.line("frontdesk@alder-creek.example|frontdesk|Front desk (shared)|frontdesk@alder-creek.example||Front office|True|Shared|False|False|2015-03-02|2026-10-27 18:02:00|2024-02-01 15:00:00|True|");
    table.line("jbarlow@alder-creek.example|jbarlow|Janet Barlow|jbarlow@alder-creek.example|P099|Clinical|True|Person|False|False|2013-08-19|2025-11-20 21:10:00|2025-09-01 15:00:00|False|");
    table
}

fn training(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "people/training.csv",
        "Employee ID,Name,Email,Course,Category,Status,Completion Date,Score,Passed",
    );
    for person in clinic.people {
        let Some(date) = person.trained else { continue };
        table.line(&format!(
            "{}|{}|{}|Security awareness 2026|Awareness|Completed|{date}|92|Yes",
            person.id,
            person.name(),
            person.mail()
        ));
        if person.department == "Clinical" || person.department == "Billing" {
            table.line(&format!(
                "{}|{}|{}|Privacy at the front line|Privacy|Completed|{date}|88|Yes",
                person.id,
                person.name(),
                person.mail()
            ));
        }
    }
    table.line("P110|Marta Lindqvist|mlindqvist@alder-creek.example|Spotting phishing (refresher)|Remedial|Completed|2026-09-14|85|Yes");
    table
}

/// Two campaigns; in the newer one three of fourteen clicked, one of them gave a password, seven reported it.
fn phishing(clinic: &Clinic) -> Table {
    let mut table = Table::new(
        "people/phishing-simulation.csv",
        "Campaign,Email,First Name,Last Name,Sent,Opened,Clicked,Submitted Data,Reported",
    );
    let yes = |value: bool| if value { "Yes" } else { "No" };
    for (campaign, sent, clickers, givers, reporters) in [
        (
            "Summer: parcel notice",
            "2026-06-09 15:00:00",
            &["mlindqvist", "lortega"][..],
            &[][..],
            &["rchen", "hmarsh", "pnair", "cdunning"][..],
        ),
        (
            "Autumn: shared document",
            "2026-09-08 15:00:00",
            &["mlindqvist", "dpruitt", "jwhitaker"][..],
            &["mlindqvist"][..],
            &[
                "rchen", "hmarsh", "pnair", "cdunning", "nfarouk", "ohaddad", "abello",
            ][..],
        ),
    ] {
        for person in clinic
            .people
            .iter()
            .filter(|person| person.works_on(&sent[..10]))
        {
            let clicked = clickers.contains(&person.user);
            let cells = [
                campaign,
                &person.mail(),
                person.given,
                person.family,
                sent,
                yes(clicked || person.rid % 2 == 0),
                yes(clicked),
                yes(givers.contains(&person.user)),
                yes(reporters.contains(&person.user)),
            ];
            table.row(cells.map(str::to_owned).to_vec());
        }
    }
    table
}

/// Sessions of the remote-access gateway. The leaver's is among them; one office worker has no second factor there.
fn remote() -> Table {
    let mut table = Table::new(
        "people/vpn-sessions.csv",
        "Start Time,End Time,User,Source IP,Country,Authentication,MFA,Result,Gateway",
    );
    let mut session = |day: &str, user: &str, address: &str, second: bool, result: &str| {
        let (method, factor) = if second {
            ("Password + push", "Yes")
        } else {
            ("Password", "No")
        };
        table.line(&format!(
            "{day} 01:05:12|{day} 02:11:40|{user}|{address}|US|{method}|{factor}|{result}|AC-FW01"
        ));
    };
    for day in [
        "2026-09-23",
        "2026-09-30",
        "2026-10-02",
        "2026-10-08",
        "2026-10-14",
        "2026-10-21",
        "2026-10-28",
    ] {
        session(day, "hmarsh", "198.51.100.201", true, "Success");
        session(day, "ohaddad", "198.51.100.207", true, "Success");
    }
    for day in ["2026-09-24", "2026-10-01", "2026-10-15"] {
        session(day, "pnair", "198.51.100.203", true, "Success");
        session(day, "mlindqvist", "198.51.100.205", false, "Success");
    }
    session("2026-10-06", "rchen", "198.51.100.204", true, "Failure");
    session("2026-10-06", "rchen", "198.51.100.204", true, "Success");
    session("2026-10-16", LEAVER, "198.51.100.211", false, "Success");
    table
}
