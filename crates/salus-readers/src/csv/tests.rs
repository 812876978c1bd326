//! Tables as exported, and the rows they become.

use super::{Csv, Export, Kinds};
use crate::testing::{check, check_bytes, check_with};
use crate::{Confidence, Reader};

#[test]
fn the_header_decides_the_table() {
    check(
        &Csv,
        "Asset Tag,Host-Name,Operating System,Assigned To\n1,ws-01,Windows 11,ann\n",
        &[
            "line 2: inventory_csv host=ws-01 Asset Tag=1 Host-Name=ws-01 Operating System=Windows 11 Assigned To=ann \
             asset_tag=1 assigned_to=ann os=Windows 11",
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
        // audit trails of health record systems
        ("ACCESS_TIME,USER_ID,PAT_ID,METRIC_NAME", "ehr_access_csv"),
        (
            "ACCESS_INSTANT,ACCESS_TIME,PROCESS_ID,METRIC_ID,USER_ID,WORKSTATION_ID,PAT_ID",
            "ehr_access_csv",
        ),
        (
            "UserID,HostName,PatientID,OpenDTTM,CloseDTTM,ExposureTime,BreakGlassStartDTTM,BreakGlassReason,DeviceUsed,BreakType",
            "ehr_access_csv",
        ),
        (
            "ID,UserID,RecordID,RecordType,TypeofAction,JustificationText,AccessedDTTM,PatientID",
            "ehr_access_csv",
        ),
        (
            "id,date,event,category,user,groupname,comments,user_notes,patient_id,success,checksum,crt_user",
            "ehr_access_csv",
        ),
        (
            "Access Time,Patient Name,Patient ID,username,Action,Accessed,Modified,Issuer of Patient ID",
            "ehr_access_csv",
        ),
        ("#,User,Patient/Entity,Action,Module,Date", "ehr_access_csv"),
        (
            "Event Date/Time,Event Name,User Name,Position,Patient MRN,Application Name,Workstation",
            "ehr_access_csv",
        ),
        (
            "ID,FACILITY,ENTITY_ID,access_date,access_time,chart_review_item_code,chart_review_item_value,entity_database,login_user,option_code,option_description,option_user",
            "ehr_access_csv",
        ),
        (
            "PATID,action_code,action_value,audit_date,audit_time,audit_data_entry_user_id,audit_data_entry_user_name",
            "ehr_access_csv",
        ),
        // second factors
        (
            "User Name,UPN,Registered Auth Methods,Default Auth Method,System Preferred MFA Status",
            "mfa_csv",
        ),
        (
            "id,userPrincipalName,userDisplayName,userType,isAdmin,isMfaRegistered,isMfaCapable,isPasswordlessCapable,methodsRegistered,lastUpdatedDateTime",
            "mfa_csv",
        ),
        (
            "username,realname,email,status,is_enrolled,last_login,groups,phones,tokens",
            "mfa_csv",
        ),
        (
            "User,Login,MFA Factor,Last Enrolled_ISO8601,Last Used_ISO8601",
            "mfa_csv",
        ),
        // doors
        (
            "Event timestamp,Event,Door,Cardholder,Credential code,Location",
            "badge_csv",
        ),
        (
            "Time,Event,Card Number,Reader,First Name,Last Name",
            "badge_csv",
        ),
        // tickets
        (
            "Issue key,Issue id,Summary,Issue Type,Status,Priority,Created,Resolved,Assignee",
            "case_csv",
        ),
        (
            "number,short_description,category,state,opened_at,closed_at,assigned_to",
            "case_csv",
        ),
    ];
    for (header, table) in cases {
        let folded: Vec<String> = header.split(',').map(super::shapes::fold).collect();
        let found = Kinds::built_in().best(&folded);
        let found = found.map(|shape| shape.table.as_str());
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

/// An organisation's own kind, whose columns get the names that mappings ask for.
#[test]
fn an_own_kind_gives_columns_their_usual_names() {
    let text = "
table: badge_csv
title: Doors
how: the door system
needs: [[kartennummer], [leser]]
time: [zeitpunkt]
columns:
  badge_id: [kartennummer, ausweis]
  door: [leser]
  person_id: [personalnummer, ausweis]
  outcome: [ergebnis]
";
    let kinds = Kinds::with(vec![Export::parse("badge_csv", text).expect("sound")]);
    let table = "Zeitpunkt;Kartennummer;Leser;Ausweis;Personalnummer;Outcome\n\
                 2026-03-01 08:00:00;17;north;A1;;ok\n2026-03-01 09:00:00;;south;A2;4;\n";
    assert_eq!(
        Csv.sniff_with(b"kartennummer;leser\n", &kinds),
        Confidence::Likely
    );
    assert_eq!(Csv.sniff(b"kartennummer;leser\n"), Confidence::No);
    check_with(
        &Csv,
        &kinds,
        table,
        &[
            "line 2: badge_csv time=2026-03-01T08:00:00Z Zeitpunkt=2026-03-01 08:00:00 Kartennummer=17 Leser=north \
             Ausweis=A1 Outcome=ok badge_id=17 door=north person_id=A1",
            "line 3: badge_csv time=2026-03-01T09:00:00Z Zeitpunkt=2026-03-01 09:00:00 Leser=south Ausweis=A2 \
             badge_id=A2 door=south person_id=4 Personalnummer=4",
        ],
    );
}

/// What mappings ask for is found under any spelling that a kind is known by.
#[test]
fn capitals_and_blanks_make_no_difference() {
    check(
        &Csv,
        "ACCESS_TIME,USER_ID,PATIENT_ID,METRIC_NAME\n2026-03-02 10:00:00,HMARSH,Z1,Notes viewed\n",
        &[
            "line 2: ehr_access_csv time=2026-03-02T10:00:00Z ACCESS_TIME=2026-03-02 10:00:00 user_id=HMARSH \
             patient_id=Z1 METRIC_NAME=Notes viewed access_clock=2026-03-02 10:00:00 action=Notes viewed resource=Notes viewed user_name=HMARSH",
        ],
    );
    check(
        &Csv,
        "NUMBER,OPENED_AT,STATE,CLOSED AT,PRIORITY\nINC1,2026-03-02,closed,2026-03-03,2\n",
        &[
            "line 2: case_csv time=2026-03-02T00:00:00Z NUMBER=INC1 OPENED_AT=2026-03-02 STATE=closed CLOSED AT=2026-03-03 \
             PRIORITY=2 case_id=INC1 closed=2026-03-03 opened=2026-03-02 severity=2",
        ],
    );
}

#[test]
fn a_title_above_a_known_header_is_passed_over() {
    let report = "\"Scan Results\",\"03/01/2026 at 08:00:00 (GMT)\"\n\
         \"Clinic\",\"Main St 1\",\"Town\"\n\n\
         \"Launch Date\",\"Active Hosts\",\"Total Hosts\",\"Type\"\n\
         \"03/01/2026 at 08:00:00 (GMT)\",\"1\",\"1\",\"On demand\"\n\n\
         \"IP\",\"DNS\",\"NetBIOS\",\"QID\",\"Title\",\"Type\",\"Severity\",\"Port\",\"CVE ID\",\"Solution\"\n\
         \"10.20.0.7\",\"ct01\",\"CT01\",\"38170\",\"Old, \"\"weak\"\" SSL\",\"Vuln\",\"3\",\"443\",\"CVE-2014-3566, CVE-2015-0204\",\"Update\"\n";
    assert_eq!(Csv.sniff(report.as_bytes()), Confidence::Likely);
    check(
        &Csv,
        report,
        &[
            "line 8: vulnerability_csv host=CT01 IP=10.20.0.7 DNS=ct01 NetBIOS=CT01 QID=38170 Title=Old, \"weak\" SSL Type=Vuln Severity=3 \
             Port=443 CVE ID=CVE-2014-3566, CVE-2015-0204 Solution=Update cve=CVE-2014-3566, CVE-2015-0204 plan=Update",
        ],
    );
}

#[test]
fn message_traces_are_known_by_their_headers() {
    for header in [
        "Received,Sender address,Recipient address,Subject,Status,Message ID,Network message ID",
        "origin_timestamp_utc,sender_address,recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,directionality,connector_id,delivery_priority",
        "MessageId,Received,SenderAddress,RecipientAddress,Subject,Status,ToIP,FromIP,Size,MessageTraceId,StartDate,EndDate,Index",
        "Message ID,Start date,End date,Sender,Message size,Subject,Direction,Attachments,Recipient address,Event target,Event date,Event status",
        "Date,Sender,Recipients,Subject,Final Action,Message ID,Sender IP Address,Spam Score",
        "From (Header),From (Envelope),To,Subject,Status,Date/Time,Route,Spam Score",
        "Date,From,To,Subject,Action,Reason,Delivery Status,Score,Source IP,Size",
    ] {
        let folded: Vec<String> = header.split(',').map(super::shapes::fold).collect();
        let table = Kinds::built_in()
            .best(&folded)
            .map(|shape| shape.table.as_str());
        assert_eq!(table, Some("message_trace_csv"), "{header}");
    }
    for header in [
        "date_time_utc,client_ip,server_hostname,source_context,connector_id,source,event_id,internal_message_id,message_id,recipient_address,total_bytes,message_subject,sender_address",
        "Timestamp,ClientIp,ServerHostname,SourceContext,ConnectorId,Source,EventId,InternalMessageId,MessageId,Recipients,TotalBytes,MessageSubject,Sender",
    ] {
        let folded: Vec<String> = header.split(',').map(super::shapes::fold).collect();
        let table = Kinds::built_in()
            .best(&folded)
            .map(|shape| shape.table.as_str());
        assert_eq!(table, Some("message_tracking_csv"), "{header}");
    }
    let dlp = "User,Policy,Action,Recipient,Subject,Time,Match Count";
    let folded: Vec<String> = dlp.split(',').map(super::shapes::fold).collect();
    let table = Kinds::built_in()
        .best(&folded)
        .map(|shape| shape.table.as_str());
    assert_eq!(table, Some("dlp_csv"));
}

#[test]
fn results_of_phishing_simulations_are_known() {
    for (header, wanted) in [
        (
            "UserName,UserMail,Compromised,AttachmentOpened_TimeStamp,EmailLinkClicked_TimeStamp,CredSupplied_TimeStamp(Compromised),SuccessfullyDeliveredEmail_TimeStamp,Phishing Reported On,Department",
            "phishing_csv",
        ),
        (
            "Email Address,First Name,Last Name,Campaign Guid,Campaign Title,Phishing Template,Date Sent,Primary Clicked,Date Clicked,Primary Compromised Login,Reported,Date Reported,Passed?,False Positive",
            "phishing_csv",
        ),
        (
            "Email,First Name,Last Name,Scheduled At,Delivered At,Opened At,Clicked At,Attachment Opened At,Data Entered At,Reported At,Bounced At",
            "phishing_csv",
        ),
        (
            "id,status,ip,latitude,longitude,send_date,reported,modified_date,email,first_name,last_name,position",
            "gophish_csv",
        ),
    ] {
        let folded: Vec<String> = header.split(',').map(super::shapes::fold).collect();
        let table = Kinds::built_in()
            .best(&folded)
            .map(|shape| shape.table.as_str());
        assert_eq!(table, Some(wanted), "{header}");
    }
}

#[test]
fn titles_above_the_header_are_passed_over() {
    let known = "Backups of the clinic\nas of March\nJob Name,Status,Start Time,End Time,Repository\nfiles,Success,2026-03-01T01:00:00Z,2026-03-01T02:00:00Z,nas\n";
    sniffs(known, Confidence::Likely);
    check(
        &Csv,
        known,
        &[
            "line 4: backup_csv time=2026-03-01T01:00:00Z Job Name=files Status=Success Start Time=2026-03-01T01:00:00Z End Time=2026-03-01T02:00:00Z Repository=nas \
             finished=2026-03-01T02:00:00Z outcome=Success started=2026-03-01T01:00:00Z system=files",
        ],
    );
    let padded = "Beds,,\n\nward,bed,floor\n1,2,3\n";
    sniffs(padded, Confidence::Possible);
    check(
        &Csv,
        padded,
        &["line 4: csv_ward_bed_floor ward=1 bed=2 floor=3"],
    );
    // A table of one's own with an odd first row is still read from its first row on.
    check(
        &Csv,
        "a,1,\nb,c,d\n",
        &["line 2: csv_a_1 a=b 1=c column_3=d"],
    );
}

#[test]
fn what_stands_before_the_header_holds_for_each_row() {
    check(
        &Csv,
        "#model_version:v2026.03.01,score_date:2026-03-01T12:55:00Z\ncve,epss,percentile\nCVE-2026-1,0.97,0.99\nCVE-2026-2,0.1",
        &[
            "line 4: rejected, 2 columns where the header has 3",
            "line 3: epss_csv time=2026-03-01T12:55:00Z cve=CVE-2026-1 epss=0.97 percentile=0.99 model_version=v2026.03.01 score_date=2026-03-01T12:55:00Z",
        ],
    );
}

#[test]
fn narratives_over_several_lines_and_tables_of_two_columns_are_tables() {
    let told = "name,state,people,story\nA,FL,9,\"one line\nand, another, of, prose\n\"\nB,TX,7,\"short\"\n";
    sniffs(told, Confidence::Possible);
    let pairs = "date,cases\n16727.0,1\n16730.0,2\n16731.0,1\n16732.0,4\n16733.0,2\n";
    sniffs(pairs, Confidence::Possible);
    sniffs("date,cases\n16727.0,1\n", Confidence::No);
    let prose = "Dear all, hello\nWe met, and spoke\nIt was good, I think\nThen we left, late\nAnd slept, well\nBye, Ann\n";
    sniffs(prose, Confidence::No);
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
