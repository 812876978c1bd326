//! People and patients by their numbers, and by their names for those who may see them.

use salus_engine::access::Names;
use serde::Serialize;
use serde_json::Value;

use super::Opened;
use crate::verbs::print_json;

/// How people and patients are called.
#[derive(Default)]
pub(super) struct Naming(Option<Names>);

impl Naming {
    /// With the names of these patients, where names are asked for.
    pub(super) fn of<'p>(
        opened: &Opened,
        patients: impl Iterator<Item = &'p str>,
    ) -> Result<Self, String> {
        let session = &opened.session;
        let names = opened.with_names.then(|| Names::of(session, patients));
        Ok(Self(names.transpose()?))
    }

    /// Whether anybody is named.
    pub(super) fn has_names(&self) -> bool {
        self.0.is_some()
    }

    /// Somebody who works here: number, name, role.
    pub(super) fn who(&self, user: &str, role: &str) -> String {
        let mut text = user.to_owned();
        if let Some(name) = self.0.as_ref().and_then(|names| names.of_staff(user)) {
            text += &format!(" {name}");
        }
        if !role.is_empty() {
            text += &format!(" ({role})");
        }
        text
    }

    /// A patient: number, name.
    pub(super) fn patient(&self, id: &str) -> String {
        match self.0.as_ref().and_then(|names| names.of_patient(id)) {
            Some(name) => format!("{id} {name}"),
            None => id.to_owned(),
        }
    }

    /// Prints an object, with `user_name` and `patient_name` behind its other members where they may be seen.
    pub(super) fn print(&self, line: &impl Serialize) -> Result<(), String> {
        let Some(names) = &self.0 else {
            return print_json(line);
        };
        let mut line = serde_json::to_value(line).map_err(|error| error.to_string())?;
        add(&mut line, names);
        print_json(&line)
    }
}

/// Adds names to an object and to those in it.
fn add(line: &mut Value, names: &Names) {
    match line {
        Value::Object(members) => {
            let text = |member: &str| members.get(member).and_then(Value::as_str);
            let user = text("user").and_then(|id| names.of_staff(id));
            let patient = text("patient_id").and_then(|id| names.of_patient(id));
            let found = [("user_name", user), ("patient_name", patient)];
            members.values_mut().for_each(|inner| add(inner, names));
            for (member, name) in found {
                if let Some(name) = name {
                    members.insert(member.to_owned(), name.into());
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| add(item, names)),
        _ => {}
    }
}
