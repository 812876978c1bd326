//! Looks into the record system the clinic had before, in the shape of Veradigm TouchWorks' table of opened records.

use super::Export;
use crate::clinic::Clinic;
use crate::format::csv::Table;

pub(super) fn export(clinic: &Clinic) -> Export {
    let mut table = Table::new(
        "ehr/old-record-access.csv",
        "PatientAccessLogID,UserName,PatientMRN,OpenDTTM,BreakType,BreakGlassReason,WorkstationName",
    );
    let mut random = clinic.random("old records");
    for visit in clinic.visits.iter().filter(|visit| visit.booked) {
        if visit.cancelled || !random.chance(12) {
            continue;
        }
        let at = visit.start.plus_seconds(random.between(120, 700));
        // Once in these weeks a record was locked and had to be opened by force.
        let forced = table.rows.len() == 17;
        let cells: [&str; 7] = [
            &(88_001 + table.rows.len()).to_string(),
            visit.provider,
            &clinic.patients[visit.patient].id,
            &at.format("%Y-%m-%d %H:%M:%S"),
            if forced { "BG" } else { "PO" },
            if forced { "Urgent care" } else { "" },
            clinic.seat(visit.provider, &at.date()).host,
        ];
        table.row(cells.map(str::to_owned).to_vec());
    }
    Export::of_table(
        &table,
        "physicians look up older notes of patients they are seeing; one record is opened by force",
        "ehr_access_csv",
    )
}
