//! Accounts as directories list them: Active Directory's commands, Entra, Google Workspace and Okta.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::people::Person;
use crate::clinic::{Clinic, DOMAIN};
use crate::format::csv::Table;
use crate::format::json;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        powershell(clinic),
        entra_list(clinic),
        entra_users(clinic),
        google_users(clinic),
        google_list(clinic),
        okta_users(clinic),
    ]
}

/// The account is closed: its owner has left.
pub(super) fn is_closed(person: &Person) -> bool {
    person.end.is_some()
}

pub(super) fn is_admin(person: &Person) -> bool {
    person.department == "IT"
}

/// When the person signed in last.
pub(super) fn seen(clinic: &Clinic, person: &Person) -> Moment {
    ago(
        clinic,
        if is_closed(person) { 23 } else { 1 },
        (15, i64::from(person.rid % 60)),
    )
}

/// Whoever has begun before, and who has left, with their number in the list.
pub(super) fn open(clinic: &Clinic) -> usize {
    clinic
        .people
        .iter()
        .filter(|person| !is_closed(person))
        .count()
}

/// `Get-ADUser -Filter * -Properties * | Export-Csv`, which begins with the kind of object.
fn powershell(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "directory/get-aduser.csv",
        "AccountExpirationDate,adminCount,CanonicalName,CN,Created,Department,DisplayName,DistinguishedName,EmailAddress,EmployeeID,Enabled,GivenName,LastLogonDate,LockedOut,MemberOf,Name,ObjectClass,ObjectGUID,PasswordLastSet,PasswordNeverExpires,SamAccountName,SID,Surname,Title,UserPrincipalName,whenCreated",
    );
    let american = |moment: Moment| moment.format("%-m/%-d/%Y %-I:%M:%S %p");
    for person in clinic.people {
        let name = person.name();
        let (count, admin) = if is_admin(person) {
            ("1", "True")
        } else {
            ("", "False")
        };
        let born = american(Moment::day(person.start));
        table.line(&format!(
            "|{count}|{DOMAIN}/{0}/{name}|{name}|{born}|{0}|{name}|CN={name},OU={0},DC=alder-creek,DC=example|{1}|{2}|{3}|{4}|{5}|False|\
             Microsoft.ActiveDirectory.Management.ADPropertyValueCollection|{name}|user|{6}|{7}|{admin}|{8}|{9}|{10}|{11}|{1}|{born}",
            person.department,
            person.mail(),
            person.id,
            if is_closed(person) { "False" } else { "True" },
            person.given,
            american(seen(clinic, person)),
            clinic.random(person.user).guid(),
            american(ago(clinic, 60, (14, 0))),
            person.user,
            person.sid(),
            person.family,
            person.title,
        ));
    }
    let rows = table.rows.iter().map(|row| quoted(row));
    let text = format!(
        "#TYPE Microsoft.ActiveDirectory.Management.ADUser\r\n{}{}",
        quoted(&table.headers),
        rows.collect::<String>()
    );
    Piece::new(
        table.path,
        text,
        "Active Directory through Export-Csv, with the kind of object in the first line",
    )
    .holds("directory_csv", table.rows.len())
    .gives("account", table.rows.len())
    .tells(
        "account",
        open(clinic),
        "enabled and last_sign_in_at is not null",
    )
    .tells(
        "account",
        1,
        "password_never_expires and user_name = 'ohaddad'",
    )
}

/// A line whose cells all stand in quotation marks.
fn quoted(cells: &[impl AsRef<str>]) -> String {
    let cells = cells
        .iter()
        .map(|cell| format!("\"{}\"", cell.as_ref().replace('"', "\"\"")));
    cells.collect::<Vec<_>>().join(",") + "\r\n"
}

/// Entra admin centre: Users, Download users.
fn entra_list(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "directory/entra-users.csv",
        "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,postalCode,telephoneNumber,mobilePhone,alternateEmailAddress,ageGroup,consentProvidedForMinor,legalAgeGroupClassification,companyName,creationType,directorySynced,invitationState,identityIssuer,createdDateTime",
    );
    for person in clinic.people {
        table.line(&format!(
            "{0}|{1}|{2}|{0}|{3}|{4}|Member|{5}|{6}|{7}|US|||||||||||||||True||alder-creek.example|{8}T15:00:00Z",
            person.mail(),
            person.name(),
            person.family,
            person.given,
            clinic.random(person.user).guid(),
            person.title,
            person.department,
            if is_closed(person) { "False" } else { "True" },
            person.start,
        ));
    }
    Piece::of_table(&table, "Entra's users, downloaded", "directory_csv")
        .gives("account", table.rows.len())
        .tells(
            "account",
            open(clinic),
            "enabled and created_at is not null",
        )
}

