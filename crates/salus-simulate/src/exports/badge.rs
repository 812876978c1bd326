//! Badges held to two doors, as a door system exports its events; times in UTC.

use super::Export;
use crate::clinic::Clinic;
use crate::format::csv::Table;

pub(super) fn export(clinic: &Clinic) -> Export {
    let mut table = Table::new(
        "people/badge-events.csv",
        "Event Time,Site,Door Name,Direction,Cardholder Name,Employee ID,Card Number,Event Type",
    );
    let mut random = clinic.random("badges");
    let since = clinic.end.plus_days(-14).date();
    let mut rows = Vec::new();
    for day in clinic.working_days() {
        let date = day.date();
        if date < since {
            continue;
        }
        for person in clinic.people.iter().filter(|person| person.works_on(&date)) {
            // The administrator comes once a week; the physician is abroad until the 18th.
            if person.department == "IT" && !day.format("%a").starts_with("Thu") {
                continue;
            }
            let at = day.plus_seconds(13 * 3_600 + random.between(0, 2_700));
            rows.push((at, "Staff entrance", person, "Access Granted"));
            if person.department == "IT" {
                rows.push((
                    at.plus_seconds(900),
                    "Server closet",
                    person,
                    "Access Granted",
                ));
            }
        }
    }
    let curious = clinic.person("dpruitt");
    let tried = clinic.end.plus_days(-5).plus_seconds(22 * 3_600 + 310);
    rows.push((tried, "Server closet", curious, "Access Denied"));
    rows.sort_by_key(|(time, ..)| *time);
    for (time, door, person, event) in rows {
        let name = format!("{}, {}", person.family, person.given);
        let cells: [&str; 8] = [
            &time.format("%Y-%m-%d %H:%M:%S"),
            "Alder Creek",
            door,
            "In",
            &name,
            person.id,
            &format!("{}", 40_000 + person.rid),
            event,
        ];
        table.row(cells.map(str::to_owned).to_vec());
    }
    Export::of_table(
        &table,
        "who came in, the administrator at the server closet, and one badge that was refused there",
        "badge_csv",
    )
}
