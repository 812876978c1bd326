//! What a lake knows of the organisation that mail is written to.

use salus_content::Ask;
use salus_mail::{Person, Setting};
use serde_json::Value;

/// Adds to `setting` the organisation's domains and people as the facts name them.
///
/// # Errors
/// When the lake cannot answer.
pub fn setting_of(lake: &dyn Ask, mut setting: Setting) -> Result<Setting, String> {
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
    Ok(setting)
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}
