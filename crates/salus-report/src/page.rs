//! The report as one HTML file that opens from disk and asks nobody for anything.

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Value, context};

use crate::chart::{self, Drawing};
use crate::model::{Measure, Report};
use crate::view::{Caps, Top, View};
use crate::{ReportError, words};

const TEMPLATES: [(&str, &str); 9] = [
    (
        "accesses.html",
        include_str!("../../../content/reports/accesses.html"),
    ),
    (
        "base.html",
        include_str!("../../../content/reports/base.html"),
    ),
    (
        "page.html",
        include_str!("../../../content/reports/page.html"),
    ),
    (
        "macros.html",
        include_str!("../../../content/reports/macros.html"),
    ),
    (
        "answer.html",
        include_str!("../../../content/reports/answer.html"),
    ),
    (
        "threats.html",
        include_str!("../../../content/reports/threats.html"),
    ),
    (
        "practices.html",
        include_str!("../../../content/reports/practices.html"),
    ),
    (
        "plan.html",
        include_str!("../../../content/reports/plan.html"),
    ),
    (
        "evidence.html",
        include_str!("../../../content/reports/evidence.html"),
    ),
];
const STYLE: &str = include_str!("../../../content/reports/page.css");

/// Draws the report as one self-contained HTML page.
///
/// # Errors
/// When a template is broken, which the tests rule out for those built in.
pub fn html(report: &Report) -> Result<String, ReportError> {
    let environment = environment()?;
    let view = View::new(report);
    let page = environment.get_template("page.html")?.render(context! {
        report => Value::from(Serde(Top::new(report))),
        view => Value::from(Serde(&view)),
        style => Value::from_safe_string(STYLE.to_owned()),
        row_cap => Caps::ROWS,
        measure_row_cap => Caps::MEASURE_ROWS,
        field_cap => Caps::FIELDS,
    })?;
    Ok(without_blank_lines(&page))
}

/// Draws an audit of accesses to patients' records as one self-contained HTML page. `told` has what
/// `content/reports/accesses.html` names.
///
/// # Errors
/// When something that the page names is missing.
pub fn accesses(told: &serde_json::Value) -> Result<String, ReportError> {
    let environment = environment()?;
    let page = environment
        .get_template("accesses.html")?
        .render(context! {
            style => Value::from_safe_string(STYLE.to_owned()),
            ..Value::from(Serde(told))
        })?;
    Ok(without_blank_lines(&page))
}

fn environment() -> Result<Environment<'static>, ReportError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    environment.add_filter("date", |text: &str| words::date(text));
    environment.add_filter("moment", |text: &str| words::moment(text));
    environment.add_filter("grouped", words::grouped);
    environment.add_filter("bytes", words::bytes);
    environment.add_filter("sentence", |text: &str, subject: Option<String>| {
        words::sentence_about(text, subject.as_deref())
    });
    environment.add_filter("state_words", |key: &str| key.replace('_', " "));
    environment.add_filter("state_key", |key: &str| key.replace('_', "-"));
    environment.add_filter("anchor", |text: &str| anchor(text));
    environment.add_filter("answer", |Serde(one): Serde<Measure>| words::answer(&one));
    environment.add_filter("share_bar", |Serde(one): Serde<Measure>| {
        chart::share_bar(&one).map(|drawing| Value::from(Serde(drawing)))
    });
    environment.add_filter("drawn", |Serde(drawing): Serde<Drawing>| {
        Value::from_safe_string(drawing.shapes)
    });
    environment.add_function("counted", |number: u64, one: &str, many: &str| {
        words::counted(number, one, many)
    });
    environment.add_function("times", |from: Option<String>, to: Option<String>| {
        words::times(from.as_deref(), to.as_deref())
    });
    environment.add_function("span", |from: Option<String>, to: Option<String>| {
        words::span(from.as_deref(), to.as_deref())
    });
    Ok(environment)
}

/// A name that is safe in an `id` and in a link to it.
fn anchor(text: &str) -> String {
    let safe = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    text.chars().take(80).map(safe).collect()
}

fn without_blank_lines(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    for line in page.lines().filter(|line| !line.trim().is_empty()) {
        text.push_str(line.trim_start());
        text.push('\n');
    }
    text
}
