//! Accounts as directories export them: LDIF of Active Directory and OpenLDAP, and the lists of cloud directories.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::machines::Kind;
use crate::clinic::people::Person;
use crate::clinic::{Clinic, DOMAIN, fully_named};
use crate::format::csv::Table;
use crate::format::json;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        active_directory(clinic),
        openldap(clinic),
        powershell(clinic),
        entra_list(clinic),
        entra_users(clinic),
        google_users(clinic),
        google_list(clinic),
        okta_users(clinic),
    ]
}

/// The account is closed: its owner has left.
fn is_closed(person: &Person) -> bool {
    person.end.is_some()
}

fn is_admin(person: &Person) -> bool {
    person.department == "IT"
}

/// When the person signed in last.
fn seen(clinic: &Clinic, person: &Person) -> Moment {
    ago(clinic, if is_closed(person) { 23 } else { 1 }, (15, i64::from(person.rid % 60)))
}

/// Whoever has begun before, and who has left, with their number in the list.
fn open(clinic: &Clinic) -> usize {
    clinic.people.iter().filter(|person| !is_closed(person)).count()
}

fn wide(moment: Moment) -> String {
    moment.format("%Y%m%d%H%M%S.0Z")
}

/// Folds a line as LDIF does: 76 letters, then a blank in front of each line that goes on.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut room = 76;
    for letter in line.chars() {
        if room == 0 {
            out.push_str("\r\n ");
            room = 75;
        }
        out.push(letter);
        room -= 1;
    }
    out + "\r\n"
}

/// `ldifde -f users.ldf`: people, a service account, machines and a group.
fn active_directory(clinic: &Clinic) -> Piece {
    let base = "DC=alder-creek,DC=example";
    let mut entries = Vec::new();
    for person in clinic.people {
        let name = person.name();
        let mut groups = vec![format!("CN=Staff,OU=Groups,{base}")];
        if is_admin(person) {
            groups.push(format!("CN=Domain Admins,CN=Users,{base}"));
        }
        let mut entry = vec![
            format!("dn: CN={name},OU={},{base}", person.department),
            "changetype: add".to_owned(),
            "objectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user".to_owned(),
            format!("cn: {name}\nsn: {}\ntitle: {}\ngivenName: {}", person.family, person.title, person.given),
            format!("distinguishedName: CN={name},OU={},{base}", person.department),
            format!("instanceType: 4\nwhenCreated: {}\nwhenChanged: {}", wide(Moment::day(person.start)), wide(seen(clinic, person))),
            format!("displayName: {name}\ndepartment: {}\nemployeeID: {}", person.department, person.id),
        ];
        entry.extend(groups.iter().map(|group| format!("memberOf: {group}")));
        entry.extend([
            format!("name: {name}\nobjectGUID:: {}==\nuserAccountControl: {}", clinic.random(person.user).hex(22), if is_closed(person) { 514 } else { 512 }),
            format!("badPwdCount: 0\npwdLastSet: {}", ago(clinic, 60, (14, 0)).filetime()),
            format!("primaryGroupID: 513\naccountExpires: 9223372036854775807\nlogonCount: 412\nsAMAccountName: {}", person.user),
            format!("sAMAccountType: 805306368\nuserPrincipalName: {0}\nlastLogonTimestamp: {1}\nmail: {0}", person.mail(), seen(clinic, person).filetime()),
        ]);
        entries.push(entry.join("\n"));
    }
    entries.push(format!(
        "dn: CN=svc-backup,OU=Services,{base}\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user\n\
         cn: svc-backup\ndescription:: U2ljaGVydW5nIGRlciBCw7xyb3JlY2huZXI=\nsAMAccountName: svc-backup\nuserAccountControl: 66048\nservicePrincipalName: backup/ac-srv01\n\
         pwdLastSet: {}\nlastLogonTimestamp: {}",
        ago(clinic, 900, (14, 0)).filetime(),
        ago(clinic, 1, (3, 10)).filetime()
    ));
    let computers = clinic.machines.iter().filter(|machine| machine.kind.is_endpoint());
    for machine in computers.clone() {
        let place = if machine.kind == Kind::Server { "Domain Controllers" } else { "Computers" };
        entries.push(format!(
            "dn: CN={0},OU={place},{base}\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user\n\
             objectClass: computer\ncn: {0}\nwhenCreated: {1}\nsAMAccountName: {0}$\ndNSHostName: {2}\noperatingSystem: {3}\nlocation: {4}\nlastLogonTimestamp: {5}",
            machine.host,
            wide(Moment::day(machine.bought)),
            fully_named(machine.host),
            machine.os,
            machine.location,
            ago(clinic, 1, (15, 0)).filetime()
        ));
    }
    entries.push(format!("dn: CN=Staff,OU=Groups,{base}\nchangetype: add\nobjectClass: top\nobjectClass: group\ncn: Staff\nsAMAccountName: Staff\ngroupType: -2147483646"));
    let text: String = entries.iter().map(|entry| entry.lines().map(folded).collect::<String>() + "\r\n").collect();
    Piece::new("directory/active-directory.ldf", text, "Active Directory through ldifde: people, a service account, machines, a group")
        .holds("ldif_entry", entries.len())
        .gives("account", clinic.people.len() + 1)
        .tells("account", open(clinic) + 1, "enabled")
        .tells("account", 1, "privileged and user_name = 'ohaddad'")
        .tells("account", 1, "kind = 'service' and password_never_expires")
        .gives("asset", computers.count())
        .tells("asset", 1, "kind = 'server' and host_name = 'ac-srv01'")
}

