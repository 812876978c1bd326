//! Tables as exported, and the rows they become.

use super::Csv;
use crate::testing::{check, check_bytes};
use crate::{Confidence, Reader};

#[test]
fn the_header_decides_the_table() {
    check(
        &Csv,
        "Asset Tag,Host-Name,Operating System,Assigned To\n1,ws-01,Windows 11,ann\n",
        &[
            "line 2: inventory_csv host=ws-01 Asset Tag=1 Host-Name=ws-01 Operating System=Windows 11 Assigned To=ann",
        ],
    );
    check(
        &Csv,
        "Ward;Bed;Floor\n1;2;3\n",
        &["line 2: csv_ward_bed_floor Ward=1 Bed=2 Floor=3"],
    );
    check(&Csv, "\u{feff}a\tb\n1\t\n", &["line 2: csv_a_b a=1"]);
}

#[test]
fn cells_may_be_quoted_over_lines() {
    check(
        &Csv,
        "a,b,c\n1,\"x, \"\"y\"\"\nz\",3\n4,5,6\n",
        &[
            "line 2: csv_a_b_c a=1 b=x, \"y\"\nz c=3",
            "line 4: csv_a_b_c a=4 b=5 c=6",
        ],
    );
}

#[test]
fn a_stray_quote_costs_its_line_only() {
    check(
        &Csv,
        "a,b\n1,\"x\n2,y\n",
        &[
            "line 2: rejected, a quote that is not closed",
            "line 3: csv_a_b a=2 b=y",
        ],
    );
}

#[test]
fn ragged_rows_are_rejected() {
    check(
        &Csv,
        "a,b\n1\n1,2,,\n1,2,3\n",
        &[
            "line 2: rejected, 1 columns where the header has 2",
            "line 4: rejected, 3 columns where the header has 2",
            "line 3: csv_a_b a=1 b=2",
        ],
    );
}

#[test]
fn names_are_made_unique() {
    check(
        &Csv,
        "a,A,,host\n1,2,3,4\n",
        &["line 2: csv_a_a a=1 A_2=2 column_3=3 host_=4"],
    );
}

#[test]
fn other_encodings_and_preambles_are_read() {
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend("a;b\r\né;2\r\n".encode_utf16().flat_map(u16::to_le_bytes));
    check_bytes(&Csv, &utf16, &["line 2: csv_a_b a=é b=2"]);
    check_bytes(&Csv, b"a,b\n\xe9,2\n", &["line 2: csv_a_b a=\u{e9} b=2"]);
    check(&Csv, "sep=;\na;b\n1;2\n", &["line 3: csv_a_b a=1 b=2"]);
    check(&Csv, "", &[]);
}

fn sniffs(head: &str, confidence: Confidence) {
    assert_eq!(Csv.sniff(head.as_bytes()), confidence, "{head}");
}

#[test]
fn only_tables_are_taken_for_tables() {
    sniffs("Employee ID,Name,Job Title,Hire Date\n", Confidence::No);
    sniffs(
        "Employee ID,Name,Job Title,Hire Date,Department\n",
        Confidence::Likely,
    );
    sniffs("ward,bed,floor\n1,2,3\n", Confidence::Possible);
    sniffs("ward\tbed\n1\t2\n", Confidence::Possible);
    sniffs(
        "Dear all, please note\nthe doors are closed, and\nso on, and on\n",
        Confidence::No,
    );
    sniffs("{\"a\":1,\"b\":2}\n", Confidence::No);
    sniffs("From: a, b, c\nTo: d, e, f\n", Confidence::No);
    sniffs("1,2,3\n4,5,6\n", Confidence::No);
    sniffs("#fields,a,b\n", Confidence::No);
    sniffs("\0\0\0,\0,\0\n", Confidence::No);
}