fn entra_users(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = clinic
        .people
        .iter()
        .map(|person| {
            json!({
                "id": clinic.random(person.user).guid(), "accountEnabled": !is_closed(person), "createdDateTime": format!("{}T15:00:00Z", person.start), "department": person.department,
                "displayName": person.name(), "employeeId": person.id, "givenName": person.given, "jobTitle": person.title, "lastPasswordChangeDateTime": ago(clinic, 60, (14, 0)).iso(),
                "mail": person.mail(), "passwordPolicies": "None", "surname": person.family, "userPrincipalName": person.mail(), "userType": "Member",
                "signInActivity": {"lastSignInDateTime": seen(clinic, person).iso(), "lastSignInRequestId": clinic.random(person.id).guid(), "lastNonInteractiveSignInDateTime": seen(clinic, person).iso()}
            })
        })
        .collect();
    let text = json::text(
        &json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": rows}),
    );
    Piece::new(
        "directory/entra-users.json",
        text + "\n",
        "Entra's users, from Graph",
    )
    .holds("entra_user", rows.len())
    .gives("account", rows.len())
    .tells(
        "account",
        open(clinic),
        "enabled and last_sign_in_at is not null and person_id like 'P1%'",
    )
}

fn google_users(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = clinic
        .people
        .iter()
        .map(|person| {
            json!({
                "kind": "admin#directory#user", "id": clinic.random(person.user).between(100_000_000_000_000_000, 118_000_000_000_000_000).to_string(), "etag": "\"x\"",
                "primaryEmail": person.mail(), "name": {"givenName": person.given, "familyName": person.family, "fullName": person.name()}, "isAdmin": is_admin(person), "isDelegatedAdmin": false,
                "lastLoginTime": seen(clinic, person).iso_millis(), "creationTime": format!("{}T15:00:00.000Z", person.start), "agreedToTerms": true, "suspended": is_closed(person), "archived": false,
                "changePasswordAtNextLogin": false, "ipWhitelisted": false, "orgUnitPath": "/", "isMailboxSetup": true, "isEnrolledIn2Sv": person.user != "abello", "isEnforcedIn2Sv": false, "customerId": "C01abc23d"
            })
        })
        .collect();
    let text =
        json::text(&json!({"kind": "admin#directory#users", "etag": "\"x\"", "users": rows}));
    Piece::new(
        "directory/google-users.json",
        text + "\n",
        "Google Workspace's users, from the Directory interface; one has no second factor",
    )
    .holds("google_user", rows.len())
    .gives("account", rows.len())
    .tells(
        "account",
        1,
        "mfa_registered = false and user_name = 'abello'",
    )
    .tells("account", 1, "privileged")
}

/// Google Admin: Users, Download users.
fn google_list(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "directory/google-users.csv",
        "First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],New Primary Email [UPLOAD ONLY],Status [READ ONLY],Last Sign In [READ ONLY],Recovery Email,Employee ID,Employee Title,Department,2sv Enrolled [READ ONLY],2sv Enforced [READ ONLY],Change Password at Next Sign-In,New Status [UPLOAD ONLY]",
    );
    for person in clinic.people {
        table.line(&format!(
            "{}|{}|{}|****||/||{}|{}||{}|{}|{}|{}|False|False|",
            person.given,
            person.family,
            person.mail(),
            if is_closed(person) {
                "Suspended"
            } else {
                "Active"
            },
            seen(clinic, person).format("%Y/%m/%d %H:%M:%S"),
            person.id,
            person.title,
            person.department,
            if person.user == "abello" {
                "False"
            } else {
                "True"
            },
        ));
    }
    Piece::of_table(
        &table,
        "Google Workspace's users, downloaded",
        "directory_csv",
    )
    .gives("account", table.rows.len())
    .tells("account", open(clinic), "enabled")
    .tells(
        "account",
        1,
        "mfa_registered = false and user_name = 'abello'",
    )
    .tells("account", table.rows.len(), "last_sign_in_at is not null")
}

fn okta_users(clinic: &Clinic) -> Piece {
    let rows: Vec<Value> = clinic
        .people
        .iter()
        .map(|person| {
            json!({
                "id": format!("00u{}", clinic.random(person.user).hex(17)), "status": if is_closed(person) { "DEPROVISIONED" } else { "ACTIVE" }, "created": format!("{}T15:00:00.000Z", person.start),
                "activated": format!("{}T15:00:00.000Z", person.start), "statusChanged": null, "lastLogin": seen(clinic, person).iso_millis(), "lastUpdated": ago(clinic, 60, (14, 0)).iso_millis(),
                "passwordChanged": ago(clinic, 60, (14, 0)).iso_millis(), "type": {"id": "oty1"}, "credentials": {"provider": {"type": "OKTA", "name": "OKTA"}},
                "profile": {"firstName": person.given, "lastName": person.family, "mobilePhone": null, "secondEmail": null, "login": person.mail(), "email": person.mail(), "employeeNumber": person.id, "department": person.department},
                "_links": {"self": {"href": "https://alder-creek.okta.example/api/v1/users/00u"}}
            })
        })
        .collect();
    let text = json::text(&Value::Array(rows));
    Piece::new("directory/okta-users.json", text + "\n", "Okta's users")
        .holds("okta_user", clinic.people.len())
        .gives("account", clinic.people.len())
        .tells("account", open(clinic), "enabled")
}
