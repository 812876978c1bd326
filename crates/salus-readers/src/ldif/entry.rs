//! The attributes of one entry.

use hashbrown::HashMap;

/// Attributes that are passwords, their hashes, or keys, in lower case, sorted. They are never kept.
const SECRET: [&str; 24] = [
    "dbcspwd",
    "initialauthincoming",
    "initialauthoutgoing",
    "krb5key",
    "krbprincipalkey",
    "lmpwdhistory",
    "ms-mcs-admpwd",
    "msds-managedpassword",
    "msfve-recoverypassword",
    "mslaps-encryptedpassword",
    "mslaps-password",
    "ntpwdhistory",
    "olcrootpw",
    "pwdhistory",
    "sambalmpassword",
    "sambantpassword",
    "sambapasswordhistory",
    "supplementalcredentials",
    "trustauthincoming",
    "trustauthoutgoing",
    "unicodepwd",
    "unixuserpassword",
    "userpassword",
    "userpkcs12",
];
/// Names that mappings ask for, as the schemas spell them: some servers write them in lower case.
const SPELLED: [&str; 40] = [
    "authTimestamp",
    "changetype",
    "cn",
    "createTimestamp",
    "dNSHostName",
    "department",
    "departmentNumber",
    "description",
    "displayName",
    "employeeID",
    "employeeNumber",
    "gidNumber",
    "givenName",
    "lastLogonTimestamp",
    "location",
    "mail",
    "managedBy",
    "memberOf",
    "modifyTimestamp",
    "nsAccountLock",
    "objectClass",
    "objectGUID",
    "objectSid",
    "operatingSystem",
    "operatingSystemVersion",
    "pwdAccountLockedTime",
    "pwdChangedTime",
    "pwdLastSet",
    "sAMAccountName",
    "serialNumber",
    "servicePrincipalName",
    "shadowLastChange",
    "shadowMax",
    "sn",
    "uid",
    "uidNumber",
    "userAccountControl",
    "userPrincipalName",
    "whenChanged",
    "whenCreated",
];
/// Attributes of one entry; an entry with more is rejected.
const ATTRIBUTES: usize = 4_000;

/// One entry or change.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub dn: String,
    pub attributes: Vec<Attribute>,
    /// Where each stands, by its name in lower case.
    places: HashMap<String, usize>,
    /// Names of secrets that were left out, sorted.
    pub withheld: Vec<String>,
}

/// A name and all its values.
#[derive(Debug)]
pub(super) struct Attribute {
    pub name: String,
    pub values: Vec<String>,
}

impl Entry {
    pub(super) fn of(lines: &[String]) -> Result<Self, &'static str> {
        let mut entry = Self::default();
        let mut changes: Vec<String> = Vec::new();
        let mut is_change = false;
        for line in lines {
            if line == "-" && is_change {
                continue;
            }
            let (name, value) = line.split_once(':').ok_or("a line that is no attribute")?;
            if name.is_empty() || name.contains(' ') {
                return Err("a line that is no attribute");
            }
            let is_operation =
                is_change && matches!(name, "add" | "delete" | "replace" | "increment");
            match name {
                "dn" => entry.dn = decoded(value)?,
                "version" => {}
                _ if is_operation => changes.push(format!("{name} {}", value.trim())),
                _ if is_secret(name) => entry.withheld.push(name.to_owned()),
                _ => entry.put(name, decoded(value)?)?,
            }
            is_change |= name == "changetype" && value.trim() == "modify";
            if is_change && changes.is_empty() && name != "changetype" && name != "dn" {
                return Err("a change that does not say what it does");
            }
        }
        if entry.dn.is_empty() && !lines.iter().any(|line| line.starts_with("dn:")) {
            return Err("an entry without `dn`");
        }
        if !changes.is_empty() {
            entry.attributes.insert(
                1.min(entry.attributes.len()),
                Attribute {
                    name: "changes".to_owned(),
                    values: vec![changes.join(", ")],
                },
            );
        }
        entry.withheld.sort();
        entry.withheld.dedup();
        Ok(entry)
    }

    /// The first value of an attribute, its name in any letter case.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let found = self
            .attributes
            .iter()
            .find(|other| other.name.eq_ignore_ascii_case(name));
        found
            .and_then(|found| found.values.first())
            .map(String::as_str)
    }

    fn put(&mut self, name: &str, value: String) -> Result<(), &'static str> {
        let next = self.attributes.len();
        let at = *self.places.entry(name.to_ascii_lowercase()).or_insert(next);
        if let Some(known) = self.attributes.get_mut(at) {
            known.values.push(value);
            return Ok(());
        }
        if next >= ATTRIBUTES {
            return Err("an entry with more attributes than the limit");
        }
        let spelled = SPELLED
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name));
        self.attributes.push(Attribute {
            name: spelled.map_or(name, |spelled| *spelled).to_owned(),
            values: vec![value],
        });
        Ok(())
    }
}

/// Whether an attribute is a secret, whatever options (`;binary`, `;range=…`) stand behind its name.
fn is_secret(name: &str) -> bool {
    let bare = name
        .split(';')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    SECRET.binary_search(&bare.as_str()).is_ok()
}

/// What stands behind the colon: text, base64 (`:`), or an address (`<`) that is not followed.
fn decoded(value: &str) -> Result<String, &'static str> {
    if let Some(base64) = value.strip_prefix(':') {
        let bytes = base64_bytes(base64.trim()).ok_or("base64 that cannot be read")?;
        let text = String::from_utf8(bytes);
        let is_text = |text: &String| {
            !text
                .chars()
                .any(|letter| letter.is_control() && !letter.is_whitespace())
        };
        return Ok(match text {
            Ok(text) if is_text(&text) => text,
            Ok(text) => hexadecimal(text.as_bytes()),
            Err(error) => hexadecimal(error.as_bytes()),
        });
    }
    Ok(value
        .strip_prefix('<')
        .unwrap_or(value)
        .trim_start_matches(' ')
        .to_owned())
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    "hex:".chars().chain(digits).collect()
}

fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}
