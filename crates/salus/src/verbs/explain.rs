//! `salus explain`: down to the rows.

use salus_content::{Ask as _, quoted};
use salus_engine::detect::{PlaceOf, Places};
use salus_lake::{Lake, Session};
use serde_json::{Map, Value};

use super::Outcome;
use crate::arguments::{Arguments, Explain};

type Found = Map<String, Value>;

pub(crate) fn run(arguments: &Arguments, explain: &Explain) -> Result<Outcome, String> {
    let content = super::content(&super::library(arguments));
    let lake = Lake::open(&explain.lake.lake).map_err(|error| error.to_string())?;
    let session = lake.session(&content).map_err(|error| error.to_string())?;
    let id = quoted(&explain.id);
    let tables = session.tables();
    let has = |table: &str| tables.iter().any(|known| known == table);
    let finding = if has("finding") {
        one(&session, &format!("select * from finding where uid = {id}"))?
    } else {
        None
    };
    let answer = if has("answer") {
        one(&session, &format!("select * from answer where id = {id}"))?
    } else {
        None
    };
    let is_record = explain.id.contains(':');
    let (said, ids) = match (finding, answer, is_record) {
        (Some(row), ..) | (None, Some(row), _) => {
            let ids = text(&row, "record_ids")
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            (row, ids)
        }
        (None, None, true) => {
            let kind = Map::from_iter([("kind".to_owned(), "record".into())]);
            (kind, vec![explain.id.clone()])
        }
        (None, None, false) => {
            return Err(format!(
                "`{}` is no finding, measure, sub-practice or record of this lake; help: run `salus check` first",
                explain.id
            ));
        }
    };
    rows(arguments, &lake, &session, said, &ids)
}

fn one(session: &Session, sql: &str) -> Result<Option<Found>, String> {
    Ok(session.ask(sql)?.into_iter().next())
}

fn text<'r>(row: &'r Found, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn rows(
    arguments: &Arguments,
    lake: &Lake,
    session: &Session,
    said: Found,
    ids: &[String],
) -> Result<Outcome, String> {
    let places = Places::look_up(lake, session, ids.iter().map(String::as_str))
        .map_err(|error| error.to_string())?;
    if arguments.json {
        super::print_json(&said)?;
    } else {
        for (name, value) in said
            .iter()
            .filter(|(name, value)| !value.is_null() && *name != "record_ids")
        {
            super::print_line(&format!("{name:<12} {}", shown(value)))?;
        }
        super::print_line(&format!("{:<12} {}", "rows", ids.len()))?;
    }
    for id in ids {
        match places.of(id) {
            Some(place) => record(arguments, session, id, place)?,
            None => eprintln!("`{id}` is not in this lake"),
        }
    }
    Ok(Outcome::Done)
}

fn record(
    arguments: &Arguments,
    session: &Session,
    id: &str,
    place: &PlaceOf,
) -> Result<(), String> {
    let sql = format!(
        "select * from \"{}\" where record_id = {}",
        place.table,
        quoted(id)
    );
    let Some(mut record) = one(session, &sql)? else {
        return Ok(());
    };
    record.retain(|_, value| !value.is_null());
    if arguments.json {
        return super::print_json(&serde_json::json!({
            "record_id": id, "file": place.file, "place": place.place, "table": place.table,
            "record": record,
        }));
    }
    super::print_line(&format!(
        "\n{}, {} ({})",
        place.file, place.place, place.table
    ))?;
    for (name, value) in &record {
        super::print_line(&format!("  {name}: {}", shown(value)))?;
    }
    Ok(())
}

/// A value as one line that a terminal does not obey.
fn shown(value: &Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
