//! What a lake knows of the organisation that mail is written to.

use salus_content::Ask;
use salus_mail::{Indicators, Person, Setting};
use salus_record::time;
use serde_json::Value;

/// Signs that their own source holds for no better than this are left out: low in the scale of STIX 2.1, appendix A.
const LOW: u32 = 29;

/// Whom somebody here wrote to, and who wrote here on two days: one message does not make its sender known. With when that began.
const CORRESPONDENTS: &str = "select address, min(since) as since from ( \
     select lower(from_address) as address, min(time) as since from mail_message \
     where direction = 'inbound' and from_address is not null group by 1 having count(distinct date_trunc('day', time)) > 1 \
     union all select lower(unnest(json_list(to_addresses))), time from mail_message where direction = 'outbound') as known \
     where address like '%@%' group by 1 order by 1";

/// Who has been known for longer is trusted more (microseconds).
const LONG: i64 = 30 * 24 * 3_600 * 1_000_000;

/// Adds to `setting` the organisation's domains and people as the facts name them, whom it exchanged mail with, and the signs of attackers that hold `now`
/// (microseconds of UTC).
///
/// # Errors
/// When the lake cannot answer.
pub fn setting_of(lake: &dyn Ask, mut setting: Setting, now: i64) -> Result<Setting, String> {
    let domains = lake
        .ask("select distinct domain from own_domain where domain is not null order by domain")?;
    for row in &domains {
        let domain = text(row.get("domain"));
        if !domain.is_empty() && !setting.own_domains.contains(&domain) {
            setting.own_domains.push(domain);
        }
    }
    let people = lake.ask(
        "select distinct name, coalesce(email, '') as address from person \
         where name is not null and end_at is null order by name, address",
    )?;
    setting.people.extend(people.iter().map(|row| Person {
        name: text(row.get("name")),
        address: text(row.get("address")),
    }));
    let known = lake.ask(CORRESPONDENTS)?;
    for row in &known {
        let address = text(row.get("address"));
        let since = time::parse(&text(row.get("since")));
        if since.is_some_and(|since| now - since > LONG) {
            setting.long_known.insert(address.clone());
        }
        setting.correspondents.insert(address);
    }
    let signs = lake.ask(&format!(
        "select distinct kind, lower(value) as value from indicator \
         where kind in ('domain', 'url', 'email', 'ipv4', 'ipv6', 'sha256') and trim(value) <> '' \
         and coalesce(confidence, 100) > {LOW} and (valid_until is null or valid_until >= timestamp '{}') order by kind, value",
        time::format(now)
    ))?;
    for row in &signs {
        sign(&text(row.get("kind")), text(row.get("value")), &mut setting);
    }
    Ok(setting)
}

/// Adds one sign. What would speak against all of the organisation's own mail is a mistake of the list.
fn sign(kind: &str, value: String, setting: &mut Setting) {
    let Setting {
        own_domains,
        indicators,
        ..
    } = setting;
    let Indicators {
        domains,
        urls,
        addresses,
        sha256,
    } = indicators;
    let is_own = |domain: &String| {
        let below = format!(".{value}");
        *domain == value || domain.ends_with(&below)
    };
    match kind {
        "domain" if own_domains.iter().any(is_own) => false,
        "domain" => domains.insert(value),
        "url" => urls.insert(value.trim_end_matches('/').to_owned()),
        "sha256" => sha256.insert(value),
        _ => addresses.insert(value),
    };
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use salus_content::Rows;
    use serde_json::json;

    use super::*;

    /// Answers by the fact that is asked for.
    struct Known;

    impl Ask for Known {
        fn ask(&self, sql: &str) -> Result<Rows, String> {
            let rows = if sql.contains("from own_domain") {
                json!([{"domain": "mail.clinic.example"}])
            } else if sql.contains("from person") {
                json!([{"name": "Dana Meyer", "address": "dana@clinic.example"}])
            } else if sql.contains("from mail_message") {
                json!([
                    {"address": "lab@lab.example", "since": "1969-12-01T00:00:00Z"},
                    {"address": "new@lab.example", "since": "1969-12-03T00:00:00Z"},
                ])
            } else {
                assert!(
                    sql.contains("valid_until >= timestamp '1970-01-01T00:00:00Z'"),
                    "{sql}"
                );
                json!([
                    {"kind": "domain", "value": "bad.example"},
                    {"kind": "domain", "value": "clinic.example"},
                    {"kind": "domain", "value": "other-clinic.example"},
                    {"kind": "email", "value": "mallory@news.example"},
                    {"kind": "ipv4", "value": "203.0.113.9"},
                    {"kind": "sha256", "value": "ba78"},
                    {"kind": "url", "value": "https://ok.example/evil/"},
                ])
            };
            serde_json::from_value(rows).map_err(|error| error.to_string())
        }
    }

    #[test]
    fn a_lake_says_whose_mail_it_is_and_what_is_harmful() {
        let setting = setting_of(&Known, Setting::default(), 0).expect("it answers");
        assert_eq!(setting.own_domains, ["mail.clinic.example"]);
        assert_eq!(setting.people[0].name, "Dana Meyer");
        let of = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let known = of(&["lab@lab.example", "new@lab.example"]);
        assert_eq!(setting.correspondents, known);
        assert_eq!(setting.long_known, of(&["lab@lab.example"]));
        let signs = setting.indicators;
        assert_eq!(signs.domains, of(&["bad.example", "other-clinic.example"]));
        assert_eq!(signs.urls, of(&["https://ok.example/evil"]));
        assert_eq!(
            signs.addresses,
            of(&["mallory@news.example", "203.0.113.9"])
        );
        assert_eq!(signs.sha256, of(&["ba78"]));
    }
}
