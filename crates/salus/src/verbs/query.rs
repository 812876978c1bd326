//! `salus query`: SQL over every table of a lake.

use std::io::Write;

use salus_engine::assess;
use salus_lake::{Format, Lake};

use super::Outcome;
use crate::arguments::{Arguments, Query, Shape};

pub(crate) fn run(arguments: &Arguments, query: &Query) -> Result<Outcome, String> {
    let content = super::content(&super::library(arguments));
    let lake = Lake::open(&query.lake.lake).map_err(|error| error.to_string())?;
    let session = assess::session_for(&lake, &content, &query.sql)?;
    super::name(session.problems());
    let format = match query.format {
        _ if arguments.json => Format::JsonLines,
        Shape::Table => Format::Table,
        Shape::Csv => Format::Csv,
        Shape::Jsonl => Format::JsonLines,
        Shape::Parquet => {
            let path = query
                .out
                .as_ref()
                .ok_or("Parquet needs a file; help: add `--out FILE`")?;
            let rows = session
                .write_parquet(&query.sql, path)
                .map_err(|error| error.to_string())?;
            eprintln!("{rows} rows in `{}`", path.display());
            return Ok(Outcome::Done);
        }
    };
    let mut to: Box<dyn Write> = match &query.out {
        Some(path) => Box::new(std::io::BufWriter::new(
            std::fs::File::create(path)
                .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?,
        )),
        None => Box::new(std::io::BufWriter::new(std::io::stdout())),
    };
    session
        .write(&query.sql, format, &mut to)
        .map_err(|error| help(&session.tables(), &error.to_string()))?;
    to.flush().map_err(|error| error.to_string())?;
    Ok(Outcome::Done)
}

/// The engine's message, with what a person needs next.
fn help(tables: &[String], error: &str) -> String {
    if error.contains("not found") && error.contains("table") {
        return format!("{error}; help: the tables are {}", tables.join(", "));
    }
    if error.contains("No field named") {
        return format!(
            "{error}; help: names are case-sensitive; write names with dots or capitals in double quotes"
        );
    }
    error.to_owned()
}