/// `slapcat`: the portal's own people, with what the server keeps about each entry.
fn openldap(clinic: &Clinic) -> Piece {
    let base = "dc=portal,dc=example";
    let mut text = format!("dn: {base}\nobjectClass: top\nobjectClass: dcObject\nobjectClass: organization\no: Portal\ndc: portal\n\ndn: ou=people,{base}\nobjectClass: organizationalUnit\nou: people\n\n");
    for person in clinic.people {
        let lock = if is_closed(person) { "pwdAccountLockedTime: 000001010000Z\n" } else { "" };
        text.push_str(&format!(
            "dn: uid={0},ou=people,{base}\nobjectClass: inetOrgPerson\nobjectClass: posixAccount\nobjectClass: shadowAccount\nuid: {0}\ncn: {1}\nsn: {2}\ngivenName: {3}\n\
             mail: {4}\nemployeeNumber: {5}\ndepartmentNumber: {6}\nuidNumber: {7}\ngidNumber: 100\nhomeDirectory: /home/{0}\nuserPassword:: e1NTSEF9bm90aGluZw==\n\
             shadowLastChange: 20650\nshadowMax: 365\n{lock}structuralObjectClass: inetOrgPerson\nentryUUID: {8}\ncreatorsName: cn=admin,{base}\n\
             createTimestamp: {9}\nauthTimestamp: {10}\nentryCSN: 20261030120000.123456Z#000000#000#000000\n\n",
            person.user, person.name(), person.family, person.given, person.mail(), person.id, person.department, person.rid, clinic.random(person.user).guid(),
            Moment::day(person.start).format("%Y%m%d%H%M%SZ"), seen(clinic, person).format("%Y%m%d%H%M%SZ"),
        ));
    }
    Piece::new("directory/openldap.ldif", text, "OpenLDAP through slapcat; one account is locked, and no password is kept")
        .holds("ldif_entry", clinic.people.len() + 2)
        .gives("account", clinic.people.len())
        .tells("account", 1, "enabled = false and user_name = 'pgentry'")
        .tells("account", clinic.people.len(), "last_sign_in_at is not null and password_set_at is not null and person_id like 'P1%'")
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
        let (count, admin) = if is_admin(person) { ("1", "True") } else { ("", "False") };
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
    let quoted = |cells: &[String]| cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + "\r\n";
    let heads: Vec<String> = table.headers.iter().map(|head| (*head).to_owned()).collect();
    let rows: String = table.rows.iter().map(|row| quoted(row)).collect();
    let text = format!("#TYPE Microsoft.ActiveDirectory.Management.ADUser\r\n{}{rows}", quoted(&heads));
    Piece::new(table.path, text, "Active Directory through Export-Csv, with the kind of object in the first line")
        .holds("directory_csv", table.rows.len())
        .gives("account", table.rows.len())
        .tells("account", open(clinic), "enabled and last_sign_in_at is not null")
        .tells("account", 1, "password_never_expires and user_name = 'ohaddad'")
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
        .tells("account", open(clinic), "enabled and created_at is not null")
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
    let text = json::text(&json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": rows}));
    Piece::new("directory/entra-users.json", text + "\n", "Entra's users, from Graph")
        .holds("entra_user", rows.len())
        .gives("account", rows.len())
        .tells("account", open(clinic), "enabled and last_sign_in_at is not null and person_id like 'P1%'")
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
    let text = json::text(&json!({"kind": "admin#directory#users", "etag": "\"x\"", "users": rows}));
    Piece::new("directory/google-users.json", text + "\n", "Google Workspace's users, from the Directory interface; one has no second factor")
        .holds("google_user", rows.len())
        .gives("account", rows.len())
        .tells("account", 1, "mfa_registered = false and user_name = 'abello'")
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
            if is_closed(person) { "Suspended" } else { "Active" },
            seen(clinic, person).format("%Y/%m/%d %H:%M:%S"),
            person.id,
            person.title,
            person.department,
            if person.user == "abello" { "False" } else { "True" },
        ));
    }
    Piece::of_table(&table, "Google Workspace's users, downloaded", "directory_csv")
        .gives("account", table.rows.len())
        .tells("account", open(clinic), "enabled")
        .tells("account", 1, "mfa_registered = false and user_name = 'abello'")
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
