//! Looks into records as record systems export them, and staff in an interface's messages in East Asian letters.

use super::{Piece, ago};
use crate::clinic::Clinic;
use crate::clinic::people::Person;
use crate::format::csv::Table;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        clarity(clinic),
        open_emr(clinic),
        staff_list(clinic),
        japanese(clinic),
        korean(clinic),
    ]
}

/// Who looked at whose record, and when.
fn looks(clinic: &Clinic) -> Vec<(Moment, &'static Person, String)> {
    let mut random = clinic.random("gallery looks");
    let people: Vec<&Person> = clinic
        .people
        .iter()
        .filter(|person| person.department == "Clinical")
        .collect();
    (0..12)
        .map(|minute| {
            let person = *random.pick(&people);
            let patient = &clinic.patients[random.index(clinic.patients.len())];
            (
                ago(clinic, 2, (15, minute)),
                person,
                patient.id.replace("pat-", ""),
            )
        })
        .collect()
}

/// Epic counts seconds from the last day of 1840.
fn instant(time: Moment) -> i64 {
    time.epoch() + 4_070_908_800
}

/// Rows of Clarity's table of accesses, joined with the names of its people and what they did.
fn clarity(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "records/clarity-access-log.csv",
        "ACCESS_INSTANT,ACCESS_TIME,PROCESS_ID,METRIC_ID,METRIC_NAME,USER_ID,USER_NAME,PAT_ID,PAT_MRN_ID,CSN,WORKSTATION_ID",
    );
    for (time, person, patient) in looks(clinic) {
        table.line(&format!(
            "{}|{}|3344|17028|Chart Review opened|{}|{}, {}|Z{patient}|{patient}|20{patient}01|{}",
            instant(time),
            time.format("%Y-%m-%d %H:%M:%S"),
            person.user.to_uppercase(),
            person.family.to_uppercase(),
            person.given.to_uppercase(),
            person.machine,
        ));
    }
    let count = table.rows.len();
    Piece::of_table(&table, "Epic Clarity's accesses, with its own counting of seconds", "ehr_access_csv")
        .gives("record_access", count)
        .tells("record_access", count, "action = 'read' and time >= timestamp '2026-10-30T15:00:00Z' and time < timestamp '2026-10-30T15:12:00Z' and user_name not like '%,%'")
}

/// OpenEMR's table `log`; the comments are written in base64.
fn open_emr(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "records/openemr-log.csv",
        "id,date,event,category,user,groupname,comments,user_notes,patient_id,success,checksum,crt_user,log_from,menu_item_id,ccda_doc_id",
    );
    for ((time, person, patient), id) in looks(clinic).into_iter().zip(81_220..) {
        table.line(&format!(
            "{id}|{}|patient-record-select|Patient Demographics|{}|Default|c2VsZWN0IC4uLg==||{}|1|{}||open-emr||",
            time.format("%Y-%m-%d %H:%M:%S"),
            person.user,
            patient.parse::<u32>().expect("a number"),
            clinic.random(&patient).hex(64),
        ));
    }
    table.line(&format!(
        "81300|{}|login|login|hmarsh|Default|c3VjY2Vzcw==||0|1|{}||open-emr||",
        ago(clinic, 2, (14, 0)).format("%Y-%m-%d %H:%M:%S"),
        clinic.random("login").hex(64)
    ));
    let count = table.rows.len();
    Piece::of_table(
        &table,
        "OpenEMR's log; signing in opens no record",
        "ehr_access_csv",
    )
    .gives("record_access", count - 1)
    .tells(
        "record_access",
        count - 1,
        "action = 'read' and outcome = 'success' and patient_id is not null",
    )
    .tells("sign_in", 1, "user_name = 'hmarsh'")
}

/// A personnel system's list of workers, for which the other files are.
fn staff_list(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "records/workday-workers.csv",
        "Employee ID,Worker,First Name,Last Name,Primary Work Email,User Name,Job Profile,Supervisory Organization,Worker Type,Hire Date,Termination Date,Location",
    );
    for person in clinic.people {
        table.line(&format!(
            "{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|Main office",
            person.id,
            person.name(),
            person.given,
            person.family,
            person.mail(),
            person.user,
            person.title,
            person.department,
            if person.employment == "contractor" {
                "Contingent Worker"
            } else {
                "Employee"
            },
            person.start,
            person.end.unwrap_or_default(),
        ));
    }
    Piece::of_table(&table, "Workday's workers", "roster_csv")
        .gives("person", clinic.people.len())
        .tells("person", 1, "end_at is not null and person_id = 'P112'")
}

/// A message of the staff file; what stands in the two places is given as bytes.
fn staff_message((number, set): (&str, &str), name: &[u8], time: Moment) -> Vec<u8> {
    let stamp = time.format("%Y%m%d%H%M%S+0000");
    let mut out = format!(
        "MSH|^~\\&|HR|ALDERCREEK|EHR|ALDERCREEK|{stamp}||MFN^M02^MFN_M02|HR{0}|P|2.5.1||||||{set}\rMFI|PRA^Practitioner Master File^HL70175||UPD|||NE\rMFE|MAD|HR{0}|{stamp}|{number}^^^HR|CWE\rSTF|{number}^^^HR|{number}|",
        time.epoch()
    )
    .into_bytes();
    out.extend(name);
    out.extend(format!("|D|M|19800101|A|Clinical^Clinical||||{stamp}\r").into_bytes());
    out
}

/// Names in the two-byte set of Japan, between the signs that switch to it and back.
fn japanese(clinic: &Clinic) -> Piece {
    let name = b"Yamada^Taro^^^^^L^A~\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B^^^^^L^I";
    let text = staff_message(("V01", "ISO IR6~ISO IR87"), name, ago(clinic, 3, (15, 0)));
    Piece::new(
        "records/staff-japanese.hl7",
        text,
        "a Japanese locum in the staff file, in ISO IR87",
    )
    .holds("hl7v2_message", 1)
    .tells(
        "person",
        1,
        "person_id = 'V01' and start_at is not null and end_at is null",
    )
}

/// The same in UTF-8, for a name that is Korean.
fn korean(clinic: &Clinic) -> Piece {
    let text = staff_message(
        ("V02", "UNICODE UTF-8"),
        "김^민준^^^^^L".as_bytes(),
        ago(clinic, 3, (15, 5)),
    );
    Piece::new(
        "records/staff-korean.hl7",
        text,
        "a Korean locum in the staff file, in UTF-8",
    )
    .holds("hl7v2_message", 1)
    .tells(
        "person",
        1,
        "name = '민준 김' and role = 'D' and person_id = 'V02' and start_at is not null",
    )
}
