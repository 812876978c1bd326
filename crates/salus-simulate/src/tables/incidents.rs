//! What went wrong, in tables: security cases, lost devices, data on the way out.

use crate::format::csv::Table;

pub(crate) fn all() -> Vec<Table> {
    vec![cases(), device_events(), outflow()]
}

fn cases() -> Table {
    let mut table = Table::new(
        "governance/security-cases.csv",
        "Case ID,Category,Severity,First Event,Detected,Opened,Contained,Closed,True Positive,After Action Report,Summary",
    );
    for line in [
        "SC-0031|Lost device|Medium|2026-10-04 16:00:00|2026-10-04 16:05:00|2026-10-04 16:12:00|2026-10-04 18:27:00|2026-10-06 15:00:00|Yes|2026-10-09|Telephone left in a taxi, wiped",
        "SC-0032|Access|Low|2026-10-07 13:57:40|2026-10-07 14:02:00|2026-10-07 14:05:00|2026-10-07 14:14:00|2026-10-07 14:20:00|No||Wrong password at the front desk",
        "SC-0033|Phishing|High|2026-10-13 14:52:10|2026-10-14 13:00:00|2026-10-14 13:10:00|2026-10-14 14:58:00|2026-10-16 20:00:00|Yes||Mailbox notice with a false sign-in page",
        "SC-0034|Malware|Critical|2026-10-22 16:03:12|2026-10-22 17:10:00|2026-10-22 17:12:00|2026-10-22 17:20:00||Yes||Files rewritten on the nurse station's workstation",
        "SC-0035|Lost device|High|2026-10-25 01:00:00|2026-10-26 14:10:00|2026-10-26 14:20:00|||Yes||Laptop stolen from a car",
    ] {
        table.line(line);
    }
    table
}

fn device_events() -> Table {
    let mut table = Table::new(
        "governance/device-events.csv",
        "Date,Asset Tag,Host Name,Event,Encrypted,Details",
    );
    table.line("2026-10-04 16:05:00|A-0402|AC-PH02|Reported lost|Yes|left in a taxi");
    table.line("2026-10-04 18:27:00|A-0402|AC-PH02|Wiped|Yes|remote wipe confirmed");
    table.line("2026-10-26 14:10:00|A-0205|AC-LT05|Reported stolen|No|taken from a car on Saturday evening");
    table.line("2026-06-03 15:00:00|A-0091|AC-OLD01|Disposed|Yes|certificate on file");
    table.line("2026-06-03 15:00:00|A-0092|AC-OLD02|Disposed|Yes|certificate on file");
    table.line("2026-08-19 15:00:00|A-0093|AC-OLD03|Disposed|No|no certificate");
    table
}

fn outflow() -> Table {
    let mut table = Table::new(
        "governance/dlp-incidents.csv",
        "Incident ID,Time,User,Channel,Destination,Records,Encrypted,Action,Policy",
    );
    table.line("D-118|2026-09-25 17:22:10|lortega|Email|intake@riverside-imaging.example|1|Yes|Allowed|Patient data");
    table.line("D-121|2026-10-02 16:40:31|nfarouk|Email|epi@county-health.example|3|Yes|Allowed|Patient data");
    table.line("D-124|2026-10-08 21:16:00|pgentry|Removable media|E:\\backup\\referrals|1240|No|Allowed|Patient data");
    table.line("D-125|2026-10-08 22:25:41|pgentry|Email|paul.gentry77@freemail.example|40|No|Warned|Patient data");
    table.line("D-127|2026-10-20 18:05:12|dpruitt|Web upload|files.share.example|1|No|Blocked|Patient data");
    table
}
