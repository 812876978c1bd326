//! Accounts and machines as directories write them out in LDIF: Active Directory and OpenLDAP.

use super::directory::{is_admin, is_closed, open, seen};
use super::{Piece, ago};
use crate::clinic::machines::{Kind, Machine};
use crate::clinic::people::Person;
use crate::clinic::{Clinic, fully_named};
use crate::moment::Moment;

/// Where everything in Active Directory stands.
const BASE: &str = "DC=alder-creek,DC=example";

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![active_directory(clinic), openldap(clinic)]
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
    let mut entries: Vec<String> = clinic
        .people
        .iter()
        .map(|person| person_entry(clinic, person))
        .collect();
    entries.push(format!(
        "dn: CN=svc-backup,OU=Services,{BASE}\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user\n\
         cn: svc-backup\ndescription:: U2ljaGVydW5nIGRlciBCw7xyb3JlY2huZXI=\nsAMAccountName: svc-backup\nuserAccountControl: 66048\nservicePrincipalName: backup/ac-srv01\n\
         pwdLastSet: {}\nlastLogonTimestamp: {}",
        ago(clinic, 900, (14, 0)).filetime(),
        ago(clinic, 1, (3, 10)).filetime()
    ));
    let computers = clinic
        .machines
        .iter()
        .filter(|machine| machine.kind.is_endpoint());
    entries.extend(
        computers
            .clone()
            .map(|machine| machine_entry(clinic, machine)),
    );
    entries.push(format!("dn: CN=Staff,OU=Groups,{BASE}\nchangetype: add\nobjectClass: top\nobjectClass: group\ncn: Staff\nsAMAccountName: Staff\ngroupType: -2147483646"));
    let text: String = entries
        .iter()
        .map(|entry| entry.lines().map(folded).collect::<String>() + "\r\n")
        .collect();
    Piece::new(
        "directory/active-directory.ldf",
        text,
        "Active Directory through ldifde: people, a service account, machines, a group",
    )
    .holds("ldif_entry", entries.len())
    .gives("account", clinic.people.len() + 1)
    .tells("account", open(clinic) + 1, "enabled")
    .tells("account", 1, "privileged and user_name = 'ohaddad'")
    .tells("account", 1, "kind = 'service' and password_never_expires")
    .gives("asset", computers.count())
    .tells("asset", 1, "kind = 'server' and host_name = 'ac-srv01'")
}

/// A person with the groups they are in.
fn person_entry(clinic: &Clinic, person: &Person) -> String {
    let name = person.name();
    let mut groups = vec![format!("CN=Staff,OU=Groups,{BASE}")];
    if is_admin(person) {
        groups.push(format!("CN=Domain Admins,CN=Users,{BASE}"));
    }
    let mut entry = vec![
        format!("dn: CN={name},OU={},{BASE}", person.department),
        "changetype: add".to_owned(),
        "objectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user".to_owned(),
        format!("cn: {name}\nsn: {}\ntitle: {}\ngivenName: {}", person.family, person.title, person.given),
        format!("distinguishedName: CN={name},OU={},{BASE}", person.department),
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
    entry.join("\n")
}

fn machine_entry(clinic: &Clinic, machine: &Machine) -> String {
    let place = if machine.kind == Kind::Server {
        "Domain Controllers"
    } else {
        "Computers"
    };
    format!(
        "dn: CN={0},OU={place},{BASE}\nchangetype: add\nobjectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\nobjectClass: user\n\
         objectClass: computer\ncn: {0}\nwhenCreated: {1}\nsAMAccountName: {0}$\ndNSHostName: {2}\noperatingSystem: {3}\nlocation: {4}\nlastLogonTimestamp: {5}",
        machine.host,
        wide(Moment::day(machine.bought)),
        fully_named(machine.host),
        machine.os,
        machine.location,
        ago(clinic, 1, (15, 0)).filetime()
    )
}

/// `slapcat`: the portal's own people, with what the server keeps about each entry.
fn openldap(clinic: &Clinic) -> Piece {
    let base = "dc=portal,dc=example";
    let mut text = format!(
        "dn: {base}\nobjectClass: top\nobjectClass: dcObject\nobjectClass: organization\no: Portal\ndc: portal\n\ndn: ou=people,{base}\nobjectClass: organizationalUnit\nou: people\n\n"
    );
    for person in clinic.people {
        let lock = if is_closed(person) {
            "pwdAccountLockedTime: 000001010000Z\n"
        } else {
            ""
        };
        text.push_str(&format!(
            "dn: uid={0},ou=people,{base}\nobjectClass: inetOrgPerson\nobjectClass: posixAccount\nobjectClass: shadowAccount\nuid: {0}\ncn: {1}\nsn: {2}\ngivenName: {3}\n\
             mail: {4}\nemployeeNumber: {5}\ndepartmentNumber: {6}\nuidNumber: {7}\ngidNumber: 100\nhomeDirectory: /home/{0}\nuserPassword:: e1NTSEF9bm90aGluZw==\n\
             shadowLastChange: 20650\nshadowMax: 365\n{lock}structuralObjectClass: inetOrgPerson\nentryUUID: {8}\ncreatorsName: cn=admin,{base}\n\
             createTimestamp: {9}\nauthTimestamp: {10}\nentryCSN: 20261030120000.123456Z#000000#000#000000\n\n",
            person.user, person.name(), person.family, person.given, person.mail(), person.id, person.department, person.rid, clinic.random(person.user).guid(),
            Moment::day(person.start).format("%Y%m%d%H%M%SZ"), seen(clinic, person).format("%Y%m%d%H%M%SZ"),
        ));
    }
    Piece::new(
        "directory/openldap.ldif",
        text,
        "OpenLDAP through slapcat; one account is locked, and no password is kept",
    )
    .holds("ldif_entry", clinic.people.len() + 2)
    .gives("account", clinic.people.len())
    .tells("account", 1, "enabled = false and user_name = 'pgentry'")
    .tells(
        "account",
        clinic.people.len(),
        "last_sign_in_at is not null and password_set_at is not null and person_id like 'P1%'",
    )
}
