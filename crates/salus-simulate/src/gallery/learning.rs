//! Who took which course: SCORM Cloud's registrations, and a course itself as learning systems pass it on.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::{Clinic, people::Person};
use crate::format::{json, zip};

const COURSE: &str = "Privacy and patients' records";

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![registrations(clinic), course()]
}

/// Who has not finished, and who did not pass.
const OPEN: &str = "kstrand";
const FAILED: &str = "lortega";

fn registrations(clinic: &Clinic) -> Piece {
    let people: Vec<&Person> = clinic
        .people
        .iter()
        .filter(|person| person.end.is_none())
        .collect();
    let rows: Vec<Value> = people
        .iter()
        .zip(0..)
        .map(|(person, place)| registration(clinic, person, place))
        .collect();
    let text = json::text(&json!({"registrations": rows, "more": ""}));
    Piece::new(
        "training/scorm-cloud-registrations.json",
        text + "\n",
        "SCORM Cloud's registrations for one course: one is not finished, one was not passed",
    )
    .holds("scorm_registration", people.len())
    .gives("training_result", people.len())
    .tells(
        "training_result",
        people.len() - 2,
        "passed and completed_at is not null",
    )
    .tells(
        "training_result",
        1,
        "user_name = 'kstrand' and completed_at is null",
    )
    .tells("training_result", 1, "user_name = 'lortega' and not passed")
}

fn registration(clinic: &Clinic, person: &Person, place: i64) -> Value {
    let ended = ago(clinic, 20, (17, place));
    let is_open = person.user == OPEN;
    let success = match person.user {
        OPEN => "UNKNOWN",
        FAILED => "FAILED",
        _ => "PASSED",
    };
    let mut row = json!({
        "id": format!("privacy-{}", person.id), "instance": 0, "xapiRegistrationId": clinic.random(person.user).guid(),
        "updated": ended.iso_millis(), "registrationCompletion": if is_open { "INCOMPLETE" } else { "COMPLETED" }, "registrationSuccess": success,
        "score": {"scaled": if success == "PASSED" { 90.0 } else { 40.0 }}, "totalSecondsTracked": 1_312.4,
        "firstAccessDate": ended.plus_seconds(-1_400).iso_millis(), "lastAccessDate": ended.iso_millis(), "createdDate": ended.plus_days(-9).iso_millis(),
        "course": {"id": "privacy", "title": COURSE, "version": 2},
        "learner": {"id": person.id, "email": person.mail(), "firstName": person.given, "lastName": person.family}, "tags": []
    });
    if !is_open {
        row["completedDate"] = json!(ended.iso_millis());
    }
    row
}

/// The course's package, with its manifest (SCORM 1.2).
fn course() -> Piece {
    let manifest = format!(
        "<?xml version=\"1.0\" standalone=\"no\" ?>\n\
         <manifest identifier=\"privacy\" version=\"1\" xmlns=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2\" \
         xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\">\n  <metadata>\n    <schema>ADL SCORM</schema>\n    <schemaversion>1.2</schemaversion>\n  </metadata>\n  \
         <organizations default=\"practice\">\n    <organization identifier=\"practice\">\n      <title>{COURSE}</title>\n      \
         <item identifier=\"lesson\" identifierref=\"page\"><title>{COURSE}</title><adlcp:masteryscore>80</adlcp:masteryscore></item>\n    </organization>\n  \
         </organizations>\n  <resources>\n    <resource identifier=\"page\" type=\"webcontent\" adlcp:scormtype=\"sco\" href=\"index.html\">\n      \
         <file href=\"index.html\"/>\n    </resource>\n  </resources>\n</manifest>\n"
    );
    let page = format!(
        "<!doctype html>\n<title>{COURSE}</title>\n<p>Open a record only when your work asks for it.</p>\n"
    );
    let package = zip::pack(&[
        ("imsmanifest.xml", manifest.as_bytes()),
        ("index.html", page.as_bytes()),
    ]);
    Piece::new(
        "training/privacy-course.zip",
        package,
        "the course's own package (SCORM 1.2)",
    )
    .holds("scorm_package", 1)
}