/// Headers as products write them, and the kind of export they must be taken for.
#[test]
fn products_are_recognised() {
    let cases = [
        (
            "Device name,Managed by,Ownership,Compliance,OS,OS version,Last check-in,Primary user UPN",
            "mdm_csv",
        ),
        (
            "Computer Name,Serial Number,Operating System Version,Last Check-in,FileVault 2 Status,Managed,Email Address",
            "mdm_csv",
        ),
        (
            "userPrincipalName,displayName,surname,mail,givenName,objectId,userType,accountEnabled,createdDateTime",
            "directory_csv",
        ),
        (
            "SamAccountName,Enabled,LastLogonDate,PasswordLastSet,PasswordNeverExpires,whenCreated",
            "directory_csv",
        ),
        (
            "Job Name,Status,Start Time,End Time,Data Transferred,Repository",
            "backup_csv",
        ),
        (
            "Email,Campaign,Sent,Opened,Clicked,Reported",
            "phishing_csv",
        ),
        (
            "Plugin ID,CVE,CVSS v2.0 Base Score,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution",
            "vulnerability_csv",
        ),
        (
            "IP,DNS,QID,Title,Severity,CVE ID,First Detected,Last Detected,Vuln Status",
            "vulnerability_csv",
        ),
        (
            "Number,Opened,Short description,Category,Priority,State,Assigned to",
            "case_csv",
        ),
        (
            "Access Time,User ID,User Name,Patient MRN,Action,Workstation,Department",
            "ehr_access_csv",
        ),
        (
            "Policy Title,Owner,Approved At,Last Reviewed,Version",
            "policy_csv",
        ),
        (
            "Learner Email,Course Title,Completion Date,Score,Status",
            "training_csv",
        ),
        (
            "System,Tested At,Outcome,Hours,Goal Hours,Verified By",
            "restore_csv",
        ),
        (
            "Equipment ID,Manufacturer,Model,Firmware Version,MDS2 On File,Network Zone,IP Address",
            "medical_device_csv",
        ),
        (
            "Vendor,Handles PHI,BAA Signed,Risk Reviewed At,Cyber Insurance",
            "vendor_csv",
        ),
        (
            "Device Name,Health Status,Onboarding Status,Last device update,Antivirus status,Exposure level",
            "endpoint_csv",
        ),
        (
            "Exercise,Type,Held On,After Action Report,Participants",
            "exercise_csv",
        ),
        (
            "Asset Tag,Event,Date,Encrypted,Reported By",
            "device_event_csv",
        ),
        (
            "Username,Group Policy,Assigned IP,Public IP,Login Time,Duration,Bytes Tx",
            "vpn_csv",
        ),
        (
            "Requested For,Role Requested,Approved By,Approved At,Justification",
            "grant_csv",
        ),
        (
            "Risk,Likelihood,Impact,Owner,Treatment Plan,Due Date",
            "risk_csv",
        ),
        (
            "Software Name,Publisher,Version,Computer Name,Install Date",
            "software_csv",
        ),
        ("Domain,SPF Record,DMARC Policy,MTA-STS", "domain_csv"),
        (
            "User,Policy Name,Action,Destination,Match Count,Channel",
            "dlp_csv",
        ),
        (
            "Employee ID,First Name,Last Name,Job Title,Department,Hire Date,Termination Date",
            "roster_csv",
        ),
        (
            "Asset Tag,Model,Serial,Status,Location,Purchase Date,Assigned To",
            "inventory_csv",
        ),
    ];
    for (header, table) in cases {
        let folded: Vec<String> = header.split(',').map(super::shapes::fold).collect();
        let found = super::shapes::best(&folded).map(|shape| shape.table.as_str());
        assert_eq!(found, Some(table), "{header}");
    }
}

#[test]
fn audit_records_inside_a_column_are_opened() {
    check(
        &Csv,
        "RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n\
         r1,2026-03-01T08:00:05.0000000Z,50,MailItemsAccessed,ann@a.org,\"{\"\"CreationTime\"\":\"\"2026-03-01T08:00:00\"\",\"\"Operation\"\":\"\"MailItemsAccessed\"\",\"\"Item\"\":{\"\"Id\"\":7}}\"\n\
         r2,2026-03-01T09:00:00Z,50,Send,bo@a.org,cut off",
        &[
            "line 2: m365_audit time=2026-03-01T08:00:00Z CreationTime=2026-03-01T08:00:00 Operation=MailItemsAccessed Item.Id=7 RecordId=r1 CreationDate=2026-03-01T08:00:05.0000000Z RecordType=50 outer.Operation=MailItemsAccessed UserId=ann@a.org",
            "line 3: m365_audit time=2026-03-01T09:00:00Z Operation=Send RecordId=r2 CreationDate=2026-03-01T09:00:00Z RecordType=50 UserId=bo@a.org AuditData=cut off",
        ],
    );
}

#[test]
fn the_lease_file_of_a_kea_server_is_known_by_its_headers() {
    check(
        &Csv,
        "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n\
         10.0.4.7,00:1b:17:aa:01:02,,3600,1772355600,1,0,0,pump-07,0,,0\n",
        &[
            "line 2: kea_lease_csv address=10.0.4.7 hwaddr=00:1b:17:aa:01:02 valid_lifetime=3600 expire=1772355600 subnet_id=1 fqdn_fwd=0 fqdn_rev=0 hostname=pump-07 state=0 pool_id=0",
        ],
    );
}
